"""IMG035."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import keys, listed
from imgcif_map.rules.img.tables import tables


class IncompleteFrame(Rule):
    """A frame lacks the image of a detector element that other frames have.

    What
        In `DIFFRN_DATA_FRAME`, frames of a detector with several elements have a row
        for each element, and some frames have not.

    Why
        A part of the detector is missing in these frames.

    Fails
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
          _diffrn_data_frame.binary_id
            F1 left  1
            F1 right 2
            F2 left  3

    Passes
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
          _diffrn_data_frame.binary_id
            F1 left  1
            F1 right 2
            F2 left  3
            F2 right 4
    """

    code = "IMG035"
    name = "incomplete-frame"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for frames in tables(context, "diffrn_data_frame"):
            column = frames.column("detector_element_id")
            if column is None or len(column.values) < 2:
                continue
            ids = frames.values("id")
            pairs = set(keys(frames, ("id", "detector_element_id")))
            if len(pairs) == len(column.values) * len(set(ids)):
                continue
            count = Counter(frame for frame, element in pairs if element is not None)
            shared = [n for n in count.values() if n > 1]
            # Several detectors that take turns have one element a frame each.
            if not shared:
                continue
            most = max(shared)
            usual = Counter(count.values())
            if usual[most] * 2 < len(count):
                continue
            lacking = [frame for frame, n in count.items() if n < most]
            if lacking:
                short = set(lacking)
                rows = [row for row, frame in enumerate(ids) if frame in short]
                yield self.finding(
                    f"{len(lacking)} of {len(count)} frames have fewer than {most} detector "
                    f"elements: {listed(lacking)}",
                    frames.at("id"),
                    rows,
                )
