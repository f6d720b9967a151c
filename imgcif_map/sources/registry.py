"""Chooses the source for a file by its content; imports a format's module only when needed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.sources.base import Source

HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how to recognise it and which module reads it.

    The module has ``open_file(path, allow_dirs, **options) -> Source``.
    """

    name: str
    sniff: Callable[[BinaryIO], bool]
    module: str


def is_hdf5(file: BinaryIO) -> bool:
    """True if the HDF5 signature stands at 0, 512, 1024, 2048 … (HDF5 format, III.A)."""
    size = file.seek(0, os.SEEK_END)
    offset = 0
    while offset + 8 <= size:
        file.seek(offset)
        if file.read(8) == HDF5_SIGNATURE:
            return True
        offset = 512 if offset == 0 else offset * 2
    return False


FORMATS = (Format("nexus", is_hdf5, "imgcif_map.sources.nexus"),)


def open_source(
    path: Path | str,
    allow_dirs: Sequence[Path] = (),
    *,
    format_name: str | None = None,
    **options: Any,
) -> Source:
    """Open a file with the source its content asks for.

    External files are read only inside the file's own folder and ``allow_dirs``.
    ``format_name`` overrides the choice; ``options`` go to the format.
    Raises UnreadableInput (missing, no permission, unknown or damaged) and
    UsageError (no such format, ``allow_dirs`` not folders).
    """
    path = Path(path)
    for folder in allow_dirs:
        if not Path(folder).is_dir():
            raise UsageError(f"allowed folder is not a folder: {folder}")
    with _open_regular(path) as file:
        chosen = _by_name(format_name) if format_name else _by_content(file, path)
    module = import_module(chosen.module)
    return cast(Source, module.open_file(path, tuple(Path(d) for d in allow_dirs), **options))


def format_names() -> tuple[str, ...]:
    """Names of all known formats."""
    return tuple(f.name for f in FORMATS)


def _by_name(name: str) -> Format:
    for known in FORMATS:
        if known.name == name:
            return known
    raise UsageError(f"unknown source format {name!r}", hint=f"one of {', '.join(format_names())}")


def _by_content(file: BinaryIO, path: Path) -> Format:
    try:
        found = next((f for f in FORMATS if f.sniff(file)), None)
        file.seek(0)
        head = file.read(4)
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {_reason(error)}") from error
    if found is not None:
        return found
    if not head:
        raise UnreadableInput(f"{path} is empty")
    if head[:2] == b"\x1f\x8b":
        raise UnreadableInput(f"{path} is compressed with gzip", hint="uncompress it first")
    raise UnreadableInput(
        f"{path} is in no known format", hint=f"known: {', '.join(format_names())} (HDF5)"
    )


def _open_regular(path: Path) -> BinaryIO:
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
        raise UnreadableInput(f"cannot read {path}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
