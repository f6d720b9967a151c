"""Patterns of paths as ignore files know them: ``*.cif``, ``old/``, ``data/**/raw``."""

from __future__ import annotations

import re
from functools import lru_cache


def fits(path: str, pattern: str) -> bool:
    """True if a pattern fits a relative path (with ``/``) or a folder above it.

    A pattern without ``/`` (but at its end) fits a name at any depth, others
    begin at the folder that paths are relative to. ``*`` and ``?`` stop at
    ``/``, ``**`` does not.
    """
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    text = pattern.removeprefix("./").rstrip("/")
    start = "" if "/" in text else "(?:.*/)?"
    text = text.lstrip("/")
    try:
        return re.compile(f"{start}{_translated(text)}(?:/.*)?", re.DOTALL)
    except re.error:  # [z-a]: no set of characters, so these very characters
        return re.compile(f"{start}{re.escape(text)}(?:/.*)?", re.DOTALL)


_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


def _translated(text: str) -> str:
    found = []
    for part in _PARTS.findall(text):
        if part == "**/":
            found.append("(?:.*/)?")
        elif part == "**":
            found.append(".*")
        elif part == "*":
            found.append("[^/]*")
        elif part == "?":
            found.append("[^/]")
        elif part[0] == "[" and len(part) > 2:
            found.append(_set(part[1:-1]))
        else:
            found.append(re.escape(part))
    return "".join(found)


def _set(inner: str) -> str:
    """A set of characters; ``a-z`` in it is a range."""
    negated = inner.startswith("!") and len(inner) > 1
    parts = re.findall(r"(.)-(.)|(.)", inner[negated:], re.DOTALL)
    ranges = [
        f"{re.escape(low)}-{re.escape(high)}" if low else re.escape(one) for low, high, one in parts
    ]
    return f"[{'^' * negated}{''.join(ranges)}]"
