"""Checks of bare values: characters that must not stand in them unquoted."""

from __future__ import annotations

import numpy as np

from imgcif_map.cif.document import Delimiter
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import find_byte
from imgcif_map.cif.tokens import Tokens

_WRONG_FIRST = {
    "1.1": np.isin(np.arange(256), list(b"$[]")),
    "2.0": np.isin(np.arange(256), list(b"$[]{}")),
}


def check_words(tokens: Tokens, problems: Problems) -> None:
    """Note bare values that need quotes, in place of the value."""
    starts, kinds, source = tokens.starts, tokens.kinds, tokens.source
    if not len(starts):
        return
    bare = kinds == Delimiter.BARE
    wrong = bare & _WRONG_FIRST[tokens.version][source.view[starts]]
    if tokens.version == "2.0":
        for bracket in b"[]{}":
            places = find_byte(source.view, bracket)
            at = np.searchsorted(starts, places, "right") - 1
            inside = (at >= 0) & bare[at] & (places < tokens.ends[at])
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
