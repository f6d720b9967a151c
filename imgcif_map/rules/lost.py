"""Links to values that are not there, those of one root cause together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from imgcif_map.findings import Finding
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.links import Link, dangling, inferred_links, links
from imgcif_map.rules.positions import most_positions
from imgcif_map.rules.reach import reach_of


@dataclass(frozen=True, eq=False)
class Lost:
    """The values of one link that have no parent."""

    link: Link
    values: frozenset[str]
    known: tuple[str, ...]
    """The values that there are, as the file spells them, sorted."""
    stated: bool
    """False for a link that the dictionary forgot to state."""

    @cached_property
    def rows(self) -> list[int]:
        return self.link.rows(self.values)


def lost_groups(context: Context, block: BlockView) -> list[list[Lost]]:
    """The links of a data block that miss a parent, in groups that miss the same values of it.

    In each group the links that the dictionary states come first.
    """
    key = ("lost", block)
    found: list[list[Lost]] = context.once(key, lambda: _lost_groups(context, block))
    return found


def _lost_groups(context: Context, block: BlockView) -> list[list[Lost]]:
    lost: dict[str, list[Lost]] = {}
    for stated, some in ((True, links(context, block)), (False, inferred_links(context, block))):
        for link in some:
            found = dangling(context, link)
            if found and found[0]:
                known = reach_of(context, block).spelled(link.parent)
                lost.setdefault(link.parent.id, []).append(Lost(link, found[0], known, stated))
    return [group for entries in lost.values() for group in overlapping(entries)]


def overlapping(entries: list[Lost]) -> list[list[Lost]]:
    """Links to the same parent that miss the same values have one root cause."""
    groups: list[list[Lost]] = []
    for entry in entries:
        near = [g for g in groups if any(entry.values & other.values for other in g)]
        merged = [other for group in near for other in group] + [entry]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def joined(first: Finding, others: Iterable[Finding]) -> Finding:
    """One finding in place of several, with the first positions of all."""
    found = [first, *others]
    places = tuple(place for finding in found for place in finding.positions)
    count = sum(finding.count for finding in found)
    return replace(first, count=count, positions=places[: most_positions()])
