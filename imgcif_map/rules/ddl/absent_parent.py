"""DDL025."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.orphans import Orphans, orphans


class AbsentParent(Rule):
    """Values refer to an item that is not in the file at all.

    What
        One or more items link to a key that neither this data block nor its data
        set gives. Nothing is said if all of them give the default of the key, or
        the same value while there can be only one row. Reported once per parent
        and data set, and not at all if the dictionary has a method to evaluate it.

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
        for group in orphans(context):
            if not group.harmless and group.agree:
                yield self._absent(group)

    def _absent(self, group: Orphans) -> Finding:
        names = list(dict.fromkeys(link.child.name for link in group.members))
        verb = "refer" if len(names) > 1 else "refers"
        shown = ", ".join(sorted(group.values)[:3]) + (", ..." if len(group.values) > 3 else "")
        link = next(x for x in group.members if x.values() & group.values)
        hint = f"describe it in the category {group.parent.category}"
        if group.implied is not None:
            hint += f"; without {group.parent.id} its value is {group.implied}"
        return self.finding(
            f"{group.parent.id} is not given, but {', '.join(names)} {verb} to it ({shown})",
            link.child,
            link.rows(group.values),
            hint=hint,
        )
