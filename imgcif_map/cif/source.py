"""The bytes of one CIF text and the way from offsets to lines and columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Position

CHUNK = 1 << 19
"""Bytes looked at in one go, so that temporary masks stay in the processor's cache."""


def find_byte(view: NDArray[np.uint8], byte: int) -> NDArray[np.int32]:
    """Offsets of ``byte``, ascending."""
    parts = [
        (np.flatnonzero(view[low : low + CHUNK] == byte) + low).astype(np.int32)
        for low in range(0, len(view), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.int32)


def find_rare(source: Source, byte: int) -> NDArray[np.int32]:
    """Offsets of ``byte``, ascending, like :func:`find_byte`; much faster where there are few."""
    found: list[int] = []
    at = source.data.find(byte)
    while at >= 0:
        if len(found) == _RARE:
            return find_byte(source.view, byte)
        found.append(at)
        at = source.data.find(byte, at + 1)
    return np.array(found, np.int32)


_RARE = 256
_FEW = 64
_GATHERED = 1 << 14
"""Pieces gathered in one go: few enough for the processor's cache."""


class Source:
    """UTF-8 text with ``\\n`` line ends, as the tokeniser sees it.

    Offsets are byte offsets into :attr:`data`, which may differ from those of the
    file (byte-order mark and carriage returns are gone); lines and columns agree.
    """

    def __init__(self, data: bytes, path: str = "") -> None:
        self.data = data
        self.path = path
        self.ascii = data.isascii()

    @cached_property
    def view(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.data, np.uint8)

    @cached_property
    def newlines(self) -> NDArray[np.int32]:
        """Offsets of all line ends."""
        return find_byte(self.view, 10)

    def position(self, offset: int) -> Position:
        """Line and column of a byte offset."""
        offset = min(offset, len(self.data))
        # An offset of another type would make NumPy copy all line ends.
        line = int(np.searchsorted(self.newlines, np.int32(offset)))
        start = int(self.newlines[line - 1]) + 1 if line else 0
        return Position(line + 1, len(self.text(start, offset)) + 1)

    @cached_property
    def _continuations(self) -> NDArray[np.int32]:
        """Offsets of UTF-8 continuation bytes, which are not characters of their own."""
        return np.flatnonzero((self.view & 0xC0) == 0x80).astype(np.int32)

    def positions(self, offsets: NDArray[np.int32]) -> list[Position]:
        """Lines and columns of many byte offsets at once."""
        lines = np.searchsorted(self.newlines, offsets)
        starts = np.concatenate((np.zeros(1, np.int32), self.newlines + 1))[lines]
        columns = offsets - starts + 1
        if not self.ascii:
            places = self._continuations
            columns -= np.searchsorted(places, offsets) - np.searchsorted(places, starts)
        pairs = zip((lines + 1).tolist(), columns.tolist(), strict=True)
        return [Position(line, column) for line, column in pairs]

    def line_end(self, offset: int) -> int:
        """Offset of the end of the line that holds ``offset``."""
        end = self.data.find(b"\n", offset)
        return len(self.data) if end < 0 else end

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
