"""A folder as an archive: the files below it. Links are not followed."""

from __future__ import annotations

import os
from pathlib import Path

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.archivemembers import DEVICE, LINK, Members


def folder_members(folder: Path) -> Members:
    """All files below a folder with ``/`` in their names; raises UnreadableInput."""
    members = Members(folder)
    waiting = [("", folder)]
    while waiting:
        prefix, place = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError as error:
            raise UnreadableInput(f"cannot read the folder {place}: {error.strerror}") from error
        below = []
        for entry in entries:
            name = prefix + entry.name
            if entry.is_symlink():
                members.add(name, 0, -1, LINK)
            elif entry.is_dir(follow_symlinks=False):
                below.append((name + "/", Path(entry.path)))
            elif entry.is_file(follow_symlinks=False):
                members.add(name, entry.stat(follow_symlinks=False).st_size, 0)
            else:
                members.add(name, 0, -1, DEVICE)
        waiting += reversed(below)
    return members


class FolderReader:
    """Reads files below a folder."""

    def __init__(self, folder: Path, members: Members) -> None:
        self._folder, self._members = folder, members

    def read(self, index: int, limit: int) -> bytes:
        """The first ``limit`` bytes; raises UnreadableValue."""
        path = self._folder / self._members.names[index]
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                return file.read(limit)
        except OSError as error:
            raise UnreadableValue(f"cannot read {path}: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is kept open."""
