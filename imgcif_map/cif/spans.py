"""Spans: tokens that may hold whitespace, laid over the words of a piece of text.

Where a span ends is computed for all candidates at once; the few that are not
plain (triple quotes, brackets, anything broken) are looked at one by one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.irregular import Irregular
from imgcif_map.cif.kinds import COMMENT, DOUBLE, HASH, OPEN_LIST, OPEN_TABLE, SEMICOLON, SINGLE
from imgcif_map.cif.source import Source, find_byte

_OPENERS = [SINGLE, DOUBLE, HASH, SEMICOLON, OPEN_LIST, OPEN_TABLE]
_SPECIAL = {
    "1.1": np.isin(np.arange(256), _OPENERS),
    "2.0": np.isin(np.arange(256), [*_OPENERS, *b"]}"]),
}
_WIDE = 1 << 21
"""In pieces of more bytes spans are looked at one by one."""
_HAZARD = np.isin(np.arange(256), list(b"[]{}'\"#;,_$"))
"""What makes a list worth a closer look, its closing bracket included."""


@dataclass(slots=True)
class Spans:
    """Starts, stops (where reading goes on), ends (see ``Tokens.ends``) and kinds."""

    starts: NDArray[np.int32]
    stops: NDArray[np.int32]
    ends: NDArray[np.int32]
    kinds: NDArray[np.uint8]

    def take(self, which: NDArray[np.intp]) -> Spans:
        """Some of the spans."""
        return Spans(self.starts[which], self.stops[which], self.ends[which], self.kinds[which])


def find_spans(
    source: Source,
    version: str,
    words: NDArray[np.int32],
    first: NDArray[np.uint8],
    irregular: Irregular,
    high: int,
) -> Spans:
    """All spans that begin in a piece of text that ends at ``high``.

    Given are the starts of its words and the first bytes of these.
    """
    special = np.flatnonzero(_SPECIAL[version][first])
    starts, first = words[special], first[special]
    if len(starts):
        inner = (first == SEMICOLON) & (starts > 0) & (source.view[starts - 1] != 10)
        if inner.any():
            starts, first = starts[~inner], first[~inner]
    if not len(starts):
        return _spans(starts)
    if high - int(starts[0]) > _WIDE:  # words without end: few, but large
        return _walk(_spans(starts), np.zeros(len(starts), np.bool_), starts, irregular, 0)
    spans, plain = _Candidates(source, version, starts, first, high).found()
    if irregular.doubtful_fields:
        plain &= spans.kinds != Delimiter.TEXT
    following = np.searchsorted(spans.starts, spans.stops)
    rough = ~plain | (following != np.arange(1, len(plain) + 1))
    begin = int(np.argmax(rough))
    if not rough[begin]:
        return spans
    return _walk(spans, plain, following, irregular, begin)


def _spans(starts: NDArray[np.int32]) -> Spans:
    size = len(starts)
    return Spans(
        starts, np.zeros(size, np.int32), np.zeros(size, np.int32), np.zeros(size, np.uint8)
    )


def _walk(
    spans: Spans,
    plain: NDArray[np.bool_],
    following: NDArray[np.intp] | NDArray[np.int32],
    irregular: Irregular,
    begin: int,
) -> Spans:
    """Choose the spans that do not start inside another one; up to ``begin`` none does."""
    regular, after, starts = plain.data, following.data, spans.starts.data
    taken = array("q", range(begin))
    at, size = begin, len(starts)
    while at < size:
        if regular[at]:
            taken.append(at)
            at = after[at]
            continue
        kind, stop, end = irregular.read(starts[at])
        if kind is None:
            at += 1
            continue
        taken.append(at)
        spans.stops[at], spans.ends[at], spans.kinds[at] = stop, end, kind
        at = bisect_left(starts, irregular.glued(stop), at + 1)
    chosen = spans.take(np.frombuffer(taken, np.int64))
    return _with_extras(chosen, irregular.take_extras())


def _with_extras(spans: Spans, extras: list[tuple[int, int, int, int]]) -> Spans:
    """With what follows a span without whitespace, as spans of their own."""
    if not extras:
        return spans
    more = np.array(extras, np.int64).T
    return Spans(
        np.concatenate((spans.starts, more[0].astype(np.int32))),
        np.concatenate((spans.stops, more[1].astype(np.int32))),
        np.concatenate((spans.ends, more[2].astype(np.int32))),
        np.concatenate((spans.kinds, more[3].astype(np.uint8))),
    )


class _Candidates:
    """Every word that may open a span, and which of them are plain to see through."""

    def __init__(
        self,
        source: Source,
        version: str,
        starts: NDArray[np.int32],
        first: NDArray[np.uint8],
        high: int,
    ) -> None:
        self.view, self.size, self.version = source.view, len(source.data), version
        self.first, self.low, self.high = first, int(starts[0]), high
        self.spans = _spans(starts)
        self.plain = np.zeros(len(starts), np.bool_)

    def found(self) -> tuple[Spans, NDArray[np.bool_]]:
        """The spans, and which of them need no closer look."""
        self._comments()
        self._text_fields()
        self._quotes(SINGLE, Delimiter.SINGLE)
        self._quotes(DOUBLE, Delimiter.DOUBLE)
        if self.version == "2.0":
            self._lists()
        return self.spans, self.plain

    @cached_property
    def newlines(self) -> NDArray[np.int32]:
        return find_byte(self.view, 10, self.low, self.high)

    def _of(self, byte: int) -> NDArray[np.intp]:
        return np.flatnonzero(self.first == byte)

    def _next(self, places: NDArray[np.int32], which: NDArray[np.intp]) -> NDArray[np.int32]:
        """For each start the first of ``places`` beyond it, or the size of the text."""
        padded = np.append(places, np.int32(self.size))
        return padded[np.searchsorted(places, self.spans.starts[which], "right")]

    def _set(
        self,
        which: NDArray[np.intp],
        close: NDArray[np.int32],
        good: NDArray[np.bool_],
        kind: int,
    ) -> None:
        spans = self.spans
        spans.stops[which] = spans.ends[which] = np.where(good, close + 1, spans.starts[which] + 1)
        spans.kinds[which] = kind
        self.plain[which] = good

    def _comments(self) -> None:
        which = self._of(HASH)
        if not len(which):
            return
        close = self._next(self.newlines, which)
        self._set(which, close - 1, (close < self.size) | (self.high == self.size), COMMENT)

    def _text_fields(self) -> None:
        which = self._of(SEMICOLON)
        if len(which):
            close = self._next(self.spans.starts[which], which)
            self._set(which, close, (close < self.size) & self._blank_after(close), Delimiter.TEXT)

    def _quotes(self, quote: int, kind: Delimiter) -> None:
        which = self._of(quote)
        if not len(which):
            return
        view, starts, size = self.view, self.spans.starts[which], self.size
        places = find_byte(view, quote, self.low, self.high)
        if self.version == "1.1":
            places = places[self._blank_after(places)]
        close = self._next(places, which)
        good = (close < self._next(self.newlines, which)) & self._blank_after(close)
        second = view[np.minimum(starts + 1, size - 1)] == quote
        third = (view[np.minimum(starts + 2, size - 1)] == quote) & (starts + 2 < size)
        self._set(which, close, good & ~(second & third), kind)

    def _lists(self) -> None:
        which = self._of(OPEN_LIST)
        if not len(which):
            return
        hazards = np.flatnonzero(_HAZARD[self.view[self.low : self.high]]) + self.low
        close = self._next(hazards.astype(np.int32), which)
        good = self.view[np.minimum(close, self.size - 1)] == ord("]")
        self._set(which, close, good & self._blank_after(close), Delimiter.LIST)

    def _blank_after(self, places: NDArray[np.int32]) -> NDArray[np.bool_]:
        """True where a blank or the end of the text follows."""
        after = np.minimum(places + 1, self.size - 1)
        return (self.view[after] <= 32) | (places + 1 >= self.size)
