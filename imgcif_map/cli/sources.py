"""From the options of ``convert`` and ``gaps`` to the API's conversion."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cli import common

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.mapping.answers import Answers
    from imgcif_map.mapping.archive import ArchivePlan


@dataclass(frozen=True)
class Archive:
    """Where the images will be found; nothing said: beside the imgCIF file."""

    uris: list[str] = field(default_factory=list)
    format: str | None = None
    manifest: Path | None = None
    local: list[str] = field(default_factory=list)

    def plan(self) -> ArchivePlan | None:
        """The plan for the API, None if no option was given."""
        if not self.uris and self.format is None and self.manifest is None and not self.local:
            return None
        from imgcif_map.mapping.archive import make_plan

        return make_plan(self.uris, self.format, self.manifest, self.local)

    def inputs(self) -> list[Path]:
        """The files that are read."""
        from imgcif_map.mapping.localarchive import parse_local

        found = [self.manifest] if self.manifest is not None else []
        return found + [parse_local(text).path for text in self.local]


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    sources: list[Path]
    mapping: str | None = None
    answers: Path | None = None
    settings: list[str] = field(default_factory=list)
    allow_dirs: list[Path] = field(default_factory=list)
    archive: Archive = field(default_factory=Archive)
    doi: str | None = None
    profile: str | None = None
    overlays: bool = True
    quiet: bool = False
    no_color: bool = False
    instrument: str | None = None
    beside: list[Path] = field(default_factory=list)

    def inputs(self) -> list[Path]:
        """All files that are read, which no output may overwrite."""
        extra = [Path(self.mapping)] if self.mapping and Path(self.mapping).is_file() else []
        extra += [self.answers] if self.answers is not None else []
        return [*self.sources, *extra, *self.beside, *self.archive.inputs()]

    def run(self, answered: Answers | None = None) -> Conversion:
        """Convert, with a progress bar if stderr is a terminal.

        ``answered`` stands in place of ``--answers`` and ``--set``.
        """
        from imgcif_map.api import convert

        settings = common.settings(self.settings) if answered is None else {}
        with common.progress(self.quiet, self.no_color) as progress:
            return convert(
                self.sources,
                mapping=self.mapping,
                instrument=self.instrument,
                answers=self.answers if answered is None else answered,
                settings=settings,
                allow_dirs=self.allow_dirs,
                beside=self.beside,
                archive=self.archive.plan(),
                doi=self.doi,
                profile=self.profile or "minimal",
                overlays=self.overlays,
                progress=progress,
            )
