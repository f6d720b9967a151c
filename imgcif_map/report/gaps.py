"""Gaps and assumptions for people: one line each, reasons said once, assumptions apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from imgcif_map.findings import Finding

_APART = ("assumption", "correction")
_MARGIN = "    "
_HEADING = "Assumed or corrected ({}), to be checked:"

Line = tuple[Finding | None, str]
"""Text, and the finding whose severity comes before it; None for a line below a finding."""


def is_gap(finding: Finding) -> bool:
    """True for what a conversion reports; other findings come from the validator."""
    return finding.code.startswith("GAP")


def lines(findings: Sequence[Finding]) -> Iterator[Line]:
    """The lines of one file's gaps; assumptions and corrections last, under a heading."""
    several = len({f.location.block for f in findings if f.location.block}) > 1
    yield from _group([f for f in findings if f.name not in _APART], several)
    apart = [f for f in findings if f.name in _APART]
    if apart:
        yield None, ""
        yield None, _HEADING.format(len(apart))
        yield from _group(apart, several)


def counts(findings: Iterable[Finding]) -> str:
    """``2 conflict, 1 unreadable, 3 assumption``; empty if there are no gaps."""
    found = Counter((f.code, f.name) for f in findings if is_gap(f))
    return ", ".join(f"{number} {name}" for (_, name), number in sorted(found.items()))


def _group(findings: Iterable[Finding], several: bool) -> Iterator[Line]:
    """``why`` and ``hint`` only where they differ from those of the same code before."""
    said: dict[tuple[str, str], str] = {}
    for finding in findings:
        yield finding, _line(finding, several)
        if finding.looked:
            yield None, f"{_MARGIN}looked in: {', '.join(finding.looked)}"
        for label, text in (("why", finding.why), ("hint", finding.hint)):
            if text and said.get((finding.code, label)) != text:
                yield None, f"{_MARGIN}{label}: {text}"
            said[finding.code, label] = text


def _line(finding: Finding, several: bool) -> str:
    at = finding.location
    place = f"{at.source}: " if at.source and at.source not in finding.message else ""
    block = f" (data block {at.block})" if several and at.block else ""
    times = f" ({finding.count} times)" if finding.count > 1 else ""
    return f"{finding.code} {place}{finding.message}{times}{block}"
