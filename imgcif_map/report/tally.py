"""The end of the text report: how many findings of which code, and one line that sums up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from imgcif_map.findings import Finding, Report, Severity
from imgcif_map.report import gaps

_FEW = 3


class Row(NamedTuple):
    """One line of the table."""

    severity: Severity
    code: str
    name: str
    findings: int
    files: int


def rows(report: Report) -> list[Row]:
    """The codes found, the worst first, then the most frequent; gaps are counted apart.

    Empty for a report so short that the table would say it all again.
    """
    found: dict[tuple[Severity, str, str], list[int]] = {}
    for number, file in enumerate(report.files):
        for finding in file.findings:
            if not gaps.is_gap(finding):
                key = (finding.severity, finding.code, finding.name)
                found.setdefault(key, []).append(number)
    if sum(map(len, found.values())) <= _FEW:
        return []
    table = [Row(*key, len(files), len(set(files))) for key, files in found.items()]
    return sorted(table, key=lambda row: (-row.severity.rank, -row.findings, row.code))


def summary(report: Report) -> Iterator[str]:
    """``3 files: 1 error, 2 warnings, 0 notes`` and, if there are any, the gaps by kind."""
    number = len(report.files)
    where = f"{number} file{'s' if number != 1 else ''}"
    hidden = len(report.suppressed)
    also = f" ({hidden} suppressed)" if hidden else ""
    counts = report.summary()
    if not any(counts.values()):
        yield f"{where}: nothing to report{also}"
        return
    said = ", ".join(f"{n} {name}{'s' if n != 1 else ''}" for name, n in counts.items())
    yield f"{where}: {said}{also}"
    kinds = gaps.counts(report.findings)
    if kinds:
        yield f"gaps: {kinds}"


def worst(report: Report) -> Finding | None:
    """The finding whose code serves as an example: the first of the most severe."""
    return max(report.findings, key=lambda finding: finding.severity.rank, default=None)
