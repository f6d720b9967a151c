"""The report for people: a line per finding, the source line with a caret, a summary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from imgcif_map.findings import FileReport, Finding, Report, Severity
from imgcif_map.report import gaps

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_WIDTH = 96
_MARGIN = "    "


def render(report: Report, *, color: bool = False) -> str:
    """Text of the report, grouped per file; with ``color``, ANSI escapes."""
    lines: list[str] = []
    for file in report.files:
        if not file.findings:
            continue
        source = _Source(file.path)
        found = [f for f in file.findings if gaps.is_gap(f)]
        if len(report.files) > 1 or found:
            lines.append(_paint(_safe(file.path) or "(document)", "1", color))
        for finding in file.findings:
            if not gaps.is_gap(finding):
                lines += _finding(finding, file, source, color)
        for gap, text in gaps.lines(found):
            lines.append(f"{_level(gap, color)} {_safe(text)}" if gap else _safe(text))
        lines.append("")
    lines.append(_summary(report))
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, file: FileReport, source: _Source, color: bool) -> Iterator[str]:
    at = finding.location
    path = at.path or file.path
    place = f"{path}:{at.line}:{at.column}" if at.line else at.source or path
    times = f" ({finding.count} times)" if finding.count > 1 else ""
    level = _level(finding, color)
    prefix = f"{place}: " if place else ""
    yield f"{_safe(prefix)}{level} {_safe(f'{finding.code} {finding.message}{times}')}"
    if at.line and path == file.path:
        yield from source.excerpt(at.line, at.column)
    if not at.line and at.block:
        yield _safe(f"{_MARGIN}in data block {at.block}")
    if finding.looked:
        yield _safe(f"{_MARGIN}looked in: {', '.join(finding.looked)}")
    if finding.why:
        yield _safe(f"{_MARGIN}why: {finding.why}")
    if finding.hint:
        yield _safe(f"{_MARGIN}hint: {finding.hint}")


def _summary(report: Report) -> str:
    counts = report.summary()
    files = len(report.files)
    where = f"{files} file{'s' if files != 1 else ''}"
    if not any(counts.values()):
        return f"{where}: nothing to report"
    said = ", ".join(f"{n} {name}{'s' if n != 1 else ''}" for name, n in counts.items())
    kinds = gaps.counts(report.findings)
    return f"{where}: {said}" + (f"\ngaps: {kinds}" if kinds else "")


def _level(finding: Finding, color: bool) -> str:
    return _paint(finding.severity.value, _COLOURS[finding.severity], color)


def _safe(text: str) -> str:
    """One line without control characters, so that no file can steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _paint(text: str, codes: str, color: bool) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if color else text


class _Source:
    """Lines of a file, read when the first is asked for; none if it cannot be read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lines: list[str] | None = None

    def excerpt(self, line: int, column: int) -> Iterator[str]:
        """The line, cut to a sensible width around the column, and a caret below it."""
        lines = self._read()
        if not 0 < line <= len(lines):
            return
        text = lines[line - 1].rstrip()
        start = max(0, column - 1 - _WIDTH // 2) if len(text) > _WIDTH else 0
        shown = text[start : start + _WIDTH]
        head = "... " if start else ""
        tail = " ..." if start + _WIDTH < len(text) else ""
        yield f"{_MARGIN}{head}{_safe(shown)}{tail}"
        yield f"{_MARGIN}{' ' * (len(head) + column - 1 - start)}^"

    def _read(self) -> list[str]:
        if self._lines is None:
            try:
                data = Path(self._path).read_bytes() if self._path else b""
            except OSError:
                data = b""
            text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
            self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines
