"""The rows of ARRAY_DATA_EXTERNAL_DATA and ARRAY_DATA as columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Delimiter
from imgcif_map.rules.arc.seen import cells
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView

EXTERNAL = "_array_data_external_data."
Ints = NDArray[np.int64]
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Externals:
    """What a data block says of external data: columns of ``count`` rows."""

    block: BlockView
    count: int

    @classmethod
    def of(cls, block: BlockView) -> Externals | None:
        """None where there are none, or where they do not stand in one sound loop."""
        view = block.categories.get("array_data_external_data")
        if view is None or view.split or view.askew or block.column(f"{EXTERNAL}uri") is None:
            return None
        return cls(block, view.rows)

    def column(self, name: str) -> DataColumn | None:
        return self.block.column(EXTERNAL + name)

    @property
    def uri_column(self) -> DataColumn:
        column = self.column("uri")
        assert column is not None
        return column

    @cached_property
    def uris(self) -> list[str]:
        return cells(self.block, f"{EXTERNAL}uri", self.count)

    @cached_property
    def members(self) -> list[str]:
        """Names inside archives, "" where there is none."""
        return cells(self.block, f"{EXTERNAL}archive_path", self.count)

    @cached_property
    def formats(self) -> list[str]:
        return cells(self.block, f"{EXTERNAL}format", self.count)

    @cached_property
    def paths(self) -> list[str]:
        """Paths inside files."""
        return cells(self.block, f"{EXTERNAL}path", self.count)

    @cached_property
    def packings(self) -> list[str]:
        """``archive_format``: a state, ``.`` for none, ``?`` where it is unknown."""
        return self._states("archive_format")

    @cached_property
    def compressions(self) -> list[str]:
        """``file_compression``, as :attr:`packings`."""
        return self._states("file_compression")

    def _states(self, name: str) -> list[str]:
        column = self.column(name)
        return ["."] * self.count if column is None or len(column) != self.count else column.texts

    @cached_property
    def frames(self) -> NDArray[np.float64]:
        """Numbers of images inside files, 1 where none is given; NaN for what is no number."""
        column = self.column("frame")
        if column is None or len(column) != self.count:
            return np.ones(self.count)
        if column.nulls is None:
            return column.numbers
        return np.where(column.nulls, 1.0, column.numbers)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Rows by id; the first of equal ones."""
        ids = cells(self.block, f"{EXTERNAL}id", self.count)
        return dict(zip(reversed(ids), range(self.count - 1, -1, -1), strict=True))


@dataclass(frozen=True, eq=False)
class Pointers:
    """Where each image of a data block is, as columns."""

    keys: list[tuple[str | None, str | None]]
    """Array and scan, None where nothing says."""
    external: Ints
    """Row of ARRAY_DATA_EXTERNAL_DATA; -1 for an image in the CIF file itself."""
    rows: Ints
    """Row of ARRAY_DATA; -1 if there is no such category."""

    def first(self, usable: NDArray[np.bool_], most: int | None) -> list[int]:
        """Numbers of the first images of each array in each scan (None: all of them).

        ``usable``: which rows of ARRAY_DATA_EXTERNAL_DATA lead to something.
        """
        inside = self.external < 0
        fit = np.flatnonzero(inside | np.append(usable, False)[self.external])
        if most is None or not fit.size:
            return fit.tolist()
        codes = distinct(self.keys)[1][fit]
        return sorted(int(n) for _, rows in partition(codes) for n in fit[rows[:most]])


def pointers(block: BlockView, externals: Externals | None) -> Pointers:
    """Every image of a data block, in the order of its rows."""
    view = block.categories.get("array_data")
    count = 0 if view is None or view.split or view.askew else view.rows
    if not count:
        total = externals.count if externals else 0
        return Pointers([(None, None)] * total, np.arange(total), np.full(total, -1))
    arrays = cells(block, "_array_data.array_id", count)
    numbers = cells(block, "_array_data.binary_id", count)
    scans = map(_scans(block).get, zip(arrays, numbers, strict=True))
    keys = list(zip(arrays, scans, strict=True))
    row_of = externals.row_of if externals else {}
    places = cells(block, "_array_data.external_data_id", count)
    external = np.fromiter((row_of.get(place, -2) for place in places), np.int64, count)
    external[embedded_rows(block)] = -1
    kept = np.flatnonzero(external > -2)
    return Pointers([keys[row] for row in kept.tolist()], external[kept], kept)


def embedded_rows(block: BlockView) -> Ints:
    """Rows of ARRAY_DATA that hold an image themselves."""
    column = block.column("_array_data.data")
    if column is None:
        return np.zeros(0, np.int64)
    return np.flatnonzero(column.delimiters == Delimiter.BINARY)


def _scans(block: BlockView) -> dict[tuple[str, str], str]:
    """The scan of each (array, binary id), as far as the frames say."""
    frames = block.categories.get("diffrn_data_frame")
    rows = block.categories.get("diffrn_scan_frame")
    if frames is None or rows is None or frames.split or rows.split:
        return {}
    ids = cells(block, "_diffrn_scan_frame.frame_id", rows.rows)
    scan_of = dict(zip(ids, cells(block, "_diffrn_scan_frame.scan_id", rows.rows), strict=True))
    keys = zip(
        cells(block, "_diffrn_data_frame.array_id", frames.rows),
        cells(block, "_diffrn_data_frame.binary_id", frames.rows),
        strict=True,
    )
    names = cells(block, "_diffrn_data_frame.id", frames.rows)
    return {k: scan_of[n] for k, n in zip(keys, names, strict=True) if n in scan_of}


def distinct(texts: Sequence[T]) -> tuple[list[T], Ints]:
    """Different values, and for each value the number of the one it is."""
    values = list(dict.fromkeys(texts))
    numbers = dict(zip(values, range(len(values)), strict=True))
    return values, np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))


def partition(codes: Ints) -> Iterator[tuple[int, Ints]]:
    """Each code with its rows, ascending."""
    order = np.argsort(codes, kind="stable")
    if not len(order):
        return
    ordered = codes[order]
    for rows in np.split(order, np.flatnonzero(np.diff(ordered)) + 1):
        yield int(codes[rows[0]]), rows
