"""All that is to be said of one file: verdict, experiment, findings, its own provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from imgcif_map.account import Account
from imgcif_map.findings import FileReport
from imgcif_map.harmless import shortened
from imgcif_map.report.html.findings import findings_section
from imgcif_map.report.html.markup import heading, said
from imgcif_map.report.html.told import experiment_sections
from imgcif_map.report.html.verdict import verdict_section


@dataclass(frozen=True)
class File:
    """A file of the report and its number in it."""

    report: FileReport
    number: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return shortened(PurePath(self.report.path).name or self.report.path or "a file", 80)

    @property
    def account(self) -> Account | None:
        """What it describes, if that was asked for."""
        return self.report.about if isinstance(self.report.about, Account) else None

    def id(self, part: str) -> str:
        """The id of a part of the page that is about this file."""
        return f"{part}-{self.number}"

    def links(self) -> list[tuple[str, str]]:
        """The sections that are there."""
        found = [(self.id("verdict"), "Verdict")]
        if self.account is not None and self.account.experiments:
            found.append((self.id("experiment"), "Experiment"))
        number = len(self.report.findings)
        return [*found, (self.id("findings"), f"Findings ({number})")]


def file_sections(file: File, level: int, alone: bool) -> Iterator[str]:
    """The sections of a file, their headings of ``level``; below one of its own if not alone."""
    if not alone:
        yield f'<article aria-labelledby="{file.id("file")}">'
        yield heading(level - 1, said(file.name), file.id("file"))
    yield from verdict_section(file.report, file.account, file.id, level)
    if file.account is not None:
        yield from experiment_sections(file.account, file.id, level)
    yield from findings_section(file.report, file.id, level)
    if not alone:
        yield "</article>"
