"""Which file, data set and frame number each image of a scan is in. Reads no image."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from imgcif_map.sources.record import Record

MAX_FRAMES = 50_000_000
PER_FILE_HINT = "--set images_per_file=N"

Ints = NDArray[np.int64]


OUTSIDE = "outside"
MISSING = "missing"
DAMAGED = "damaged"
UNFIT = "unfit"
_ABSENCES = {
    OUTSIDE: "image files outside the allowed folders (use --allow-dir DIR), so that the places of "
    "their images are not written",
    MISSING: "image files that are missing",
    DAMAGED: "image files that cannot be read as HDF5",
    UNFIT: "sources of images that hold none",
}
NAMED = 3
"""Absent files that a report names."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A file that should hold images and cannot be used: why (``missing`` …), and its name."""

    kind: str
    name: str


@dataclass(frozen=True)
class ImageStack:
    """Where the frames of one data set really are.

    Frame i (from 0) is frame ``frame[i]`` (from 1) of ``places[which[i]]``, a
    (file, path) pair; ``which[i]`` is -1 where no source covers it. ``which``
    and ``frame`` are None if the number of frames is unknown: then there is one
    place, or none where it must not be told (outside the allowed folders).
    ``dtype`` is the element type of what really holds the pixels, None if that
    cannot be seen. ``absent``: what should hold frames and cannot be used.
    """

    places: tuple[tuple[str, str], ...] = ()
    which: Ints | None = None
    frame: Ints | None = None
    dtype: str | None = None
    problem: str = ""
    absent: tuple[Absence, ...] = ()

    @property
    def length(self) -> int | None:
        """Number of frames, None if unknown."""
        return None if self.which is None else len(self.which)

    @classmethod
    def unseen(cls, file: str, path: str, why: Absence | None = None) -> ImageStack:
        """A data set that a link names but that cannot be reached."""
        absence = why or Absence(MISSING, file)
        places = () if absence.kind == OUTSIDE else ((file, path),)
        return cls(places, absent=(absence,))

    @classmethod
    def simple(
        cls, file: str, path: str, shape: tuple[int, ...] | None, dtype: str | None
    ) -> ImageStack:
        """An ordinary data set: (frames, slow, fast), or (slow, fast) for one image."""
        if shape is None or not 2 <= len(shape) <= 3:
            what = "no value" if shape is None else f"{len(shape)} dimensions"
            return cls(((file, path),), dtype=dtype, problem=f"{what}: not a stack of images")
        count = shape[0] if len(shape) == 3 else 1
        return cls.counted(file, path, count, dtype)

    @classmethod
    def counted(cls, file: str, path: str, count: int, dtype: str | None = None) -> ImageStack:
        """``count`` frames in one data set."""
        if count > MAX_FRAMES:
            return cls(((file, path),), dtype=dtype, problem=f"{count} frames: too many")
        which = np.zeros(count, dtype=np.int64)
        return cls(((file, path),), which, np.arange(1, count + 1, dtype=np.int64), dtype)


@runtime_checkable
class HasImages(Protocol):
    """A record that knows where the images are that it stands for."""

    @property
    def images(self) -> ImageStack: ...


@dataclass(frozen=True, slots=True)
class ImageGap:
    """Something to report: a gap kind, and what is wrong."""

    kind: str
    message: str


@dataclass(frozen=True)
class ImageTable:
    """File, path inside it and frame number (from 1) of n images.

    Arrays of length n; where an image's place is unknown all three are None
    (``frame`` is int64 if all are known, else object).
    """

    file: NDArray[Any]
    path: NDArray[Any]
    frame: NDArray[Any]
    gaps: tuple[ImageGap, ...] = ()


def images_of(record: Record) -> ImageStack:
    """The stack behind a record of any source."""
    if isinstance(record, HasImages):
        return record.images
    if record.error is not None:
        return ImageStack(problem=record.error)
    origin = record.origin
    return ImageStack.simple(PurePath(origin.file).name, origin.path, record.shape, record.dtype)


def resolved_dtype(record: Record) -> str | None:
    """Element type of what really holds the values; None if that cannot be reached.

    A virtual data set may state another type than its sources.
    """
    if isinstance(record, HasImages) and record.error is None:
        return record.images.dtype
    return record.dtype


def resolve_images(
    records: Sequence[Record], n: int | None = None, per_file: int | None = None
) -> ImageTable:
    """Places of frames 1..n, held by one data set or by a numbered series of them.

    The lengths of unreachable data sets come from ``per_file``, or from ``n`` if
    only one of them is unknown; never from a guess: other frames are None and a
    gap says so. ``n`` None: as many frames as are known.
    """
    gaps: list[ImageGap] = []
    stacks = []
    for record in _series(records, gaps):
        stack = images_of(record)
        if stack.problem:
            gaps.append(ImageGap("unreadable", f"{record.path}: {stack.problem}"))
            break  # what follows would get wrong numbers
        stacks.append(stack)
    absent = _absence_gaps(stacks)
    stacks = _with_lengths(stacks, n, per_file, gaps)
    total = sum(s.length or 0 for s in stacks)
    if n is None:
        n = total
    elif total > n:
        gaps.append(ImageGap("conflict", f"the data sets hold {total} images, the scan has {n}"))
    elif total < n and not gaps:
        gaps.append(ImageGap("conflict", f"the data sets hold {total} of the scan's {n} images"))
    return _table(stacks, n, gaps, absent)


def _series(records: Sequence[Record], gaps: list[ImageGap]) -> list[Record]:
    """Each object once; a numbered series in the order of its numbers; else only the first."""
    unique = list({record.identity: record for record in records}.values())
    if len(unique) < 2:
        return unique
    numbered = []
    for record in unique:
        match = re.fullmatch(r"(.*?)(\d+)", record.name)
        if match:
            above = record.parent.identity if record.parent is not None else None
            numbered.append(((above, match[1]), int(match[2]), record))
    if len(numbered) == len(unique) and len({key for key, _, _ in numbered}) == 1:
        return [record for _, _, record in sorted(numbered, key=lambda entry: entry[1])]
    if len({images_of(record).places for record in unique}) > 1:
        names = ", ".join(record.path for record in unique[:4])
        message = f"several data sets could hold the images, the first is taken: {names}"
        gaps.append(ImageGap("conflict", message))
    return unique[:1]


def _with_lengths(
    stacks: list[ImageStack], n: int | None, per_file: int | None, gaps: list[ImageGap]
) -> list[ImageStack]:
    """Stacks of known length; those after the first unknown one are dropped, with a gap."""
    unknown = [s for s in stacks if s.length is None]
    known = sum(s.length or 0 for s in stacks)
    result: list[ImageStack] = []
    for stack in stacks:
        if stack.length is not None:
            result.append(stack)
            continue
        count = per_file
        if count is not None and n is not None:
            count = max(0, min(count, n - sum(s.length or 0 for s in result)))
        elif count is None and len(unknown) == 1 and n is not None and n >= known:
            count = n - known
        if count is None:
            name = stack.absent[0].name if stack.absent else ":".join(stack.places[0])
            message = f"{name} cannot be read, so its number of images is unknown"
            gaps.append(ImageGap("unreadable", f"{message}: give {PER_FILE_HINT}"))
            break
        stack = _counted(stack, count)
        if stack.problem:
            gaps.append(ImageGap("unreadable", stack.problem))
            break
        result.append(stack)
    return result


def _counted(stack: ImageStack, count: int) -> ImageStack:
    """The stack with so many frames: all in its one place, or nobody knows where."""
    if stack.places:
        return ImageStack.counted(*stack.places[0], count)
    if count > MAX_FRAMES:
        return ImageStack(problem=f"{count} frames: too many")
    return ImageStack((), np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=np.int64))


def _absence_gaps(stacks: Sequence[ImageStack]) -> list[ImageGap]:
    """One gap for each kind of absence: how many, and the first names."""
    found: dict[str, list[str]] = {}
    for absence in dict.fromkeys(a for stack in stacks for a in stack.absent):
        found.setdefault(absence.kind, []).append(absence.name)
    gaps = []
    for kind, names in found.items():
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        message = f"{len(names)} in all: {', '.join(names[:NAMED])}{more}"
        message = f"{_ABSENCES[kind]}, {message}"
        gaps.append(ImageGap("unreadable", message))
    return gaps


def _table(
    stacks: list[ImageStack], n: int, gaps: list[ImageGap], absent: list[ImageGap]
) -> ImageTable:
    places: list[tuple[str, str]] = []
    which, frame = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for stack in stacks:
        assert stack.which is not None
        assert stack.frame is not None
        which.append(np.where(stack.which >= 0, stack.which + len(places), -1))
        frame.append(stack.frame)
        places.extend(stack.places)
    number = np.full(n, -1, dtype=np.int64)
    number[: min(n, sum(map(len, which)))] = np.concatenate(which)[:n]
    frames = np.zeros(n, dtype=np.int64)
    frames[: min(n, sum(map(len, frame)))] = np.concatenate(frame)[:n]
    missing = number < 0
    if missing.any() and not gaps:
        message = f"{int(missing.sum())} of {n} images have no known place"
        gaps.append(ImageGap("unreadable", message))
    lookup = np.empty((len(places) + 1, 2), dtype=object)
    for index, place in enumerate(places):
        lookup[index] = place
    shown: NDArray[Any] = frames
    if missing.any():
        shown = frames.astype(object)
        shown[missing] = None
    return ImageTable(lookup[number, 0], lookup[number, 1], shown, (*absent, *gaps))
