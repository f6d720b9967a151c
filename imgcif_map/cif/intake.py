"""From the bytes of a file to clean UTF-8 text: encoding, line ends, characters, version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.binary import BOUNDARY, blank_binary
from imgcif_map.cif.encoding import BOM, from_wide, in_utf8
from imgcif_map.cif.magic import version_of
from imgcif_map.cif.problems import POSITIONS, Problems
from imgcif_map.cif.source import Source, find_byte
from imgcif_map.errors import UnreadableInput

SIZE_LIMIT = 2**31 - 4096
"""Larger texts are refused: offsets are 32-bit numbers."""
LINE_LIMIT = 2048
"""Longest line in code points, CIF 1.1 and CIF 2.0."""
_PIECE = 1 << 18

_FOREIGN = {
    b"\x89HDF\r\n\x1a\n": ("an HDF5 file", "convert it, or name it as a source"),
    b"\x1f\x8b": ("a gzip archive", "decompress it first"),
    b"BZh": ("a bzip2 archive", "decompress it first"),
    b"\xfd7zXZ\x00": ("an xz archive", "decompress it first"),
    b"PK\x03\x04": ("a zip archive", "unpack it first"),
    b"%PDF-": ("a PDF file", "give a CIF file"),
    b"\x89PNG": ("a PNG image", "give a CIF file"),
    b"II*\x00": ("a TIFF image", "give a CIF file"),
    b"MM\x00*": ("a TIFF image", "give a CIF file"),
}
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_CHARACTERS = re.compile(
    rb"\xc2[\x80-\x9f]|\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbf[\xbe\xbf])"
    rb"|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)
"""UTF-8 of U+0080 to U+009F, the byte-order mark and the code points that are no characters."""


def read_bytes(path: Path) -> bytes:
    """Content of a file; `UnreadableInput` if it cannot be had."""
    try:
        if path.is_dir():
            raise UnreadableInput(f"{path} is a folder", hint="give a CIF file")
        if path.stat().st_size > SIZE_LIMIT:
            raise UnreadableInput(f"{path} is larger than 2 GiB", hint="split the file")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableInput(f"{path} does not exist") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableInput(f"{path} cannot be read: {reason}") from None


def clean(held: list[bytes], path: str, problems: Problems) -> tuple[Source, str]:
    """Source and CIF version of a text; what is wrong with its characters is noted.

    The bytes are taken out of the list they come in, so that they can be let go.
    """
    data = held.pop()
    name = path or "the input"
    if len(data) > SIZE_LIMIT:
        raise UnreadableInput(f"{name} is larger than 2 GiB", hint="split the file")
    for magic, (kind, hint) in _FOREIGN.items():
        if data.startswith(magic):
            raise UnreadableInput(f"{name} is {kind}, not CIF text", hint=hint)
    wide = from_wide(data, problems)
    marked = data.startswith(BOM)
    data = data.removeprefix(BOM) if wide is None else wide
    binary = BOUNDARY in data
    if binary:
        data = blank_binary(data, problems)
    if _looks_binary(data):
        raise UnreadableInput(f"{name} is a binary file, not CIF text")
    if b"\r" in data:
        data = _with_line_feeds(data, problems)
    data = in_utf8(data, problems)
    source = Source(data, path)
    source.binary = binary
    version = version_of(data, problems)
    if marked and version == "1.1":
        problems.add(
            "CIF023",
            0,
            "the file starts with a byte-order mark, which CIF 1.1 does not know",
            hint=r"save the file without it, or start it with #\#CIF_2.0",
        )
    _check_characters(source, version, problems)
    _check_lines(source, problems)
    return source, version


def _with_line_feeds(data: bytes, problems: Problems) -> bytes:
    """``data`` with a line feed for each line end; what has been noted moves along."""
    to: dict[int, int] = {}
    done = gone = 0
    for offset in problems.offsets():
        gone += data.count(b"\r\n", done, offset)
        done, to[offset] = offset, offset - gone
    problems.move(to)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _looks_binary(data: bytes) -> bool:
    """NUL bytes all over, or some and nothing that looks like CIF."""
    if b"\0" not in data:
        return False
    nuls = data.count(b"\0")
    return nuls * 50 > len(data) or re.search(rb"(?i)(?:^|\s)data_", data) is None


def _pieces(view: NDArray[np.uint8]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    for low in range(0, len(view), _PIECE):
        yield low, view[low : low + _PIECE]


def _check_characters(source: Source, version: str, problems: Problems) -> None:
    data, view = source.data, source.view
    wrong = data.count(b"\x7f")
    for _, part in _pieces(view):
        wrong += int(np.count_nonzero(part < 32)) - int(np.count_nonzero(part == 10))
    wrong -= data.count(b"\t") if wrong else 0
    if wrong:
        bad = _first(_CONTROL, data)
        problems.add_counted(
            "CIF021",
            bad,
            wrong,
            f"control character U+{data[bad[0]]:04X} is not allowed in CIF",
            hint="remove it; of the control characters only tab and line end may stand",
        )
    if source.ascii:
        return
    if version == "1.1":
        _foreign_characters(source, problems)
    found = _first(_NOT_CHARACTERS, data)
    if found:
        character = data[found[0] : found[0] + 4].decode("utf-8", "ignore")[0]
        problems.add_counted(
            "CIF021",
            found,
            sum(1 for _ in _NOT_CHARACTERS.finditer(data)),
            f"U+{ord(character):04X} is not allowed in CIF",
            hint="remove it",
        )


def _first(pattern: re.Pattern[bytes], data: bytes) -> list[int]:
    """Offsets of the first matches."""
    return [match.start() for match in islice(pattern.finditer(data), POSITIONS)]


def _foreign_characters(source: Source, problems: Problems) -> None:
    """Characters beyond ASCII in CIF 1.1."""
    first: list[int] = []
    count = 0
    for low, part in _pieces(source.view):
        leading = (part & 0xC0) == 0xC0
        count += int(np.count_nonzero(leading))
        if len(first) < POSITIONS:
            first += (np.flatnonzero(leading)[:POSITIONS] + low).tolist()
    character = source.data[first[0] : first[0] + 4].decode("utf-8", "replace")[0]
    problems.add_counted(
        "CIF023",
        first,
        count,
        f"{character!r} is not ASCII, which is all that CIF 1.1 allows",
        hint=r"start the file with #\#CIF_2.0, or use a CIF 1.1 escape such as \%A",
    )


def _check_lines(source: Source, problems: Problems) -> None:
    long: list[int] = []
    for start, end in _lines_of_many_bytes(source):
        length = _length(source, start, end)
        if length > LINE_LIMIT:
            long.append(start)
            if len(long) == 1:
                first = length
    if long:
        problems.add_many(
            "CIF024",
            long,
            f"this line has {first} characters, more than the {LINE_LIMIT} that CIF allows",
            hint="break the line, or fold a text field with the line-folding protocol",
        )


def _length(source: Source, start: int, end: int) -> int:
    """Length of a line in code points, without blanks at its end."""
    while end > start and source.data[end - 1] == 32:
        last = source.data[max(start, end - _PIECE) : end]
        end -= len(last) - len(last.rstrip(b" "))
    length = end - start
    if not source.ascii:
        for _, part in _pieces(source.view[start:end]):
            length -= int(np.count_nonzero((part & 0xC0) == 0x80))
    return length


def _lines_of_many_bytes(source: Source) -> Iterator[tuple[int, int]]:
    """Offsets of start and end of lines that may be too long."""
    size = len(source.data)
    start = 0
    for low in range(0, size + 1, _PIECE):
        ends = find_byte(source.view, 10, low, low + _PIECE)
        if low + _PIECE > size:
            ends = np.append(ends, np.int32(size))
        if not len(ends):
            continue
        starts = np.concatenate(([start], ends[:-1] + 1))
        for at in np.flatnonzero(ends - starts > LINE_LIMIT).tolist():
            yield int(starts[at]), int(ends[at])
        start = int(ends[-1]) + 1
