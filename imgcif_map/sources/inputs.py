"""The files behind what a user names: files, folders, patterns, archives."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imgcif_map.errors import UnreadableInput

MAX_FILES = 2_000_000
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to look at. ``named``: by the user himself, so it has to be readable."""

    name: str
    """For messages: the path as given, ``archive:member`` for a member."""
    path: Path | None
    """None for a member of an archive."""
    named: bool
    open: Callable[[], BinaryIO]
    size: int | None = None
    archive: str | None = None
    member: str | None = None


def input_files(paths: Sequence[Path], allow_dirs: Sequence[Path] = ()) -> Iterator[InputFile]:
    """All files behind the paths, folders in natural order, each file once.

    A name with ``#`` or ``*?[]`` that is no file is a pattern: ``run1_####.cbf``. Links
    inside folders are followed within the folder and ``allow_dirs`` only. Raises
    UnreadableInput for what is not there.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _behind(path, allow_dirs):
            key = os.path.realpath(found)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > MAX_FILES:
                raise UnreadableInput(f"more than {MAX_FILES} files in {path}")
            yield _plain_file(found, named=found == path)


def _plain_file(path: Path, named: bool) -> InputFile:
    try:
        size = path.stat().st_size
    except OSError:
        size = None
    return InputFile(str(path), path, named, lambda: open_regular(path), size)


def _behind(path: Path, allow_dirs: Sequence[Path]) -> Iterator[Path]:
    if path.is_dir():
        yield from _in_folder(path, [path.resolve(), *(Path(d).resolve() for d in allow_dirs)])
        return
    text = str(path)
    if not path.exists() and ("#" in path.name or _PATTERN.search(path.name)):
        found = sorted(_matches(text), key=natural)
        if not found:
            raise UnreadableInput(f"no file matches {text}")
        yield from found
        return
    yield path


def _matches(pattern: str) -> list[Path]:
    if "#" in pattern:
        pattern = glob.escape(pattern).replace("#", "[0-9]")
    return [Path(p) for p in glob.glob(pattern) if Path(p).is_file()]  # noqa: PTH207


def _in_folder(folder: Path, allowed: list[Path]) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: natural(e.name))
    except OSError as error:
        raise UnreadableInput(f"cannot read the folder {folder}: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not _inside(Path(entry.path), allowed):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(Path(entry.path), allowed)
        elif entry.is_file():
            yield Path(entry.path)


def _inside(path: Path, allowed: list[Path]) -> bool:
    try:
        real = path.resolve(strict=True)
    except OSError:
        return False
    return any(real.is_relative_to(folder) for folder in allowed)


def natural(path: Path | str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts ``run_2`` before ``run_10``."""
    runs = re.split(r"(\d+)", str(path))
    return tuple((0, int(r), "") if r.isdecimal() else (1, 0, r) for r in runs if r)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file; pipes and devices are refused before they can block."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableInput(f"{path} is a folder, not a file")
        if not stat.S_ISREG(mode):
            raise UnreadableInput(f"{path} is not a regular file")
        return path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableInput(f"no such file: {path}") from error
    except PermissionError as error:
        raise UnreadableInput(f"no permission to read {path}") from error
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"cannot read {path}: {reason(error)}") from error


def reason(error: Exception) -> str:
    """Why the system refused, in its words."""
    return getattr(error, "strerror", None) or str(error)
