"""DDL026."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.orphans import Orphans, orphans


class DisagreeingLinks(Rule):
    """Items refer to the same absent key by different values.

    What
        The key is not given, so it has one implied row, and items that link to it
        have values that cannot all mean that row: one says `1`, another `IMAGE`.
        The data blocks of a data set are looked at together, unless each of them
        has a row of its own, as of a Set category.

    Why
        The rows that belong together are not connected. Programs that go by the
        ids find no pixel size, or no data, for an array.

    Fails
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            1 1
            1 2
        _array_data.array_id   IMAGE
        _array_data.binary_id  1

    Passes
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            1 1
            1 2
        _array_data.array_id   1
        _array_data.binary_id  1
    """

    code = "DDL026"
    name = "disagreeing-links"

    def check(self, context: Context) -> Iterator[Finding]:
        for group in orphans(context):
            if not group.agree:
                odd = group.odd
                yield self.finding(
                    f"these refer to {group.parent.id}, which is not given, "
                    f"and disagree: {said(group)}",
                    odd.child,
                    odd.rows(group.values),
                    hint=f"give {group.parent.id} and use its values throughout",
                )


def said(group: Orphans) -> str:
    """Which of the items says what, the first three values of each."""
    return "; ".join(
        f"{link.child.name} {', '.join(sorted(link.values())[:3])}" for link in group.members
    )
