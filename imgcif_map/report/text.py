"""The report for people: what is wrong, the line it is in, what to do, and a summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from imgcif_map.findings import FileReport, Finding, Report, Severity, count_by_severity
from imgcif_map.report import gaps, tally
from imgcif_map.report.excerpt import Source, excerpt
from imgcif_map.report.options import Options
from imgcif_map.report.places import advice, place, runs, times
from imgcif_map.report.plain import cut, safe, width, wrap

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_BOLD, _FAINT = "1", "2"
_MARGIN = "    "
_NARROWEST = 40


def render(report: Report, options: Options) -> str:
    """Text of the report, grouped by file."""
    lines: list[str] = []
    parts = [_File(file, options) for file in report.files if file.findings]
    for part in parts:
        lines += part.lines(several=len(report.files) > 1)
    lines += _end(report, options.color)
    if any(part.hidden for part in parts):
        lines.append("Not everything is shown here: --most 0 shows every finding.")
    return "\n".join(lines) + "\n"


class _File:
    """The part of the report that is about one file."""

    def __init__(self, file: FileReport, options: Options) -> None:
        self.file = file
        self.color = options.color
        self.name = safe(file.path) or "(document)"
        self.width = max(options.width, _NARROWEST)
        self.gaps = [f for f in file.findings if gaps.is_gap(f)]
        self.findings = [f for f in file.findings if not gaps.is_gap(f)]
        self.shown, self.hidden = _divided(self.findings, options.most)
        self.source = Source(file.path, (f.location.line for f in self.shown if self._here(f)))
        self.said: dict[tuple[str, str], str] = {}

    def lines(self, several: bool) -> Iterator[str]:
        """A header if it is needed, each finding, the gaps, an empty line."""
        if several and self.findings:
            yield self._header()
            yield ""
        elif several or self.gaps:
            yield _paint(self.name, _BOLD, self.color)
        for finding in self.shown:
            yield from self._finding(finding)
        for found in self.hidden.values():
            yield from self._more(found)
        for gap, text in gaps.lines(self.gaps):
            yield from self._gap(gap, text)
        if self.gaps:
            yield ""

    def _header(self) -> str:
        """A rule across the terminal with the file's name and what was found in it."""
        counts = count_by_severity(self.findings)
        said = ", ".join(f"{n} {what}{'s' if n != 1 else ''}" for what, n in counts.items() if n)
        rest = self.width - width(f"── {self.name}: {said} ")
        name = _paint(self.name, _BOLD, self.color)
        return f"── {name}: {said} {'─' * max(2, rest)}"

    def _finding(self, finding: Finding) -> Iterator[str]:
        at = finding.location
        where = place(at, self.file.path) if at.line else at.source or place(at, self.file.path)
        yield from self._head(safe(where), finding, finding.message)
        if at.line and self._here(finding):
            yield from self._excerpt(finding)
        elif not at.line and at.block:
            yield from wrap(f"in data block {at.block}", self.width, _MARGIN, _MARGIN)
        for label, text in [("", times(finding)), *advice(finding)]:
            if text and not (label and self.said.get((finding.code, label)) == text):
                yield from self._remark(label, text)
            if label:
                self.said[finding.code, label] = text
        yield ""

    def _head(self, where: str, finding: Finding, message: str) -> Iterator[str]:
        """``x.cif:5:11: error DDL010`` and the message; the place itself is never broken."""
        level, code = finding.severity.value, finding.code
        prefix = f"{where}: " if where else ""
        plain = f"{prefix}{level} {code}"
        lines = list(wrap(message, self.width, f"{plain} ", _MARGIN))
        colour = _COLOURS[finding.severity]
        painted = f"{_paint(where, _BOLD, self.color)}: " if where else ""
        painted += f"{_paint(level, colour, self.color)} {_paint(code, _BOLD, self.color)}"
        yield painted + lines[0][len(plain) :]
        yield from lines[1:]

    def _excerpt(self, finding: Finding) -> Iterator[str]:
        line = self.source.line(finding.location.line)
        if line is None:
            return
        number = f"{_MARGIN}{finding.location.line} | "
        shown = excerpt(line, finding, self.width - len(number))
        mark = _paint("^" * shown.length, _COLOURS[finding.severity], self.color)
        blank = f"{'| ':>{len(number)}}"
        yield f"{_paint(number, _FAINT, self.color)}{shown.text}"
        yield f"{_paint(blank, _FAINT, self.color)}{' ' * shown.start}{mark}"

    def _remark(self, label: str, text: str) -> Iterator[str]:
        first = f"{_MARGIN}{label}: " if label else _MARGIN
        lines = list(wrap(text, self.width, first, " " * len(first)))
        painted = f"{_MARGIN}{_paint(f'{label}:', _BOLD, self.color)} " if label else _MARGIN
        yield painted + lines[0][len(first) :]
        yield from lines[1:]

    def _more(self, found: Sequence[Finding]) -> Iterator[str]:
        """One paragraph for the findings of a code that are not shown."""
        code, name = found[0].code, found[0].name
        lines = sorted({f.location.line for f in found if f.location.line})
        where = f", at lines {', '.join(runs(lines))}" if lines else ""
        text = f"{len(found)} more of {code} {name}{where}"
        wrapped = list(wrap(text, self.width, "… and ", _MARGIN))
        if len(wrapped) > _MOST_LINES:
            last = cut(wrapped[_MOST_LINES - 1], self.width - 2)
            wrapped = [*wrapped[: _MOST_LINES - 1], f"{last.rstrip('…,')}, …"]
        yield from wrapped
        yield ""

    def _gap(self, gap: Finding | None, text: str) -> Iterator[str]:
        if gap is not None:
            yield from self._head("", gap, text.removeprefix(f"{gap.code} "))
            return
        label, colon, said = text.strip().partition(": ")
        if colon and text.startswith(_MARGIN):
            yield from self._remark(label, said)
        else:
            yield from wrap(text, self.width)

    def _here(self, finding: Finding) -> bool:
        return finding.location.path in ("", self.file.path)


_MOST_LINES = 3


def _divided(
    findings: Sequence[Finding], most: int
) -> tuple[list[Finding], dict[str, list[Finding]]]:
    """Those shown in full, and by code those that are only counted: never just one."""
    number = Counter(f.code for f in findings)
    shown: list[Finding] = []
    hidden: defaultdict[str, list[Finding]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if most and seen[finding.code] > most and number[finding.code] > most + 1:
            hidden[finding.code].append(finding)
        else:
            shown.append(finding)
    return shown, hidden


def _end(report: Report, color: bool) -> Iterator[str]:
    table = tally.rows(report)
    wide = max((len(str(row.findings)) for row in table), default=0)
    for row in table:
        level = _paint(f"{row.severity.value:<7}", _COLOURS[row.severity], color)
        files = f"  in {row.files} files" if row.files > 1 else ""
        code = _paint(row.code, _BOLD, color)
        yield f"{row.findings:>{wide}} {level} {code} {safe(row.name)}{files}"
    if table:
        yield ""
    yield from map(safe, tally.summary(report))
    example = tally.worst(report)
    if example is not None:
        yield f"For more on a code: imgcif-map explain {example.code}"


def _paint(text: str, codes: str, color: bool) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if color and text else text
