"""Gathers image files into scans by their names, numbers and header values."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np

from imgcif_map.sources.headers.facts import Fact, Header
from imgcif_map.sources.remarks import Remark
from imgcif_map.sources.scans.config import ScanConfig
from imgcif_map.sources.scans.names import numbered
from imgcif_map.sources.scans.settings import Continuity, Ints, continuity, floats, row_settings

_DIGITS = 8
"""Numbers in headers that agree to so many digits are equal."""
_SHOWN = 4
_STRANGE = 1000
"""Missing numbers per image from which on they are no image numbers."""


@dataclass(frozen=True)
class FoundScan:
    """Files of one scan in the order of their numbers."""

    template: str
    headers: tuple[Header, ...]
    numbers: tuple[int, ...]
    """Image numbers; 1, 2, … where the names have none."""
    problems: tuple[Remark, ...] = field(default=(), compare=False)


def find_scans(headers: Sequence[Header], config: ScanConfig) -> list[FoundScan]:
    """All scans, in natural order of their templates and numbers. Every file is in one."""
    names = numbered([header.file for header in headers])
    series: dict[tuple[Hashable, ...], list[tuple[int, int]]] = {}
    for index, (header, name) in enumerate(zip(headers, names, strict=True)):
        kept = _same(header, config)
        key = (header.archive, name.template, kept)
        number = name.number if name.number is not None else 1
        series.setdefault(key, []).append((number, index))
    scans: list[FoundScan] = []
    for (_, template, _), members in series.items():
        scans += _cut(str(template), members, headers, config)
    scans.sort(key=lambda scan: (_natural(scan.template), scan.numbers[0]))
    return scans


def _natural(template: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts ``run_2`` before ``run_10``."""
    runs = ("".join(run) for _, run in groupby(template, str.isdigit))
    return tuple((0, int(run)) if run.isdigit() else (1, run) for run in runs)


def _same(header: Header, config: ScanConfig) -> Hashable:
    """What must be equal in one scan."""
    wanted = set(config.same)
    found: dict[str, Hashable] = {}
    for line in header.lines:
        for fact in line:
            if fact.key in wanted:
                found[fact.key] = _comparable(fact)
    return tuple(found.get(key) for key in config.same)


def _comparable(fact: Fact) -> Hashable:
    values = fact.value if isinstance(fact.value, list | tuple) else (fact.value,)
    return (
        *(v if isinstance(v, str) or v is None else f"{v:.{_DIGITS - 1}e}" for v in values),
        fact.unit,
    )


def _cut(
    template: str, members: list[tuple[int, int]], headers: Sequence[Header], config: ScanConfig
) -> list[FoundScan]:
    """One series of names, cut where its settings do not go on."""
    members = sorted(members)
    problems: list[Remark] = []
    once = _without_repeats(members, headers, problems)
    chosen = [headers[index] for _, index in once]
    numbers = np.array([number for number, _ in once], dtype=np.int64)
    found = continuity(numbers, _settings(chosen, config))
    if found.irregular:
        problems.append(_irregular(template, found))
    starts = [0, *found.breaks.tolist()]
    ends = [*found.breaks.tolist(), len(chosen)]
    scans = []
    for begin, end in zip(starts, ends, strict=True):
        part = numbers[begin:end]
        said = [*problems] if begin == 0 else [_restart(template, int(part[0]), found)]
        said += _missing(template, part, chosen[begin].file)
        scans.append(
            FoundScan(template, tuple(chosen[begin:end]), tuple(part.tolist()), tuple(said))
        )
    return scans


def _without_repeats(
    members: list[tuple[int, int]], headers: Sequence[Header], problems: list[Remark]
) -> list[tuple[int, int]]:
    once: dict[int, int] = {}
    twice: list[tuple[int, int, int]] = []
    for number, index in members:
        if number in once:
            twice.append((number, once[number], index))
        else:
            once[number] = index
    if twice:
        number, kept, left = twice[0]
        more = f", and {len(twice) - 1} more" if len(twice) > 1 else ""
        problems.append(
            Remark(
                "conflict",
                f"two files have the image number {number}: {headers[kept].file} and "
                f"{headers[left].file}{more}; the first is used",
                headers[left].file,
                hint="leave one of them out",
            )
        )
    return list(once.items())


def _settings(headers: Sequence[Header], config: ScanConfig) -> dict[str, tuple[Any, Any]]:
    found = {}
    wanted = {key for turn in (*config.turns, *config.row_turns) for key in turn if key}
    columns: dict[str, list[Any]] = {key: [] for key in wanted}
    for header in headers:
        facts = {f.key: f for line in header.lines for f in line if f.key in wanted}
        for key, column in columns.items():
            fact = facts.get(key)
            column.append(None if fact is None else fact.value)
    for start, step in config.turns:
        starts = floats(columns[start], len(headers)) if None not in columns[start] else None
        if starts is None:
            continue
        steps = None
        if step is not None and None not in columns[step]:
            steps = floats(columns[step], len(headers))
        found[start] = (starts, steps)
    for turn in config.row_turns:
        found.update(row_settings(turn, columns, len(headers)))
    return found


def _irregular(template: str, found: Continuity) -> Remark:
    return Remark(
        "assumption",
        f"the settings of {template} follow no line ({found.why}): taken as one scan, "
        "written frame by frame",
        template,
        hint="if these are several scans, convert them one by one",
    )


def _restart(template: str, number: int, found: Continuity) -> Remark:
    return Remark(
        "assumption",
        f"another scan begins with image {number} of {template}: {found.why}",
        template,
        hint="if it is one scan, the headers are wrong there",
    )


def _missing(template: str, numbers: Ints, first: str) -> list[Remark]:
    steps = np.diff(numbers)
    holes = np.flatnonzero(steps > 1)
    if not len(holes):
        return []
    count = int((steps[holes] - 1).sum())
    spans = [(int(numbers[h]) + 1, int(numbers[h + 1]) - 1) for h in holes[:_SHOWN].tolist()]
    named = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in spans)
    more = " …" if len(holes) > _SHOWN else ""
    # Numbers that count something else: times, positions on a grid.
    if len(holes) > max(1, len(numbers) // 2) or count > _STRANGE * len(numbers):
        return [
            Remark(
                "assumption",
                f"the numbers of {template} have more gaps than images: they are taken as "
                "names, the images as stills in that order",
                first,
                hint="if images are missing, put them beside the others",
            )
        ]
    return [
        Remark(
            "conflict",
            f"{count} images of {template} are missing: {named}{more}",
            first,
            hint="put them beside the others, or convert the parts one by one",
        )
    ]
