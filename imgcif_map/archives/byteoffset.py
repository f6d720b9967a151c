"""Unpacks the byte-offset compression of CBF.

Each pixel is its difference from the one before: one signed byte, or after 0x80 two bytes, after
-32768 in these four, after -2147483648 in those eight. Source: CBF/imgCIF specification.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_PIECE = 1 << 22
_NEXT = {2: b"\x00\x80", 4: b"\x00\x00\x00\x80"}
Escapes = dict[int, list[int]]


def unpack(data: bytes, count: int, dtype: str) -> NDArray[np.generic]:
    """``count`` pixels; raises ValueError if there are fewer.

    Sums wrap around as in writers that reckon in the element type. Bytes that remain are
    ignored. Memory: the result and some megabytes.
    """
    result = np.empty(count, dtype)
    done, last = 0, 0
    for part in _differences(data):
        values = np.cumsum(part[: count - done])
        values += last
        if not len(values):
            continue
        result[done : done + len(values)] = values.astype(result.dtype)
        done, last = done + len(values), int(values[-1])
        if done == count:
            return result
    raise ValueError(f"it ends after {done} of {count} pixels")


def _differences(data: bytes) -> Iterator[NDArray[np.int64]]:
    """The differences, some millions at a time."""
    view = np.frombuffer(data, np.uint8)
    start = 0
    while start < len(data):
        escapes: Escapes = {2: [], 4: [], 8: []}
        end = _scan(data, start, min(start + _PIECE, len(data)), escapes)
        if end == start:
            return
        part = view[start:end]
        found = part.view(np.int8).astype(np.int64)
        kept = np.ones(len(part), np.bool_)
        for width, places in escapes.items():
            if not places:
                continue
            at = np.array(places, np.int64) - start
            first = at + width - 1  # 0x80, and the smaller widths that say it is too small
            columns = first[:, None] + np.arange(width)
            raw = np.ascontiguousarray(part[columns])
            found[at] = raw.view(f"<i{width}").ravel()
            for column in range(1, 2 * width - 1):
                kept[at + column] = False
        yield found[kept]
        start = end


def _scan(data: bytes, start: int, limit: int, escapes: Escapes) -> int:
    """Note the escapes between two offsets by their width; returns where the next pixel begins."""
    at = start
    while True:
        found = data.find(b"\x80", at, limit)
        if found < 0:
            return max(at, limit)
        width = 2
        while width < 8 and data[found + width - 1 : found + 2 * width - 1] == _NEXT[width]:
            width *= 2
        end = found + 2 * width - 1
        if end > len(data):
            return found  # cut off in this pixel
        escapes[width].append(found)
        at = end
