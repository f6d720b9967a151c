"""Regular expressions of ``~``: faulty and endless ones are refused."""

from __future__ import annotations

import re
from functools import lru_cache

from imgcif_map.errors import MappingError, Place

LONGEST = 2000
"""Characters of a text that a pattern is sought in."""
PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+?]|\{\d*(?:,\d*)?\}|[()|]|.", re.DOTALL)


def found(pattern: str, text: str, place: Place) -> bool:
    """Whether a pattern occurs in a text. Raises MappingError for a pattern that will not do."""
    return _compiled(pattern, place).search(text[:LONGEST]) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, place: Place) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as problem:
        raise MappingError(
            f"{pattern!r} is not a regular expression: {problem}", place=place
        ) from None
    if _repeats_itself(pattern):
        raise MappingError(
            f"the regular expression {pattern!r} can repeat something that repeats",
            place=place,
            hint="such a pattern may never end; write [ab]* for (a|b)*, a+ for (a+)+",
        )
    return compiled


def _repeats_itself(pattern: str) -> bool:
    """Whether a group that holds a repetition or a choice is repeated without bound."""
    parts = PART.findall(pattern)
    holds = [False]
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if part == "(":
            holds.append(False)
        elif part == ")" and len(holds) > 1:
            inner = holds.pop()
            if inner and _unbounded(after):
                return True
            holds[-1] = holds[-1] or inner
        elif part == "|" or _unbounded(part):
            holds[-1] = True
    return False


def _unbounded(part: str) -> bool:
    return part in ("*", "+") or (part.startswith("{") and part.endswith(",}"))
