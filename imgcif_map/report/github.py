"""Workflow commands of GitHub Actions: annotations at the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Report, Severity
from imgcif_map.report.options import Options
from imgcif_map.report.places import advice, place, times
from imgcif_map.report.plain import safe
from imgcif_map.report.tally import summary

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MOST = 10
"""GitHub shows so many annotations of each level per step."""


def render(report: Report, options: Options) -> str:
    """One line per finding, then the summary, which is no command and stays in the log."""
    lines = [_unreadable(error) for error in options.unreadable]
    lines += [_finding(finding, file) for file in report.files for finding in file.findings]
    lines += [safe(line) for line in summary(report)]
    levels = Counter(finding.severity for finding in report.findings)
    if any(number > MOST for number in levels.values()):
        lines.append(f"GitHub shows {MOST} annotations of each level per step; this log has all.")
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, file: FileReport) -> str:
    at = finding.location
    where = at.source if at.source and not at.line else place(at, file.path)
    properties = {}
    path = at.path or file.path
    if path and not path.startswith("<"):  # standard input has no lines to annotate
        properties["file"] = PurePath(path).as_posix()
        if at.line:
            properties["line"] = str(at.line)
        if at.line and at.column:
            properties["col"] = str(at.column)
    properties["title"] = f"{finding.code} {finding.name}"
    said = f" ({times(finding)})" if finding.count > 1 else ""
    # The log shows neither file nor line of a command, so the message says where it is.
    message = [f"{where}: {finding.message}{said}" if where else f"{finding.message}{said}"]
    message += [f"{label}: {text}" for label, text in advice(finding)]
    return command(LEVELS[finding.severity], properties, message)


def _unreadable(error: UnreadableInput) -> str:
    message = [error.message] + ([f"hint: {error.hint}"] if error.hint else [])
    return command("error", {"title": "Input cannot be read"}, message)


def command(level: str, properties: dict[str, str], message: list[str]) -> str:
    """One workflow command; ``level`` is error, warning or notice."""
    said = ",".join(f"{name}={_property(safe(text))}" for name, text in properties.items())
    return f"::{level} {said}::{_data(chr(10).join(safe(line) for line in message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
