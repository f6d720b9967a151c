"""From the options of ``convert`` and ``gaps`` to the API's conversion."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cli import common

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.mapping.archive import ArchivePlan


@dataclass(frozen=True)
class Archive:
    """Where the images will be found; nothing said: beside the imgCIF file."""

    uris: list[str] = field(default_factory=list)
    format: str | None = None
    manifest: Path | None = None

    def plan(self) -> ArchivePlan | None:
        """The plan for the API, None if no option was given."""
        if not self.uris and self.format is None and self.manifest is None:
            return None
        from imgcif_map.mapping.archive import make_plan

        return make_plan(uri=self.uris, format=self.format, manifest=self.manifest)


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

    def inputs(self) -> list[Path]:
        """All files that are read, which no output may overwrite."""
        extra = [Path(self.mapping)] if self.mapping and Path(self.mapping).is_file() else []
        extra += [path for path in (self.answers, self.archive.manifest) if path is not None]
        return [*self.sources, *extra]

    def run(self) -> Conversion:
        """Convert, with a progress bar if stderr is a terminal."""
        from imgcif_map.api import convert

        settings = common.settings(self.settings)
        with common.progress(self.quiet, self.no_color) as progress:
            return convert(
                self.sources,
                mapping=self.mapping,
                instrument=self.instrument,
                answers=self.answers,
                settings=settings,
                allow_dirs=self.allow_dirs,
                archive=self.archive.plan(),
                doi=self.doi,
                profile=self.profile or "minimal",
                overlays=self.overlays,
                progress=progress,
            )
