"""Several output files of one command: all are written, or none is touched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from imgcif_map.cli.common import flush, write_stdout
from imgcif_map.errors import UsageError

STDOUT = Path("-")


def check(inputs: Iterable[Path], outputs: Iterable[Path | None]) -> None:
    """Raise UsageError if an output is an input, a folder, or named twice."""
    taken = {os.path.realpath(path) for path in inputs if path != STDOUT}
    seen: set[str] = set()
    for path in outputs:
        if path is None:
            continue
        place = str(path) if path == STDOUT else os.path.realpath(path)
        if place in taken:
            raise UsageError(f"{path}: would overwrite an input", hint="name another output")
        if place in seen:
            raise UsageError(f"{path}: two outputs of the same name", hint="name another output")
        if path.is_dir():
            raise UsageError(f"{path}: is a folder", hint="name a file in it")
        seen.add(place)


def write_all(texts: Iterable[tuple[Path, Iterable[str]]]) -> None:
    """Write every file, text given in pieces, or none.

    What goes to stdout comes last, when all files are complete.
    """
    from imgcif_map.atomic import atomic_writer

    with ExitStack() as stack:
        printed: list[Iterable[str]] = []
        for path, pieces in texts:
            if path == STDOUT:
                printed.append(pieces)
            else:
                write_one(stack.enter_context(atomic_writer(path)), pieces)
        for pieces in printed:
            for piece in pieces:
                write_stdout(piece)
        flush()


def write_one(stream: IO[str], pieces: Iterable[str]) -> None:
    """All pieces of a text to one stream."""
    stream.writelines(pieces)
