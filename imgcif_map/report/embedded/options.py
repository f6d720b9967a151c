"""What a report on embedded tests can be told, and the words its formats share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from imgcif_map.errors import Place
from imgcif_map.mapping.testing.model import Made, Problem, TestResult
from imgcif_map.mapping.testing.origin import listed, shortened


class Options(NamedTuple):
    """Text only, all of them."""

    color: bool = False
    width: int = 80
    verbose: bool = False
    """A line for each test that passed, too."""


_KINDS = {
    "value": "stated by the mapping",
    "assumption": "assumed by the mapping",
    "generated": "an id that the mapping makes",
    "answer": "set by params:",
}


def where(place: Place) -> str:
    """A place as one would name it from the folder one is in."""
    return str(shortened(place))


def headline(problem: Problem) -> str:
    """The problem without the values that a table shows."""
    if problem.kind != "value":
        return problem.message
    if problem.differ == 1 and not problem.alike:
        return f"{problem.item} differs"
    rows = problem.differ + problem.alike
    return f"{problem.item} differs in {problem.differ} of {rows} rows"


def origin(made: Made) -> str:
    """Where a value comes from, in one sentence without an end."""
    said = _KINDS.get(made.kind, "")
    if made.sources:
        said = f"{said}, " if said else ""
        said += f"from {listed(made.sources)}"
    if made.functions:
        said += f" by {', '.join(made.functions)}"
    if made.units[0]:
        said += f", {made.units[0]} to {made.units[1]}"
    at = f" ({where(made.place)})" if made.place.line else ""
    return f"{said or 'worked out by the mapping'}{at}".strip()


def counted(results: Sequence[TestResult]) -> str:
    """``3 passed, 1 failed, 2 warnings``."""
    failed = sum(not result.passed for result in results)
    warnings = sum(len(result.warnings) for result in results)
    said = f"{len(results) - failed} passed, {failed} failed"
    if warnings:
        said += f", {warnings} warning{'s' if warnings != 1 else ''}"
    return said if results else f"{said}: there are no tests"
