"""DDL035."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgcif_map.dictionary.model import Category, Dictionary
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.keys import key_view
from imgcif_map.rules.lineage import key_items
from imgcif_map.rules.standins import filled

_ABOUT_BLOCKS = "audit"


class ConflictingBlocks(Rule):
    """Two data blocks of a data set say different things about the same row.

    What
        The same key stands in two data blocks that state the same
        `_audit_dataset.id`, and some other item of the row differs. The same row
        twice is no fault if it says the same, or if each block gives other items
        of it. The AUDIT categories are left out: they are about the block.

    Why
        The blocks are to be read as a whole. Which of the values holds is not known,
        and a program that joins the blocks takes either, or stops.

    Fails
        _audit_dataset.id  D
        _diffrn.id                   A
        _diffrn.ambient_temperature  100
        data_second
        _audit_dataset.id  D
        _diffrn.id                   A
        _diffrn.ambient_temperature  293

    Passes
        _audit_dataset.id  D
        _diffrn.id                   A
        _diffrn.ambient_temperature  100
        data_second
        _audit_dataset.id  D
        _diffrn.id                   A
        _diffrn.ambient_temperature  100.0
    """

    code = "DDL035"
    name = "conflicting-blocks"
    severity = Severity.WARNING
    spec_url = "https://github.com/COMCIFS/cif_multiblock/blob/main/multi_block_core.dic"

    def check(self, context: Context) -> Iterator[Finding]:
        told: set[tuple[int, str]] = set()
        for whole in context.wholes:
            given = [(block, view) for block in whole for view in block.categories.values()]
            by_name: dict[str, list[tuple[BlockView, CategoryView]]] = {}
            for block, view in given if len(whole) > 1 else ():
                by_name.setdefault(view.name, []).append((block, view))
            for pairs in by_name.values():
                for finding, column in self._category(pairs):
                    if (id(column.loop), column.id) not in told:
                        told.add((id(column.loop), column.id))
                        yield finding

    def _category(
        self, pairs: list[tuple[BlockView, CategoryView]]
    ) -> Iterator[tuple[Finding, DataColumn]]:
        if len(pairs) < 2 or not _is_compared(pairs[0][0].dictionary, pairs[0][1].category):
            return
        first: dict[tuple[str, ...], tuple[CategoryView, int]] = {}
        for block, view in pairs:
            keys = whole_keys(block, view)
            clashes: dict[str, Clash] = {}
            for row, key in enumerate(keys):
                if key is None:
                    continue
                other, there = first.setdefault(key, (view, row))
                if other is not view:
                    _compare(view, row, other, there, clashes)
            for clash in clashes.values():
                yield self._clash(clash), clash.column

    def _clash(self, clash: Clash) -> Finding:
        place = clash.other.column.position(clash.there)
        where = f"line {place.line}, " if place.line else ""
        text = clash.column.texts[clash.rows[0]]
        return self.finding(
            f"{clash.column.name} {text}: data block {clash.other.block} "
            f"has {clash.other.texts[clash.there]} in the same row ({where}same data set)",
            clash.column,
            clash.rows,
            hint="give each row of a data set once, or the same values each time",
        )


@dataclass(frozen=True, eq=False)
class Clash:
    """Rows of a column whose value another block contradicts; ``there`` is the first of those."""

    column: DataColumn
    rows: list[int]
    other: DataColumn
    there: int


def _is_compared(dictionary: Dictionary, category: Category | None) -> bool:
    """False for what has no key, and for AUDIT and the categories below it."""
    seen: set[str] = set()
    at = category
    while at is not None and at.id not in seen:
        if at.id == _ABOUT_BLOCKS:
            return False
        seen.add(at.id)
        at = dictionary.category(at.parent)
    return category is not None and bool(category.keys)


def whole_keys(block: BlockView, view: CategoryView) -> list[tuple[str, ...] | None]:
    """The key of each row; None where part of it is not known."""
    key = None if view.split else key_view(block, view)
    if key is None or view.category is None or not key.is_plain:
        return []
    values = {c.definition.id: filled(block, c) for c in key.given if c.definition is not None}
    constant = key.constant_values
    columns = [
        values.get(item.id) or [constant[item.id]] * view.rows
        for item in key_items(block.dictionary, view.category)
    ]
    made: list[tuple[str, ...] | None] = []
    for row in zip(*columns, strict=True):
        known = tuple(value for value in row if value is not None)
        made.append(known if len(known) == len(row) else None)
    return made


def _compare(
    view: CategoryView, row: int, other: CategoryView, there: int, clashes: dict[str, Clash]
) -> None:
    for name, column in view.columns.items():
        theirs = other.columns.get(name)
        if theirs is None:
            continue
        one, two = column.canonical[row], theirs.canonical[there]
        if one is not None and two is not None and one != two:
            clashes.setdefault(name, Clash(column, [], theirs, there)).rows.append(row)
