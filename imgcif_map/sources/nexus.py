"""NeXus and any other HDF5 file as a lazy tree of records. Image data are never read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imgcif_map.errors import UnreadableInput
from imgcif_map.sources.base import Closing
from imgcif_map.sources.h5files import H5_ERRORS, Files
from imgcif_map.sources.h5record import NexusRecord
from imgcif_map.sources.record import Record


class NexusSource(Closing):
    """An opened HDF5 file with the files it may refer to."""

    format = "nexus"

    def __init__(self, path: Path, allow_dirs: Sequence[Path] = ()) -> None:
        self.path = path
        self._files = Files(path, allow_dirs)
        try:
            self._files.handle(self._files.master)
        except H5_ERRORS as error:
            raise UnreadableInput(_why_not(path, error)) from error
        self._root = NexusRecord(self._files, None, b"")

    @property
    def root(self) -> Record:
        return self._root

    def close(self) -> None:
        self._files.close()


def _why_not(path: Path, error: BaseException) -> str:
    if isinstance(error, PermissionError):
        return f"no permission to read {path}"
    text = str(error)
    if "truncated" in text:
        return f"{path} is a truncated HDF5 file: it is shorter than it says"
    return f"{path} is a damaged HDF5 file, or none at all"


def open_file(path: Path, allow_dirs: Sequence[Path] = ()) -> NexusSource:
    """Open an HDF5 file; raises UnreadableInput."""
    return NexusSource(path, allow_dirs)
