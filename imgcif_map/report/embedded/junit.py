"""Embedded tests as JUnit XML: a suite per mapping, a test case per test."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from imgcif_map.mapping.testing.model import TestResult
from imgcif_map.report.embedded.options import Options
from imgcif_map.report.embedded.text import render as as_text
from imgcif_map.report.junit import Case, document


def render(results: Sequence[TestResult], options: Options) -> str:
    """One XML document; the body of a failure is the text that a terminal shows."""
    return document(
        (mapping, [_case(result) for result in found])
        for mapping, found in groupby(results, key=lambda result: result.mapping)
    )


def _case(result: TestResult) -> Case:
    kind, message, body = "", "", ""
    if result.problems:
        more = len(result.problems) - 1
        kind, message = "failure", result.problems[0].message
        message += f" (and {more} more)" if more else ""
    elif result.warnings:
        kind = "system-out"
    if kind:
        # Without the line that counts, which is about more than one test elsewhere.
        body = as_text([result], Options(width=120)).rpartition("\n\n")[0]
    file, line = result.place.file, result.place.line
    return Case(result.name, kind, message, "", body, line, file, result.seconds)
