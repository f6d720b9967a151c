"""Which project file is responsible for a file: the nearest one above it."""

from __future__ import annotations

import os
from pathlib import Path

from imgcif_map.errors import UsageError
from imgcif_map.project.reading import NAME, SHARED_NAME, TABLE, read_project
from imgcif_map.project.settings import Project


class Projects:
    """Projects by folder; each project file is read once."""

    def __init__(self, config: str | Path | None = None, *, look: bool = True) -> None:
        """``config`` goes for all files; without ``look`` no file is looked for.

        Raises UsageError if ``config`` is no valid project file.
        """
        self._by_folder: dict[Path, Project | None] = {}
        self._look = look
        self._given = _given(Path(config)) if config is not None else None

    def here(self) -> Project:
        """The project of the working directory."""
        return self.of_folder(Path.cwd())

    def of_file(self, path: str | Path) -> Project:
        """The project of a file; raises UsageError if its project file is at fault."""
        return self.of_folder(Path(os.path.abspath(path)).parent)  # noqa: PTH100 - links stay

    def of_folder(self, folder: Path) -> Project:
        """The project of what lies in a folder."""
        if self._given is not None:
            return self._given
        found = self._nearest(folder) if self._look else None
        return found if found is not None else Project(Path.cwd())

    def _nearest(self, folder: Path) -> Project | None:
        if folder not in self._by_folder:
            found = _in(folder)
            if found is None and folder.parent != folder:
                found = self._nearest(folder.parent)
            self._by_folder[folder] = found
        return self._by_folder[folder]


def _in(folder: Path) -> Project | None:
    """The project that a folder's own file describes; ``imgcif-map.toml`` goes first."""
    for name in (NAME, SHARED_NAME):
        file = folder / name
        if file.is_file():
            project = read_project(file)
            if project is not None:
                return project
    return None


def _given(file: Path) -> Project:
    project = read_project(Path(os.path.abspath(file)))  # noqa: PTH100 - links stay
    if project is None:
        raise UsageError(f"{file}: there is no table [tool.{TABLE}]")
    return project
