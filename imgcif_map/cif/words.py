"""Checks of bare values: characters that must not stand in them unquoted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import Source, find_byte

_NOT_FIRST = {"1.1": b"$[]", "2.0": b"$[]{}"}
_PIECE = 1 << 20
_NOWHERE = {"1.1": b"", "2.0": b"[]{}"}
"""Characters with which a bare value must not start, and those that it must not hold."""


def check_words(
    source: Source,
    version: str,
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    problems: Problems,
) -> None:
    """Note bare values that need quotes, in place of the value."""
    bare = kinds == Delimiter.BARE
    if not bare.any():
        return
    low, high = int(starts[bare][0]), int(ends[bare][-1])
    wrong: NDArray[np.bool_] | None = None
    for character in _NOT_FIRST[version]:
        if source.data.find(character, low, high) < 0:  # in most files there are none at all
            continue
        wrong = np.zeros(len(starts), np.bool_) if wrong is None else wrong
        last = ends if character in _NOWHERE[version] else starts + 1
        for begin in range(low, high, _PIECE):
            places = find_byte(source.view, character, begin, min(begin + _PIECE, high))
            at = np.searchsorted(starts, places, "right") - 1
            inside = (at >= 0) & bare[at] & (places < last[at])
            wrong[at[inside]] = True
    if wrong is None:
        return
    for token in np.flatnonzero(wrong).tolist():
        start, end = int(starts[token]), int(ends[token])
        if problems.within(start, start):
            continue
        text = source.text(start, min(end, start + 200))
        problems.add(
            "CIF027",
            start,
            f"{text[:60]!r} is not allowed without quotes in CIF {version}",
            hint=f"write '{text[:60]}'" if "'" not in text else "quote it",
            value=text,
        )
