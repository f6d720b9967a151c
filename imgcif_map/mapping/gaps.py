"""Collects the gaps of a conversion; each becomes a Finding, equal ones are summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imgcif_map.errors import Place
from imgcif_map.findings import Finding, Location
from imgcif_map.mapping.gapcodes import GAP_KINDS, gap_kind
from imgcif_map.sources.record import Origin

FAILING_CODES = frozenset(kind.code for kind in GAP_KINDS if kind.fails)


class GapLog:
    """An ordered collection of gaps; the same gap twice is counted, not repeated."""

    def __init__(self) -> None:
        self._gaps: dict[tuple[str, str, str, str, str], Finding] = {}

    def add(
        self,
        kind: str,
        message: str,
        *,
        origins: Sequence[Origin] = (),
        item: str | None = None,
        block: str | None = None,
        looked: Sequence[str] = (),
        why: str = "",
        hint: str = "",
        value: str | None = None,
        place: Place | None = None,
    ) -> None:
        """Report a gap. ``origins``: the source nodes it is about; ``place``: mapping line."""
        facts = gap_kind(kind)
        source = origins[0] if origins else None
        location = Location(
            path=source.file if source else "",
            source=source.path if source else None,
            block=block,
            item=item,
            category=item.lstrip("_").split(".")[0] if item else None,
        )
        if place is not None and place.line:
            message = f"{message} [mapping {place.short}]"
        key = (facts.code, message, item or "", str(source or ""), block or "")
        known = self._gaps.get(key)
        if known is not None:
            self._gaps[key] = replace(known, count=known.count + 1)
            return
        self._gaps[key] = Finding(
            code=facts.code,
            name=facts.name,
            severity=facts.severity,
            message=message,
            location=location,
            hint=hint or facts.hint,
            value=value,
            looked=tuple(dict.fromkeys(looked)),
            why=why or facts.why,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Worst first, otherwise in the order they were met."""
        return tuple(sorted(self._gaps.values(), key=lambda f: (-f.severity.rank, f.code)))


def fails(findings: Sequence[Finding]) -> bool:
    """True if a gap makes the conversion exit with 1 (missing-required, conflict, unreadable)."""
    return any(finding.code in FAILING_CODES for finding in findings)
