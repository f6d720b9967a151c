"""The impact of a dictionary as text, as JSON values and as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from imgcif_map.dictionary.changes.text import shown, stamp, tally
from imgcif_map.findings import Finding
from imgcif_map.mapping.impact.model import DictionaryImpact, Verdict


def lines(impact: DictionaryImpact) -> Iterator[str]:
    """Each line of a mapping with what to do, then lint, tests and the rest."""
    yield f"old: {shown(impact.diff.old)}"
    yield f"new: {shown(impact.diff.new)}"
    yield ""
    for found in impact.impacts:
        yield f"{found.place}: {found.verdict.value}: {found.change.title}"
        yield f"    {found.role} {found.name}: {found.why}"
        yield f"    to do: {found.todo}"
    yield from _section("new findings of lint elsewhere", elsewhere(impact))
    if impact.failing:
        yield ""
        yield f"embedded tests that fail now ({len(impact.failing)})"
    for result in impact.failing:
        yield f"  {result.mapping}: {result.name}"
        yield from (f"    {problem}" for problem in result.problems)
    yield from _section("findings of lint that go away", impact.settled)
    if impact.impacts or impact.findings or impact.failing or impact.settled:
        yield ""
    yield from summary(impact)


def summary(impact: DictionaryImpact) -> Iterator[str]:
    """How much of each."""
    yield tally(impact.diff)
    if not impact.diff.changes:
        return
    number = len(impact.untouched)
    yield f"{number} of them touch{'es' * (number == 1)} no line of {len(impact.mappings)} mappings"
    counts = impact.counts()
    yield f"lines: {', '.join(f'{count} {name}' for name, count in counts.items())}"
    tests = f"{len(impact.failing)} of {impact.tests} embedded tests fail now"
    yield tests if impact.tests else "embedded tests were not run"


def elsewhere(impact: DictionaryImpact) -> tuple[Finding, ...]:
    """New findings on lines that are not named already."""
    named = {(i.place.file, i.place.line) for i in impact.impacts}
    said = {i.why for i in impact.impacts}
    return tuple(
        finding
        for finding in impact.findings
        if (finding.location.path, finding.location.line) not in named
        and finding.message not in said
    )


def _section(title: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield ""
        yield f"{title} ({len(findings)})"
    for finding in findings:
        at = finding.location
        yield f"  {at.path}:{at.line}:{at.column}: {finding.code} {finding.message}"


def facts(impact: DictionaryImpact) -> dict[str, Any]:
    """All of it as JSON values."""
    return {
        "old": stamp(impact.diff.old),
        "new": stamp(impact.diff.new),
        "breaks": impact.breaks,
        "lines": impact.counts(),
        "changes": impact.diff.counts(),
        "untouched": len(impact.untouched),
        "mappings": list(impact.mappings),
        "tests": impact.tests,
        "impacts": [asdict(found) for found in impact.impacts],
        "findings": [_finding(finding) for finding in impact.findings],
        "settled": [_finding(finding) for finding in impact.settled],
        "failing": [asdict(result) for result in impact.failing],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    at = finding.location
    return {
        "code": finding.code, "severity": finding.severity.value, "message": finding.message,
        "place": {"file": at.path, "line": at.line, "column": at.column},
    }  # fmt: skip


LEVELS = {Verdict.BROKEN: "error", Verdict.OUTDATED: "warning", Verdict.CHECK: "notice"}
"""Levels of annotations."""
