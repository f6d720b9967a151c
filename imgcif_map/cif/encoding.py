"""Brings a text to UTF-8, whatever it was in, and notes what was not."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice

from imgcif_map.cif.problems import POSITIONS, Problems

BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"(?:[\t\n\r -~]\0\0\0){2}"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[\t\n\r -~]){2}"), "utf-32-be"),
    (re.compile(rb"(?:[\t\n\r -~]\0){4}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r -~]){4}"), "utf-16-be"),
)
"""How a text that begins with ASCII characters looks in encodings of wide characters."""
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_INVALID = re.compile("[\udc80-\udcff]")


def in_utf8(data: bytes, problems: Problems) -> bytes:
    """``data`` with what is not valid UTF-8 replaced by U+FFFD and noted."""
    if data.isascii() or _is_valid(data):
        return data
    return _mended(_without_surrogates(data, problems), problems)


def from_wide(data: bytes, problems: Problems) -> bytes | None:
    """UTF-8 of a text in UTF-16 or UTF-32; None if it is in neither."""
    mark, name = _wide_encoding(data)
    if not name:
        return None
    known = name[:6].upper()
    without = "" if mark else ", without a byte-order mark"
    problems.add(
        "CIF022",
        0,
        f"the text is encoded in {known}{without}, expected UTF-8",
        hint="save the file as UTF-8",
    )
    return data[len(mark) :].decode(name, "replace").encode("utf-8", "replace")


def _wide_encoding(data: bytes) -> tuple[bytes, str]:
    """Byte-order mark and name of the encoding of wide characters; empty if it is none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return mark, name
    return b"", next((name for pattern, name in _UNMARKED if pattern.match(data)), "")


def _is_valid(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for low in range(0, len(data), _PIECE):
            decoder.decode(view[low : low + _PIECE])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _without_surrogates(data: bytes, problems: Problems) -> bytes:
    """``data`` with surrogates, which no character is made of alone, replaced by U+FFFD."""
    first = [match.start() for match in islice(_SURROGATE.finditer(data), POSITIONS)]
    if not first:
        return data
    code = (data[first[0] + 1] & 0x3F) << 6 | data[first[0] + 2] & 0x3F | 0xD000
    data, count = _SURROGATE.subn("\ufffd".encode(), data)  # of the same length
    problems.add_counted(
        "CIF021",
        first,
        count,
        f"U+{code:04X} is a surrogate, which is not allowed in CIF",
        hint="remove it",
    )
    return data


def _mended(data: bytes, problems: Problems) -> bytes:
    """``data`` with each invalid byte replaced by U+FFFD and noted."""
    stream = _room(sum(len(e.encode("utf-8", "surrogatepass")) for e in _escaped(data)))
    first: list[int] = []
    count, byte = 0, 0
    for escaped in _escaped(data):
        for match in _INVALID.finditer(escaped):
            if not first:
                byte = ord(match[0]) - 0xDC00
            if len(first) == POSITIONS:
                break
            before = _INVALID.sub("\ufffd", escaped[: match.start()])
            first.append(stream.tell() + len(before.encode()))
        fixed, found = _INVALID.subn("\ufffd", escaped)
        count += found
        stream.write(fixed.encode())
    if count:
        problems.add_counted(
            "CIF022",
            first,
            count,
            f"byte 0x{byte:02x} is not valid UTF-8",
            hint="save the file as UTF-8; it may be in Latin-1 (ISO 8859-1)",
        )
    return stream.getvalue()


def _room(size: int) -> io.BytesIO:
    """A stream of so many bytes to write over: it never moves and gives its bytes uncopied."""
    stream = io.BytesIO()
    stream.seek(max(size - 1, 0))
    stream.write(b"\0")
    stream.seek(0)
    return stream


def _escaped(data: bytes) -> Iterator[str]:
    """The text in pieces, with invalid bytes as lone surrogates."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    view = memoryview(data)
    for low in range(0, len(data), _PIECE):
        yield decoder.decode(view[low : low + _PIECE], low + _PIECE >= len(data))
