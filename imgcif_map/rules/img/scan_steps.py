"""IMG020."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.geometry.coverage import sweeps
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import described
from imgcif_map.rules.img.scans import LEAST, TOLERANCE, Motion, is_grid, motions, scans_of
from imgcif_map.rules.img.tables import more, raw_blocks, shown


class ScanSteps(Rule):
    """Range and increment of a scan do not give its number of frames.

    What
        For an axis that moves in a scan, the range divided by the increment differs
        by 0.3 or more from `_diffrn_scan.frames`, or from the number of rows in
        `DIFFRN_SCAN_FRAME` where that is not given. What the axis moves between two
        frames (`angle_rstrt_incr`) is allowed for. So are grids: several axes the
        numbers of whose positions multiply to the number of frames, and motions of
        less than 0.001 degrees or mm in all, and axes whose settings are listed frame by
        frame and are not evenly spaced: the increment is only representative then.

    Why
        One of the three numbers is wrong, and with it the setting of every frame.

    Fails
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  22
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.1
        _diffrn_scan_axis.angle_range      2.1

    Passes
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  22
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.1
        _diffrn_scan_axis.angle_range      2.2
    """

    code = "IMG020"
    name = "scan-steps"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        uneven = _uneven(context)
        for block in raw_blocks(context):
            every = tuple(motions(context, block))
            for motion in every:
                yield from self._motion(motion, every, scans_of(context, block).frames, uneven)

    def _motion(
        self,
        motion: Motion,
        every: tuple[Motion, ...],
        frames: Mapping[str | None, float],
        uneven: frozenset[tuple[str, str]],
    ) -> Iterator[Finding]:
        table = motion.table
        scans = table.values("scan_id")
        wanted = np.array([frames.get(scan, np.nan) for scan in scans])
        moving = (motion.increment != 0) & ~(
            np.maximum(abs(motion.range), abs(motion.increment) * wanted) < LEAST
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            off = moving & (abs(motion.range / motion.increment - wanted) >= TOLERANCE)
        rows = [
            row
            for row in np.flatnonzero(off).tolist()
            if min(abs(count - wanted[row]) for count in motion.counts(row)) >= TOLERANCE
            and not is_grid(every, scans[row], wanted[row])
            and (scans[row] or "", table.text("axis_id", row)) not in uneven
        ]
        if not rows:
            return
        row = rows[0]
        count = motion.range[row] / motion.increment[row]
        hint = f"a range of {shown(motion.increment[row] * wanted[row])} {motion.unit} would agree"
        if abs(count + 1 - wanted[row]) < TOLERANCE:
            hint += "; the range reaches to the end of the last frame, not to its start"
        given = "" if table.given(f"{motion.kind}_range")[row] else ", as no range is given"
        yield self.finding(
            f"scan {scans[row] or ''} axis {table.text('axis_id', row)}{more(len(rows))}: "
            f"range {shown(motion.range[row])} / increment {shown(motion.increment[row])} = "
            f"{shown(count)} frames{given}, expected {shown(wanted[row])}",
            table.at(f"{motion.kind}_range", f"{motion.kind}_increment"),
            rows,
            hint=hint,
        )


def _uneven(context: Context) -> frozenset[tuple[str, str]]:
    """Scans and axes whose listed settings are not evenly spaced."""
    return frozenset(
        (scan.id, sweep.axis)
        for of in described(context)
        for scan in of.scans
        for sweep in sweeps(scan)
        if not sweep.even
    )
