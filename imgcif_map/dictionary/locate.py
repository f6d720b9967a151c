"""Finding dictionary files on disk. Imports are looked up by file name, never by address."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from imgcif_map.errors import UnreadableInput
from imgcif_map.resources import dictionary_paths


@dataclass(frozen=True, slots=True)
class Located:
    """The files asked for and the folders in which their imports are looked up."""

    roots: tuple[Path, ...]
    folders: tuple[Path, ...]


def file_name(reference: str) -> str:
    """The file name in a URI reference or path, "" if it has none.

    Only this part of ``_import_details.file_id`` is ever used, so that a
    dictionary can reach neither the network nor files outside the search path.
    """
    bare = unquote(reference.split("#")[0].split("?")[0])
    name = bare.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    unusable = name in ("", ".", "..") or not name.isprintable()
    return "" if unusable else name


def find(name: str, folders: Sequence[Path]) -> Path | None:
    """The first file called ``name`` in the folders."""
    for folder in folders:
        try:
            if (candidate := folder / name).is_file():
                return candidate
        except OSError:
            continue
    return None


def locate(names: Sequence[str | Path], import_paths: Sequence[Path]) -> Located:
    """Find the dictionaries asked for.

    A ``Path``, or a text with a path separator, is used as it is, and its
    folder comes first on the search path. A bare name is looked up in
    ``import_paths``, the user's folder, the packaged one and last in the
    current folder. Raises :class:`UnreadableInput` if a file is missing.
    """
    given = [Path(name) for name in names if _is_path(name)]
    folders = [path.parent for path in given] + list(import_paths) + dictionary_paths()
    folders = list(dict.fromkeys(folders))
    roots: list[Path] = []
    for name in names:
        if _is_path(name):
            path = Path(name)
            if not path.is_file():
                raise UnreadableInput(f"dictionary {name} does not exist or is not a file")
            roots.append(path)
        else:
            roots.append(_lookup(str(name), folders))
    return Located(tuple(dict.fromkeys(roots)), tuple(folders))


def dictionary_files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves; of a folder its ``*.dic`` and ``*.cif`` files, in order of names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted([*path.glob("*.dic"), *path.glob("*.cif")])
            if not inside:
                raise UnreadableInput(f"{path} has no dictionaries (*.dic, *.cif)")
            found += inside
        else:
            found.append(path)
    return found


def _is_path(name: str | Path) -> bool:
    if isinstance(name, Path):
        return True
    return os.sep in name or bool(os.altsep and os.altsep in name)


def _lookup(name: str, folders: list[Path]) -> Path:
    found = find(name, [*folders, Path()])
    if found is None:
        looked = ", ".join(str(folder) for folder in folders) or "nowhere"
        raise UnreadableInput(f"dictionary {name} not found", hint=f"looked in {looked}")
    if found.parent not in folders:
        folders.insert(0, found.parent)
    return found
