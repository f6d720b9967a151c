"""What a project file, or the command line, says about a validation. All frozen."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.findings import Severity
from imgcif_map.project.globs import fits
from imgcif_map.rules.levels import Layer, level

if TYPE_CHECKING:
    from imgcif_map.archives.request import Archives

DATA, DICTIONARY = "data", "dictionary"
"""Files that are held against dictionaries, and dictionaries that are checked themselves."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Labels:
    """What one source asks of findings, as written; unlike a Layer it can be hashed."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Pairs = ()

    @property
    def layer(self) -> Layer:
        """The same for a Choice; UsageError for an unknown severity."""
        severity = {label: level(text) for label, text in self.severity}
        return Layer(self.select, self.ignore, severity)


@dataclass(frozen=True)
class Project:
    """A project file, its paths made absolute; without one, only a folder."""

    folder: Path
    file: Path | None = None
    dictionaries: tuple[str, ...] = ()
    import_path: tuple[Path, ...] = ()
    profile: str | None = None
    labels: Labels = Labels()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity | None = None
    format: str | None = None
    jobs: int | None = None

    def excludes(self, path: str | Path) -> bool:
        """True if a file or folder is to be left out."""
        name = self._relative(path) if self.exclude else ""
        return any(fits(name, pattern) for pattern in self.exclude)

    def labels_for(self, path: str | Path) -> Labels:
        """What the project asks of the findings in one file."""
        if not self.per_file_ignores:
            return self.labels
        name = self._relative(path)
        extra = [
            label
            for pattern, labels in self.per_file_ignores
            if fits(name, pattern)
            for label in labels
        ]
        return Labels(self.labels.select, (*self.labels.ignore, *extra), self.labels.severity)

    def _relative(self, path: str | Path) -> str:
        whole = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
        try:
            return os.path.relpath(whole, self.folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return whole.replace(os.sep, "/")


@dataclass(frozen=True)
class Overrides:
    """What the call or the command line says; it wins over every project file."""

    dictionaries: tuple[str, ...] = ()
    import_paths: tuple[Path, ...] = ()
    profile: str | None = None
    labels: Labels = Labels()
    fail_on: Severity | None = None
    archives: Archives | None = None
    """How archives and images are to be looked at; no project file says so."""


@dataclass(frozen=True)
class Settings:
    """All that decides on the findings of a file: files with equal settings share their rules."""

    dictionaries: tuple[str, ...] = ()
    import_paths: tuple[Path, ...] = ()
    profile: str | None = None
    layers: tuple[Labels, ...] = field(default=())
    """The most important first; the profile's own comes below them."""
    kind: str = DATA
    archives: Archives | None = None


def settings_for(
    path: str | Path, project: Project, given: Overrides, kind: str = DATA
) -> Settings:
    """The command line first, then the project file, whose dictionaries are those of data."""
    return Settings(
        given.dictionaries or (project.dictionaries if kind == DATA else ()),
        given.import_paths + project.import_path,
        given.profile or project.profile,
        (given.labels, project.labels_for(path)),
        kind,
        given.archives if kind == DATA else None,
    )
