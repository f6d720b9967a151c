"""Reports of conversions and validations as text or JSON, to a stream or a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imgcif_map.cli import common
from imgcif_map.cli.options import TextOrJson

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.findings import Finding, Report


def of_conversion(conversion: Conversion, sources: list[Path]) -> Report:
    """Gaps and assumptions as a report: those without a file belong to the first source."""
    from imgcif_map.findings import FileReport, Report
    from imgcif_map.validator import stamps

    files: dict[str, list[Finding]] = {str(sources[0]): []}
    for finding in conversion.findings:
        files.setdefault(finding.location.path or str(sources[0]), []).append(finding)
    reports = tuple(FileReport(path, tuple(found)) for path, found in files.items())
    return Report(reports, stamps(conversion.dictionary))


def rendered(report: Report, form: TextOrJson, no_color: bool, stream: IO[str] | None) -> str:
    """The report in the format asked for, coloured if the stream shows colours."""
    from imgcif_map.report import render

    return render(report, form.value, color=common.colour(no_color, stream))


def show(report: Report, form: TextOrJson, no_color: bool, *, to_stderr: bool = False) -> None:
    """Print the report."""
    if to_stderr:
        sys.stderr.write(rendered(report, form, no_color, sys.stderr))
    else:
        common.write_stdout(rendered(report, form, no_color, sys.stdout))
