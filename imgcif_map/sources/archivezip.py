"""Zip files: the directory at their end, and single members."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from imgcif_map.errors import TooLarge, UnreadableInput, UnreadableValue
from imgcif_map.sources.archivemembers import DEVICE, LINK, MAX_MEMBERS, Members

MAX_DIRECTORY = 512 * 2**20
_ENTRY, _END, _LOCATOR = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def zip_members(path: Path) -> Members:
    """The files of a zip archive; raises UnreadableInput, OSError."""
    members = Members(path)
    with _opened(path) as archive:
        for number, info in enumerate(archive.infolist()):
            name = _name(info)
            if not name.endswith("/"):
                members.add(name, info.file_size, number, _refusal(info))
    return members


class ZipReader:
    """Reads members of a zip archive, in any order."""

    def __init__(self, path: Path, members: Members) -> None:
        self._path, self._members = path, members
        try:
            self._archive = _opened(path)
            self._infos = self._archive.infolist()
        except (OSError, UnreadableInput) as error:
            raise UnreadableValue(f"cannot read {path}: {error}") from error

    def read(self, index: int, limit: int) -> bytes:
        """The first ``limit`` bytes of a member; raises UnreadableValue."""
        try:
            info = self._infos[self._members.places[index]]
            with self._archive.open(info) as member:
                return member.read(limit)
        except (*_BROKEN, OSError, IndexError) as error:
            name = self._members.names[index]
            raise UnreadableValue(f"cannot read {name!r} in {self._path}: {error}") from error

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


def _opened(path: Path) -> zipfile.ZipFile:
    with path.open("rb") as file:
        if _directory(file).count(_ENTRY) > MAX_MEMBERS:
            raise TooLarge(f"{path} has more than {MAX_MEMBERS} members")
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise UnreadableInput(
            f"{path} is a damaged or truncated zip archive: {error}", hint="copy it again"
        ) from error


def _directory(file: BinaryIO) -> bytes:
    """The bytes of the central directory (APPNOTE 4.3.12 to 4.3.16); empty if there is none."""
    size = file.seek(0, os.SEEK_END)
    first = max(0, size - (1 << 16) - 22)
    file.seek(first)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        return b""
    end, length = first + at, struct.unpack_from("<L", tail, at + 12)[0]
    if at >= 76 and tail[at - 20 : at - 16] == _LOCATOR:
        end, length = end - 76, struct.unpack_from("<Q", tail, at - 76 + 40)[0]
    if length > MAX_DIRECTORY:
        raise TooLarge(f"the directory of {file.name} is too large")
    file.seek(max(0, end - length))
    return file.read(min(length, end))


def _name(info: zipfile.ZipInfo) -> str:
    """The stored name; one that is not labelled as UTF-8 but is, as UTF-8."""
    name = info.filename
    if info.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _refusal(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 1:
        return "encrypted"
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    if kind == stat.S_IFLNK:
        return LINK
    return DEVICE if kind not in (0, stat.S_IFREG) else None
