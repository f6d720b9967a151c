"""What tracing works with: places of a source, and what happens to a value on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from imgcif_map.errors import NOWHERE, Place
from imgcif_map.mapping.expression.ast import Star


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the source, as far as paths say it: ``*:NXentry``, ``title``, ``@units``.

    A step is ``name``, ``name:Class``, ``*:Class``, ``*`` or ``@attribute``;
    ``**`` stands for any number of groups.
    """

    steps: tuple[str, ...] = ()

    def child(self, step: str) -> Spot:
        return Spot((*self.steps, step))

    @property
    def parent(self) -> Spot:
        return Spot(self.steps[:-1])

    @property
    def shown(self) -> tuple[str, ...]:
        """The steps as people write them: a class stands for its group."""
        return tuple(step.removeprefix("*:") for step in self.steps)

    @property
    def path(self) -> str:
        """``/NXentry/NXinstrument/name@short_name``; ``/`` for the whole source."""
        return path_of(self.shown) or "/"


def path_of(steps: tuple[str, ...]) -> str:
    """Steps as a path; an attribute follows its node without a slash."""
    text = "".join(step if step.startswith("@") else f"/{step}" for step in steps)
    return text.replace("/**/", "//")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that the mapping states."""

    text: tuple[str, ...]
    """Its members as text."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that needs no record: a counter, an option of the conversion."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A record that is made: columns of ``zip``, what a function returns, a group.

    Equal to itself alone: comparing all that groups of groups stand for has no end.
    """

    fields: tuple[tuple[str, tuple[Flow, ...]], ...] = ()
    record: tuple[Flow, ...] = ()
    """What it behaves like otherwise."""

    def field(self, name: str) -> tuple[Flow, ...] | None:
        return next((flows for key, flows in self.fields if key == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Rows of a table that are all made in one way. Equal to itself alone."""

    table: str
    entry: str | None = None
    here: Flow | None = None
    """The record of the row."""
    names: tuple[tuple[str, Flow], ...] = ()
    """Loop variables."""


End = Spot | Fixed | Computed | Made | Row


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that an expression may yield, and what was done to it on the way."""

    end: End
    functions: tuple[tuple[str, str], ...] = ()
    """Name and text of each function applied, in order."""
    unit: str = ""
    """The unit the mapping gives to the value of the source."""
    unit_how: str = ""
    """``given``, ``assumed`` or ``forced``."""
    part: bool = False
    """Whether it is one element of several."""
    joined: str = ""
    """``text``, ``function`` or ``list`` where other places take part in the value."""
    index: int | None = None
    """Which member it is, of a value put together from several (``[x, y, z]``)."""
    lookup: str = ""
    """``same`` (words only change their case), ``renamed`` or ``merged``."""
    word: str | None = None
    """The text it yields, where that is known (the name of a node)."""
    sure: bool = False
    """Whether it is there whatever the source says."""
    reads: tuple[Spot, ...] = ()
    """References whose text led here."""
    because: str = ""
    match: str = ""
    confidence: float | None = None
    place: Place = field(default=NOWHERE, compare=False)

    def known(self) -> tuple[str, ...] | None:
        """Its texts, if the mapping alone determines them."""
        if isinstance(self.end, Fixed) and not self.functions:
            return self.end.text
        return (self.word,) if self.word is not None else None

    def applied(self, name: str, text: str) -> Flow:
        """After a function."""
        return self.but(functions=(*self.functions, (name, text)), word=None, sure=False)

    def but(self, **changes: Any) -> Flow:
        """With some facts changed; itself where they are so already, which is mostly the case."""
        for name, value in changes.items():
            known = getattr(self, name)
            if known is not value and known != value:
                return replace(self, **changes)
        return self


NOTHING: Final[tuple[Flow, ...]] = ()
STAR: Final = Star()


def fixed(value: Any) -> Flow:
    """A literal of the mapping, or a list of them."""
    return Flow(Fixed(tuple(words(value))), sure=True)


def words(value: Any) -> list[str]:
    """The texts of a literal: booleans as YAML writes them."""
    if isinstance(value, list):
        return [text for member in value for text in words(member)]
    if value is None:
        return []
    return [str(value).lower() if isinstance(value, bool) else str(value)]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression sees: the current record, loop variables, the row whose fields count."""

    here: Flow
    names: Mapping[str, Flow] = field(default_factory=dict)
    row: Row | None = None
