"""Whether a data set fulfils the requirements of a profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.lineage import default_of
from imgcif_map.rules.profile import Condition, Requirement


@dataclass(frozen=True, eq=False)
class Lack:
    """A requirement that a data set does not fulfil, and the rows concerned if it is per row."""

    requirement: Requirement
    block: BlockView
    at: DataColumn | None = None
    rows: tuple[int, ...] = ()


def lacks(context: Context, requirements: tuple[Requirement, ...]) -> Iterator[Lack]:
    """What each data set of a document fails to say, in the order of the requirements."""
    asked: set[BlockView] = set()
    for blocks in context.data_sets:
        # A block of several data sets has its rows asked once.
        new = tuple(block for block in blocks if block not in asked)
        asked.update(blocks)
        for requirement in requirements:
            if requirement.per_row:
                yield from _rows(new, requirement)
            elif all(_holds(blocks, c) for c in requirement.when):
                if _said(blocks, requirement):
                    yield from _differing(blocks, requirement)
                else:
                    yield Lack(requirement, blocks[0])


def _said(blocks: tuple[BlockView, ...], requirement: Requirement) -> bool:
    return any(
        all(any(_given(b, name, requirement.or_default) for b in blocks) for name in names)
        for names in requirement.alternatives
    )


def _differing(blocks: tuple[BlockView, ...], requirement: Requirement) -> Iterator[Lack]:
    """Where an item that has to have one of some values has another one."""
    for block in blocks if requirement.values else ():
        for name in requirement.names:
            column = block.column(name)
            if column is None or column.values <= _wanted(requirement.values, column):
                continue
            other = ~_in(column, requirement.values)
            if column.nulls is not None:
                other &= ~column.nulls
            yield Lack(requirement, block, column, tuple(np.flatnonzero(other).tolist()))


def _wanted(values: tuple[str, ...], column: DataColumn) -> set[str]:
    return {canonical(value, column.contents) for value in values}


def _given(block: BlockView, name: str, or_default: bool) -> bool:
    column = block.column(name)
    if column is not None and not column.all_null:
        return True
    definition = block.dictionary.item(name)
    if not or_default or definition is None or definition.category not in block.categories:
        return False
    return default_of(block.dictionary, definition) is not None


def _holds(blocks: tuple[BlockView, ...], condition: Condition) -> bool:
    columns = [c for block in blocks if (c := block.column(condition.name)) is not None]
    return any(bool(_matches(column, condition).any()) for column in columns)


def _matches(column: DataColumn, condition: Condition) -> NDArray[np.bool_]:
    return _in(column, condition.values)


def _in(column: DataColumn, values: tuple[str, ...]) -> NDArray[np.bool_]:
    """True where a column has one of some values; any will do if there are none."""
    wanted = _wanted(values, column)
    hits = (v is not None and (not wanted or v in wanted) for v in column.canonical)
    return np.fromiter(hits, np.bool_, len(column))


def _rows(blocks: tuple[BlockView, ...], requirement: Requirement) -> Iterator[Lack]:
    """Rows of the category ``of`` that lack it; a block without the category is not asked."""
    for block in blocks:
        view = block.categories.get(requirement.of)
        if view is None or view.split:
            continue
        asked = np.ones(view.rows, np.bool_)
        for condition in requirement.when:
            column = block.column(condition.name)
            in_row = column is not None and len(column) == view.rows
            asked &= _matches(column, condition) if column is not None and in_row else False
        fulfilled = np.zeros(view.rows, np.bool_)
        for names in requirement.alternatives:
            complete = np.ones(view.rows, np.bool_)
            for name in names:
                complete &= _present(block, name, requirement, view.rows)
            fulfilled |= complete
        rows = np.flatnonzero(asked & ~fulfilled)
        if rows.size:
            yield Lack(requirement, block, view.first, tuple(rows.tolist()))


def _present(block: BlockView, name: str, requirement: Requirement, rows: int) -> NDArray[np.bool_]:
    definition = block.dictionary.item(name)
    fills = requirement.or_default and definition is not None
    column = block.column(name)
    if fills and definition is not None and default_of(block.dictionary, definition) is not None:
        if not requirement.values or column is None or len(column) != rows:
            return np.ones(rows, np.bool_)
        nulls = np.zeros(rows, np.bool_) if column.nulls is None else column.nulls
        return nulls | _in(column, requirement.values)
    if column is None or len(column) != rows:
        return np.zeros(rows, np.bool_)
    if requirement.values:
        return _in(column, requirement.values)
    return np.ones(rows, np.bool_) if column.nulls is None else ~column.nulls
