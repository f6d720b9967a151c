"""Several output files of one command: all are written, or none is touched."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from imgcif_map.cli.common import write_stdout
from imgcif_map.errors import UsageError

STDOUT = Path("-")


def check(inputs: Iterable[Path], outputs: Iterable[Path | None]) -> None:
    """Raise UsageError if an output is an input, a folder, or named twice."""
    taken = {path.resolve(): path for path in inputs if path != STDOUT}
    seen: set[Path] = set()
    for path in outputs:
        if path is None:
            continue
        place = path if path == STDOUT else path.resolve()
        if place in taken:
            raise UsageError(f"{path}: would overwrite an input", hint="name another output")
        if place in seen:
            raise UsageError(f"{path}: two outputs of the same name", hint="name another output")
        if path.is_dir():
            raise UsageError(f"{path}: is a folder", hint="name a file in it")
        seen.add(place)


def write_all(texts: Iterable[tuple[Path, str]]) -> None:
    """Write every file or none; what goes to stdout comes last, when all files are complete."""
    from imgcif_map.atomic import atomic_writer

    with ExitStack() as stack:
        printed = []
        for path, text in texts:
            if path == STDOUT:
                printed.append(text)
            else:
                stack.enter_context(atomic_writer(path)).write(text)
        for text in printed:
            write_stdout(text)
