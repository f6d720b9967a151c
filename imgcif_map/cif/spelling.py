"""How a value is written: the least delimiter that brings it back unchanged.

CIF 1.1 delimiters wherever the value allows, so that CIF 1.1 readers cope with the
CIF 2.0 that is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.cif.protocols import encode_text_field
from imgcif_map.errors import UsageError

INLINE = 1900
"""Longer values go into text fields, where lines can be folded."""

_BARE = r"(?!(?:data|save|loop|stop|global)_)[!%&(-:<-Z\\^`a-z|~][!-Z\\^-z|~]*"
_IS_BARE = re.compile(_BARE, re.IGNORECASE | re.ASCII)
_RESERVED = re.compile(r"^(?:data|save|loop|stop|global)_", re.IGNORECASE | re.MULTILINE)
_ALLOWED = np.zeros(256, np.bool_)
_ALLOWED[[b for b in range(33, 127) if b not in b"[]{}"] + [10]] = True
_ALLOWED_FIRST = _ALLOWED.copy()
_ALLOWED_FIRST[list(b"_#$'\";\n")] = False
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(
        chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
    )
    + "]"
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\(\d+\))?")


def legal(text: str) -> str:
    """``text`` with line ends as ``\\n`` and what CIF cannot hold replaced by U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("\ufffd", text)


def is_bare(text: str) -> bool:
    """True if ``text`` can stand without delimiters and is not taken for a null."""
    return _IS_BARE.fullmatch(text) is not None and text not in (".", "?") and len(text) <= INLINE


def bare_width(texts: Sequence[str]) -> int | None:
    """Length of the longest text if each can stand without delimiters, else None.

    ``.`` and ``?`` are let pass: the caller knows whether they are nulls. One look at
    all bytes at once, since this decides the speed of writing.
    """
    joined = "\n".join(texts) + "\n"
    if not joined.isascii() or not texts:
        return None
    view = np.frombuffer(joined.encode("ascii"), np.uint8)
    ends = np.flatnonzero(view == 10)
    if len(ends) != len(texts) or not _ALLOWED[view].all():
        return None
    starts = np.concatenate(([0], ends[:-1] + 1))
    width = int((ends - starts).max())
    if width > INLINE or not _ALLOWED_FIRST[view[starts]].all():
        return None
    fifth = view[np.minimum(starts + 4, len(view) - 1)] == ord("_")
    seventh = view[np.minimum(starts + 6, len(view) - 1)] == ord("_")
    if bool((fifth | seventh).any()) and _RESERVED.search(joined):
        return None
    return width


def delimiter_for(text: str) -> Delimiter:
    """The least delimiter that holds ``text`` (which must be :func:`legal`)."""
    if is_bare(text):
        return Delimiter.BARE
    if "\n" in text or len(text) > INLINE:
        return Delimiter.TEXT
    if "'" not in text:
        return Delimiter.SINGLE
    return Delimiter.DOUBLE if '"' not in text else Delimiter.TEXT


def spell(value: CifValue) -> str:
    """A value as it stands in a file; a text field starts and ends with a line end."""
    kind = value.delimiter
    if kind is Delimiter.LIST or kind is Delimiter.TABLE:
        return spell_container(value)
    if kind is Delimiter.BINARY:
        raise UsageError(
            "a binary section cannot be written", hint="leave this data name out of the document"
        )
    return spell_text(value.text, quoted=kind is not Delimiter.BARE)


def spell_text(text: str, *, quoted: bool) -> str:
    """Text or, if not ``quoted``, perhaps a null, as it stands in a file.

    Quotes are dropped where nothing hangs on them: ``'.'`` and ``'1.5'`` keep theirs.
    """
    if not quoted and text in (".", "?"):
        return text
    text = legal(text)
    kind = delimiter_for(text)
    if kind is Delimiter.BARE:
        return f"'{text}'" if quoted and _NUMBER.fullmatch(text) else text
    if kind is Delimiter.SINGLE:
        return f"'{text}'"
    if kind is Delimiter.DOUBLE:
        return f'"{text}"'
    return f"\n;{encode_text_field(text)}\n;"


def spell_container(value: CifValue) -> str:
    """A List or Table with all that is in it."""
    if value.delimiter is Delimiter.LIST:
        return "[" + _join([_element(item) for item in value.items]) + "]"  # type: ignore[arg-type]
    cells = [_key(key) + ":" + _element(item) for key, item in _entries(value)]
    return "{" + _join(cells) + "}"


def _entries(value: CifValue) -> tuple[tuple[str, CifValue], ...]:
    return value.items  # type: ignore[return-value]


def _join(cells: list[str]) -> str:
    """Cells with blanks, or line ends where a line would grow long, in between."""
    parts: list[str] = []
    width = 0
    for cell in cells:
        if parts and (width + len(cell) > 100 or "\n" in cell):
            parts.append("\n ")
            width = 0
        elif parts:
            parts.append(" ")
        parts.append(cell)
        width += len(cell) + 1
    return "".join(parts)


def _element(value: CifValue) -> str:
    """A value inside a List or Table: triple quotes come before text fields."""
    if value.delimiter in (Delimiter.LIST, Delimiter.TABLE):
        return spell(value)
    if not (value.is_null or is_bare(value.text)) and value.delimiter is not Delimiter.BINARY:
        text = legal(value.text)
        if delimiter_for(text) is Delimiter.TEXT and max(map(len, text.split("\n"))) <= INLINE:
            return _triple(text) or spell(value)
    return spell(value)


def _triple(text: str) -> str:
    for quotes in ('"""', "'''"):
        if quotes not in text and not text.endswith(quotes[0]):
            return quotes + text + quotes
    return ""


def _key(key: str) -> str:
    """A Table's key: always quoted, never a text field."""
    key = legal(key)
    if "\n" not in key:
        if "'" not in key:
            return f"'{key}'"
        if '"' not in key:
            return f'"{key}"'
    spelled = _triple(key)
    if not spelled:
        raise UsageError(f"the table key {key!r} cannot be written in CIF")
    return spelled
