"""IMG024."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.scans import LEAST, Motion, is_grid, motions, scans_of
from imgcif_map.rules.img.tables import Table, more, raw_blocks, shown, table

_PART_OF_STEP = 0.1
_STILL = 0.01
"""Degrees or millimetres that an axis that does not move may be off."""


class FrameSetting(Rule):
    """The setting of an axis in a frame is not what its scan gives for it.

    What
        A value of `DIFFRN_SCAN_FRAME_AXIS` differs from start + (number - 1) * increment
        of the same axis in `DIFFRN_SCAN_AXIS` by more than a tenth of the increment (and
        0.001 degrees or mm), or by more than 0.01 degrees or mm where the axis stands
        still. What it moves between two frames (`angle_rstrt_incr`) is added to the
        increment. Angles that differ by full turns are equal.

    Why
        Some readers take the one, others the other. In a scan with uneven steps the
        settings of the frames are right, and this note says how far off the even ones are.

    Fails
        _diffrn_scan.id  SCAN1
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.5
        _diffrn_scan_frame.frame_id      F2
        _diffrn_scan_frame.scan_id       SCAN1
        _diffrn_scan_frame.frame_number  2
        _diffrn_scan_frame_axis.frame_id  F2
        _diffrn_scan_frame_axis.axis_id   omega
        _diffrn_scan_frame_axis.angle     1.0

    Passes
        _diffrn_scan.id  SCAN1
        _diffrn_scan_axis.scan_id          SCAN1
        _diffrn_scan_axis.axis_id          omega
        _diffrn_scan_axis.angle_start      0.0
        _diffrn_scan_axis.angle_increment  0.5
        _diffrn_scan_frame.frame_id      F2
        _diffrn_scan_frame.scan_id       SCAN1
        _diffrn_scan_frame.frame_number  2
        _diffrn_scan_frame_axis.frame_id  F2
        _diffrn_scan_frame_axis.axis_id   omega
        _diffrn_scan_frame_axis.angle     0.5
    """

    code = "IMG024"
    name = "frame-setting"
    severity = Severity.NOTE
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for block in raw_blocks(context):
            settings = table(context, block, "diffrn_scan_frame_axis")
            frames = table(context, block, "diffrn_scan_frame")
            if settings is None or frames is None:
                continue
            for motion in motions(context, block):
                if settings.column(motion.kind) is not None:
                    yield from self._kind(context, settings, frames, motion)

    def _kind(
        self, context: Context, settings: Table, frames: Table, motion: Motion
    ) -> Iterator[Finding]:
        at = _frame_rows(settings, frames)
        of = _motion_rows(settings, frames, motion, at) if at is not None else None
        if at is None or of is None:
            return
        both = (at >= 0) & (of >= 0) & settings.given(motion.kind)
        rows = np.flatnonzero(both)
        rows = rows[motion.used[of[rows]]]
        numbers = frames.numbers("frame_number")[at[rows]]
        step = (motion.increment + motion.between)[of[rows]]
        expected = motion.start[of[rows]] + (numbers - 1) * step
        found = settings.numbers(motion.kind)[rows]
        off = abs(found - expected)
        if motion.kind == "angle":
            off = abs((off + 180) % 360 - 180)
        # Limits are not met exactly: 0.1 and 10 times 0.01 are not the same number.
        limit = np.where(step == 0, _STILL, np.maximum(_PART_OF_STEP * abs(step), LEAST))
        limit *= 1 + 1e-6
        wrong = np.flatnonzero(off > limit)
        wrong = wrong[~_in_grids(context, frames, at[rows[wrong]])] if len(wrong) else wrong
        if not len(wrong):
            return
        first = int(wrong[0])
        row = int(rows[first])
        number, start = float(numbers[first]), float(motion.start[of[row]])
        scan = frames.values("scan_id")[int(at[row])]
        yield self.finding(
            f"scan {scan or ''} axis {settings.text('axis_id', row)} frame {shown(number)}"
            f"{more(len(wrong))}: {motion.kind} {shown(float(found[first]))}, expected "
            f"{shown(float(expected[first]))} = {shown(start)} + {shown(number - 1)} * "
            f"{shown(float(step[first]))}; at most {shown(float(off.max()))} {motion.unit} off",
            settings.column(motion.kind),
            rows[wrong].tolist(),
        )


def _in_grids(context: Context, frames: Table, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """True for frames of scans over a grid, in which no axis moves by its increment each time."""
    every = tuple(motions(context, frames.block))
    known = scans_of(context, frames.block).frames
    scans = frames.values("scan_id")
    own = [scans[row] for row in rows.tolist()]
    grids = {scan for scan in set(own) if is_grid(every, scan, known.get(scan, math.nan))}
    return np.array([scan in grids for scan in own], np.bool_)


def _frame_rows(settings: Table, frames: Table) -> NDArray[np.intp] | None:
    """The row of its frame for each setting, -1 if there is none; None if ids are not unique."""
    ids, refers = frames.column("frame_id"), settings.column("frame_id")
    if ids is not None and refers is not None and ids.facts is refers.facts and ids.all_differ:
        return np.arange(len(settings))
    names = frames.values("frame_id")
    index = {name: row for row, name in enumerate(names)}
    if len(index) != len(names):
        return None
    found = [index.get(name, -1) for name in settings.values("frame_id")]
    return np.array(found, np.intp)


def _motion_rows(
    settings: Table, frames: Table, motion: Motion, at: NDArray[np.intp]
) -> NDArray[np.intp] | None:
    """The row of ``DIFFRN_SCAN_AXIS`` that gives the motion of each setting, -1 for none."""
    pairs = list(zip(motion.table.values("scan_id"), motion.table.values("axis_id"), strict=True))
    index = {pair: row for row, pair in enumerate(pairs)}
    if len(index) != len(pairs):
        return None
    scans, axes = (sorted({x for x in part if x}) for part in zip(*pairs, strict=True))
    of_scan = {name: code for code, name in enumerate(scans)}
    of_axis = {name: code for code, name in enumerate(axes)}
    # One more of each, the last, for what is not in the table.
    grid = np.full((len(scans) + 1, len(axes) + 1), -1, np.intp)
    for (scan, axis), row in index.items():
        grid[of_scan.get(scan or "", -1), of_axis.get(axis or "", -1)] = row
    codes = [of_scan.get(scan or "", -1) for scan in frames.values("scan_id")]
    by_frame = np.array(codes, np.intp)
    by_axis = [of_axis.get(axis or "", -1) for axis in settings.values("axis_id")]
    return grid[by_frame[at], np.array(by_axis, np.intp)]
