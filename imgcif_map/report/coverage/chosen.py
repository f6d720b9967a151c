"""Which sides and which rows are wanted, and one row for each place and data name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imgcif_map.errors import UsageError
from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    ItemRow,
    PlaceRow,
    Target,
)

SIDES = ("source", "imgcif", "both")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a coverage is shown."""

    side: str = "both"
    only: frozenset[str] = frozenset()
    """Handlings; empty for all."""

    @property
    def source(self) -> bool:
        """Whether the side of the source is wanted."""
        return self.side != "imgcif"

    @property
    def imgcif(self) -> bool:
        """Whether the side of imgCIF is wanted."""
        return self.side != "source"

    def places(self, coverage: Coverage) -> list[PlaceRow]:
        """The rows of the source that are wanted."""
        return [row for row in coverage.places if self.source and self._wants(row.handling)]

    def items(self, coverage: Coverage) -> list[ItemRow]:
        """The rows of imgCIF that are wanted."""
        return [row for row in coverage.items if self.imgcif and self._wants(row.handling)]

    def _wants(self, handling: str) -> bool:
        return not self.only or handling in self.only


def chosen(side: str = "both", only: Sequence[str] = ()) -> Choice:
    """A choice; ``only`` are handlings, also several with commas. Raises UsageError."""
    words = {word.strip() for text in only for word in text.split(",") if word.strip()}
    known = dict.fromkeys([*SOURCE_WORDS, *ITEM_WORDS])
    unknown = sorted(words - set(known))
    if unknown:
        raise UsageError(
            f"there is no handling {', '.join(unknown)}", hint=f"one of {', '.join(known)}"
        )
    if side not in SIDES:
        raise UsageError(f"there is no side {side}", hint=f"one of {', '.join(SIDES)}")
    return Choice(side, frozenset(words))


@dataclass(frozen=True, slots=True)
class Pair:
    """A place with a data name, or one of the two alone."""

    place: PlaceRow | None = None
    item: ItemRow | None = None
    target: Target | None = None


def pairs(coverage: Coverage, choice: Choice) -> Iterator[Pair]:
    """Each place with each of its data names, places without one, data names without a place.

    With ``only`` a pair is there if one of its two is wanted.
    """
    places, items = choice.places(coverage), choice.items(coverage)
    kept, wanted = {row.path for row in places}, {row.item for row in items}
    known = {row.item: row for row in coverage.items}
    for row in coverage.places:
        for target in row.targets:
            if row.path in kept or target.item in wanted:
                yield Pair(row, known.get(target.item), target)
        if not row.targets and row.path in kept:
            yield Pair(place=row)
    for item in items:
        if not item.sources:
            yield Pair(item=item)


def how(target: Target) -> str:
    """How close the two are, units, functions by their names, and why: for people."""
    by = f"by {', '.join(target.steps)}" if target.steps else ""
    said = "; ".join(part for part in (target.match, target.unit, by) if part)
    return f"{said}: {target.because}" if target.because else said


def slug(name: str) -> str:
    """A name as part of an id; different data names stay different."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"-{ord(found[0]):x}-", name.strip("_"))
