"""Embedded tests as JSON, format version 1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from imgcif_map.errors import Place
from imgcif_map.mapping.testing.model import Made, Problem, TestResult
from imgcif_map.report.embedded.options import Options
from imgcif_map.report.json import dumps
from imgcif_map.version import VERSION


def render(results: Sequence[TestResult], options: Options) -> str:
    """Every test; only ``seconds`` is another one in the next run."""
    failed = sum(not result.passed for result in results)
    return dumps(
        {
            "format_version": 1,
            "tool": {"name": "imgcif-map", "version": VERSION},
            "mappings": [
                {"id": mapping, "tests": [_test(result) for result in found]}
                for mapping, found in groupby(results, key=lambda result: result.mapping)
            ],
            "summary": {
                "passed": len(results) - failed,
                "failed": failed,
                "warnings": sum(len(result.warnings) for result in results),
            },
        }
    )


def _test(result: TestResult) -> dict[str, Any]:
    return {
        "name": result.name,
        **_place(result.place),
        "passed": result.passed,
        "seconds": round(result.seconds, 3),
        "problems": [_problem(problem) for problem in result.problems],
        "warnings": [_problem(warning) for warning in result.warnings],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    """``rows`` are the first of ``differ`` rows that differ; what says nothing is left out."""
    facts: dict[str, Any] = {"kind": problem.kind, "message": problem.message}
    facts |= _place(problem.place)
    if problem.item:
        facts["item"] = problem.item
    if problem.rows:
        facts |= {
            "rows": [
                {"row": row.number, "expected": row.expected, "found": row.found}
                | ({"difference": row.difference} if row.difference else {})
                for row in problem.rows
            ],
            "differ": problem.differ,
            "alike": problem.alike,
        }
    if problem.made:
        facts["made"] = [_made(made) for made in problem.made]
    if problem.reasons:
        facts["reasons"] = list(problem.reasons)
    if problem.hint:
        facts["hint"] = problem.hint
    return facts


def _made(made: Made) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": made.kind}
    if made.place.line:
        facts |= _place(made.place)
    if made.sources:
        facts["sources"] = list(made.sources)
    if made.functions:
        facts["functions"] = list(made.functions)
    if made.units[0]:
        facts["units"] = {"from": made.units[0], "to": made.units[1]}
    return facts


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line or None, "column": place.column or None}
