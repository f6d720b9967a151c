"""Tar files, plain or compressed, as a stream of headers; data is passed over, not kept.

Layout: POSIX.1-2001 (ustar and pax), GNU long names and sparse files.
"""

from __future__ import annotations

from pathlib import Path

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.archivemembers import DEVICE, LINK, Members
from imgcif_map.sources.archivestream import TarStream

BLOCK = 512
MAX_EXTRA = 1 << 20
"""Bytes of a long name or a pax header."""
SPARSE = -1
_ZEROS = bytes(BLOCK)
_FILES, _LINKS, _FOLDER = b"0\x007S", b"12", b"5D"


def is_tar_header(block: bytes) -> bool:
    """Whether a block is a header with the right checksum, or the end of an empty archive."""
    return len(block) == BLOCK and (block == _ZEROS or _checked(block))


def _checked(block: bytes) -> bool:
    stated = _octal(block[148:156])
    field = block[148:156]
    total = sum(block) - sum(field) + 8 * 32
    if stated == total:
        return True
    signed = total - 256 * sum(byte > 127 for byte in block) + 256 * sum(b > 127 for b in field)
    return stated == signed  # as some old programs counted


def _octal(field: bytes) -> int:
    """A number of a header; -1 if it is none."""
    if field[:1] in (b"\x80", b"\xff"):
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else -1
    text = field.replace(b"\0", b" ").strip()
    try:
        return int(text, 8) if text else 0
    except ValueError:
        return -1


def tar_members(path: Path, kind: str) -> Members:
    """The files of a tar archive; raises UnreadableInput, OSError."""
    members = Members(path)
    stream = TarStream(path, kind)
    try:
        extra: dict[str, str] = {}
        while True:
            block = stream.take(BLOCK)
            if block == _ZEROS:
                break
            if not block and stream.at:
                members.ended = False
                break
            if len(block) < BLOCK or not _checked(block):
                if stream.at <= BLOCK:
                    raise UnreadableInput(
                        f"{path} holds no tar archive", hint="it may be a single compressed file"
                    )
                raise stream.damaged("there is no header where one should be")
            extra = _member(stream, block, extra, members)
    finally:
        stream.close()
    return members


def _member(
    stream: TarStream, block: bytes, extra: dict[str, str], members: Members
) -> dict[str, str]:
    """Take one header and pass over its data; returns what it says about the next one."""
    flag, size = block[156:157], _octal(block[124:136])
    if size < 0:
        raise stream.damaged("a member has no size")
    if flag in (b"L", b"K", b"x", b"X", b"g"):
        return _extra(stream, flag, size, extra)
    stated = extra.get("size", "")
    if stated.isascii() and stated.isdigit() and len(stated) < 20:
        size = int(stated)
    real, place = size, stream.at
    if flag == b"S":
        real, place = _octal(block[483:495]), SPARSE
        more = block[482]
        while more:
            following = stream.take(BLOCK)
            if len(following) < BLOCK:
                raise stream.damaged("it ends too soon")
            more = following[504]
        end = stream.at
    else:
        end = place
    name = extra.get("GNU.sparse.name") or extra.get("path") or _name(block)
    if any(key.startswith("GNU.sparse") for key in extra):
        text = extra.get("GNU.sparse.realsize", extra.get("GNU.sparse.size", ""))
        real = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else size
        place = SPARSE
    if flag in _LINKS:
        members.add(name, 0, SPARSE, LINK)
        size = 0 if flag == b"2" else size
    elif flag in _FILES and not name.endswith("/"):
        members.add(name, max(real, 0), place)
    elif flag not in _FOLDER and flag not in _FILES:
        members.add(name, 0, SPARSE, DEVICE)
        size = 0 if flag in b"346" else size
    if flag in b"5":
        size = 0
    stream.skip(end + -(-size // BLOCK) * BLOCK)
    return {}


def _extra(stream: TarStream, flag: bytes, size: int, extra: dict[str, str]) -> dict[str, str]:
    """A long name or a pax header, which belong to the member that follows."""
    if size > MAX_EXTRA:
        raise stream.damaged("a header is larger than any name")
    end = stream.at + -(-size // BLOCK) * BLOCK
    data = stream.take(size)
    if len(data) < size:
        raise stream.damaged("it ends too soon")
    stream.skip(end)
    if flag == b"L":
        return {**extra, "path": _text(data.split(b"\0")[0])}
    if flag in b"xX":
        return {**extra, **_pax(data)}
    return extra


def _pax(data: bytes) -> dict[str, str]:
    """Records ``length key=value\\n`` of a pax header; what does not fit ends it."""
    found = {}
    at = 0
    while at < len(data):
        blank = data.find(b" ", at, at + 12)
        number = data[at:blank]
        if blank < 0 or not number.isdigit() or int(number) <= blank - at:
            break
        key, equals, value = data[blank + 1 : at + int(number) - 1].partition(b"=")
        if equals:
            found[_text(key)] = _text(value)
        at += int(number)
    return found


def _name(block: bytes) -> str:
    name = block[:100].split(b"\0", 1)[0]
    if block[257:263] == b"ustar\0":
        prefix = block[345:500].split(b"\0", 1)[0]
        name = prefix + b"/" + name if prefix else name
    return _text(name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


class TarReader:
    """Reads members of a tar archive; one pass if they are asked for in its order."""

    def __init__(self, path: Path, kind: str, members: Members) -> None:
        self._path, self._kind, self._members = path, kind, members
        self._stream: TarStream | None = None

    def read(self, index: int, limit: int) -> bytes:
        """The first ``limit`` bytes of a member; raises UnreadableValue."""
        name, place = self._members.names[index], self._members.places[index]
        where = f"cannot read {name!r} in {self._path}"
        if place == SPARSE:
            raise UnreadableValue(f"{where}: it is stored with holes (a sparse file)")
        count = min(limit, self._members.sizes[index])
        try:
            if self._stream is None or (place < self._stream.at and self._kind != "TAR"):
                self.close()
                self._stream = TarStream(self._path, self._kind)
            self._stream.skip(place)
            data = self._stream.take(count)
        except (OSError, UnreadableInput) as error:
            raise UnreadableValue(f"{where}: {error}") from error
        if len(data) < count:
            raise UnreadableValue(f"{where}: the archive ends too soon")
        return data

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
