"""Findings: the one currency of validator, gap report and mapping lint. All frozen."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


class Severity(enum.StrEnum):
    """How bad a finding is; the order is error > warning > note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error: to compare with ``--fail-on``."""
        return ("note", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding is: in a text file (line, column) or in a source (``source``).

    Lines and columns count from 1, columns in code points; 0 means unknown.
    """

    path: str = ""
    line: int = 0
    column: int = 0
    block: str | None = None
    frame: str | None = None
    category: str | None = None
    item: str | None = None
    source: str | None = None
    """Path inside the source file, e.g. an HDF5 path or a header key."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about an input: a stable code, a severity, a place, what to do.

    ``count`` sums repeated findings of one root cause; ``positions`` holds the
    first ten ``(line, column)`` pairs, of which ``location`` repeats the first.
    ``looked`` (gaps only) lists where a missing value was sought; ``why`` says
    why it matters.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location = field(default_factory=Location)
    hint: str = ""
    spec_url: str = ""
    value: str | None = None
    count: int = 1
    positions: tuple[tuple[int, int], ...] = ()
    looked: tuple[str, ...] = ()
    why: str = ""
    suppressed_by: str = ""
    """Of a suppressed finding: the reason its comment gives, or the comment itself."""


@dataclass(frozen=True, slots=True)
class DictionaryStamp:
    """Which dictionary judged: title, version and sha256 of the original text."""

    title: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """All findings of one file, in order of position."""

    path: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    """What comments in the file keep out of the report; ``Finding.suppressed_by`` says why."""
    about: object | None = field(default=None, compare=False, repr=False)
    """What the file describes, if that was asked for: an ``imgcif_map.account.Account``."""


@dataclass(frozen=True, slots=True)
class Report:
    """Findings of one run over one or more files, and the dictionaries they rest on."""

    files: tuple[FileReport, ...] = ()
    dictionaries: tuple[DictionaryStamp, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for file in self.files for f in file.findings)

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """Findings that comments in the files keep out of ``findings``."""
        return tuple(f for file in self.files for f in file.suppressed)

    def summary(self) -> dict[str, int]:
        """Number of findings by severity; a summed finding counts once."""
        return count_by_severity(self.findings)

    def fails(self, threshold: Severity) -> bool:
        """True if a finding is at least as severe as ``threshold``."""
        return any(f.severity.rank >= threshold.rank for f in self.findings)


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """``{"error": n, "warning": n, "note": n}``."""
    counts = {severity.value: 0 for severity in Severity}
    for finding in findings:
        counts[finding.severity.value] += 1
    return counts
