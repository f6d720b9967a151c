"""The columns whose values rules judge, and where faulty values stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import INAPPLICABLE, CifValue, Column, Delimiter, Position
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.valuetype import Described, type_of


def judged(context: Context) -> Iterator[tuple[BlockView, DataColumn]]:
    """Every column that the dictionary knows.

    Each element of an Inherited value has the type of another item, so those of
    all rows follow as a column of their own.
    """
    for block in context.blocks:
        for column in block.defined:
            yield block, column
            if column.contents == "inherited" and column.described is not None:
                for part in _constituents(column, column.described):
                    yield block, part


@dataclass(frozen=True, slots=True)
class Faults:
    """Rows of a column at fault, and the first faulty single value in them."""

    rows: list[int]
    text: str


def faults(column: DataColumn, leaves: Sequence[int]) -> Faults | None:
    """Where rows of ``column.leaves`` stand in the column; None if there are none."""
    if not leaves:
        return None
    first = column.first_with(leaves)
    return Faults(column.rows_with(leaves), column.leaves.texts[first])


class _Picked(Column):
    """One element of each List of a column; null where there is none."""

    def __init__(self, column: Column, element: int) -> None:
        self.name = column.name
        self._column = column
        self._element = element

    def __len__(self) -> int:
        return len(self._column)

    @property
    def name_position(self) -> Position:
        return self._column.name_position

    def texts(self) -> list[str]:
        return [self.value(row).text for row in range(len(self))]

    def delimiters(self) -> NDArray[np.uint8]:
        kinds = (self.value(row).delimiter for row in range(len(self)))
        return np.fromiter(kinds, np.uint8, len(self))

    def value(self, row: int) -> CifValue:
        value = self._column.value(row)
        if value.delimiter != Delimiter.LIST or self._element >= len(value.items):
            return INAPPLICABLE
        element = value.items[self._element]
        return element if isinstance(element, CifValue) else INAPPLICABLE

    def position(self, row: int) -> Position:
        return self._column.position(row)


def _constituents(column: DataColumn, described: Described) -> Iterator[DataColumn]:
    assert column.definition is not None
    implied = replace(column.definition, container="Implied", contents="Implied")
    for n, item in enumerate(described.indices):
        if item is not None:
            source = Described(item, described.dictionary)
            kind = type_of(source.dictionary, item)
            yield replace(
                column,
                column=_Picked(column.column, n),
                definition=implied,
                contents=kind.contents,
                type=kind,
                described=source,
            )
