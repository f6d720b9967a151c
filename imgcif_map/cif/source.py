"""The bytes of one CIF text and the way from offsets to lines and columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Position

_PAGE = 1 << 14
"""Line ends are counted page by page: an index of all of them may be larger than the text."""
_FEW = 64
_GATHERED = 1 << 14
"""Pieces gathered in one go: few enough for the processor's cache."""


def find_byte(view: NDArray[np.uint8], byte: int, low: int, high: int) -> NDArray[np.int32]:
    """Offsets of ``byte`` from ``low`` on and before ``high``, ascending."""
    return (np.flatnonzero(view[low:high] == byte) + low).astype(np.int32)


class Source:
    """UTF-8 text with ``\\n`` line ends, as the tokeniser sees it.

    Offsets are byte offsets into :attr:`data`, which may differ from those of the
    file (byte-order mark and carriage returns are gone); lines and columns agree.
    """

    def __init__(self, data: bytes, path: str = "") -> None:
        self.data = data
        self.path = path
        self.ascii = data.isascii()
        self._line = (0, -1)
        self.binary = False
        """True if there may be CBF binary sections."""

    @cached_property
    def view(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.data, np.uint8)

    @cached_property
    def _lines_before(self) -> NDArray[np.int32]:
        """Number of line ends before each page."""
        counts = [
            self.data.count(b"\n", low, low + _PAGE) for low in range(0, len(self.data), _PAGE)
        ]
        return np.concatenate(([0], np.cumsum(counts, dtype=np.int32))).astype(np.int32)

    def line(self, offset: int) -> int:
        """Line of a byte offset, counted from 1."""
        page = min(offset, len(self.data)) // _PAGE
        return int(self._lines_before[page]) + self.data.count(b"\n", page * _PAGE, offset) + 1

    def firsts_of_lines(self, offsets: NDArray[np.int32]) -> NDArray[np.intp]:
        """Which of many offsets, ascending ones, are the first on their lines."""
        parts = [np.zeros(1, np.intp)]
        low, done = int(offsets[0]), 0
        while done < len(offsets):
            high = low + _PAGE * 16
            stop = int(np.searchsorted(offsets, np.int32(min(high, len(self.data)))))
            found = np.searchsorted(offsets[done:stop], find_byte(self.view, 10, low, high))
            parts.append(np.unique(found) + done)
            low, done = high, stop
        firsts = np.unique(np.concatenate(parts))
        return firsts[firsts < len(offsets)]

    def position(self, offset: int) -> Position:
        """Line and column of a byte offset."""
        offset = min(offset, len(self.data))
        start = self.data.rfind(b"\n", 0, offset) + 1
        column = offset - start
        if not self.ascii:  # continuation bytes are not characters of their own
            column -= int(np.count_nonzero((self.view[start:offset] & 0xC0) == 0x80))
        return Position(self.line(offset), column + 1)

    def line_end(self, offset: int) -> int:
        """Offset of the end of the line that holds ``offset``."""
        low, high = self._line
        if not low <= offset <= high:  # the last one is asked for again and again
            high = self.data.find(b"\n", offset)
            high = len(self.data) if high < 0 else high
            self._line = (offset, high)
        return high

    def text(self, start: int, end: int) -> str:
        """Decoded text between two offsets."""
        return self.data[start:end].decode("utf-8", "replace")

    def texts(self, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> list[str]:
        """Decoded text between each pair of offsets; lines must not end in between.

        The pieces are gathered into one buffer with a line end after each, decoded and
        split in one go: many times faster than slice by slice.
        """
        if len(starts) < _FEW:
            data, pairs = self.data, zip(starts.tolist(), ends.tolist(), strict=True)
            return [data[start:end].decode("utf-8", "replace") for start, end in pairs]
        result: list[str] = []
        for piece in self._gathered(starts, ends):
            result += piece[:-1].decode("utf-8", "replace").split("\n")
        return result

    def lines(self, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> bytes:
        """The bytes between each pair of offsets, with a line end after each."""
        return b"".join(self._gathered(starts, ends))

    def _gathered(self, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> Iterator[bytes]:
        for low in range(0, len(starts), _GATHERED):
            first = starts[low : low + _GATHERED]
            sizes = ends[low : low + _GATHERED] - first + 1
            last = int(first[-1] + sizes[0])
            if last <= len(self.data) and bool((sizes == sizes[0]).all()):
                yield self._equally_long(first, int(sizes[0]))
                continue
            stops = np.cumsum(sizes, dtype=np.int32)
            index = np.arange(stops[-1], dtype=np.int32)
            index += np.repeat(first - (stops - sizes), sizes)
            piece = self.view.take(index, mode="clip")
            piece[stops - 1] = 10
            yield piece.tobytes()

    def _equally_long(self, starts: NDArray[np.int32], size: int) -> bytes:
        """Pieces of ``size`` bytes from each start, the last byte of each a line end."""
        if size == 1:
            return b"\n" * len(starts)
        # Every run of so many bytes of the text is an element of this overlapping view.
        windows = np.ndarray((len(self.data) + 1 - size,), f"V{size}", self.data, strides=(1,))
        table = windows[starts].view(np.uint8).reshape(len(starts), size)
        table[:, -1] = 10
        return table.tobytes()
