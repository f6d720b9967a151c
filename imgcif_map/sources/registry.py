"""Chooses the source for a file by its content; imports a format's module only when needed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.sources import sniffs
from imgcif_map.sources.base import Source
from imgcif_map.sources.headers.head import compression
from imgcif_map.sources.inputs import open_regular, reason

HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how to recognise it and which module reads it.

    The module of a format whose files are sources by themselves has
    ``open_file(path, allow_dirs, **options) -> Source``; that of single images
    (``images``), whose headers are gathered into scans, has ``reader() -> Reader``
    (:mod:`imgcif_map.sources.headers.facts`).
    """

    name: str
    title: str
    module: str
    starts: Callable[[bytes], bool] = lambda start: False
    """Whether a file that starts so is in the format."""
    images: bool = False


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


_IMAGES = "imgcif_map.sources.formats"
FORMATS = (
    Format("nexus", "HDF5", "imgcif_map.sources.nexus", lambda start: start[:8] == HDF5_SIGNATURE),
    Format("cbf", "CBF", "imgcif_map.sources.formats.cbf", sniffs.is_cbf, images=True),
    Format("smv", "SMV", "imgcif_map.sources.formats.smv", sniffs.is_smv, images=True),
    Format("expt", "DIALS experiments", "imgcif_map.sources.formats.expt", sniffs.is_expt),
    Format("marccd", "MarCCD", f"{_IMAGES}.marccd", sniffs.is_marccd, images=True),
    Format("mar345", "mar345", f"{_IMAGES}.mar345", sniffs.is_mar345, images=True),
    Format("bruker", "Bruker SFRM", f"{_IMAGES}.bruker", sniffs.is_bruker, images=True),
    Format("rod", "Rigaku Oxford", f"{_IMAGES}.rod", sniffs.is_rod, images=True),
    Format("edf", "EDF", f"{_IMAGES}.fabio", sniffs.is_edf, images=True),
    Format("xds", "XDS.INP", "imgcif_map.sources.formats.xds", sniffs.is_xds),
)
START = 1 << 14
"""So many bytes tell the format."""


def format_of(start: bytes, path: Path | None = None) -> Format | None:
    """The format of a file by its first bytes (``path`` where HDF5 may begin further on)."""
    found = next((f for f in FORMATS if f.starts(start)), None)
    if found is None and path is not None and len(start) >= 512 and path.is_file():
        with path.open("rb") as file:
            found = FORMATS[0] if is_hdf5(file) else None
    return found


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
    with open_regular(path) as file:
        chosen = _by_name(format_name) if format_name else _by_content(file, path)
    if chosen.images:
        from imgcif_map.sources.gather import open_all

        return open_all([path], tuple(Path(d) for d in allow_dirs))[0]
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
        head = file.read(START)
        found = format_of(head, path)
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {reason(error)}") from error
    if found is not None:
        return found
    if not head:
        raise UnreadableInput(f"{path} is empty")
    kind = compression(head)
    if kind is not None:
        names = {"GZ": "gzip", "BZ2": "bzip2", "XZ": "xz"}
        raise UnreadableInput(
            f"{path} is compressed with {names[kind]}, and not an image", hint="uncompress it first"
        )
    raise UnreadableInput(
        f"{path} is in no known format", hint=f"known: {', '.join(f.title for f in FORMATS)}"
    )
