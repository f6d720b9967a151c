"""From files, folders and patterns to the files they stand for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from imgcif_map.errors import UsageError
from imgcif_map.project.nearest import Projects

SUFFIXES = (".cif", ".imgcif", ".cbf", ".dic")
STDIN = "-"


def expand(
    names: Iterable[str],
    projects: Projects | None = None,
    *,
    suffixes: tuple[str, ...] = SUFFIXES,
    force_exclude: bool = False,
) -> list[str]:
    """Folders and patterns as the files they stand for, each file once, in order.

    In folders, hidden ones and what the projects exclude are left out; with
    ``force_exclude`` the latter also where it is named. Raises UsageError where
    a folder or a pattern stands for nothing.
    """
    found: list[str] = []
    for name in names:
        if name == STDIN:
            found.append(name)
        elif Path(name).is_dir():
            inside = _below(Path(name), projects, suffixes)
            if not inside:
                raise UsageError(f"{name}: no CIF files in this folder", hint=_looked(suffixes))
            found += inside
        elif any(mark in name for mark in "*?[") and not Path(name).exists():
            found += _matched(name, projects, suffixes)
        else:
            found.append(name)
    unique = list(dict.fromkeys(found))
    if force_exclude and projects is not None:
        return [n for n in unique if n == STDIN or not projects.of_file(n).excludes(n)]
    return unique


def _matched(pattern: str, projects: Projects | None, suffixes: tuple[str, ...]) -> list[str]:
    """What a pattern fits; a folder stands for the CIF files below it."""
    from glob import glob

    found: list[str] = []
    for name in sorted(glob(pattern, recursive=True)):  # noqa: PTH207 - absolute patterns
        path = Path(name)
        found += _below(path, projects, suffixes) if path.is_dir() else [name]
    if not found:
        raise UsageError(f"{pattern}: no such files")
    return found


def _below(top: Path, projects: Projects | None, suffixes: tuple[str, ...]) -> list[str]:
    """The CIF files in a folder and those below it, in order."""
    return [str(path) for path in sorted(_walk(top, projects, suffixes))]


def _walk(top: Path, projects: Projects | None, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for root, folders, files in os.walk(top):
        folder = Path(root)
        project = projects.of_folder(Path(os.path.abspath(folder))) if projects else None  # noqa: PTH100
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not (project and project.excludes(folder / name))
        ]
        for name in files:
            path = folder / name
            if name.lower().endswith(suffixes) and not (project and project.excludes(path)):
                yield path


def _looked(suffixes: tuple[str, ...]) -> str:
    return f"files that end in {', '.join(suffixes)} are looked for; hidden folders are left out"
