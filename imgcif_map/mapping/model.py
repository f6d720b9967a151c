"""A mapping as the engine sees it: checked, merged, every expression parsed. Frozen.

``load.py`` makes it from YAML files; nothing here knows YAML. See
``docs/explanation/mapping-language.md`` for what each part means.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from imgcif_map.errors import Place
from imgcif_map.mapping.expression.ast import NOWHERE, Condition, Expression, Template
from imgcif_map.mapping.reverse.model import Reverse

INSTRUMENT: Final = "instrument"
"""Kind of the files with an ``instrument:`` section."""


class Missing:
    """The type of :data:`MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""'Not written in the mapping', where null has a meaning of its own."""


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """One step of ``fn:``: the value becomes the first argument."""

    name: str
    args: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """``unit: mm`` (given), ``{force: angstrom}``, ``{assume: s}``, ``{from: […], assume: mm}``."""

    given: str | None = None
    force: str | None = None
    source: Value | None = None
    assume: str | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """Caseless table; ``otherwise`` is MISSING (default: gap), or a dict of gap|keep|value."""

    table: MappingType[str, Any]
    """Keys casefolded; numbers as text."""
    otherwise: str = "gap"
    """``gap``, ``keep`` or ``value``."""
    value: Any = None
    """The value of ``otherwise: {value: …}``."""
    words: MappingType[str, str] = field(default_factory=dict, compare=False)
    """The keys as they are written."""
    complete: bool = field(default=False, compare=False)
    """Whether ``otherwise:`` is written, so that what is not listed is left out on purpose."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One candidate of a value. ``kind`` says which of the source fields is set.

    ``from``: ``source`` is an Expression or a nested Value; ``value``: ``literal``;
    ``text``: ``texts``; ``key``/``ref``: ``objects``; ``count``: ``count`` names a
    category; ``all``: ``members``; ``assume``: only the assumption.
    Modifiers apply in this order: when, from, null_if, unit, fn, lookup, assume.
    """

    kind: str
    source: Expression | Value | None = None
    literal: Any = None
    texts: tuple[Template, ...] = ()
    objects: tuple[Value, ...] = ()
    count: str = ""
    members: tuple[Value, ...] = ()
    role: str = ""
    name: Template | None = None
    to: str | None = None
    when: Condition | None = None
    null_if: tuple[Any, ...] = ()
    unit: UnitSpec | None = None
    functions: tuple[FunctionUse, ...] = ()
    lookup: Lookup | None = None
    assume: Any = MISSING
    because: str = ""
    joiner: str = "; "
    """``with:``, what stands between the parts of ``text``."""
    where: Condition | None = None
    """``where:`` of ``{each: …}``, which is kind ``all``: seen from each record."""
    match: str = ""
    """How close the meanings are, for exports: exact, close, broad, narrow or related."""
    confidence: float | None = None
    """How sure the author is of that, from 0 to 1."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Value:
    """ "The first usable" of its candidates. No candidates: explicitly null."""

    picks: tuple[Pick, ...]
    place: Place = NOWHERE
    text: str = ""
    """The YAML text in short, for messages and provenance."""
    name_place: Place = NOWHERE
    """Where the name of an item stands that has this value."""


@dataclass(frozen=True, slots=True)
class Each:
    """One row per record; ``sources`` are concatenated without duplicates (by identity)."""

    sources: tuple[Value, ...]
    name: str | None = None
    """``as:``"""
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Zip:
    """Parallel lists, scalars broadcast; the row's record has one child per column."""

    columns: MappingType[str, Value]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Along:
    """``along: n, as: i``: innermost; binds ``$i`` to the array 1..n."""

    length: Expression
    name: str | None = None


RowLevel = Each | Zip | Along


@dataclass(frozen=True, slots=True)
class Table:
    """``tables:`` entry. ``rows`` None and no ``entries``: the table is empty."""

    name: str
    rows: tuple[RowLevel, ...] | None
    """Levels, outer first."""
    fields: MappingType[str, Value]
    entries: MappingType[str, MappingType[str, Value]] = field(default_factory=dict)
    where: Condition | None = None
    assumed: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """One part of a category; ``rows`` None: one row, the current record is the block's."""

    name: str
    rows: tuple[RowLevel, ...] | None
    items: MappingType[str, Value]
    """By object id as written: ``id``, ``vector[1..3]``."""
    when: Condition | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CategoryMap:
    """One imgCIF category and how its rows are made."""

    name: str
    parts: tuple[CategoryPart, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FrameSpec:
    """``beam`` and ``up`` in source coordinates and candidates for X; or ``fixed`` rows X, Y, Z."""

    beam: Value | None = None
    up: Value | None = None
    x: tuple[Value, ...] = ()
    min_angle: float = 22.5
    """Degrees an X candidate must be off the beam."""
    fixed: tuple[tuple[float, float, float], ...] | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter, set with ``--set name=value``."""

    name: str
    default: Any = None
    one_of: tuple[Any, ...] = ()
    because: str = ""
    """Reported as an assumption when the default is used."""
    place: Place = NOWHERE
    explained: bool = False
    """Whether the file says because:, be it null: the default is a fact."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Correct records before anything reads them; exactly one of the three is set."""

    path: Expression
    functions: tuple[FunctionUse, ...] = ()
    value: Any = MISSING
    unit: str | None = None
    because: str = ""
    place: Place = NOWHERE
    mapping: str = ""
    """Id of the mapping file it stands in."""


@dataclass(frozen=True, slots=True)
class Check:
    """Two values that must agree within a tolerance; else a *conflict*."""

    name: str
    left: Value
    right: Value
    tolerance: float = 0.0
    unit: str | None = None
    when: Condition | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class KnownGap:
    """A fact of the source that imgCIF has no home for."""

    source: Expression
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Ignore:
    """Records that need no target, with the reason."""

    source: Expression
    because: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class MappingTest:
    """A test that travels with the mapping: sparse records in, columns and gaps out."""

    name: str
    given: MappingType[str, Any]
    expect: MappingType[str, Any]
    gaps: tuple[str, ...] = ()
    params: MappingType[str, Any] = field(default_factory=dict)
    place: Place = NOWHERE
    mapping: str = ""
    format: str = ""
    """Id of the format the records are of; for tests of instruments, which fit several."""
    given_cif: MappingType[str, Any] = field(default_factory=dict)
    """Of a test of the way back: columns by data name, beside those of a small experiment."""
    expect_source: MappingType[str, Any] = field(default_factory=dict)
    """What has to be in the file that is made, by path; None: nothing."""

    @property
    def is_back(self) -> bool:
        """Whether it goes from imgCIF to the format of the mapping."""
        return bool(self.given_cif or self.expect_source)

    @property
    def expects_something(self) -> bool:
        """Whether it can fail at all."""
        return bool(self.expect or self.gaps or self.expect_source)


@dataclass(frozen=True, slots=True)
class NoSource:
    """``no_source:`` data names this format can never supply, with the reason.

    Also ``source: beyond:`` places that files have and the declared definition does not.
    """

    name: str
    because: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Mapping:
    """A form, a format and its overlays merged into one, ready to run."""

    id: str
    title: str = ""
    version: str = ""
    files: tuple[str, ...] = ()
    """The ids merged, base first."""
    source_format: str = ""
    source_options: MappingType[str, Any] = field(default_factory=dict)
    target_dictionary: str = "cif_img.dic"
    params: MappingType[str, Param] = field(default_factory=dict)
    frame: FrameSpec = field(default_factory=FrameSpec)
    blocks: tuple[Value, ...] = ()
    block_name: Value | None = None
    """Name of each data block, seen from its record."""
    lets: MappingType[str, Value] = field(default_factory=dict)
    tables: MappingType[str, Table] = field(default_factory=dict)
    categories: MappingType[str, CategoryMap] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    gaps: tuple[KnownGap, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    fixes: tuple[Fix, ...] = ()
    tests: tuple[MappingTest, ...] = ()
    no_source: tuple[NoSource, ...] = ()
    definition: str = ""
    """The application definition that sources follow, ``NXmx``; "" if none is declared."""
    beyond: tuple[NoSource, ...] = ()
    """Places outside of it that files have all the same."""
    place: Place = NOWHERE
    """Where the id of the format stands; NOWHERE for a form alone."""
    forms: frozenset[str] = frozenset()
    """Files of the forms that went in: what they declare is a vocabulary for formats."""
    overlaid: bool = False
    """Whether overlays or an instrument are part of it."""
    complete: Place | None = None
    """Where a format lists what it cannot say (no_source:): then the list is to be complete."""
    unexplained: tuple[tuple[str, Place], ...] = ()
    """Overlays without because:."""
    repeated: tuple[tuple[str, Place], ...] = ()
    """Leaves of formats, overlays and instruments that say what is said without them."""
    reverse: Reverse | None = None
    """How files of the source's format are made from imgCIF, as far as it is declared."""


@dataclass(frozen=True)
class MappingFile:
    """One YAML file: its head, and ``data``, its tree with positions (load.py)."""

    id: str
    kind: str
    """``form``, ``format``, ``overlay`` or ``instrument``."""
    path: str
    extends: str | None = None
    title: str = ""
    version: str = ""
    source_format: str = ""
    when: Condition | None = None
    because: str = ""
    priority: int = 0
    tree: Callable[[], Any] | None = None
    """Reads the whole file; raises what is wrong with it."""

    @cached_property
    def data(self) -> Any:
        """The tree of the file, read when it is first asked for."""
        return self.tree() if self.tree is not None else None

    @cached_property
    def facts(self) -> str:
        """Where an instrument's facts are from."""
        section: Any = self.data.get(INSTRUMENT) if self.kind == INSTRUMENT else None
        return getattr(section.get("facts"), "text", "") if hasattr(section, "get") else ""
