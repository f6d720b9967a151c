"""Images in binary sections of the CIF file itself."""

from __future__ import annotations

import mmap
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from imgcif_map.archives.cbf import section_image
from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_FILE
from imgcif_map.archives.pixels import Image
from imgcif_map.cif.binary import sections
from imgcif_map.cif.document import Delimiter
from imgcif_map.rules.arc.seen import Survey
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context

_ITEM = "_array_data.data"


def embedded_images(
    context: Context, block: BlockView, path: str, survey: Survey, rows: Collection[int]
) -> Iterator[tuple[int, Image]]:
    """The images in some rows of ARRAY_DATA of a block; what cannot be decoded goes to the survey.

    The file is read again: a document does not keep the bytes of its images.
    """
    column = block.column(_ITEM)
    assert column is not None
    if not path or not Path(path).is_file():
        text = "images inside the CIF file were not looked at: it was not read from a file"
        survey.tell(Fault(Kind.NOT_EXAMINED, text), block, column, list(rows))
        return
    numbers = _numbers(context, block, column)
    wanted = {numbers[row]: row for row in rows}
    with (
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        for number, section in enumerate(sections(data, MAX_FILE)):
            if number not in wanted:
                continue
            row = wanted.pop(number)
            try:
                yield row, replace(section_image(section, f"image {number + 1}"), embedded=True)
            except Fault as fault:
                survey.tell(fault, block, column, [row])
            if not wanted:
                return


def _numbers(context: Context, block: BlockView, column: DataColumn) -> dict[int, int]:
    """The place of each row's binary section among those of its file, from 0."""
    places: list[tuple[int, bool, int]] = []
    for other in context.blocks:
        if other.path != block.path:
            continue
        for one in other.columns:
            mine = one.column is column.column
            for row in np.flatnonzero(one.delimiters == Delimiter.BINARY).tolist():
                places.append((one.column.position(row).line, mine, row))
    places.sort()
    return {row: number for number, (_, mine, row) in enumerate(places) if mine}
