"""IMG015."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, more, tables


class ImageAddress(Rule):
    """It is not said which image of an HDF5 file is meant.

    What
        A row of `ARRAY_DATA_EXTERNAL_DATA` of format HDF5 has no `path`, or its `frame`
        is no whole number from 1. Without a `frame` the first is meant.

    Why
        An HDF5 file holds many data sets, and each of them many images. A count
        from 0 shifts every image by one frame.

    Fails
        loop_
          _array_data_external_data.id
          _array_data_external_data.format
          _array_data_external_data.uri
          _array_data_external_data.path
          _array_data_external_data.frame
            1 HDF5 https://example.org/scan.h5 /entry/data/data 0
            2 HDF5 https://example.org/scan.h5 /entry/data/data 1

    Passes
        loop_
          _array_data_external_data.id
          _array_data_external_data.format
          _array_data_external_data.uri
          _array_data_external_data.path
          _array_data_external_data.frame
            1 HDF5 https://example.org/scan.h5 /entry/data/data 1
            2 HDF5 https://example.org/scan.h5 /entry/data/data 2
    """

    code = "IMG015"
    name = "image-address"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            formats = table.column("format")
            if formats is None or "HDF5" not in formats.values:
                continue
            every = formats.nulls is None and formats.values == {"HDF5"}
            hdf5 = np.ones(len(table), np.bool_) if every else _equal(formats.canonical, "HDF5")
            lost = np.flatnonzero(hdf5 & ~table.given("path")).tolist()
            if lost:
                yield self.finding(
                    f"external data {_id(table, lost[0])}{more(len(lost))}: HDF5 without a path",
                    table.at("path", "format"),
                    lost,
                    hint="the path of the data set inside the file, as /entry/data/data",
                )
            yield from self._frames(table, hdf5)

    def _frames(self, table: Table, hdf5: NDArray[np.bool_]) -> Iterator[Finding]:
        numbers = table.numbers("frame")
        wrong = np.flatnonzero(hdf5 & ~((numbers >= 1) & (numbers % 1 == 0))).tolist()
        if not wrong:
            return
        row = wrong[0]
        from_zero = bool((numbers[hdf5] == 0).any())
        yield self.finding(
            f"external data {_id(table, row)}{more(len(wrong))}: frame is "
            f"{table.text('frame', row)}, expected a whole number from 1",
            table.at("frame"),
            wrong,
            hint="images are counted from 1: add 1 to every frame" if from_zero else "",
        )


def _equal(values: list[str | None], word: str) -> NDArray[np.bool_]:
    return np.fromiter((value == word for value in values), np.bool_, len(values))


def _id(table: Table, row: int) -> str:
    return table.text("id", row) or str(row + 1)
