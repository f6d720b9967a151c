"""Compiled dictionaries on disk: found by content, checked by content, never trusted blindly.

One file holds one compiled dictionary in lines of JSON. The first says what it
was compiled from: the sha256 of each file asked for and, for each file name
that an import asked for, the sha256 of what was found under it (null if
nothing was). It is used only if looking up the same names now gives the same
contents, so an edited, added or removed file is noticed at once. It also has
the sha256 of the other lines, which are the dictionary itself.

The file name is a digest of the files asked for and of all that was found,
so entries never overwrite one another. Whatever is wrong with the folder or a
file in it counts as "not cached".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.dictionary.codec import compact_json, decode, encode
from imgcif_map.dictionary.locate import Located, find
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.resources import cache_dir, compiled_dictionary_paths

if TYPE_CHECKING:
    from imgcif_map.dictionary.compile import Compiled

FORMAT = 4
"""To be counted up whenever compiling or the layout of the file changes."""
MAX_ENTRIES = 32
"""The oldest entries beyond these are removed when a new one is written."""


def fetch(located: Located) -> Dictionary | None:
    """The compiled dictionary of these files, from the wheel or the user's cache."""
    hasher = _Hasher()
    prefix = _prefix(located.roots, hasher)
    for path in _candidates(prefix) if prefix else ():
        found = _read(path, located, hasher)
        if found is not None:
            return found
    return None


def store(compiled: Compiled, located: Located, folder: Path | None = None) -> Path | None:
    """Write an entry into ``folder`` (the user's cache by default); None if that is impossible."""
    # Needed for writing only, and slow to import.
    from imgcif_map.atomic import atomic_writer

    target = folder or _folder()
    hasher = _Hasher(dict(compiled.digests))
    prefix = _prefix(located.roots, hasher)
    if prefix is None:
        return None
    body = encode(compiled.dictionary)
    header = {
        "format": FORMAT,
        "roots": [hasher(path) for path in located.roots],
        "imports": {name: hasher(path) for name, path in compiled.lookups.items()},
        "parts": _part_names(compiled, located),
        "body": hashlib.sha256(body.encode()).hexdigest(),
    }
    head = compact_json(header)
    name = f"{prefix}-{hashlib.sha256(head.encode()).hexdigest()[:16]}.json"
    try:
        target.mkdir(parents=True, exist_ok=True)
        with atomic_writer(target / name) as stream:
            stream.write(f"{head}\n{body}")
        _prune(target, keep=target / name)
    except (OSError, UsageError):
        return None
    return target / name


class _Hasher:
    """sha256 of file contents, each file read once; None for no or no readable file."""

    def __init__(self, known: dict[Path, str] | None = None) -> None:
        self._known: dict[Path, str | None] = dict(known or {})

    def __call__(self, path: Path | None) -> str | None:
        if path is None:
            return None
        if path not in self._known:
            try:
                self._known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                self._known[path] = None
        return self._known[path]


def _folder() -> Path:
    return cache_dir() / "dictionaries"


def _prefix(roots: Sequence[Path], hasher: _Hasher) -> str | None:
    """What the entries for these files start with; None if one cannot be read."""
    state = hashlib.sha256(str(FORMAT).encode())
    for path in roots:
        digest = hasher(path)
        if digest is None:
            return None
        # The file's name is part of messages, hence of the compiled dictionary.
        state.update(f"\0{path.name}\0{digest}".encode())
    return state.hexdigest()[:24]


def _candidates(prefix: str) -> Iterator[Path]:
    for folder in (*compiled_dictionary_paths(), _folder()):
        try:
            yield from sorted(folder.glob(f"{prefix}-*.json"))
        except OSError:
            continue


def _read(path: Path, located: Located, hasher: _Hasher) -> Dictionary | None:
    try:
        head, _, body = path.read_text("utf-8").partition("\n")
        header = json.loads(head)
        found = {name: find(name, located.folders) for name in header["imports"]}
        current = {name: hasher(file) for name, file in found.items()}
        if header["format"] != FORMAT or current != header["imports"]:
            return None
        if hashlib.sha256(body.encode()).hexdigest() != header["body"]:
            return None
        return decode(body, [_path(x, located, found) for x in header["parts"]])
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        # Unreadable, truncated or foreign: compiling again is always right.
        return None


def _part_names(compiled: Compiled, located: Located) -> list[int | str]:
    """Each part as the number of a file asked for or as the name an import asked for."""
    names: dict[Path, int | str] = {
        path: name for name, path in compiled.lookups.items() if path is not None
    }
    names.update({path: number for number, path in enumerate(located.roots)})
    return [names[Path(part.path)] for part in compiled.dictionary.parts]


def _path(name: int | str, located: Located, found: dict[str, Path | None]) -> Path:
    path = located.roots[name] if isinstance(name, int) else found[name]
    if path is None:
        raise KeyError(name)
    return path


def _prune(folder: Path, keep: Path) -> None:
    entries = sorted(folder.glob("*-*.json"), key=lambda path: path.stat().st_mtime)
    for path in entries[:-MAX_ENTRIES]:
        if path != keep:
            path.unlink(missing_ok=True)
