"""CBF binary sections: blanked before tokenising, so that their bytes harm nothing.

Line ends inside a section stay, so lines count as other tools count them.
Source: CBF/imgCIF specification, "binary sections".
"""

from __future__ import annotations

import re

from imgcif_map.cif.problems import Problems

BOUNDARY = b"--CIF-BINARY-FORMAT-SECTION--"
_END = BOUNDARY + b"--"
_MAGIC = b"\x0c\x1a\x04\xd5"
_OPEN = re.compile(rb"(?:^|(?<=[\r\n]));[ \t]*(?:\r\n?|\n)" + re.escape(BOUNDARY) + rb"(?!-)")
_SIZE = re.compile(rb"X-Binary-Size:[ \t]*([0-9]{1,18})", re.IGNORECASE)
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_BLANK = bytes(10 if byte == 10 else 32 for byte in range(256))
_HEADER_LIMIT = 8192


def blank_binary(data: bytes, problems: Problems) -> bytes:
    """``data`` with the bytes of each binary section turned into blanks."""
    if BOUNDARY not in data:
        return data
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
        parts += (data[done:header], data[header:end].translate(_BLANK))
        done = end
        if end == len(data):
            break
    parts.append(data[done:])
    return b"".join(parts)


def _header_end(data: bytes, start: int) -> int:
    """Where the MIME header ends: at an empty line or at the magic bytes."""
    limit = start + _HEADER_LIMIT
    magic = data.find(_MAGIC, start, limit)
    empty = _HEADER_END.search(data, start, limit)
    ends = [end for end in (magic, empty.start() if empty else -1) if end >= 0]
    return min(ends, default=start)


def _section_end(data: bytes, header: int) -> int:
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


def mime_header(content: str) -> str:
    """The MIME header of a binary section, from the content of its text field."""
    lines = content.lstrip().split("\n")[1:]
    stop = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[:stop])
