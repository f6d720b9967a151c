"""Checks of bare values: characters that must not stand in them unquoted."""

from __future__ import annotations

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import find_rare
from imgcif_map.cif.tokens import Tokens

_NOT_FIRST = {"1.1": b"$[]", "2.0": b"$[]{}"}
_NOWHERE = {"1.1": b"", "2.0": b"[]{}"}
"""Characters with which a bare value must not start, and those that it must not hold."""


def check_words(tokens: Tokens, problems: Problems) -> None:
    """Note bare values that need quotes, in place of the value."""
    starts, kinds, source = tokens.starts, tokens.kinds, tokens.source
    if not len(starts):
        return
    bare = kinds == Delimiter.BARE
    wrong = np.zeros(len(starts), np.bool_)
    for character in _NOT_FIRST[tokens.version]:
        places = find_rare(source, character)
        at = np.searchsorted(starts, places, "right") - 1
        ends = tokens.ends if character in _NOWHERE[tokens.version] else starts + 1
        inside = (at >= 0) & bare[at] & (places < ends[at])
        wrong[at[inside]] = True
    for token in np.flatnonzero(wrong).tolist():
        start, end = int(starts[token]), int(tokens.ends[token])
        text = source.text(start, end)
        problems.add(
            "CIF027",
            start,
            f"{text[:60]!r} is not allowed without quotes in CIF {tokens.version}",
            hint=f"write '{text[:60]}'" if "'" not in text else "quote it",
            value=text[:200],
        )
