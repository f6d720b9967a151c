"""Whether HDF5 files in folders have the data sets and frames that every row names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.hdf5 import Hdf5
from imgcif_map.rules.arc.locate import Found
from imgcif_map.rules.arc.rows import Externals, Ints, distinct, partition
from imgcif_map.rules.arc.seen import Survey
from imgcif_map.sources.archives import FOLDER

MAX_FILES = 2000
_TOLD = 3


def check_datasets(externals: Externals, found: Found, survey: Survey) -> None:
    """Open each HDF5 file once, and hold its data sets against the rows that name them.

    Rows of which nothing can be used are taken out of ``found``.
    """
    formats = externals.formats
    rows = [
        row
        for row, (number, _) in found.which.items()
        if formats[row] == "HDF5" and found.listings[number].kind == FOLDER
    ]
    files, codes = distinct([found.which[row] for row in rows])
    at = np.array(rows, np.int64)
    for code, members in partition(codes):
        number, name = files[code]
        if code >= MAX_FILES:
            text = f"only the first {MAX_FILES} of {len(files)} HDF5 files were opened"
            fault = Fault(Kind.NOT_EXAMINED, text)
            survey.tell(fault, externals.block, externals.uri_column, at[codes >= MAX_FILES])
            return
        _File(externals, found, survey).check(number, name, at[members])


class _File:
    def __init__(self, externals: Externals, found: Found, survey: Survey) -> None:
        self._rows, self._found, self._survey = externals, found, survey

    def check(self, number: int, name: str, rows: Ints) -> None:
        """One file, and the rows that point at it."""
        try:
            file = Hdf5.at(self._found.listings[number].path, name)
        except Fault as fault:
            if self._is_hdf5(number, name):
                self._drop(fault, rows, "uri")
            return  # what is another format is said when an image is read
        try:
            paths, codes = distinct([self._rows.paths[row] for row in rows.tolist()])
            for code, members in partition(codes):
                self._dataset(file, paths[code], rows[members])
        finally:
            file.close()

    def _is_hdf5(self, number: int, name: str) -> bool:
        from imgcif_map.archives.decode import start_of
        from imgcif_map.sources.formats.contents import HDF5

        try:
            return start_of(self._found.listings[number], name, len(HDF5)) == HDF5
        except Fault:
            return True

    def _dataset(self, file: Hdf5, path: str, rows: Ints) -> None:
        try:
            stack = file.stack(path)
        except Fault as fault:
            self._drop(fault, rows, "path")
            return
        frames = self._rows.frames[rows]
        numbers = np.nan_to_num(frames, nan=0.0)
        if stack.which is None or stack.length is None:
            self._drop(file.absent(stack, path, int(numbers[0])), rows, "uri")
            return
        wrong = (numbers < 1) | (numbers > stack.length) | (numbers != np.floor(numbers))
        if wrong.any():
            self._drop(self._beyond(file, path, stack.length, rows[wrong]), rows[wrong], "frame")
        rows, indices = rows[~wrong], numbers[~wrong].astype(np.int64) - 1
        lost = stack.which[indices] < 0
        if lost.any():
            first = int(indices[lost][0]) + 1
            self._drop(file.absent(stack, path, first), rows[lost], "frame")

    def _beyond(self, file: Hdf5, path: str, length: int, rows: Ints) -> Fault:
        column = self._rows.column("frame")
        texts = [column.texts[row] for row in rows[:_TOLD].tolist()] if column else ["1"]
        more = ", …" if len(rows) > _TOLD else ""
        return Fault(
            Kind.FRAME,
            f"{path} in {file.name} has {length} images, counted from 1, and no "
            f"{', '.join(texts)}{more}",
            "frames count from 1 in each data set" if "0" in texts else "",
        )

    def _drop(self, fault: Fault, rows: Ints | Sequence[int], column: str) -> None:
        at = self._rows.column(column) or self._rows.uri_column
        self._survey.tell(fault, self._rows.block, at, rows)
        for row in rows:
            self._found.which.pop(int(row), None)
