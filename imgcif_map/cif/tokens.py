"""Tokeniser: offsets and kinds of all tokens of a text, as NumPy arrays.

The text is taken piece by piece. In each piece words (runs without whitespace) are found at
once; spans, which may hold whitespace (quoted strings, text fields, comments, lists, tables),
are laid over them. A piece begins where the last span of the one before ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.irregular import Irregular
from imgcif_map.cif.kinds import COMMENT, DATA, GLOBAL, LOOP, NAME, SAVE, SAVE_END, STOP
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import Source
from imgcif_map.cif.spans import Spans, find_spans
from imgcif_map.cif.words import check_words

PIECE = 1 << 18
"""Bytes looked at in one go, so that what is needed for a while only stays small."""

_WORDS = {b"data": DATA, b"loop": LOOP, b"save": SAVE, b"stop": STOP}
_INITIALS = np.zeros(256, np.bool_)
_INITIALS[list(b"dDlLsSgG")] = True
_FEW = 200
_WIDE = 1 << 20
_PIECE = 1 << 18
_MOST_EMPTY = 1000
_BLANK = re.compile(rb"[\x00-\x20]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of a source in file order, comments left out.

    ``ends`` are exclusive and include the closing delimiter; where that is missing
    they lie as if it stood right after the value.
    """

    source: Source
    version: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    kinds: NDArray[np.uint8]

    def take(self, which: NDArray[np.intp]) -> Tokens:
        """Some of the tokens."""
        return Tokens(
            self.source, self.version, self.starts[which], self.ends[which], self.kinds[which]
        )


class _Store:
    """Arrays large enough for the tokens of nearly any text; what is not used costs nothing."""

    def __init__(self, size: int) -> None:
        self._room, self._count = size // 2 + PIECE, 0
        self._starts = np.empty(self._room, np.int32)
        self._ends = np.empty(self._room, np.int32)
        self._kinds = np.empty(self._room, np.uint8)

    def add(
        self, starts: NDArray[np.int32], ends: NDArray[np.int32], kinds: NDArray[np.uint8]
    ) -> None:
        low, high = self._count, self._count + len(starts)
        if high > self._room:  # tokens that run together
            self._room = max(2 * self._room, high)
            self._starts = np.resize(self._starts, self._room)
            self._ends = np.resize(self._ends, self._room)
            self._kinds = np.resize(self._kinds, self._room)
        self._starts[low:high], self._ends[low:high] = starts, ends
        self._kinds[low:high] = kinds
        self._count = high

    def tokens(self, source: Source, version: str) -> Tokens:
        count = self._count
        return Tokens(
            source, version, self._starts[:count], self._ends[:count], self._kinds[:count]
        )


def tokenise(source: Source, version: str, problems: Problems, irregular: Irregular) -> Tokens:
    """All tokens of ``source``; never fails, notes what is wrong."""
    size, low = len(source.data), 0
    store = _Store(size)
    while low < size:
        high = _cut(source.data, low, size)
        starts, ends = _words(source.view, low, high)
        low = high
        first = source.view[starts]
        spans = find_spans(source, version, starts, first, irregular, high)
        if len(spans.starts):
            low = max(high, int(spans.stops.max()))
            starts, ends, kinds = _spliced(spans, starts, ends) or _lay(spans, starts, ends)
            first = source.view[starts]
        else:
            kinds = np.zeros(len(starts), np.uint8)
        if len(starts):
            _classify(source, starts, ends, kinds, first)
            check_words(source, version, starts, ends, kinds, problems)
            store.add(starts, ends, kinds)
    return store.tokens(source, version)


def _cut(data: bytes, low: int, size: int) -> int:
    """Where a piece that begins at ``low`` ends: after a blank or at the end of the text."""
    high = low + PIECE
    if high >= size:
        return size
    blank = _BLANK.search(data, high - 1)
    return blank.end() if blank else size


def _words(
    view: NDArray[np.uint8], low: int, high: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Starts and ends of all runs of bytes above 32."""
    if high - low > _WIDE:  # one of them has no end, it seems
        return _words_of_wide(view, low, high)
    solid = np.zeros(high - low + 2, np.bool_)
    np.greater(view[low:high], 32, out=solid[1:-1])
    edges = np.flatnonzero(solid[1:] != solid[:-1])
    edges += low
    return edges[0::2].astype(np.int32), edges[1::2].astype(np.int32)


def _words_of_wide(
    view: NDArray[np.uint8], low: int, high: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The same part by part; a word that reaches over several parts is put together."""
    parts = [_words(view, at, min(at + PIECE, high)) for at in range(low, high, PIECE)]
    starts = np.concatenate([part[0] for part in parts])
    ends = np.concatenate([part[1] for part in parts])
    apart = starts[1:] != ends[:-1]
    return starts[np.append(True, apart)[: len(starts)]], ends[np.append(apart, True)[: len(ends)]]


def _spliced(
    spans: Spans, starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]] | None:
    """The same as :func:`_lay` where few spans, in order, take the place of words; else None."""
    if len(spans.starts) > _FEW:
        return None
    lows = np.searchsorted(starts, spans.starts)
    highs = np.searchsorted(starts, spans.stops)
    if bool((lows[1:] < highs[:-1]).any() or (spans.starts[1:] < spans.stops[:-1]).any()):
        return None
    real = (spans.kinds != COMMENT).tolist()
    begin: list[NDArray[np.int32]] = []
    end: list[NDArray[np.int32]] = []
    kinds: list[NDArray[np.uint8]] = []
    done = 0
    for n, (low, high) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
        one = slice(n, n + real[n])
        begin += (starts[done:low], spans.starts[one])
        end += (ends[done:low], spans.ends[one])
        kinds += (np.zeros(low - done, np.uint8), spans.kinds[one])
        done = high
    begin.append(starts[done:])
    end.append(ends[done:])
    kinds.append(np.zeros(len(starts) - done, np.uint8))
    return np.concatenate(begin), np.concatenate(end), np.concatenate(kinds)


def _lay(
    spans: Spans, starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """Words inside spans give way to the spans; comments vanish."""
    size = len(starts) + 1
    depth = np.bincount(np.searchsorted(starts, spans.starts), minlength=size)
    depth -= np.bincount(np.searchsorted(starts, spans.stops), minlength=size)
    keep = np.cumsum(depth[:-1], out=depth[:-1]) == 0
    real = spans.kinds != COMMENT
    starts = np.concatenate((starts[keep], spans.starts[real]))
    order = np.argsort(starts, kind="stable")
    ends = np.concatenate((ends[keep], spans.ends[real]))
    kinds = np.concatenate((np.zeros(np.count_nonzero(keep), np.uint8), spans.kinds[real]))
    return starts[order], ends[order], kinds[order]


def _names(
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    first: NDArray[np.uint8],
) -> None:
    """Mark the data names; changes ``kinds``.

    Underscores alone are names that are empty, and said to be; after so many of them in one
    piece of text they are words like others, which takes less room.
    """
    left = _MOST_EMPTY
    for low in range(0, len(kinds), _PIECE):
        part = slice(low, low + _PIECE)
        found = (first[part] == ord("_")) & (kinds[part] == 0)
        empty = found & (ends[part] - starts[part] == 1)
        more = np.flatnonzero(empty)
        found[more[left:]] = False
        left = max(0, left - len(more))
        kinds[part][found] = NAME


def _classify(
    source: Source,
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    first: NDArray[np.uint8],
) -> None:
    """Tell data names and reserved words from bare values; changes ``kinds``."""
    view, bare = source.view, kinds == 0
    _names(starts, ends, kinds, first)
    maybe = np.flatnonzero(_INITIALS[first] & bare)
    maybe = maybe[ends[maybe] - starts[maybe] >= 5]
    maybe = maybe[(view[starts[maybe] + 4] == ord("_")) | (ends[maybe] - starts[maybe] == 7)]
    if not len(maybe):
        return
    words = np.zeros(len(maybe), np.uint32)
    for i in range(4):
        words = words << np.uint32(8) | (view[starts[maybe] + i] | 0x20)
    sizes = ends[maybe] - starts[maybe]
    fifth = view[starts[maybe] + 4] == ord("_")
    for word, kind in _WORDS.items():
        same = fifth & (words == int.from_bytes(word, "big"))
        if kind in (LOOP, STOP):
            same &= sizes == 5
        kinds[maybe[same]] = kind
        if kind == SAVE:
            kinds[maybe[same & (sizes == 5)]] = SAVE_END
    for i in maybe[(sizes == 7) & (words == int.from_bytes(b"glob", "big"))].tolist():
        if source.data[starts[i] : ends[i]].lower() == b"global_":
            kinds[i] = GLOBAL
