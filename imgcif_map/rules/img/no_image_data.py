"""IMG010."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.img.tables import asked_for, raw_blocks

_ASKING = ("diffrn_scan_frame", "diffrn_data_frame", "diffrn_scan", "array_data")
_SOURCES = ("_array_data.data", "_array_data_external_data.uri")


class NoImageData(Rule):
    """Frames or scans are described, and nothing says where their images are.

    What
        The file tells of scans, frames or image data. Neither is there a binary
        section in `_array_data.data` nor a row of `ARRAY_DATA_EXTERNAL_DATA` with a
        URI, in any data block that may belong to the data set. A profile that requires
        one of them says so itself (IMG001).

    Why
        Without images the description is of no use to anybody.

    Fails
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  10

    Passes
        _diffrn_scan.id      SCAN1
        _diffrn_scan.frames  10
        loop_
          _array_data_external_data.id
          _array_data_external_data.format
          _array_data_external_data.uri
            1 CBF https://example.org/a_0001.cbf
    """

    code = "IMG010"
    name = "no-image-data"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        if any(asked_for(context, name) for name in _SOURCES):
            return
        told: set[BlockView] = set()
        for block in raw_blocks(context):
            asking = [name for name in _ASKING if name in block.categories]
            if not asking or block in told:
                continue
            if any(_has_source(other) for other in context.related(block)):
                continue
            told.update(context.siblings(block))
            view = block.categories[asking[0]]
            rows = f"{view.rows} row{'s' if view.rows != 1 else ''} of {view.name}"
            yield self.finding(
                f"{rows} and no image: neither a binary section nor a URI",
                view.first,
                hint="give the archived files in ARRAY_DATA_EXTERNAL_DATA",
            )


def _has_source(block: BlockView) -> bool:
    columns = [column for name in _SOURCES if (column := block.column(name)) is not None]
    # A loop that a syntax error has cut short may have lost its images.
    return any(not column.all_null or column.loop.lost or not len(column) for column in columns)
