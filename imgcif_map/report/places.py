"""How often a finding occurs and where else: the words all formats share."""

from __future__ import annotations

from collections.abc import Iterable

from imgcif_map.findings import Finding, Location


def place(at: Location, path: str = "") -> str:
    """``x.cif:12:5``, or what is known of it; ``path`` where the location has none."""
    name = at.path or path
    if at.line:
        return f"{name}:{at.line}:{at.column}" if at.column else f"{name}:{at.line}"
    return name


def times(finding: Finding) -> str:
    """``4 times, also at lines 85-87``; empty for a finding that occurs once."""
    if finding.count < 2:
        return ""
    said = f"{finding.count} times"
    here = finding.location.line
    lines = sorted({line for line, _ in finding.positions if line != here})
    columns = [column for line, column in finding.positions[1:] if line == here]
    where = (
        f", also at {_numbers('line', lines)}"
        if lines
        else f", also at {_numbers('column', sorted(columns))}"
        if columns
        else ""
    )
    more = ", …" if where and finding.count > len(finding.positions) else ""
    return said + where + more


def _numbers(word: str, found: list[int]) -> str:
    plural = "s" if len(found) > 1 else ""
    return f"{word}{plural} {', '.join(runs(found))}"


def runs(numbers: Iterable[int]) -> list[str]:
    """Ascending numbers, three and more in a row as ``85-87``."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [
        text
        for group in groups
        for text in (
            [f"{group[0]}-{group[-1]}"] if len(group) > 2 else [str(number) for number in group]
        )
    ]


def advice(finding: Finding) -> list[tuple[str, str]]:
    """What follows the message, with its label: where a value was sought, why, what to do."""
    looked = ", ".join(finding.looked)
    said = (("looked in", looked), ("why", finding.why), ("hint", finding.hint))
    return [(label, text) for label, text in said if text]
