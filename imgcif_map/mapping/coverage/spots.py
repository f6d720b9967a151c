"""What places of a source are called: nodes of the NeXus definitions, or keys of a header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.mapping.tracing.flows import Spot, path_of
from imgcif_map.nexus.definitions import Node, application_nodes, node_at

NEXUS = "nexus"


@dataclass(frozen=True)
class Naming:
    """Names places of one kind of source."""

    source_format: str
    base: Spot
    """The place of a data block; header keys stand below it."""

    @property
    def nexus(self) -> bool:
        """Whether places are those of NeXus files."""
        return self.source_format == NEXUS

    @cached_property
    def listed(self) -> dict[str, str]:
        """Paths of the application definition by the name of the node."""
        return {node.name: path for path, node in application_nodes().items()}

    def node(self, spot: Spot) -> Node | None:
        """What the NeXus definitions know of a place."""
        return node_at(spot.steps) if self.nexus else None

    def path(self, spot: Spot) -> str:
        """As the application definition has it; a header key without what is above it."""
        node = self.node(spot)
        if node is not None and node.name in self.listed:
            return self.listed[node.name]
        if self.nexus:
            return spot.path
        start = self.base.shown
        inside = spot.shown[: len(start)] == start and len(spot.shown) > len(start)
        return path_of(spot.shown[len(start) :] if inside else spot.shown).removeprefix("/")

    def has_unit(self, spot: Spot) -> bool | None:
        """Whether values have a unit by the definitions; None if they do not know the place."""
        node = self.node(spot)
        return None if node is None else node.has_unit

    def above(self, spot: Spot) -> Sequence[Spot]:
        """The groups around a place, up to that of a data block."""
        return [Spot(spot.steps[:n]) for n in range(1, len(spot.steps)) if self.counts(spot, n)]

    def counts(self, spot: Spot, length: int | None = None) -> bool:
        """Whether a place is one: a data block and what is above it hold all and say nothing."""
        steps = spot.steps[:length]
        if not steps or steps[-1] == "**":
            return False
        return self.nexus or steps != self.base.steps[: len(steps)]
