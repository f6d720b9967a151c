"""What a new dictionary does to mappings. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from imgcif_map.dictionary.changes import Change, DictionaryDiff
from imgcif_map.errors import Place
from imgcif_map.findings import Finding
from imgcif_map.mapping.testing import TestResult


class Verdict(StrEnum):
    """What a change means for one line of a mapping."""

    BROKEN = "broken"
    """It has to be changed: it is refused, or its value can no longer be written."""
    OUTDATED = "still works, should change"
    """It does what it did; the dictionary wants it otherwise."""
    CHECK = "check"
    """It works by itself; somebody should look whether it is still meant so."""


@dataclass(frozen=True, slots=True)
class Impact:
    """One line that one change touches."""

    place: Place
    role: str
    """What the line is: ``item``, ``value``, ``lookup``, ``ref to`` …"""
    name: str
    """The data name or category that it is about, as the line spells it."""
    change: Change
    verdict: Verdict
    why: str
    todo: str


@dataclass(frozen=True)
class DictionaryImpact:
    """All that changes for some mappings with a new dictionary."""

    diff: DictionaryDiff
    impacts: tuple[Impact, ...]
    """By file, line and column; worst first on one line."""
    findings: tuple[Finding, ...]
    """Of ``mapping lint``, with the new dictionary only."""
    settled: tuple[Finding, ...]
    """Those with the old dictionary only."""
    failing: tuple[TestResult, ...]
    """Embedded tests that fail with the new dictionary only."""
    mappings: tuple[str, ...]
    """Ids of the mappings looked at."""
    tests: int
    """How many embedded tests were run; 0 if none had to be."""

    @property
    def untouched(self) -> tuple[Change, ...]:
        """Changes that no line of a mapping has to do with."""
        touched = {impact.change for impact in self.impacts}
        return tuple(change for change in self.diff.changes if change not in touched)

    @property
    def breaks(self) -> bool:
        """Whether something does not work any more."""
        errors = any(finding.severity.value == "error" for finding in self.findings)
        broken = any(impact.verdict is Verdict.BROKEN for impact in self.impacts)
        return broken or errors or bool(self.failing)

    def counts(self) -> dict[str, int]:
        """How many lines have which verdict as their worst."""
        lines: dict[tuple[str, int], Verdict] = {}
        order = list(Verdict)
        for impact in self.impacts:
            key = (impact.place.file, impact.place.line)
            known = lines.get(key, impact.verdict)
            lines[key] = min(known, impact.verdict, key=order.index)
        found = list(lines.values())
        return {verdict.value: found.count(verdict) for verdict in Verdict}
