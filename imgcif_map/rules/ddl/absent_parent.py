"""DDL025."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.links import orphans


class AbsentParent(Rule):
    """Values refer to an item that is not in the file at all.

    What
        One or more items link to a key that neither this data block nor its data
        set gives. Nothing is said if all of them give the default of the key, or
        the same value while there can be only one row. Reported once per parent.

    Why
        What the values stand for is not described: the file names a detector
        element, say, and never tells what it is.

    Fails
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
            1 ELEMENT
            2 ELEMENT

    Passes
        _diffrn_detector_element.id          ELEMENT
        _diffrn_detector_element.detector_id DETECTOR
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
            1 ELEMENT
            2 ELEMENT
    """

    code = "DDL025"
    name = "absent-parent"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for group in orphans(context, block):
                if group.harmless or not group.agree:
                    continue
                names = ", ".join(dict.fromkeys(link.child.name for link in group.members))
                shown = ", ".join(sorted(group.values)[:3])
                shown += ", ..." if len(group.values) > 3 else ""
                link = next(x for x in group.members if x.values() & group.values)
                values = link.child_values()
                rows = [row for row, value in enumerate(values) if value in group.values]
                yield self.finding(
                    f"{group.parent.id} is not given, but {names} refer to it ({shown})"
                    if len(group.members) > 1
                    else f"{group.parent.id} is not given, but {names} refers to it ({shown})",
                    link.child,
                    rows,
                    hint=f"describe it in the category {group.parent.category}"
                    + (
                        f"; without {group.parent.id} its value is {group.implied}"
                        if group.implied is not None
                        else ""
                    ),
                )
