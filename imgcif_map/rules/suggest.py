"""Did you mean …: the nearest of some known words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

_MOST_WORDS = 20_000
_LEAST_PART = 4
_NEARLY = 0.06


def nearest(word: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """The known word most like ``word``, caseless; None if none is like it."""
    found = alike(word, known, cutoff)
    return found[0] if found else None


def alike(word: str, known: Iterable[str], cutoff: float = 0.75) -> list[str]:
    """The one or two known words most like ``word``, caseless; the second only if nearly as like.

    A known word of four letters or more that is part of ``word`` counts as most
    alike. Words of a very different length cannot be alike and are not looked at;
    neither is anything beyond the first 20,000.
    """
    folded = word.casefold()
    by_fold: dict[str, str] = {}
    parts: list[str] = []
    for candidate in itertools.islice(known, _MOST_WORDS):
        if len(candidate) >= _LEAST_PART and candidate.casefold() in folded:
            parts.append(candidate)
        if abs(len(candidate) - len(word)) <= max(3, len(word) // 3):
            by_fold.setdefault(candidate.casefold(), candidate)
    if folded in by_fold:
        return [by_fold[folded]]
    if parts:
        return [max(parts, key=len)]
    import difflib  # most files have nothing to be mistaken

    found = difflib.get_close_matches(folded, sorted(by_fold), n=2, cutoff=cutoff)
    if len(found) == 2 and _likeness(folded, found[1]) < _likeness(folded, found[0]) - _NEARLY:
        found.pop()
    return [by_fold[name] for name in found]


def _likeness(one: str, other: str) -> float:
    import difflib

    return difflib.SequenceMatcher(None, other, one).ratio()


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.75) -> str:
    """``did you mean x?``, ``did you mean x or y?`` or an empty string."""
    found = alike(word, known, cutoff)
    return f"did you mean {' or '.join(found)}?" if found else ""
