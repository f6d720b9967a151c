"""Local archives: names and sizes of the members of a zip or tar file or a folder.

What a file is, its content tells. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Protocol

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.archivemembers import Members

FOLDER = "folder"
_START = 512
_STARTS = {
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x1f\x8b": "TGZ",
    b"BZh": "TBZ",
    b"\xfd7zXZ\x00": "TXZ",
}
_FOREIGN = {
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"LZIP": "lzip",
    b"\x89HDF": "HDF5",
}
"""What is named in the message that it cannot be listed."""


class _Reader(Protocol):
    def read(self, index: int, limit: int) -> bytes: ...
    def close(self) -> None: ...


@dataclass
class Listing:
    """The members of an archive or folder; a context manager that closes its file.

    ``kind``: ``ZIP``, ``TAR``, ``TGZ``, ``TBZ``, ``TXZ`` or ``folder``.
    """

    path: Path
    kind: str
    members: Members
    _reader: _Reader | None = field(default=None, repr=False)

    @property
    def names(self) -> Sequence[str]:
        """Names of the files as they are stored, each once, in the order of the archive."""
        return self.members.names

    @property
    def sizes(self) -> Sequence[int]:
        """Bytes of each file when unpacked."""
        return self.members.sizes

    @property
    def refused(self) -> Mapping[str, str]:
        """Members that nothing may point at, each with the reason (``a link`` …)."""
        return self.members.refused

    @property
    def doubled(self) -> frozenset[str]:
        """Names that several members have; ``names`` and ``sizes`` have the last of them."""
        return frozenset(self.members.doubled)

    @property
    def ended(self) -> bool:
        """False for a tar file without an end mark, which may have been cut off."""
        return self.members.ended

    @cached_property
    def _index(self) -> Mapping[str, int]:
        return {name: index for index, name in enumerate(self.names)}

    def size(self, name: str) -> int | None:
        """Bytes of a file when unpacked; None if there is no such file."""
        index = self._index.get(name)
        return None if index is None else self.sizes[index]

    def place(self, name: str) -> int:
        """Ascending in the order in which files are read fastest; -1 if there is no such file."""
        index = self._index.get(name)
        return -1 if index is None else self.members.places[index]

    def open_member(self, name: str, limit: int) -> bytes:
        """The first ``limit`` bytes of a file in the archive, all if it is shorter.

        In the order of the archive a compressed tar file is read once; going back
        reads it from the start. Raises UnreadableValue.
        """
        index = self._index.get(name)
        if index is None:
            why = self.refused.get(name)
            reason = f"it is {why}" if why else "there is no such file"
            raise UnreadableValue(f"cannot read {name!r} in {self.path}: {reason}")
        if self._reader is None:
            self._reader = _reader(self)
        return self._reader.read(index, limit)

    def close(self) -> None:
        """Close the file; a further ``open_member`` opens it again."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def __enter__(self) -> Listing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def list_archive(path: Path) -> Listing:
    """The members of an archive or a folder; raises UnreadableInput.

    A tar file is read through once, in constant memory apart from the names.
    """
    try:
        kind = archive_kind(path)
        if kind == FOLDER:
            from imgcif_map.sources.archivefolder import folder_members

            return Listing(path, kind, folder_members(path))
        if kind == "ZIP":
            from imgcif_map.sources.archivezip import zip_members

            return Listing(path, kind, zip_members(path))
        from imgcif_map.sources.archivetar import tar_members

        return Listing(path, kind, tar_members(path, kind))
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror or error}") from error


def archive_kind(path: Path) -> str:
    """What kind of archive stands at a path, by its content; raises UnreadableInput, OSError."""
    if not path.exists():
        raise UnreadableInput(f"no such archive or folder: {path}")
    if path.is_dir():
        return FOLDER
    if not path.is_file():
        raise UnreadableInput(f"{path} is neither a regular file nor a folder")
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise UnreadableInput(f"{path} is empty")
    for magic, kind in _STARTS.items():
        if start.startswith(magic):
            return kind
    from imgcif_map.sources.archivetar import is_tar_header

    if is_tar_header(start):
        return "TAR"
    known = "zip, tar, tar.gz, tar.bz2, tar.xz files and folders can be listed"
    for magic, title in _FOREIGN.items():
        if start.startswith(magic):
            raise UnreadableInput(f"{path} is a {title} file", hint=known)
    raise UnreadableInput(f"{path} is no archive", hint=known)


def _reader(listing: Listing) -> _Reader:
    if listing.kind == FOLDER:
        from imgcif_map.sources.archivefolder import FolderReader

        return FolderReader(listing.path, listing.members)
    if listing.kind == "ZIP":
        from imgcif_map.sources.archivezip import ZipReader

        return ZipReader(listing.path, listing.members)
    from imgcif_map.sources.archivetar import TarReader

    return TarReader(listing.path, listing.kind, listing.members)
