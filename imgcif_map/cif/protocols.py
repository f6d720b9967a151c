"""Text-field protocols: line folding (CIF 1.1 and 2.0) and text prefix (CIF 2.0).

Sources: International Tables G, chapter 2.2 (line folding); the CIF 2.0
specification, "Text prefix protocol".
"""

from __future__ import annotations

import re

_MARKER = re.compile(r"([^\\\n]*)(\\\\?)[ \t]*(?:\n|\Z)")
_FOLD = re.compile(r"\\[ \t]*(?:\n|\Z)")


def decode_text_field(raw: str, *, prefixes: bool = True) -> str:
    """Logical text of a text field's content (what stands between ``;`` and ``\\n;``).

    ``prefixes`` is False for CIF 1.1, which knows line folding alone.
    """
    marker = _MARKER.match(raw)
    if marker is None:
        return raw
    prefix, slashes = marker.groups()
    if prefix and not prefixes:
        return raw
    if prefix:
        lines = raw[marker.end() :].split("\n") if marker.end() < len(raw) else []
        if raw[: marker.end()].endswith("\n") and not lines:
            lines = [""]
        if not all(line.startswith(prefix) for line in lines):
            return raw
        text = "\n".join(line[len(prefix) :] for line in lines)
        return unfold(text) if len(slashes) == 2 else text
    if len(slashes) == 2:
        return raw
    return unfold(raw[marker.end() :])


def unfold(text: str) -> str:
    """Join lines that end in a backslash with the next ones."""
    return _FOLD.sub("", text)


def needs_protection(text: str) -> bool:
    """True if ``text`` would be mistaken for a protocol's first line in a text field."""
    return _MARKER.match(text) is not None


LINE = 2048
"""Longest line of a file, in code points."""
_PIECE = 1900
_PREFIX = "> "
_BACKSLASH_END = re.compile(r"\\[ \t]*\Z")


def encode_text_field(text: str) -> str:
    """Content of a text field that :func:`decode_text_field` turns into ``text``.

    Plain where possible; lines too long are folded; ``\\n;`` needs the text prefix.
    """
    longest = max(map(len, text.split("\n")))
    if longest < LINE and "\n;" not in text and not needs_protection(text):
        return text
    body, marker = text, "\\"
    folded = longest >= LINE - len(_PREFIX)
    if folded:
        body = fold(text)
    if "\n;" in "\n" + body or not folded:
        body = "\n".join(_PREFIX + line for line in body.split("\n"))
        marker = _PREFIX + ("\\\\" if folded else "\\")
    return f"{marker}\n{body}"


def fold(text: str) -> str:
    """Break long lines with backslashes such that :func:`unfold` gives ``text`` back."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > _PIECE:
            lines.append(rest[:_PIECE] + "\\")
            rest = rest[_PIECE:]
        if _BACKSLASH_END.search(rest):
            lines += [rest + "\\", ""]
        else:
            lines.append(rest)
    return "\n".join(lines)
