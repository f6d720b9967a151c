"""Images in HDF5 files: is the data set there, how many frames has it, what is in one of them.

Links are followed as everywhere (:mod:`imgcif_map.sources.h5links`): never out of the folder.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.h5frames import frame_image
from imgcif_map.archives.pixels import Image
from imgcif_map.sources.h5files import H5_ERRORS, Files, LinkedFile, LinkProblem, Target
from imgcif_map.sources.h5images import image_stack
from imgcif_map.sources.h5links import Walk
from imgcif_map.sources.images import OUTSIDE, ImageStack
from imgcif_map.sources.plain import decode

_MOST_OBJECTS = 2000
_TOLD = 3


class _Memory(Files):
    """A file in memory; what it links to is never looked for."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(Path(name), ())
        self._data = data

    def handle(self, file: str) -> Any:
        found = self._open.get(file)
        if found is None:
            found = self._open[file] = h5py.File(io.BytesIO(self._data), "r")
        return found

    def has_shrunk(self, file: str) -> bool:
        return False

    def find(self, name: str, at: Target) -> LinkedFile:
        return LinkedFile(None, name, f"to {name!r} is not followed inside an archive")


@dataclass(frozen=True)
class Hdf5:
    """One HDF5 file; ``name`` for messages. Close it after use."""

    name: str
    files: Files

    @classmethod
    def at(cls, folder: Path, name: str, shown: str = "") -> Hdf5:
        """A file in a folder, which links may lead through and not out of. Raises Fault."""
        return cls._opened(Files(folder / name, (folder,)), shown or name)

    @classmethod
    def of(cls, data: bytes, name: str) -> Hdf5:
        """A file in memory. Raises Fault."""
        return cls._opened(_Memory(data, "in-memory.h5"), name)

    @classmethod
    def _opened(cls, files: Files, name: str) -> Hdf5:
        try:
            files.handle(files.master)
        except H5_ERRORS as error:
            why = str(error.args[0]) if error.args else type(error).__name__
            raise Fault(
                Kind.DAMAGED,
                f"{name} cannot be opened as HDF5: {' '.join(why.split())[:200]}",
                "it is truncated or damaged: copy it again",
            ) from error
        return cls(name, files)

    def close(self) -> None:
        self.files.close()

    def stack(self, path: str) -> ImageStack:
        """Where the frames of a data set are. Raises Fault."""
        if not path:
            raise Fault(
                Kind.DATASET,
                f"{self.name} is HDF5, and no path says which data set holds the images",
                self._offer(),
            )
        found = image_stack(self.files, self._target(path))
        if found.problem:
            hint = self._offer() if "not a" in found.problem else "it is damaged: copy it again"
            raise Fault(Kind.DATASET, f"{path} in {self.name}: {found.problem}", hint)
        return found

    def image(self, path: str, number: int) -> Image:
        """One frame of a data set, counted from 1. Raises Fault."""
        stack = self.stack(path)
        if stack.which is None or stack.frame is None:
            raise self.absent(stack, path, number)
        if not 1 <= number <= len(stack.which):
            count = len(stack.which)
            raise Fault(Kind.FRAME, f"{path} in {self.name} has {count} images, no {number}")
        place = int(stack.which[number - 1])
        if place < 0:
            raise self.absent(stack, path, number)
        target, index = self._target(path), number - 1
        own = Path(target.shown).name if target.file == self.files.master else target.shown
        if stack.places[place] != (own, decode(target.path)):
            target = self._place(*stack.places[place], target)
            index = int(stack.frame[number - 1]) - 1
        shown = f"image {number} of {path} in {self.name}"
        return frame_image(self.files, target, index, shown)

    def _target(self, path: str) -> Target:
        walk = Walk(self.files)
        try:
            return walk.path(self.files.root(), path.encode("utf-8", "surrogateescape"))
        except LinkProblem as problem:
            kind, hint = Kind.DATASET, self._offer()
            if walk.aim is not None:
                out = walk.aim.absence.kind == OUTSIDE
                kind, hint = (Kind.UNSAFE if out else Kind.MISSING), "put it into the same folder"
            raise Fault(kind, f"{path} in {self.name}: {problem}", hint) from problem

    def _place(self, file: str, inside: str, virtual: Target) -> Target:
        """A source of a virtual data set, as :class:`ImageStack` names it. Raises Fault.

        Its name is relative to the folder of the first file if it is in there, else as written.
        """
        root = self.files.root()
        if file != Path(self.files.master).name:
            tries = [self.files.find(file, at) for at in (root, virtual)]
            linked = next((found for found in tries if found.real is not None), None)
            if linked is None:
                raise Fault(Kind.MISSING, f"{self.name}: link {tries[0].problem}")
            root = self.files.root(linked)
        try:
            return Walk(self.files).path(root, inside.encode("utf-8", "surrogateescape"))
        except LinkProblem as problem:
            raise Fault(Kind.DATASET, f"{inside} in {file}: {problem}") from problem

    def absent(self, stack: ImageStack, path: str, number: int) -> Fault:
        """Why a frame cannot be reached that the data set has."""
        names = ", ".join(absence.name for absence in stack.absent[:_TOLD]) or "unknown files"
        out = any(absence.kind == OUTSIDE for absence in stack.absent)
        where = "outside the folder" if out else "not there, or damaged"
        return Fault(
            Kind.UNSAFE if out else Kind.MISSING,
            f"image {number} of {path} in {self.name} is in another file that is {where}: {names}",
            "put all files of the data set into one folder",
        )

    def _offer(self) -> str:
        """Data sets of the file that may hold images, for a hint."""
        found: list[str] = []
        seen = 0

        def visit(name: str, thing: Any) -> bool | None:
            nonlocal seen
            seen += 1
            if (
                isinstance(thing, h5py.Dataset)
                and thing.ndim in (2, 3)
                and thing.dtype.kind in "iuf"
            ):
                found.append("/" + name)
            return True if seen > _MOST_OBJECTS or len(found) == _TOLD else None

        try:
            self.files.handle(self.files.master).visititems(visit)
        except H5_ERRORS:
            return ""
        return f"the file has {', '.join(found)}" if found else ""
