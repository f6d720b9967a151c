"""Token kinds beyond the delimiters, and patterns several parts of the reader share."""

from __future__ import annotations

import re

NAME, LOOP, DATA, SAVE, SAVE_END, STOP, GLOBAL, LEFT_OUT = range(16, 24)
"""Structural tokens, and those that turned out not to be; a value's kind is the number of its
``Delimiter``."""
COMMENT = 255

SINGLE, DOUBLE, HASH, SEMICOLON, OPEN_LIST, OPEN_TABLE = b"'\"#;[{"

STRUCTURE = re.compile(
    rb"\n(?=[ \t]*+(?:_[A-Za-z][^\s]*+(?:[ \t]|\n|\Z)|loop_[ \t]*+(?:\n|\Z)"
    rb"|(?:data_[^\s]++|save_[^\s]*+)[ \t]*+(?:\n|\Z)))",
    re.IGNORECASE,
)
"""A line end before a line that looks like structure: where a broken value ends."""

NAME_BEFORE = re.compile(rb"\n[ \t]*+_[A-Za-z][^\s]*+[ \t]*+\Z")
"""A data name alone on the last line: what follows is its value."""

RESERVED = re.compile(rb"(?:(?:loop|stop|global)_(?=[\x00-\x20]|\Z)|(?:data|save)_)", re.IGNORECASE)


def next_structure(data: bytes, start: int, limit: int | None = None) -> int:
    """Offset of the line end before the next line that looks like structure, or of the end."""
    limit = len(data) if limit is None else limit
    found = STRUCTURE.search(data, start, limit)
    return found.start() if found else limit
