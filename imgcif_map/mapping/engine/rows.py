"""Turns ``rows:`` into row groups: one per outer binding, many rows under ``along``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from imgcif_map.errors import MappingError, UnreadableInput
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.expressions import distinct, evaluate, records_of
from imgcif_map.mapping.engine.results import QuantityRecord
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.engine.values import evaluate_value
from imgcif_map.mapping.model import Along, Each, RowLevel, Zip
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Origin, Record, TreeRecord

MAX_ROWS = 8_000_000
"""Rows of one category: against hostile counts. 64 modules in 100,000 images stay below it.

A frame takes about 1 kB of memory, over all categories.
"""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that share their outer bindings: ``length`` rows under ``along``, else one."""

    scope: Scope
    bound: tuple[Record, ...] = ()
    """The records bound by ``each`` levels, outer first."""

    @property
    def rows(self) -> int:
        return 1 if self.scope.length is None else self.scope.length


def expand(levels: Sequence[RowLevel] | None, scope: Scope) -> list[RowGroup]:
    """All row groups of some levels; ``None`` is one row with the current record."""
    groups = [RowGroup(scope)]
    for level in levels or ():
        groups = [inner for group in groups for inner in _level(level, group)]
    _check_number(sum(group.rows for group in groups), (), scope)
    return [
        replace(group, scope=replace(group.scope, position=position))
        for position, group in enumerate(groups, start=1)
    ]


def _level(level: RowLevel, group: RowGroup) -> Iterator[RowGroup]:
    if isinstance(level, Along):
        yield from _along(level, group)
        return
    name = level.name
    records = _each(level, group.scope) if isinstance(level, Each) else _zip(level, group.scope)
    for record in records:
        scope = group.scope.bind(name, (record,), here=record)
        yield RowGroup(scope, (*group.bound, record))


def _each(level: Each, scope: Scope) -> list[Record]:
    found: list[Record] = []
    for source in level.sources:
        result = evaluate_value(source, scope).result
        found.extend(r for r in records_of(result) if r.error is None)
    records = distinct(found)
    if level.where is not None:
        return [r for r in records if holds(level.where, scope.bind(level.name, (r,), here=r))]
    return list(records)


def _zip(level: Zip, scope: Scope) -> list[Record]:
    """Parallel lists as records, one per row; scalars are broadcast."""
    columns: dict[str, Quantity] = {}
    for name, value in level.columns.items():
        result = evaluate_value(value, scope).result
        quantity = scope.run.session.quantity(result) if isinstance(result, tuple) else result
        if quantity is not None:
            columns[name] = quantity
    lengths = {np.shape(q.data)[0] for q in columns.values() if np.ndim(q.data)}
    if len(lengths) > 1:
        origins = [o for q in columns.values() for o in q.origins]
        scope.run.session.gaps.add(
            "conflict",
            f"lists of different lengths {sorted(lengths)} for {', '.join(columns)}",
            origins=origins,
            block=scope.run.session.block,
            place=scope.place,
        )
    count = min(lengths) if lengths else int(bool(columns))
    rows: list[Record] = []
    for index in range(count):
        row = TreeRecord("row", key=("zip", *(q.origins for q in columns.values()), index))
        for name, quantity in columns.items():
            data = quantity.data[index] if np.ndim(quantity.data) else quantity.data
            data = data.item() if isinstance(data, np.generic) else data
            row.nodes[name] = QuantityRecord(name, replace(quantity, data=data), row)
        rows.append(row)
    return rows


def _along(level: Along, group: RowGroup) -> Iterator[RowGroup]:
    scope = group.scope
    if scope.length is not None:
        raise MappingError("only one along is possible", place=scope.place)
    result = evaluate(level.length, scope)
    quantity = scope.run.session.quantity(result) if isinstance(result, tuple) else result
    count = _whole(quantity, scope) if quantity is not None else None
    if quantity is None or count is None:
        return
    _check_number(count, quantity.origins, scope)
    scope = scope.bind(level.name, Quantity(np.arange(1, count + 1), kind="generated"))
    yield RowGroup(replace(scope, length=count), group.bound)


def _whole(quantity: Quantity, scope: Scope) -> int | None:
    """A number of rows, or None and a conflict: what a source says is no fault of the mapping."""
    try:
        number = quantity.array
    except (TypeError, ValueError):
        number = np.array(np.nan)
    if number.ndim == 0 and np.isfinite(number) and number >= 0 and number == np.rint(number):
        return int(number)
    scope.run.session.gaps.add(
        "conflict",
        f"{short(quantity)} is not a number of rows",
        origins=quantity.origins,
        block=scope.run.session.block,
        place=scope.place,
    )
    return None


def _check_number(count: int, origins: Sequence[Origin], scope: Scope) -> None:
    if count <= MAX_ROWS:
        return
    files = dict.fromkeys(root.origin.file for root in scope.run.session.roots)
    said = f", says {origins[0].path}" if origins else ""
    raise UnreadableInput(
        f"{', '.join(files)}: {count} frames or other rows of one category{said} "
        f"[mapping {scope.place.short}]; at most {MAX_ROWS} are converted",
        hint="look at the number with `imgcif-map inspect`; convert the scans apart if it is right",
    )
