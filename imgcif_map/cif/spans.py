"""Spans: tokens that may hold whitespace, laid over the words of a text.

Where a span ends is computed for all candidates at once; the few that are not
plain (triple quotes, brackets, anything broken) are looked at one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.binary import BOUNDARY
from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.irregular import Irregular, Lost
from imgcif_map.cif.kinds import COMMENT, DOUBLE, HASH, OPEN_LIST, OPEN_TABLE, SEMICOLON, SINGLE
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import Source, find_rare

_SPECIAL = np.zeros(256, np.bool_)
_SPECIAL[[SINGLE, DOUBLE, HASH, SEMICOLON, OPEN_LIST, OPEN_TABLE]] = True


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


def find_spans(source: Source, version: str, words: NDArray[np.int32], problems: Problems) -> Spans:
    """All spans of a text, given the starts of its words."""
    spans, plain = _candidates(source, version, words)
    following = np.searchsorted(spans.starts, spans.stops)
    if bool(plain.all()) and np.array_equal(following, np.arange(1, len(plain) + 1)):
        return spans
    mark = problems.mark()
    try:
        return _walk(spans, plain, following, Irregular(source, version, problems, wary=False))
    except Lost:
        # A text field runs to the end of the file: some earlier one lacks its end.
        problems.rewind(mark)
        spans, plain = _candidates(source, version, words)
        plain &= spans.kinds != Delimiter.TEXT
        return _walk(spans, plain, following, Irregular(source, version, problems, wary=True))


def _walk(
    spans: Spans, plain: NDArray[np.bool_], following: NDArray[np.intp], irregular: Irregular
) -> Spans:
    """Choose the spans that do not start inside another one."""
    regular, after, starts = plain.tolist(), following.tolist(), spans.starts.tolist()
    taken: list[int] = []
    at, size = 0, len(starts)
    while at < size:
        taken.append(at)
        if regular[at]:
            at = after[at]
            continue
        kind, stop, end = irregular.read(starts[at])
        if kind is None:
            taken.pop()
            at += 1
            continue
        spans.stops[at], spans.ends[at], spans.kinds[at] = stop, end, kind
        at = bisect_left(starts, stop, at + 1)
    chosen = spans.take(np.array(taken, np.intp))
    return _with_extras(chosen, irregular.extras) if irregular.extras else chosen


def _with_extras(spans: Spans, extras: list[tuple[int, int]]) -> Spans:
    """Words that follow a span without whitespace, as spans of their own."""
    begin = np.array([start for start, _ in extras], np.int32)
    end = np.array([end for _, end in extras], np.int32)
    kinds = np.full(len(extras), Delimiter.BARE, np.uint8)
    return Spans(
        np.concatenate((spans.starts, begin)),
        np.concatenate((spans.stops, end)),
        np.concatenate((spans.ends, end)),
        np.concatenate((spans.kinds, kinds)),
    )


def _candidates(
    source: Source, version: str, words: NDArray[np.int32]
) -> tuple[Spans, NDArray[np.bool_]]:
    """Every word that may open a span, and which of them are plain to see through."""
    view = source.view
    first = view[words]
    starts = words[_SPECIAL[first]]
    first = view[starts]
    inner = (first == SEMICOLON) & (starts > 0) & (view[starts - 1] != 10)
    starts, first = starts[~inner], first[~inner]
    spans = Spans(
        starts,
        np.zeros(len(starts), np.int32),
        np.zeros(len(starts), np.int32),
        np.zeros(len(starts), np.uint8),
    )
    plain = np.zeros(len(starts), np.bool_)
    if len(starts):
        _comments(source, spans, plain, first)
        _text_fields(source, spans, plain, first)
        for quote, kind in ((SINGLE, Delimiter.SINGLE), (DOUBLE, Delimiter.DOUBLE)):
            _quotes(source, version, spans, plain, np.flatnonzero(first == quote), kind)
    return spans, plain


def _next(places: NDArray[np.int32], starts: NDArray[np.int32], missing: int) -> NDArray[np.int32]:
    """For each start the first of ``places`` beyond it, or ``missing``."""
    padded = np.append(places, np.int32(missing))
    return padded[np.searchsorted(places, starts, "right")]


def _set(
    spans: Spans,
    plain: NDArray[np.bool_],
    which: NDArray[np.intp],
    close: NDArray[np.int32],
    good: NDArray[np.bool_],
    kind: int,
) -> None:
    spans.stops[which] = spans.ends[which] = np.where(good, close + 1, spans.starts[which] + 1)
    spans.kinds[which] = kind
    plain[which] = good


def _comments(
    source: Source, spans: Spans, plain: NDArray[np.bool_], first: NDArray[np.uint8]
) -> None:
    which = np.flatnonzero(first == HASH)
    close = _next(source.newlines, spans.starts[which], len(source.data)) - 1
    _set(spans, plain, which, close, np.ones(len(which), np.bool_), COMMENT)


def _text_fields(
    source: Source, spans: Spans, plain: NDArray[np.bool_], first: NDArray[np.uint8]
) -> None:
    which = np.flatnonzero(first == SEMICOLON)
    if not len(which):
        return
    size = len(source.data)
    close = _next(spans.starts[which], spans.starts[which], size)
    good = (close < size) & _blank_after(source, close)
    if BOUNDARY in source.data:
        good[:] = False
    _set(spans, plain, which, close, good, Delimiter.TEXT)


def _quotes(
    source: Source,
    version: str,
    spans: Spans,
    plain: NDArray[np.bool_],
    which: NDArray[np.intp],
    kind: Delimiter,
) -> None:
    if not len(which):
        return
    view, starts, size = source.view, spans.starts[which], len(source.data)
    quote = view[starts[0]]
    places = find_rare(source, int(quote))
    if version == "1.1":
        places = places[_blank_after(source, places)]
    close = _next(places, starts, size)
    line = _next(source.newlines, starts, size)
    good = (close < line) & _blank_after(source, close)
    second = view[np.minimum(starts + 1, size - 1)] == quote
    third = (view[np.minimum(starts + 2, size - 1)] == quote) & (starts + 2 < size)
    _set(spans, plain, which, close, good & ~(second & third), kind)


def _blank_after(source: Source, places: NDArray[np.int32]) -> NDArray[np.bool_]:
    """True where a blank or the end of the text follows."""
    size = len(source.data)
    after = np.minimum(places + 1, size - 1)
    return (source.view[after] <= 32) | (places + 1 >= size)
