"""DDL024."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.links import Link, dangling, links
from imgcif_map.rules.suggest import nearest

_FEW = 6


class DanglingLink(Rule):
    """A value refers to something that is not there.

    What
        The item is a link (`_name.linked_item_id`), and the item it refers to is
        in the file but does not have this value. Values are compared as the type
        of the parent asks. Nulls refer to nothing and are no fault; another data
        block of the file may hold the parent.

    Why
        The relation between the rows is lost: an image without its array, an axis
        that nobody defines.

    Fails
        loop_
          _axis.id
          _axis.depends_on
            omega .
            phi   omgea

    Passes
        loop_
          _axis.id
          _axis.depends_on
            omega .
            phi   omega
    """

    code = "DDL024"
    name = "dangling-link"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            lost: dict[str, list[Lost]] = {}
            for link in links(context, block):
                found = dangling(context, link)
                if found and found[0]:
                    lost.setdefault(link.parent.id, []).append(Lost(link, *found))
            for entries in lost.values():
                for group in overlapping(entries):
                    yield self._dangling(group)

    def _dangling(self, group: list[Lost]) -> Finding:
        first = group[0]
        child, parent = first.link.child, first.link.parent
        text = child.texts[first.rows[0]]
        number = len(frozenset().union(*(entry.values for entry in group)))
        others = f" and {number - 1} more" if number > 1 else ""
        message = f"{child.name} {text}{others}: {parent.id} has no such value"
        if len(group) > 1:
            names = dict.fromkeys(entry.link.child.name for entry in group[1:])
            message += f"; the same in {', '.join(names)}"
        made = self.finding(message, child, first.rows, hint=self._hint(text, first))
        return joined(made, (self.finding("", e.link.child, e.rows) for e in group[1:]))

    @staticmethod
    def _hint(text: str, lost: Lost) -> str:
        near = nearest(text, sorted(lost.known))
        if near is not None and near.casefold() == text.casefold():
            return f"did you mean {near}? Upper and lower case are different here"
        if near is not None:
            return f"did you mean {near}?"
        if len(lost.known) <= _FEW:
            return f"{lost.link.parent.id} has " + ", ".join(sorted(lost.known))
        return ""


@dataclass(frozen=True, eq=False)
class Lost:
    """The values of one link that have no parent."""

    link: Link
    values: frozenset[str]
    known: frozenset[str]

    @cached_property
    def rows(self) -> list[int]:
        values = self.link.child_values()
        return [row for row, value in enumerate(values) if value in self.values]


def overlapping(entries: list[Lost]) -> list[list[Lost]]:
    """Links to the same parent that miss the same values have one root cause."""
    groups: list[list[Lost]] = []
    for entry in entries:
        near = [g for g in groups if any(entry.values & other.values for other in g)]
        merged = [other for group in near for other in group] + [entry]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def joined(first: Finding, others: Iterable[Finding]) -> Finding:
    """One finding in place of several, with the positions of all, the first ten."""
    found = [first, *others]
    places = tuple(place for finding in found for place in finding.positions)
    count = sum(finding.count for finding in found)
    return replace(first, count=count, positions=places[:10])
