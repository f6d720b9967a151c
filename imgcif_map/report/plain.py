"""Text for terminals: harmless characters, their width in columns, wrapped lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from imgcif_map.harmless import REPLACEMENT, safe

__all__ = ["REPLACEMENT", "cell", "cut", "safe", "width", "wrap"]


def width(text: str) -> int:
    """Columns that a terminal needs for a safe text."""
    return len(text) if text.isascii() else sum(map(cell, text))


def cell(character: str) -> int:
    """Columns of one character: 2 for wide East Asian ones, 0 for combining ones."""
    if character.isascii():
        return 1
    if "\u1160" <= character <= "\u11ff":  # Hangul vowels and finals join the consonant before
        return 0
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> Iterator[str]:
    """Lines of a text: ``first`` begins the first one, ``rest`` the others.

    Lines break at spaces alone, so that a path, a data name or an address
    stays in one piece even where it is longer than the line.
    """
    line, used, fresh = first, width(first), True
    for space, word in re.findall(r"( *)([^ ]+)", safe(text)):
        needed = len(space) + width(word)
        if used + needed > columns and (not fresh or width(line) > width(rest)):
            yield line.rstrip()
            line, used, space = rest, width(rest), ""
        line += space + word
        used += len(space) + width(word)
        fresh = False
    yield line.rstrip()


def cut(text: str, columns: int) -> str:
    """A safe text cut to a number of columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += cell(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept) + "…"
