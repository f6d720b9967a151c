"""The HDF5 files behind one source: opened read-only, a few at a time, in allowed folders only.

HDF5 itself follows links into any file it can find. Here every file is opened
by us, after its real path (symbolic links resolved) was found inside an allowed
folder; nothing is ever handed to HDF5 that would make it open a file by itself.
"""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py

H5_ERRORS = (
    OSError,
    RuntimeError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    OverflowError,
    MemoryError,
    AttributeError,
    NotImplementedError,
)
"""What h5py raises on damaged files (UnicodeDecodeError is a ValueError)."""

OPEN_FILES = 32
OPEN_OBJECTS = 4096
"""Opened objects kept at hand: opening is slow, and most are asked for several times in a row."""


class LinkProblem(Exception):
    """A link leads nowhere, or where it must not; the message becomes Record.error."""


@dataclass(frozen=True, slots=True)
class Target:
    """An object: real path of its file, and its path there along hard links only.

    ``shown`` is the file's name for reports: as given, or relative to the master.
    """

    file: str
    path: bytes
    shown: str

    def below(self, name: bytes) -> Target:
        """The object one hard link further down."""
        start = self.path if self.path != b"/" else b""
        return Target(self.file, start + b"/" + name, self.shown)


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """What a file name inside a file refers to: its real path, or why not; name for reports.

    ``outside``: the name leads out of the allowed folders, so that it is fit for reports only.
    """

    real: str | None
    shown: str
    problem: str = ""
    outside: bool = False


class Files:
    """Opens the master and the files it may refer to; closes the least recently used."""

    def __init__(self, master: Path, allow_dirs: Sequence[Path]) -> None:
        self.master = os.path.realpath(master)
        self.folder = os.path.realpath(master.parent)
        self._own = (self.folder, str(Path(self.master).parent))
        folders = [*self._own, *(os.path.realpath(d) for d in allow_dirs)]
        self.allowed = tuple(dict.fromkeys(folders))
        self.shown = str(master)
        self._open: OrderedDict[str, Any] = OrderedDict()
        self._objects: OrderedDict[tuple[str, bytes], Any] = OrderedDict()
        self._sizes: dict[str, int] = {}

    def root(self, linked: LinkedFile | None = None) -> Target:
        """Root of the master, or of a linked file that was found."""
        if linked is None or linked.real is None:
            return Target(self.master, b"/", self.shown)
        return Target(linked.real, b"/", linked.shown)

    def handle(self, file: str) -> Any:
        """The opened file; raises OSError."""
        found = self._open.get(file)
        if found is not None and found.id.valid:
            self._open.move_to_end(file)
            return found
        opened = h5py.File(file, "r", locking=False)
        self._sizes[file] = Path(file).stat().st_size
        self._open[file] = opened
        while len(self._open) > OPEN_FILES:
            oldest = next(name for name in self._open if name != self.master)
            self._open.pop(oldest).close()
        return opened

    def low(self, target: Target) -> Any:
        """The low-level object of a target; raises one of H5_ERRORS."""
        key = (target.file, target.path)
        found = self._objects.get(key)
        if found is not None and found.valid:  # closing a file closes its objects
            self._objects.move_to_end(key)
            return found
        opened = h5py.h5o.open(self.handle(target.file).id, target.path)
        self._objects[key] = opened
        self._objects.move_to_end(key)
        if len(self._objects) > OPEN_OBJECTS:
            self._objects.popitem(last=False)
        return opened

    def has_shrunk(self, file: str) -> bool:
        """True if the file got shorter since it was opened: HDF5 would read zeros."""
        return Path(file).stat().st_size < self._sizes.get(file, 0)

    def close(self) -> None:
        self._objects.clear()
        while self._open:
            self._open.popitem()[1].close()

    def find(self, name: str, at: Target) -> LinkedFile:
        """The file that ``name``, written in the file of ``at``, refers to.

        An absolute name counts if it lies inside an allowed folder; else, as
        HDF5 does, a file of that name beside the referring one. Files elsewhere
        are not even looked at.
        """
        beside = Path(at.file).parent
        tries = [beside / name]  # an absolute name replaces ``beside``
        if Path(name).is_absolute():
            tries.append(beside / Path(name).name)
        forbidden = False
        for tried in tries:
            try:
                real = os.path.realpath(tried)
                if not self._inside(real):
                    forbidden = True
                    continue
                if stat.S_ISREG(Path(real).stat().st_mode):
                    return LinkedFile(real, self._relative(tried, name))
            except (OSError, ValueError):
                continue
        shown = self._relative(tries[0], name)
        if forbidden:
            problem = f"to {name!r} is outside the allowed folder (use --allow-dir DIR)"
            named_inside = self._inside(os.path.normpath(tries[0]))
            return LinkedFile(None, shown, problem, outside=not named_inside)
        return LinkedFile(None, shown, f"to {name!r} is broken: no such file")

    def _inside(self, real: str) -> bool:
        return any(real == d or real.startswith(d.rstrip(os.sep) + os.sep) for d in self.allowed)

    def _relative(self, tried: Path, name: str) -> str:
        """Relative to the master's folder where the file is inside it, else as written."""
        path = os.path.normpath(tried)
        for folder in self._own:
            if path.startswith(folder.rstrip(os.sep) + os.sep):
                return os.path.relpath(path, folder).replace(os.sep, "/")
        return name
