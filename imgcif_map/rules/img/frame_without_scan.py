"""IMG032."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import is_covered, known_keys, listed, loose_rows
from imgcif_map.rules.img.tables import tables


class FrameWithoutScan(Rule):
    """A frame belongs to no scan.

    What
        `_diffrn_data_frame.id` has a value that is no `_diffrn_scan_frame.frame_id`,
        although there are such rows.

    Why
        How the axes stood in the frame cannot be known.

    Fails
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.binary_id
            F1 1
            F2 2
        _diffrn_scan_frame.frame_id      F1
        _diffrn_scan_frame.frame_number  1

    Passes
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.binary_id
            F1 1
            F2 2
        loop_
          _diffrn_scan_frame.frame_id
          _diffrn_scan_frame.frame_number
            F1 1
            F2 2
    """

    code = "IMG032"
    name = "frame-without-scan"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for frames in tables(context, "diffrn_data_frame"):
            if is_covered(context, frames, "id", "diffrn_scan_frame", "frame_id"):
                continue
            known = known_keys(context, frames.block, "diffrn_scan_frame", ("frame_id",))
            # A lone frame whose id is left out is the one that there is.
            if not known or (None,) in known:
                continue
            rows = loose_rows(context, frames, ("id",), "diffrn_scan_frame", ("frame_id",))
            if rows:
                names = listed(frames.values("id")[row] for row in rows)
                yield self.finding(
                    f"{len(rows)} of {len(frames)} frames belong to no scan: {names}",
                    frames.at("id"),
                    rows,
                )
