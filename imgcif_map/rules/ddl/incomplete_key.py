"""DDL021."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.keys import keyed_loops


class IncompleteKey(Rule):
    """A loop lacks part of its key, though its rows can be told apart.

    What
        An item of a composite key is absent and nothing stands in for it, but the
        other key items are different in every row.

    Why
        Readers have to guess what the absent item would say. With a second
        scan, frame or detector element the rows become ambiguous.

    Fails
        loop_
          _diffrn_scan_axis.axis_id
          _diffrn_scan_axis.angle_start
            omega 0.0
            phi   0.0

    Passes
        loop_
          _diffrn_scan_axis.scan_id
          _diffrn_scan_axis.axis_id
          _diffrn_scan_axis.angle_start
            S1 omega 0.0
            S1 phi   0.0
    """

    code = "DDL021"
    name = "incomplete-key"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for key in keyed_loops(context):
            if not key.wanting or not key.given or key.repeated:
                continue
            names = " and ".join(definition.id for definition in key.wanting)
            yield self.finding(
                f"the key of {key.view.name} lacks {names}",
                key.view.first,
                category=key.view.name,
                hint=f"add {names} to the loop",
            )
