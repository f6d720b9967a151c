"""Files that are either written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from imgcif_map.errors import UsageError


@contextmanager
def atomic_writer(
    path: str | Path, mode: str = "w", encoding: str | None = "utf-8"
) -> Iterator[IO[Any]]:
    """Open a file beside ``path`` that takes its place when the ``with`` block succeeds.

    ``mode`` is ``w`` (text, lines end in ``\\n``) or ``wb``. On any failure, an
    interrupt included, the file beside it is removed and ``path`` stays as it was.
    A symbolic link is followed; an existing file keeps its permissions, a new one
    gets those of the umask. Raises `UsageError` if the folder is missing or not
    writable or ``path`` is a folder.
    """
    if mode not in ("w", "wb"):
        raise UsageError(f"mode {mode!r} is not known", hint="give w or wb")
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UsageError(f"{path} is a folder", hint="give the name of a file")
    handle, name = _beside(target)
    text = {} if mode == "wb" else {"encoding": encoding, "newline": "\n"}
    try:
        with os.fdopen(handle, mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_permissions(target))
        try:
            Path(name).replace(target)
        except OSError as error:
            raise UsageError(f"{path} cannot be replaced: {error.strerror}") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _beside(target: Path) -> tuple[int, str]:
    """A new, empty file in the folder of ``target``: handle and name."""
    folder = target.parent
    if not folder.is_dir():
        raise UsageError(f"the folder {folder} does not exist", hint="make it first")
    try:
        return tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=folder)
    except OSError as error:
        raise UsageError(f"{folder} is not writable: {error.strerror}") from None


def _permissions(target: Path) -> int:
    """Permission bits of the file there is, or those a new file would get."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
