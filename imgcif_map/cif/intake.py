"""From the bytes of a file to clean UTF-8 text: encoding, line ends, characters, version."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from imgcif_map.cif.binary import blank_binary
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.source import CHUNK, Source
from imgcif_map.errors import UnreadableInput

SIZE_LIMIT = 2**31 - 4096
"""Larger texts are refused: offsets are 32-bit numbers."""
LINE_LIMIT = 2048
"""Longest line in code points, CIF 1.1 and CIF 2.0."""
BOM = b"\xef\xbb\xbf"

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
_MAGIC = re.compile(rb"#\\#CIF_([0-9A-Za-z.]+)[ \t]*(?:\n|\Z)")
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


def clean(data: bytes, path: str, problems: Problems) -> tuple[Source, str]:
    """Source and CIF version of a text; what is wrong with its characters is noted."""
    name = path or "the input"
    if len(data) > SIZE_LIMIT:
        raise UnreadableInput(f"{name} is larger than 2 GiB", hint="split the file")
    for magic, (kind, hint) in _FOREIGN.items():
        if data.startswith(magic):
            raise UnreadableInput(f"{name} is {kind}, not CIF text", hint=hint)
    data = _from_utf16(data, problems)
    data = data.removeprefix(BOM)
    data = blank_binary(data, problems)
    if _looks_binary(data):
        raise UnreadableInput(f"{name} is a binary file, not CIF text")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    data = _valid_utf8(data, problems)
    source = Source(data, path)
    version = _version(data, problems)
    _check_characters(source, version, problems)
    _check_lines(source, problems)
    return source, version


def _from_utf16(data: bytes, problems: Problems) -> bytes:
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    problems.add(
        "CIF022",
        0,
        "the text is encoded in UTF-16, expected UTF-8",
        hint="save the file as UTF-8",
    )
    return data.decode("utf-16", "replace").encode("utf-8", "replace")


def _looks_binary(data: bytes) -> bool:
    """NUL bytes all over, or some and nothing that looks like CIF."""
    if b"\0" not in data:
        return False
    nuls = data.count(b"\0")
    return nuls * 50 > len(data) or re.search(rb"(?i)(?:^|\s)data_", data) is None


def _valid_utf8(data: bytes, problems: Problems) -> bytes:
    """``data`` with each invalid byte replaced by U+FFFD and noted."""
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data
    escaped = data.decode("utf-8", "surrogateescape")
    bad = [m.start() for m in re.finditer("[\udc80-\udcff]", escaped)]
    fixed = re.sub("[\udc80-\udcff]", "\ufffd", escaped)
    offsets = [len(fixed[:place].encode("utf-8")) for place in bad[:10]]
    problems.add_many(
        "CIF022",
        offsets + [offsets[-1]] * (len(bad) - len(offsets)),
        f"byte 0x{ord(escaped[bad[0]]) - 0xDC00:02x} is not valid UTF-8",
        hint="save the file as UTF-8; it may be in Latin-1 (ISO 8859-1)",
    )
    return fixed.encode("utf-8")


def _version(data: bytes, problems: Problems) -> str:
    magic = _MAGIC.match(data)
    if magic is None:
        return "1.1"
    version = magic.group(1)
    if version == b"2.0":
        return "2.0"
    if version not in (b"1.1", b"1.0"):
        problems.add(
            "CIF032",
            0,
            f"CIF version {version.decode('utf-8', 'replace')} is not known, read as CIF 2.0",
            hint=r"expected #\#CIF_1.1 or #\#CIF_2.0",
        )
        return "2.0"
    return "1.1"


def _check_characters(source: Source, version: str, problems: Problems) -> None:
    data, view = source.data, source.view
    low = sum(
        int(np.count_nonzero(view[start : start + CHUNK] < 32))
        for start in range(0, len(view), CHUNK)
    )
    low -= data.count(b"\t") if b"\t" in data else 0
    if low != len(source.newlines) or b"\x7f" in data:
        bad = [m.start() for m in _CONTROL.finditer(data)]
        problems.add_many(
            "CIF021",
            bad,
            f"control character U+{data[bad[0]]:04X} is not allowed in CIF",
            hint="remove it; of the control characters only tab and line end may stand",
        )
    if source.ascii:
        return
    if version == "1.1":
        offsets = np.flatnonzero((view & 0xC0) == 0xC0)
        problems.add_many(
            "CIF023",
            offsets.tolist(),
            f"{source.data[offsets[0] :].decode('utf-8', 'replace')[0]!r} is not ASCII, "
            "which is all that CIF 1.1 allows",
            hint=r"start the file with #\#CIF_2.0, or use a CIF 1.1 escape such as \%A",
        )
    found = [m.start() for m in _NOT_CHARACTERS.finditer(data)]
    if found:
        problems.add_many(
            "CIF021",
            found,
            f"U+{ord(data[found[0] : found[0] + 4].decode('utf-8', 'ignore')[0]):04X} "
            "is not allowed in CIF",
            hint="remove it",
        )


def _check_lines(source: Source, problems: Problems) -> None:
    ends = np.append(source.newlines, np.int32(len(source.data)))
    if int(np.diff(ends, prepend=np.int32(-1)).max()) <= LINE_LIMIT + 1:
        return
    starts = np.concatenate(([0], ends[:-1] + 1))
    long = [
        int(starts[i])
        for i in np.flatnonzero(ends - starts > LINE_LIMIT)
        if len(source.text(int(starts[i]), int(ends[i])).rstrip(" ")) > LINE_LIMIT
    ]
    if long:
        end = source.line_end(long[0])
        length = len(source.text(long[0], end))
        problems.add_many(
            "CIF024",
            long,
            f"this line has {length} characters, more than the {LINE_LIMIT} that CIF allows",
            hint="break the line, or fold a text field with the line-folding protocol",
        )
