"""Collects syntax problems while reading and turns them into findings at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from imgcif_map.cif.codes import CODES
from imgcif_map.cif.source import Source
from imgcif_map.findings import Finding, Location

SINGLY = 50
"""So many findings of one code are listed one by one; the rest is summed in one more."""
POSITIONS = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing met at a byte offset; ``count`` > 1 if ``others`` repeat it."""

    code: str
    offset: int
    message: str
    hint: str = ""
    value: str | None = None
    item: str | None = None
    count: int = 1
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """From ``offset`` on, text belongs to this block and frame."""

    offset: int
    block: str | None
    frame: str | None


class Problems:
    """What went wrong, in the order met."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(
        self,
        code: str,
        offset: int,
        message: str,
        *,
        hint: str = "",
        value: str | None = None,
        item: str | None = None,
    ) -> None:
        """Note one problem."""
        self._found.append(Problem(code, offset, message, hint, value, item))

    def add_many(self, code: str, offsets: Sequence[int], message: str, *, hint: str = "") -> None:
        """Note one problem that occurs at each of ``offsets`` (ascending, not empty)."""
        first = tuple(offsets[:POSITIONS])
        self._found.append(
            Problem(code, first[0], message, hint, count=len(offsets), others=first[1:])
        )

    def mark(self) -> int:
        """How many problems there are: to take back later ones with :meth:`rewind`."""
        return len(self._found)

    def rewind(self, mark: int) -> None:
        """Forget what was noted after ``mark``."""
        del self._found[mark:]

    def within(self, low: int, high: int) -> bool:
        """True if something was noted at offsets ``low`` to ``high``, both included."""
        return any(low <= problem.offset <= high for problem in self._found)

    def findings(self, source: Source, extents: Sequence[Extent]) -> tuple[Finding, ...]:
        """Findings in order of position, with block and frame filled in."""
        groups: dict[str, list[Problem]] = {}
        for problem in self._found:
            groups.setdefault(problem.code, []).append(problem)
        merged: list[Problem] = []
        for code, group in groups.items():
            group.sort(key=lambda p: p.offset)
            keep = 0 if CODES[code].summed and len(group) > 1 else SINGLY
            merged += group[:keep]
            if len(group) > keep:
                merged.append(_sum(group[keep:]))
        merged.sort(key=lambda p: (p.offset, p.code))
        starts = [e.offset for e in extents]
        return tuple(_finding(p, source, extents, starts) for p in merged)


def _sum(group: Sequence[Problem]) -> Problem:
    if len(group) == 1:
        return group[0]
    first = group[0]
    offsets = [offset for p in group for offset in (p.offset, *p.others)]
    return Problem(
        first.code,
        first.offset,
        first.message,
        first.hint,
        first.value,
        first.item,
        sum(p.count for p in group),
        tuple(offsets[1:POSITIONS]),
    )


def _finding(
    problem: Problem, source: Source, extents: Sequence[Extent], starts: Sequence[int]
) -> Finding:
    code = CODES[problem.code]
    where = bisect_right(starts, problem.offset) - 1
    extent = extents[where] if where >= 0 else Extent(0, None, None)
    places = [source.position(o) for o in (problem.offset, *problem.others)]
    return Finding(
        code=code.code,
        name=code.name,
        severity=code.severity,
        message=problem.message,
        location=Location(
            path=source.path,
            line=places[0].line,
            column=places[0].column,
            block=extent.block,
            frame=extent.frame,
            item=problem.item,
        ),
        hint=problem.hint,
        spec_url=code.spec_url,
        value=problem.value,
        count=problem.count,
        positions=tuple((p.line, p.column) for p in places),
    )
