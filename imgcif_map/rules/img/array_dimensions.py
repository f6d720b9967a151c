"""IMG025."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, asked_for, more, shown, tables

_NEEDED = ("dimension", "index", "precedence", "direction")


class ArrayDimensions(Rule):
    """The dimensions of an array are incomplete or contradict each other.

    What
        In `ARRAY_STRUCTURE_LIST`, the rows of an array (of a section of an array) have
        an index or a precedence other than 1 to their number, each once, or lack a
        dimension, index, precedence or direction.

    Why
        The precedence says which dimension varies fastest. If two have the same, rows
        and columns of the image may be swapped.

    Fails
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.dimension
          _array_structure_list.precedence
          _array_structure_list.direction
            IMAGE 1 2463 1 increasing
            IMAGE 2 2527 1 increasing

    Passes
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
          _array_structure_list.dimension
          _array_structure_list.precedence
          _array_structure_list.direction
            IMAGE 1 2463 1 increasing
            IMAGE 2 2527 2 increasing
    """

    code = "IMG025"
    name = "array-dimensions"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_structure_list"):
            yield from self._incomplete(context, table)
            groups = _groups(table)
            for item in ("index", "precedence"):
                wrong = [
                    (name, rows)
                    for name, rows in groups.items()
                    if table.given(item)[rows].all() and not _counts(table, item, rows)
                ]
                # Equal keys are a fault of their own.
                if wrong and not (item == "index" and _has_equal(table, item, wrong[0][1])):
                    yield self._contradiction(table, item, wrong)

    def _incomplete(self, context: Context, table: Table) -> Iterator[Finding]:
        for item in _NEEDED:
            name = f"_array_structure_list.{item}"
            if asked_for(context, name) or context.dictionary.item(name) is None:
                continue
            given = table.given(item)
            if given.all() or table.block.column(name) not in (None, table.column(item)):
                continue
            rows = np.flatnonzero(~given).tolist()
            array = table.values("array_id")[rows[0]] or ""
            yield self.finding(
                f"array {array} dimension {table.text('index', rows[0]) or rows[0] + 1}"
                f"{more(len(rows))}: no {item} is given",
                table.at(item),
                rows if table.column(item) is not None else None,
            )

    def _contradiction(
        self, table: Table, item: str, wrong: list[tuple[str, list[int]]]
    ) -> Finding:
        name, rows = wrong[0]
        numbers = ", ".join(shown(x) for x in table.numbers(item)[rows].tolist())
        everything = [row for _, some in wrong for row in some]
        return self.finding(
            f"array {name}{more(len(wrong))}: {item} is {numbers}, expected each of "
            f"1 to {len(rows)} once",
            table.at(item),
            everything,
        )


def _groups(table: Table) -> dict[str, list[int]]:
    """The rows of each array, or of each section of an array that is described by sections."""
    found: dict[str, list[int]] = {}
    sections = table.values("array_section_id")
    for row, array in enumerate(table.values("array_id")):
        section = sections[row]
        name = f"{array} section {section}" if section and section != array else f"{array}"
        found.setdefault(name, []).append(row)
    return found


def _counts(table: Table, item: str, rows: list[int]) -> bool:
    return sorted(table.numbers(item)[rows].tolist()) == list(range(1, len(rows) + 1))


def _has_equal(table: Table, item: str, rows: list[int]) -> bool:
    numbers = table.numbers(item)[rows]
    return len(np.unique(numbers)) < len(numbers)
