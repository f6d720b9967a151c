"""Collects syntax problems while reading and turns them into findings at the end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from imgcif_map.cif.codes import CODES
from imgcif_map.cif.source import Source
from imgcif_map.findings import Finding, Location

SINGLY = 50
"""So many findings of one code are listed one by one; the rest is summed in one more."""
POSITIONS = 10
_KEPT = SINGLY + POSITIONS
SIZE = 1 << 31
"""Beyond any offset."""
_MANY = 1024
"""So many problems of one code are held before all but the first are merely counted."""


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


Place = Callable[[int], tuple[str | None, str | None]]
"""Says in which block and save frame an offset lies."""


@dataclass(slots=True)
class _Group:
    """The problems of one code: the first ones, and how many there are besides."""

    first: list[Problem] = field(default_factory=list)
    more: int = 0
    beyond: int = SIZE
    """From this offset on problems are merely counted."""

    def add(self, problem: Problem) -> None:
        self.first.append(problem)
        if len(self.first) > _MANY:
            self.first.sort(key=_offset)
            self.more += sum(p.count for p in self.first[_KEPT:])
            del self.first[_KEPT:]
            self.beyond = self.first[-1].offset


def _offset(problem: Problem) -> int:
    return problem.offset


class Problems:
    """What went wrong. However much that is, it takes little memory."""

    def __init__(self) -> None:
        self._groups: dict[str, _Group] = {}
        self._places: list[int] = []

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
        group = self._groups.get(code)
        if group is not None and offset >= group.beyond:
            group.more += 1
            return
        self._add(Problem(code, offset, message, hint, value, item))

    def add_many(self, code: str, offsets: Sequence[int], message: str, *, hint: str = "") -> None:
        """Note one problem that occurs at each of ``offsets`` (ascending, not empty)."""
        self.add_counted(code, offsets, len(offsets), message, hint=hint)

    def add_counted(
        self, code: str, offsets: Sequence[int], count: int, message: str, *, hint: str = ""
    ) -> None:
        """Note one problem that occurs ``count`` times, first at ``offsets`` (ascending)."""
        first = tuple(offsets[:POSITIONS])
        self._add(Problem(code, first[0], message, hint, count=count, others=first[1:]))

    def only(self, *codes: str) -> Problems:
        """Those of some codes alone."""
        chosen = Problems()
        for code in codes:
            for problem in self._groups[code].first if code in self._groups else ():
                chosen._add(problem)
        return chosen

    def absorb(self, other: Problems) -> None:
        """Add what another collection holds."""
        for code, group in other._groups.items():
            for problem in group.first:
                self._add(problem)
            self._groups[code].more += group.more

    def _add(self, problem: Problem) -> None:
        self._groups.setdefault(problem.code, _Group()).add(problem)
        if len(self._places) < _MANY * 8:
            at = bisect_left(self._places, problem.offset)
            self._places.insert(at, problem.offset)

    def within(self, low: int, high: int) -> bool:
        """True if something was noted at offsets ``low`` to ``high``, both included."""
        at = bisect_left(self._places, low)
        return at < len(self._places) and self._places[at] <= high

    def offsets(self) -> list[int]:
        """Where something was noted, ascending."""
        groups = self._groups.values()
        return sorted({o for g in groups for p in g.first for o in (p.offset, *p.others)})

    def move(self, to: dict[int, int]) -> None:
        """Put everything to other offsets, in the same order."""
        moved = Problems()
        for code, group in self._groups.items():
            for p in group.first:
                others = tuple(to[other] for other in p.others)
                moved._add(replace(p, offset=to[p.offset], others=others))
            moved._groups[code].more += group.more
        self._groups, self._places = moved._groups, moved._places

    def __bool__(self) -> bool:
        """True if anything was noted."""
        return bool(self._groups)

    def weight(self) -> int:
        """How many errors there are: the less, the better a text has been understood."""
        return sum(
            sum(p.count for p in group.first) + group.more
            for code, group in self._groups.items()
            if CODES[code].severity.rank == 2
        )

    def findings(self, source: Source, place: Place) -> tuple[Finding, ...]:
        """Findings in order of position, with block and frame filled in."""
        merged: list[Problem] = []
        for code, group in self._groups.items():
            first = sorted(group.first, key=_offset)
            keep = 0 if CODES[code].summed and len(first) > 1 else SINGLY
            merged += first[:keep]
            if len(first) > keep:
                merged.append(_sum(first[keep:], group.more))
        merged.sort(key=lambda p: (p.offset, p.code))
        return tuple(_finding(p, source, place) for p in merged)


def _sum(group: Sequence[Problem], more: int) -> Problem:
    first = group[0]
    if len(group) == 1 and not more:
        return first
    offsets = [offset for p in group[: POSITIONS + 1] for offset in (p.offset, *p.others)]
    return Problem(
        first.code,
        first.offset,
        first.message,
        first.hint,
        first.value,
        first.item,
        sum(p.count for p in group) + more,
        tuple(offsets[1:POSITIONS]),
    )


def _finding(problem: Problem, source: Source, place: Place) -> Finding:
    code = CODES[problem.code]
    block, frame = place(problem.offset)
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
            block=block,
            frame=frame,
            item=problem.item,
        ),
        hint=problem.hint,
        spec_url=code.spec_url,
        value=problem.value,
        count=problem.count,
        positions=tuple((p.line, p.column) for p in places),
    )
