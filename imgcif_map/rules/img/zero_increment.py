"""IMG021."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.scans import motions, scans_of
from imgcif_map.rules.img.tables import more, raw_blocks, shown


class ZeroIncrement(Rule):
    """An axis goes through a range without a step.

    What
        A row of `DIFFRN_SCAN_AXIS` has a range that is not 0, while the increment is 0,
        which is also the default where it is not given.

    Why
        The setting of the axis in each frame cannot be known.

    Fails
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.0
        _diffrn_scan_axis.angle_range      90.0

    Passes
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.1
        _diffrn_scan_axis.angle_range      90.0
    """

    code = "IMG021"
    name = "zero-increment"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for block in raw_blocks(context):
            for motion in motions(context, block):
                still = (motion.increment == 0) & (motion.between == 0)
                rows = np.flatnonzero(still & (abs(motion.range) > 0)).tolist()
                if not rows:
                    continue
                row, table = rows[0], motion.table
                scan = table.values("scan_id")[row]
                given = table.given(f"{motion.kind}_increment")[row]
                frames = scans_of(context, block).frames.get(scan)
                step = shown(motion.range[row] / frames) if frames else ""
                yield self.finding(
                    f"scan {scan or ''} axis {table.text('axis_id', row)}{more(len(rows))}: "
                    f"range {shown(motion.range[row])} {motion.unit} and increment 0"
                    f"{'' if given else ', as none is given'}",
                    table.at(f"{motion.kind}_increment", f"{motion.kind}_range"),
                    rows,
                    hint=f"{shown(frames)} frames give an increment of {step}" if frames else "",
                )
