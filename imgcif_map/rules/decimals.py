"""Decimal numbers of a whole column at once, exactly as ``float`` reads them one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_NEWLINE, _PLUS, _MINUS, _POINT, _ZERO, _NINE = b"\n+-.09"
_DIGITS = 18
"""Whole numbers with so many digits fit into 64 bits."""
_EXACT = 2**53
"""Integers up to here are floats; divided by a power of ten up to 22 they round correctly."""
_POWERS = 10 ** np.arange(_DIGITS + 1, dtype=np.int64)
_TENS = 10.0 ** np.arange(_DIGITS + 1)


def decimals(codes: NDArray[np.uint8], ends: NDArray[np.intp]) -> NDArray[np.float64] | None:
    """Values of numbers of digits, a sign and a point, each before its line feed in ``codes``.

    ``ends`` are the offsets of the line feeds. None if there is anything else, or a
    number of so many digits that this way is not exact.
    """
    starts = np.empty_like(ends)
    starts[:1], starts[1:] = 0, ends[:-1] + 1
    figures = (codes >= _ZERO) & (codes <= _NINE)
    first = codes[starts]
    negative = first == _MINUS
    signed = negative | (first == _PLUS)
    points = np.flatnonzero(codes == _POINT)
    others = len(codes) - len(ends) - np.count_nonzero(signed) - len(points)
    if np.count_nonzero(figures) != others:
        return None
    counts = ends - starts - signed
    places = np.zeros(len(ends), np.intp)
    if len(points):
        rows = np.searchsorted(ends, points)
        if bool((rows[1:] == rows[:-1]).any()):
            return None
        counts[rows] -= 1
        places[rows] = ends[rows] - points - 1
    if int(counts.min()) < 1 or int(counts.max()) > _DIGITS:
        return None
    whole = _whole(codes[figures], counts)
    if int(whole.max()) > _EXACT:
        return None
    values = whole / _TENS[places]
    return np.where(negative, -values, values)


def _whole(figures: NDArray[np.uint8], counts: NDArray[np.intp]) -> NDArray[np.int64]:
    """The integers that ``counts`` digits each make up."""
    stops = np.cumsum(counts)
    power = np.repeat(stops - 1, counts) - np.arange(len(figures))
    terms = (figures - np.uint8(_ZERO)) * _POWERS[power]
    found: NDArray[np.int64] = np.add.reduceat(terms, stops - counts)
    return found
