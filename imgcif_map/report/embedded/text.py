"""Embedded tests for people: what differs as a table, where it came from, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from imgcif_map.mapping.testing.model import DifferentRow, Problem, TestResult
from imgcif_map.report.embedded.options import Options, counted, headline, origin, where
from imgcif_map.report.plain import safe, width, wrap

_RED, _GREEN, _YELLOW, _BOLD, _FAINT = "31;1", "32", "33;1", "1", "2"
_IN = "      "
_NARROWEST = 40


def render(results: Sequence[TestResult], options: Options) -> str:
    """Failed tests whole, passed ones counted by mapping, or one by one; counts at the end."""
    writer = _Writer(options)
    lines: list[str] = []
    for mapping, found in groupby(results, key=lambda result: result.mapping):
        lines += writer.mapping(mapping, list(found))
    return "\n".join([*lines, counted(results)]) + "\n"


class _Writer:
    """Lines for a width, painted or not."""

    def __init__(self, options: Options) -> None:
        self.color, self.verbose = options.color, options.verbose
        self.width = max(options.width, _NARROWEST)

    def mapping(self, name: str, results: Sequence[TestResult]) -> Iterator[str]:
        """Its tests in their order; unless verbose those without remarks as one number."""
        quiet = 0
        for result in results:
            if result.problems or result.warnings:
                yield from self.test(result)
            elif self.verbose:
                yield f"{self._mark(result)} {safe(f'{name}: {result.name}')}"
            else:
                quiet += 1
        if quiet:
            of = f"{quiet} of {len(results)}" if quiet < len(results) else f"{quiet}"
            plural = "s" if len(results) != 1 else ""
            yield f"{self._paint('ok', _GREEN)}   {safe(name)}: {of} test{plural}"

    def test(self, result: TestResult) -> Iterator[str]:
        """One test with its problems and warnings."""
        said = f"{result.mapping}: {result.name}"
        lines = list(wrap(f"{said} ({where(result.place)})", self.width, "     ", "     "))
        yield f"{self._mark(result)} {lines[0].lstrip()}"
        yield from lines[1:]
        for problem in result.problems:
            yield from self.problem(problem)
        for warning in result.warnings:
            yield from self.problem(warning, "warning: ")
        yield ""

    def problem(self, problem: Problem, label: str = "") -> Iterator[str]:
        """The place, what is wrong, the rows, the origin."""
        place = where(problem.place)
        first, *rest = wrap(f"{place} {label}{headline(problem)}", self.width, "  ", _IN)
        yield first.replace(place, self._paint(place, _YELLOW if label else _BOLD), 1)
        yield from rest
        yield from self.table(problem)
        for reason in problem.reasons:
            yield from wrap(reason, self.width, f"{_IN}- ", f"{_IN}  ")
        for made in problem.made:
            yield from wrap(origin(made), self.width, _IN, f"{_IN}  ")
        if problem.hint:
            yield from wrap(f"hint: {problem.hint}", self.width, _IN, f"{_IN}  ")

    def table(self, problem: Problem) -> Iterator[str]:
        """Rows that differ, aligned; how many more there are of either kind."""
        if not problem.rows:
            return
        cells: list[tuple[str, ...]] = [_HEAD, *(_cells(row) for row in problem.rows)]
        if not any(row.difference for row in problem.rows):
            cells = [row[:3] for row in cells]
        widths = [max(width(row[n]) for row in cells) for n in range(len(cells[0]))]
        for number, row in enumerate(cells):
            line = "  ".join(" " * (w - width(c)) + c for w, c in zip(widths, row, strict=True))
            yield _IN + (self._paint(line, _FAINT) if number == 0 else line)
        for more, what in (
            (problem.differ - len(problem.rows), "differ"),
            (problem.alike, "as expected"),
        ):
            if more:
                yield f"{_IN}… {more} more row{'s' if more != 1 else ''} {_agree(what, more)}"

    def _mark(self, result: TestResult) -> str:
        mark, colour = ("ok  ", _GREEN) if result.passed else ("FAIL", _RED)
        if result.passed and result.warnings:
            mark, colour = "warn", _YELLOW
        return self._paint(mark, colour)

    def _paint(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color else text


_HEAD = ("row", "expected", "found", "difference")


def _cells(row: DifferentRow) -> tuple[str, str, str, str]:
    return str(row.number), safe(row.expected), safe(row.found), row.difference


def _agree(what: str, number: int) -> str:
    return "differs" if what == "differ" and number == 1 else what
