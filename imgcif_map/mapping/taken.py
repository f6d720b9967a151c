"""Which data names each record of a source goes to: what ``inspect`` shows beside it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from imgcif_map.mapping.convert import Converted
from imgcif_map.sources.record import Record

_SHOWN = 3


@dataclass(frozen=True)
class Taken:
    """What a conversion did with the records of its sources."""

    items: Mapping[tuple[str, str], tuple[str, ...]]
    """Data names by file and path of the record."""
    touched: frozenset[Hashable]
    ignored: frozenset[Hashable]

    def word(self, record: Record) -> str:
        """``-> _data.name``; what else became of a leaf; empty for a group."""
        if not record.is_leaf or record.error is not None:
            return ""
        names = self.items.get((record.origin.file, record.origin.path))
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            return f"-> {', '.join(names[:_SHOWN])}{more}"
        if record.identity in self.ignored:
            return "-> (ignored)"
        return "-> (looked at)" if record.identity in self.touched else "-> nothing"


def taken(converted: Converted) -> Taken:
    """By the provenance of a conversion over sources that are still open."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for block in converted.blocks:
        for trail, _ in block.provenance.trails:
            for origin in trail.origins:
                found.setdefault((origin.file, origin.path), {})[trail.item] = None
    items = {place: tuple(names) for place, names in found.items()}
    return Taken(items, converted.touched, converted.ignored)
