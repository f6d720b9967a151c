"""Embedded tests as workflow commands of GitHub Actions: annotations at the expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from imgcif_map.errors import Place
from imgcif_map.mapping.testing.model import Problem, TestResult
from imgcif_map.report.embedded.options import Options, counted, origin, where
from imgcif_map.report.github import command


def render(results: Sequence[TestResult], options: Options) -> str:
    """One line for each problem and warning, then the counts."""
    lines = [line for result in results for line in _lines(result)]
    return "\n".join([*lines, counted(results)]) + "\n"


def _lines(result: TestResult) -> Iterator[str]:
    for level, found in (("error", result.problems), ("warning", result.warnings)):
        for problem in found:
            properties = {**_place(problem.place), "title": f"{result.mapping}: {result.name}"}
            yield command(level, properties, _message(problem))


def _place(place: Place) -> dict[str, str]:
    if not place.file:
        return {}
    facts = {"file": PurePath(where(Place(place.file))).as_posix()}
    if place.line:
        facts |= {"line": str(place.line), "col": str(place.column)}
    return facts


def _message(problem: Problem) -> list[str]:
    lines = [f"{where(problem.place)}: {problem.message}"]
    lines += problem.reasons
    lines += [origin(made) for made in problem.made]
    return lines + ([f"hint: {problem.hint}"] if problem.hint else [])
