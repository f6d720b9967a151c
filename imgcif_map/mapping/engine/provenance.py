"""Where every column comes from: per block, part, item and binding, never per value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imgcif_map.errors import NOWHERE, Place
from imgcif_map.sources.record import Origin

MAX_ORIGINS = 20
"""Source nodes listed for one binding; a mean over thousands of frames has more."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of one cell (or one ``along`` column) from the source to the output."""

    item: str
    part: str
    rows: int
    place: Place = NOWHERE
    kind: str = "source"
    origins: tuple[Origin, ...] = ()
    functions: tuple[str, ...] = ()
    unit: str | None = None
    target_unit: str = ""


@dataclass
class Provenance:
    """Collects trails of one block; equal ones that follow each other are counted."""

    trails: list[tuple[Trail, int]] = field(default_factory=list)

    def add(self, trail: Trail) -> None:
        """Add a trail."""
        if self.trails and self.trails[-1][0] == trail:
            self.trails[-1] = (trail, self.trails[-1][1] + 1)
        else:
            self.trails.append((trail, 1))

    def as_json(self) -> list[dict[str, Any]]:
        """One object per trail, in the order of the output; only what is known."""
        return [_as_json(trail, count) for trail, count in self.trails]


def _as_json(trail: Trail, count: int) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "item": trail.item,
        "part": trail.part,
        "rows": trail.rows * count,
        "kind": trail.kind,
    }
    if trail.place.line or (trail.kind == "answer" and trail.place.file):
        facts["mapping"] = trail.place.short
    if trail.origins:
        facts["sources"] = [{"file": o.file, "path": o.path} for o in trail.origins[:MAX_ORIGINS]]
        if len(trail.origins) > MAX_ORIGINS:
            facts["more_sources"] = len(trail.origins) - MAX_ORIGINS
    if trail.functions:
        facts["functions"] = list(trail.functions)
    if trail.unit and trail.target_unit and trail.unit != trail.target_unit:
        facts["units"] = {"from": trail.unit, "to": trail.target_unit}
    return facts
