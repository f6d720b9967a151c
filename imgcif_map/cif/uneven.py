"""Loops whose values do not come out even: which lines are to blame, where each line holds a row.

Most loops are written with one row per line. Then the lines with another number of values are the
faulty ones, and the rows after them need not be read askew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.tokens import Tokens

_SAMPLE = 50
_NULLS = (b".", b"?")


@dataclass(frozen=True, slots=True)
class Odd:
    """Consecutive lines whose values make no whole rows."""

    first: int
    """First token of them."""
    count: int
    """Number of values."""
    row: int
    """Number of the row that the first value begins, from 1."""
    column: int | None
    """Which column lacks its value, or has one too many, if the values tell."""


def odd_lines(tokens: Tokens, first: int, width: int, bound: int) -> list[Odd] | None:
    """The faulty lines of a loop with values ``first`` to ``bound``; None if no layout shows."""
    starts, counts = lines_of(tokens, first, bound)
    whole = counts == width
    if not whole.any() or whole.sum() * 2 < len(whole):
        return None
    found: list[Odd] = []
    shift = 0
    for low, high in _runs(~whole):
        total = int(counts[low:high].sum())
        if total % width == 0:
            continue  # rows of several lines each
        begin = int(starts[low])
        row = (begin - shift) // width + 1
        sound = starts[whole][:_SAMPLE] + first
        found.append(
            Odd(first + begin, total, row, _guess(tokens, first + begin, total, sound, width))
        )
        shift += total % width
    return found or None


def lines_of(tokens: Tokens, first: int, bound: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first value on each line (counted from ``first``), and how many there are."""
    starts = tokens.source.firsts_of_lines(tokens.starts[first:bound])
    return starts, np.diff(starts, append=bound - first)


def set_aside(tokens: Tokens, bound: int, odd: list[Odd]) -> int:
    """Move the values of the faulty lines behind those of the others; returns where they begin.

    The tokens of this loop are no longer in file order then, but in no need of a copy.
    """
    aside = np.concatenate([np.arange(o.first, o.first + o.count) for o in odd])
    ends = [o.first for o in odd[1:]] + [bound]
    for array in (tokens.starts, tokens.ends, tokens.kinds):
        kept, moved = odd[0].first, array[aside]
        for lines, end in zip(odd, ends, strict=True):
            begin = lines.first + lines.count
            array[kept : kept + end - begin] = array[begin:end]
            kept += end - begin
        array[kept:bound] = moved
    return kept


def words(tokens: Tokens, odd: list[Odd]) -> frozenset[str]:
    """The words on the faulty lines, quotes stripped: what they may have meant to say."""
    found: set[str] = set()
    for lines in odd:
        text = tokens.source.text(*extent(tokens, lines))
        found.update(word.strip("'\"") for word in text.split())
    return frozenset(found)


def extent(tokens: Tokens, odd: Odd) -> tuple[int, int]:
    """Offsets from the first value to the end of the last one."""
    return int(tokens.starts[odd.first]), int(tokens.ends[odd.first + odd.count - 1])


def _runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    yield from zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True)


def _guess(
    tokens: Tokens, begin: int, count: int, sound: NDArray[np.intp], width: int
) -> int | None:
    """The one column that fits if it is the one with a value too few or too many."""
    if abs(count - width) != 1:
        return None
    usual = [{_sort(tokens, int(row) + i) for row in sound} for i in range(width)]
    found = [_sort(tokens, begin + i) for i in range(count)]
    fits = []
    for column in range(width):
        wanted = usual[:column] + usual[column + 1 :] if count < width else [*usual]
        given = found if count < width else found[:column] + found[column + 1 :]
        if all(x == "null" or x in known for x, known in zip(given, wanted, strict=True)):
            fits.append(column)
    return fits[0] if len(fits) == 1 else None


def _sort(tokens: Tokens, token: int) -> str:
    """Number, null, quoted or word: as far as values can be told apart at a glance."""
    start, end = int(tokens.starts[token]), int(tokens.ends[token])
    if tokens.kinds[token]:
        return "quoted"
    text = tokens.source.data[start:end]
    if text in _NULLS:
        return "null"
    return "number" if text[:1] in b"+-.0123456789" else "word"
