"""Facts of coverage: one row for each place of a source, one for each data name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

SOURCE_WORDS: Final[Mapping[str, str]] = {
    "mapped": "its value reaches a data name",
    "structure": "it says where things are or how they hang together",
    "checked": "it is only compared with what is said elsewhere",
    "gap": "it is reported: imgCIF has no data name for it, or not for this value",
    "ignored": "it is left out, with the reason",
    "open": "the mapping does not mention it",
}
"""What a mapping does with a place of the source."""
ITEM_WORDS: Final[Mapping[str, str]] = {
    "mapped": "it comes from the source",
    "computed": "the program works it out: names of rows, counts, references",
    "constant": "the mapping states it",
    "assumed": "the mapping assumes it, and every conversion says so",
    "key": "it fills itself: it refers to a category of one row",
    "parameter": "it is written where a parameter, an overlay or an instrument says it",
    "no-source": "this format cannot say it, with the reason",
    "open": "nobody has said anything about it",
}
"""Where a data name comes from."""
NEEDED: Final = 240
"""Data names that raw diffraction data need, all of which have a summary."""


@dataclass(frozen=True, slots=True)
class Target:
    """A data name that a place goes to."""

    item: str
    match: str
    """``exact``, ``close``, ``broad``, ``narrow`` or ``related``."""
    unit: str = ""
    """``m → millimetres``; one unit where they are the same, "" for none."""
    functions: str = ""
    """What is done to the value, as the mapping has it."""
    steps: tuple[str, ...] = ()
    """Names of these functions."""
    because: str = ""
    line: str = ""
    """``nxmx.yaml:12``."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A node of the NeXus definitions, a header key, or a place that the mapping reads."""

    path: str
    handling: str
    """A key of SOURCE_WORDS."""
    targets: tuple[Target, ...] = ()
    note: str = ""
    line: str = ""
    listed: bool = False
    """Whether the declared application definition has it."""
    origin: str = ""
    """What else knows it: ``NXsource/current``; "" for nothing."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A data name."""

    item: str
    handling: str
    """A key of ITEM_WORDS."""
    sources: tuple[str, ...] = ()
    """Paths of the places it comes from, as the other side has them."""
    note: str = ""
    line: str = ""
    needed: bool = True
    """Whether it is one of those that raw data need."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Both sides of one mapping."""

    mapping: str
    title: str
    kind: str
    """``format``, ``overlay`` or ``instrument``."""
    source_format: str
    definition: str
    """The application definition that its sources follow; "" if none is declared."""
    places: tuple[PlaceRow, ...]
    items: tuple[ItemRow, ...]

    @property
    def listed(self) -> tuple[PlaceRow, ...]:
        """The nodes of the application definition; every place where none is declared."""
        return tuple(p for p in self.places if p.listed) if self.definition else self.places

    @property
    def beyond(self) -> tuple[PlaceRow, ...]:
        """Places that are read besides those of the application definition."""
        return tuple(p for p in self.places if not p.listed) if self.definition else ()

    @property
    def needed(self) -> tuple[ItemRow, ...]:
        """The data names that raw data need."""
        return tuple(row for row in self.items if row.needed)

    @property
    def others(self) -> tuple[ItemRow, ...]:
        """Data names that the mapping writes besides."""
        return tuple(row for row in self.items if not row.needed)

    @property
    def open(self) -> int:
        """Rows of both sides about which nobody has said anything."""
        rows: list[PlaceRow | ItemRow] = [*self.places, *self.items]
        return sum(row.handling == "open" for row in rows)

    def sentence(self) -> str:
        """``nxmx: 99 of 99 nodes of NXmx, 240 of 240 data names accounted for``."""
        what = f"nodes of {self.definition}" if self.definition else "keys and places"
        items, places = self.needed, self.listed
        return (
            f"{accounted(places)} of {len(places)} {what}, "
            f"{accounted(items)} of {len(items)} data names accounted for"
        )


def accounted(rows: Iterable[PlaceRow] | Iterable[ItemRow]) -> int:
    """How many rows are not open."""
    return sum(row.handling != "open" for row in rows)


def counts(rows: Iterable[PlaceRow] | Iterable[ItemRow], words: Iterable[str]) -> dict[str, int]:
    """How many rows there are of each handling; the sum is the number of rows."""
    found = dict.fromkeys(words, 0)
    for row in rows:
        found[row.handling] += 1
    return found
