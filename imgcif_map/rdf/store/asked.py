"""Queries that only read: what would change the store or call another server is refused."""

from __future__ import annotations

import re

from imgcif_map.errors import UsageError

LONGEST = 100_000
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_HIDDEN = re.compile(
    r"<[^<>\"{}|^`\\\s]*>"
    r"|'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\""
    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\""
    r"|\#[^\n\r]*",
    re.S,
)
_WORD = re.compile(r"(?<![\w?$:@.%\\-])[A-Za-z]+(?![\w:-])")
_REFUSED = frozenset(
    ("SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
)
_KINDS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def checked(query: str) -> str:
    """The query itself; raises UsageError for one that does more than read here."""
    if len(query) > LONGEST:
        raise UsageError(f"a query of {len(query)} characters is too long")
    for text in (query, _ESCAPE.sub(_decoded, query)):
        words = {word.upper() for word in _WORD.findall(_HIDDEN.sub(" ", text))}
        wrong = sorted(words & _REFUSED)
        if wrong:
            raise UsageError(
                f"{wrong[0]} is not allowed in a query",
                hint="queries read this store alone; 'rdf load' is what changes it",
            )
        if not words & set(_KINDS):
            raise UsageError("this is no query", hint=f"it begins with {', '.join(_KINDS)}")
    return query


def _decoded(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
