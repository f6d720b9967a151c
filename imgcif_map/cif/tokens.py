"""Tokeniser: offsets and kinds of all tokens of a text, as NumPy arrays.

Words (runs without whitespace) are found for the whole text at once. Spans, which
may hold whitespace (quoted strings, text fields, comments, lists, tables), are laid
over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.kinds import COMMENT, DATA, GLOBAL, LOOP, NAME, SAVE, SAVE_END, STOP
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import CHUNK, Source
from imgcif_map.cif.spans import Spans, find_spans

_WORDS = {b"data": DATA, b"loop": LOOP, b"save": SAVE, b"stop": STOP}
_INITIALS = np.zeros(256, np.bool_)
_INITIALS[list(b"dDlLsSgG")] = True
_FEW = 1000


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


def tokenise(source: Source, version: str, problems: Problems) -> Tokens:
    """All tokens of ``source``; never fails, notes what is wrong."""
    starts, ends = _words(source.view)
    spans = find_spans(source, version, starts, problems)
    if len(spans.starts):
        starts, ends, kinds = _spliced(spans, starts, ends) or _lay(spans, starts, ends)
    else:
        kinds = np.zeros(len(starts), np.uint8)
    if len(starts):
        _classify(source, starts, ends, kinds)
    return Tokens(source, version, starts, ends, kinds)


def _words(view: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Starts and ends of all runs of bytes above 32."""
    starts: list[NDArray[np.int32]] = []
    ends: list[NDArray[np.int32]] = []
    outside = True
    for low in range(0, len(view), CHUNK):
        blank = view[low : low + CHUNK] <= 32
        if bool(blank[0]) != outside:
            (starts if outside else ends).append(np.array([low], np.int32))
        inner = np.flatnonzero(blank[1:] != blank[:-1])
        inner += low + 1
        first = int(not blank[0])
        ends.append(inner[1 - first :: 2].astype(np.int32))
        starts.append(inner[first::2].astype(np.int32))
        outside = bool(blank[-1])
    if not outside:
        ends.append(np.array([len(view)], np.int32))
    if not starts:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    return np.concatenate(starts), np.concatenate(ends)


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


def _classify(
    source: Source,
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    kinds: NDArray[np.uint8],
) -> None:
    """Tell data names and reserved words from bare values; changes ``kinds``."""
    view, bare = source.view, kinds == 0
    first = view[starts]
    kinds[(first == ord("_")) & bare] = NAME
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
