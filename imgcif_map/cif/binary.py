"""CBF binary sections: checked, and blanked before tokenising, so that their bytes harm nothing.

Line ends inside a section stay, so lines count as other tools count them.
Source: CBF/imgCIF specification, "binary sections".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.cif.problems import Problems

BOUNDARY = b"--CIF-BINARY-FORMAT-SECTION--"
_END = BOUNDARY + b"--"
_MAGIC = b"\x0c\x1a\x04\xd5"
_OPEN = re.compile(rb"(?:^|(?<=[\r\n]));[ \t]*(?:\r\n?|\n)" + re.escape(BOUNDARY) + rb"(?!-)")
_SIZE = re.compile(rb"^X-Binary-Size:[ \t]*([0-9]{1,18})", re.IGNORECASE | re.MULTILINE)
_PADDING = re.compile(rb"^X-Binary-Size-Padding:[ \t]*([0-9]{1,18})", re.IGNORECASE | re.MULTILINE)
_DIGEST = re.compile(rb"^Content-MD5:[ \t]*([A-Za-z0-9+/]{22}==)", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(
    rb"^Content-Transfer-Encoding:[ \t]*\"?([A-Za-z0-9-]+)", re.IGNORECASE | re.MULTILINE
)
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_BLANK = bytes(10 if byte == 10 else 32 for byte in range(256))
_HEADER_LIMIT = 8192


def blank_binary(data: bytes, problems: Problems) -> bytes:
    """``data`` with the bytes of each binary section turned into blanks."""
    parts: list[bytes] = []
    done = 0
    while (start := _OPEN.search(data, done)) is not None:
        header = _header_end(data, start.end())
        end = _section_end(data, header)
        if end < 0:
            problems.add(
                "CIF030",
                start.end() - len(BOUNDARY),
                "this binary section never ends",
                hint="the file may be truncated; expected the line " + _END.decode(),
            )
            end = len(data)
        else:
            _check(data, start.end(), header, end, problems)
        parts += (data[done:header], data[header:end].translate(_BLANK))
        done = end
        if end == len(data):
            break
    parts.append(data[done:])
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Section:
    """One binary section: its MIME header, its length (-1: it never ends) and its binary data.

    ``content`` is None if it never ends, is too long or encoded in a way not known here.
    """

    header: str
    length: int
    content: bytes | None


def sections(data: bytes | mmap.mmap, limit: int) -> Iterator[Section]:
    """The binary sections of a file in their order; of one longer than ``limit``, no content."""
    done = 0
    while (start := _OPEN.search(data, done)) is not None:
        header = _header_end(data, start.end())
        end = _section_end(data, header)
        said = data[start.end() : header]
        content = None
        if 0 <= end - header <= limit:
            padding = _PADDING.search(said)
            content = _content(data, said, header, end, int(padding[1]) if padding else 0)
        yield Section(said.decode("latin-1"), end - header if end >= 0 else -1, content)
        if end < 0:
            return
        done = end


def _header_end(data: bytes | mmap.mmap, start: int) -> int:
    """Where the MIME header ends: at an empty line or at the magic bytes."""
    limit = start + _HEADER_LIMIT
    magic = data.find(_MAGIC, start, limit)
    empty = _HEADER_END.search(data, start, limit)
    ends = [end for end in (magic, empty.start() if empty else -1) if end >= 0]
    return min(ends, default=start)


def _section_end(data: bytes | mmap.mmap, header: int) -> int:
    """Offset of the closing boundary; -1 if there is none.

    Trusts ``X-Binary-Size`` where the boundary follows, else looks for the boundary.
    """
    size = _SIZE.search(data, max(0, header - _HEADER_LIMIT), header)
    magic = data.find(_MAGIC, header, header + 16)
    if size is not None and magic >= 0:
        after = magic + len(_MAGIC) + int(size.group(1))
        end = data.find(_END, after, after + _HEADER_LIMIT)
        if end >= 0:
            return end
    return data.find(_END, header)


def _check(data: bytes, start: int, header: int, end: int, problems: Problems) -> None:
    """Hold the bytes of a section against what its header says of them."""
    said = data[start:header]
    size, digest = _SIZE.search(said), _DIGEST.search(said)
    if size is None and digest is None:
        return
    padding = _PADDING.search(said)
    content = _content(data, said, header, end, int(padding[1]) if padding else 0)
    if content is None:
        return
    if size is not None and int(size[1]) != len(content):
        found = f"{len(content)} bytes, and X-Binary-Size says {int(size[1])}"
        problems.add(
            "CIF038",
            start + size.start(),
            f"this binary section has {found}",
            hint="the image is cut, or was changed by a program that took it for text",
        )
    elif digest is not None:
        found = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        if found != digest[1].decode():
            problems.add(
                "CIF038",
                start + digest.start(),
                f"the MD5 digest of this binary section is {found}, not {digest[1].decode()}",
                hint="the bytes of the image are not those that were written",
            )


def _content(
    data: bytes | mmap.mmap, said: bytes, header: int, end: int, padding: int
) -> bytes | None:
    """The binary data of a section; None if it is encoded in a way not known here."""
    encoding = _ENCODING.search(said)
    if encoding is not None and encoding[1].upper() == b"BASE64":
        try:
            return base64.b64decode(data[header:end], validate=False)
        except binascii.Error:
            return None
    magic = data.find(_MAGIC, header, header + 16)
    if magic < 0 or (encoding is not None and encoding[1].upper() != b"BINARY"):
        return None
    stop = end - (2 if data[end - 2 : end] == b"\r\n" else data[end - 1 : end] in (b"\n", b"\r"))
    size = _SIZE.search(said)
    begin = magic + len(_MAGIC)
    if size is not None and 0 <= stop - begin - int(size[1]) <= max(padding, 1):
        stop = begin + int(size[1])  # padding, and a line end that is one by chance
    return data[begin:stop]


def mime_header(content: str) -> str:
    """The MIME header of a binary section, from the content of its text field."""
    lines = content.lstrip().split("\n")[1:]
    stop = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[:stop])
