"""The files behind what a user names: files, folders, patterns, archives."""

from __future__ import annotations

import glob
import io
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.archives import Listing, list_archive
from imgcif_map.sources.archivetar import is_tar_header
from imgcif_map.sources.headers.head import StreamHead

MAX_FILES = 2_000_000
MEMBER_START = 1 << 18
"""So much of a member is read: no header is longer."""
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


def input_files(
    paths: Sequence[Path], allow_dirs: Sequence[Path], stack: ExitStack
) -> Iterator[InputFile]:
    """All files behind the paths, folders in natural order, each file once.

    A name with ``#`` or ``*?[]`` that is no file is a pattern: ``run1_####.cbf``. Links
    inside folders are followed within the folder and ``allow_dirs`` only. The members of
    a zip or tar file that is named are files too; ``stack`` closes it. Raises
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
            if not path.is_dir() and _is_archive(found):
                yield from _members(found, stack)
            else:
                yield _plain_file(found, named=found == path)


def _is_archive(path: Path) -> bool:
    """A zip or tar file, compressed or not, by its first bytes."""
    try:
        with open_regular(path) as stream:
            head = StreamHead(str(path), stream)
            start = head.first(512)
    except (UnreadableInput, UnreadableValue, OSError):
        return False  # whoever opens it says what is wrong
    return start.startswith(b"PK\x03\x04") or is_tar_header(start)


def _members(archive: Path, stack: ExitStack) -> Iterator[InputFile]:
    listing = stack.enter_context(list_archive(archive))
    for name, size in zip(listing.names, listing.sizes, strict=True):
        if not name.rsplit("/", 1)[-1].startswith("."):
            yield InputFile(
                f"{archive}:{name}", None, False, partial(_opened, listing, name), size,
                str(archive), name,
            )  # fmt: skip


def _opened(listing: Listing, name: str) -> BinaryIO:
    return io.BytesIO(listing.open_member(name, MEMBER_START))


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
