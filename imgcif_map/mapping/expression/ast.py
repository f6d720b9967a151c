"""The expression language as a tree: paths, calls, literals and one comparison.

No operators, no code. The grammar is ``expr.lark``; ``parse.py`` makes this tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imgcif_map.errors import NOWHERE as NOWHERE
from imgcif_map.errors import Place


@dataclass(frozen=True, slots=True)
class Text:
    """A string or number literal: ``'NXmx'``, ``-2``, ``0.5`` (numbers are int or float)."""

    value: str | int | float


@dataclass(frozen=True, slots=True)
class ListOf:
    """``[a, b]`` as a function's argument."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """``name(arg, key=arg)`` with optional predicates on the result, e.g. ``f($x)[0]``."""

    name: str
    args: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()
    predicates: tuple[Predicate, ...] = ()
    text: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    """Where the whole expression starts, if this is its root."""


@dataclass(frozen=True, slots=True)
class Index:
    """``[0]``, ``[-1]``: an element of an array or the n-th of several records."""

    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """``[condition]``: evaluated with each record as current record."""

    condition: Condition


Predicate = Index | Filter


@dataclass(frozen=True, slots=True)
class Insert:
    """``{expr}`` in a name: its text is inserted."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Star:
    """``*`` in a name: any text."""


NamePart = str | Insert | Star


@dataclass(frozen=True, slots=True)
class Root:
    """A leading ``/``: the root of the source."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``$name``, without the ``$``; with optional predicates."""

    name: str
    predicates: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """The current record, implied by a path that starts with a step."""


@dataclass(frozen=True, slots=True)
class Child:
    """``name``, ``*``, ``data_*``, ``name:Class``; ``nx_class`` None if not given."""

    parts: tuple[NamePart, ...]
    nx_class: str | None = None
    predicates: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Descend:
    """``//``: this record and everything below it; a Child step follows."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """``@name``, with optional predicates: ``@vector[0]``."""

    parts: tuple[NamePart, ...]
    predicates: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Up:
    """``..``."""


@dataclass(frozen=True, slots=True)
class Self:
    """``.``."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """``(a|b|c)``: the children of any of these names, in this order."""

    options: tuple[tuple[NamePart, ...], ...]
    predicates: tuple[Predicate, ...] = ()


Step = Child | Attribute | Up | Self | Alternatives | Descend
Origin = Root | Variable | Here | Call


@dataclass(frozen=True, slots=True)
class Path:
    """``origin/step/step``; ``text`` is the source text, for messages."""

    origin: Origin
    steps: tuple[Step, ...] = ()
    text: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    """Where the whole expression starts, if this is its root."""


Expression = Path | Call | Text | ListOf
"""A call without steps after it is a Call; with steps it is a Path whose origin is the Call."""


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``; op is one of ``= != < <= > >= ~`` (``~``: regular expression search)."""

    op: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """``not condition``."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Usable:
    """A bare expression as a condition: true if it yields something usable."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """A list of conditions: and."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``{any: […]}``: or."""

    conditions: tuple[Condition, ...]


Condition = Compare | Not | Usable | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Template:
    """``"text {expr} text {expr:06}"``: parts are text or (expression, format spec)."""

    parts: tuple[str | tuple[Expression, str], ...]
    text: str = field(default="", compare=False)
