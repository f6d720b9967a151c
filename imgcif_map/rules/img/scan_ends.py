"""IMG023."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.scans import Scans, scans_of
from imgcif_map.rules.img.tables import Table, more, raw_blocks, shown

_Frames = dict[str | None, list[tuple[str | None, float]]]


class ScanEnds(Rule):
    """A scan names other frames as its first or last than those that are.

    What
        `_diffrn_scan.frame_id_start` is the id of a frame whose number is not 1, or
        `_diffrn_scan.frame_id_end` of one whose number is not `_diffrn_scan.frames`; or
        the frame is one of another scan.

    Why
        Readers that take the frames between the two get others than those that
        take the frames of the scan.

    Fails
        _diffrn_scan.id              SCAN1
        _diffrn_scan.frame_id_start  F1
        _diffrn_scan.frame_id_end    F2
        _diffrn_scan.frames          3
        loop_
          _diffrn_scan_frame.frame_id
          _diffrn_scan_frame.scan_id
          _diffrn_scan_frame.frame_number
            F1 SCAN1 1
            F2 SCAN1 2
            F3 SCAN1 3

    Passes
        _diffrn_scan.id              SCAN1
        _diffrn_scan.frame_id_start  F1
        _diffrn_scan.frame_id_end    F3
        _diffrn_scan.frames          3
        loop_
          _diffrn_scan_frame.frame_id
          _diffrn_scan_frame.scan_id
          _diffrn_scan_frame.frame_number
            F1 SCAN1 1
            F2 SCAN1 2
            F3 SCAN1 3
    """

    code = "IMG023"
    name = "scan-ends"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for block in raw_blocks(context):
            scans = scans_of(context, block)
            scan, frames = scans.table("diffrn_scan"), scans.table("diffrn_scan_frame")
            if scan is None or frames is None:
                continue
            for item in ("frame_id_start", "frame_id_end"):
                yield from self._end(scans, scan, frames, item)

    def _end(self, scans: Scans, scan: Table, frames: Table, item: str) -> Iterator[Finding]:
        column = scan.column(item)
        if column is None:
            return
        named, known = column.canonical, _frames(frames, column.values)
        rows, said = [], ""
        for row, name in enumerate(scan.values("id")):
            found = known.get(named[row], [])
            wanted = 1.0 if item == "frame_id_start" else scans.frames.get(name)
            fault = _fault(found, name, wanted)
            if named[row] is not None and fault:
                rows.append(row)
                said = said or f"scan {name or ''}: {item} {column.texts[row]} is {fault}"
        if rows:
            yield self.finding(f"{said}{more(len(rows))}", column, rows)


def _frames(frames: Table, wanted: frozenset[str]) -> _Frames:
    """Scan and number of the frames of some ids, which are few."""
    ids = frames.values("frame_id")
    rows = [row for row, frame in enumerate(ids) if frame in wanted]
    scans, numbers = frames.values("scan_id"), frames.numbers("frame_number")
    found: _Frames = {}
    for row in rows:
        found.setdefault(ids[row], []).append((scans[row], float(numbers[row])))
    return found


def _fault(found: list[tuple[str | None, float]], scan: str | None, wanted: float | None) -> str:
    """What is wrong with the frame at one end of a scan; "" if nothing is, or can be known."""
    if not found:
        return ""
    own = [number for other, number in found if other is None or other == scan or scan is None]
    if not own:
        return f"a frame of scan {found[0][0]}"
    if wanted is None or any(number == wanted or number != number for number in own):
        return ""
    return f"frame number {shown(own[0])}, expected {shown(wanted)}"
