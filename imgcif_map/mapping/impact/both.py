"""Lint and embedded tests with two dictionaries: what appears, what goes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imgcif_map.dictionary.changes import Effect
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding, Severity
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.impact.model import Impact, Verdict
from imgcif_map.mapping.impact.uses import Use
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.mapping.model import Mapping
from imgcif_map.mapping.testing import TestResult, run_mapping_tests
from imgcif_map.mapping.testing.run import Back, Progress

_Key = tuple[str, str, int, int, str]


def linted(
    mappings: Sequence[Mapping],
    dictionary: Dictionary,
    functions: dict[str, Function],
    progress: Progress | None = None,
) -> dict[_Key, Finding]:
    """All findings, once each, however many mappings a file is part of."""
    found: dict[_Key, Finding] = {}
    for number, mapping in enumerate(mappings):
        if progress is not None:
            progress("lint", number, len(mappings))
        for finding in lint_mapping(mapping, dictionary, functions):
            at = finding.location
            found[finding.code, at.path, at.line, at.column, finding.message] = finding
    return found


def failing(
    names: Sequence[str],
    library: Library,
    old: Dictionary,
    new: Dictionary,
    back: Back | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[TestResult, ...], int]:
    """Tests that fail with the new dictionary only, and how many there are.

    Only mappings with a test that fails are tried with the old one. ``back`` runs tests of the
    way back; without it they are left out.
    """
    if not names:
        return (), 0
    results = run_mapping_tests(
        names, library=library, dictionary=new, back=back, progress=progress
    )
    failed = [result for result in results if not result.passed]
    again = {name for name in names if library.file(name).id in {r.mapping for r in failed}}
    before: set[tuple[str, str]] = set()
    if again:
        tried = run_mapping_tests(sorted(again), library=library, dictionary=old, back=back)
        before = {(result.mapping, result.name) for result in tried if not result.passed}
    found = [result for result in failed if (result.mapping, result.name) not in before]
    return tuple(found), len(results)


def refused(
    impacts: list[tuple[Impact, Use]], findings: Sequence[Finding]
) -> list[tuple[Impact, Use]]:
    """The impacts; those of breaking changes are broken where lint has an error to say of them."""
    found = dict(enumerate(impacts))
    for finding in findings:
        if finding.severity is not Severity.ERROR:
            continue
        at = finding.location
        near = [
            (len(use.lines), number)
            for number, (impact, use) in found.items()
            if impact.place.file == at.path and at.line in use.lines
            if impact.change.effect is Effect.BREAKING and impact.change.kind != "default"
        ]
        for length, number in near:
            impact, use = found[number]
            if length == min(near)[0] and impact.verdict is not Verdict.BROKEN:
                found[number] = (replace(impact, verdict=Verdict.BROKEN, why=finding.message), use)
    return list(found.values())
