"""Reports of conversions and validations in any format, to a stream or a file."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from imgcif_map.cli import common

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.findings import Finding, Report
    from imgcif_map.reverse.convert import Written

_DEFAULT, _WIDEST = 80, 120


def of_conversion(conversion: Conversion | Written, sources: list[Path]) -> Report:
    """Gaps and assumptions as a report: those without a file belong to the first source."""
    from imgcif_map.findings import FileReport, Report
    from imgcif_map.validator import stamps

    files: dict[str, list[Finding]] = {str(sources[0]): []}
    for finding in conversion.findings:
        files.setdefault(finding.location.path or str(sources[0]), []).append(finding)
    reports = tuple(FileReport(path, tuple(found)) for path, found in files.items())
    return Report(reports, stamps(conversion.dictionary))


def rendered(
    report: Report, form: StrEnum, no_color: bool, stream: IO[str] | None, **options: Any
) -> str:
    """The report in the format asked for, coloured and as wide as the stream shows it.

    ``options`` are further ones of :class:`imgcif_map.report.options.Options`.
    """
    from imgcif_map.report import render

    colour = common.colour(no_color, stream)
    return render(report, form.value, color=colour, width=width(stream), **options)


def width(stream: IO[str] | None) -> int:
    """Columns for text on a stream: COLUMNS, else its terminal's, else 80; never above 120."""
    given = os.environ.get("COLUMNS", "")
    columns = int(given) if given.isdecimal() else 0
    if not columns and stream is not None:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):  # no terminal, or no file at all
            columns = 0
    return min(columns or _DEFAULT, _WIDEST)


def show(
    report: Report, form: StrEnum, no_color: bool, *, to_stderr: bool = False, **options: Any
) -> None:
    """Print the report; ``options`` as in :func:`rendered`."""
    if to_stderr:
        sys.stderr.write(rendered(report, form, no_color, sys.stderr, **options))
    else:
        common.write_stdout(rendered(report, form, no_color, sys.stdout, **options))
