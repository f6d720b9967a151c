"""IMG030."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import known_keys
from imgcif_map.rules.img.scans import scans_of
from imgcif_map.rules.img.tables import raw_blocks, shown, table, tables


class FrameWithoutImage(Rule):
    """Frames of the experiment have no image.

    What
        Frames are listed and files of images too, but no row of `ARRAY_DATA` connects
        them; or the scans have more frames (`_diffrn_scan.frames`) than
        `DIFFRN_DATA_FRAME` lists, where `DIFFRN_SCAN_FRAME` is not there to name them.
        Rows that refer to a missing image by its id are found by DDL024 and DDL027.

    Why
        A frame whose image cannot be told is lost.

    Fails
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.binary_id
            F1 1
            F2 2
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            1 https://example.org/scan_0001.cbf
            2 https://example.org/scan_0002.cbf

    Passes
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.binary_id
            F1 1
            F2 2
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
            2 2
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            1 https://example.org/scan_0001.cbf
            2 https://example.org/scan_0002.cbf
    """

    code = "IMG030"
    name = "frame-without-image"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for frames in tables(context, "diffrn_data_frame"):
            related = context.related(frames.block)
            files = [b for b in related if "array_data_external_data" in b.categories]
            if files and not any("array_data" in b.categories for b in related):
                number = files[0].categories["array_data_external_data"].rows
                yield self.finding(
                    f"{len(frames)} frames and {number} images in files, and ARRAY_DATA does not "
                    "say which belong together",
                    frames.first,
                    hint="give _array_data.binary_id and _array_data.external_data_id",
                )
        for block in raw_blocks(context):
            yield from self._fewer(context, block)

    def _fewer(self, context: Context, block: object) -> Iterator[Finding]:
        scan = next((t for t in tables(context, "diffrn_scan") if t.block is block), None)
        if scan is None or scan.column("frames") is None:
            return
        related = context.related(scan.block)
        if any("diffrn_scan_frame" in other.categories for other in related):
            return
        known = known_keys(context, scan.block, "diffrn_data_frame", ("id",))
        total = sum(scans_of(context, scan.block).stated.values())
        others = [table(context, other, "diffrn_scan") for other in related]
        alone = all(one is None or one is scan for one in others)
        if known is not None and alone and len(known) < total:
            yield self.finding(
                f"the scans have {shown(total)} frames, DIFFRN_DATA_FRAME lists {len(known)}",
                scan.column("frames"),
            )
