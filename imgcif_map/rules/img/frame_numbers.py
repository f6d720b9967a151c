"""IMG022."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.scans import ScanFrames, scans_of
from imgcif_map.rules.img.tables import raw_blocks, shown

_MOST = 4


class FrameNumbers(Rule):
    """The frames of a scan are not numbered from 1 to their number.

    What
        `_diffrn_scan_frame.frame_number` of a scan lacks a number between 1 and
        `_diffrn_scan.frames` (the number of rows, where that is not given), has one
        twice, or one that lies outside. Rows without a number are not counted.

    Why
        The number gives the setting of every axis: start and increments before it.

    Fails
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  3
        loop_
          _diffrn_scan_frame.frame_id
          _diffrn_scan_frame.scan_id
          _diffrn_scan_frame.frame_number
            F1 SCAN1 0
            F2 SCAN1 1
            F3 SCAN1 2

    Passes
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  3
        loop_
          _diffrn_scan_frame.frame_id
          _diffrn_scan_frame.scan_id
          _diffrn_scan_frame.frame_number
            F1 SCAN1 1
            F2 SCAN1 2
            F3 SCAN1 3
    """

    code = "IMG022"
    name = "frame-numbers"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for block in raw_blocks(context):
            scans = scans_of(context, block)
            for one in scans.listed:
                stated = scans.stated.get(one.scan)
                found = self._scan(one, stated)
                if found is not None:
                    yield found

    def _scan(self, one: ScanFrames, stated: float | None) -> Finding | None:
        column = one.table.column("frame_number")
        numbers = one.numbers
        if column is None or np.isnan(numbers).any():
            return None
        last = len(numbers) if stated is None else stated
        if len(numbers) == last and bool((numbers == np.arange(1, last + 1)).all()):
            return None
        values, first, count = np.unique(numbers, return_index=True, return_counts=True)
        inside = (values >= 1) & (values <= last)
        missing = int(last) - int(inside.sum())
        said, rows = [], []
        if missing > 0:
            said.append(f"{missing} missing ({_missing(values, last)})")
        if (count > 1).any():
            said.append(f"{int((count > 1).sum())} more than once ({_few(values[count > 1])})")
            again = np.setdiff1d(np.arange(len(numbers)), first)
            rows += one.rows[again].tolist()
        if not inside.all():
            said.append(f"{int((~inside).sum())} outside ({_few(values[~inside])})")
            rows += one.rows[~np.isin(numbers, values[inside])].tolist()
        if not said:
            return None
        source = "the number of rows" if stated is None else "_diffrn_scan.frames"
        return self.finding(
            f"{one.name}: frame numbers from 1 to {shown(last)} ({source}) are expected: "
            f"{', '.join(said)}",
            column,
            sorted(set(rows)) or None,
            hint="frames are counted from 1" if values[0] == 0 else "",
        )


def _few(values: NDArray[np.float64]) -> str:
    return ", ".join(map(shown, values[:_MOST])) + (", ..." if len(values) > _MOST else "")


def _missing(values: NDArray[np.float64], last: float) -> str:
    """Missing numbers as ranges, of which the first few are shown: ``3 to 7, 10``."""
    bounds = np.concatenate(([0], values[(values >= 1) & (values <= last)], [last + 1]))
    gaps = np.flatnonzero(np.diff(bounds) > 1)
    parts = []
    for gap in gaps[:_MOST].tolist():
        low, high = bounds[gap] + 1, bounds[gap + 1] - 1
        parts.append(shown(low) if low == high else f"{shown(low)} to {shown(high)}")
    return ", ".join(parts) + (", ..." if len(gaps) > _MOST else "")
