"""Categories of the data blocks of one data set as tables of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imgcif_map.dictionary.model import Dictionary


class Column(Protocol):
    """The values of a data name; those of imgcif_map.rules.columns fit."""

    def __len__(self) -> int: ...
    @property
    def texts(self) -> list[str]: ...
    @property
    def canonical(self) -> list[str | None]: ...
    @property
    def numbers(self) -> NDArray[np.float64]: ...
    @property
    def nulls(self) -> NDArray[np.bool_] | None: ...


class Block(Protocol):
    """A data block; those of imgcif_map.rules.context fit."""

    @property
    def name(self) -> str: ...
    def column(self, name: str) -> Column | None: ...


@dataclass(frozen=True, eq=False)
class Table:
    """One category of one data block. A column of another length than most is left out."""

    category: str
    columns: dict[str, Column]
    """By object name as the caller spells it."""
    defaults: dict[str, str]
    rows: int

    def __contains__(self, item: str) -> bool:
        return item in self.columns

    def texts(self, item: str) -> list[str | None]:
        """Values as written, null ones None; the default, if there is one, for missing ones."""
        column = self.columns.get(item)
        if column is None:
            return [self.defaults.get(item)] * self.rows
        return self._filled(column, list(column.texts), item)

    def ids(self, item: str) -> list[str | None]:
        """As :meth:`texts`, but as ids are compared."""
        column = self.columns.get(item)
        if column is None:
            return self.texts(item)
        return self._filled(column, list(column.canonical), item)

    def _filled(self, column: Column, values: list[str | None], item: str) -> list[str | None]:
        if column.nulls is None:
            return values
        default = self.defaults.get(item)
        for row in np.flatnonzero(column.nulls).tolist():
            values[row] = default
        return values

    def numbers(self, item: str, default: float = 0.0) -> NDArray[np.float64]:
        """Values, shape (rows,); ``default`` for missing and null ones, NaN for no numbers."""
        column = self.columns.get(item)
        if column is None:
            return np.full(self.rows, default)
        if column.nulls is None:
            return column.numbers
        return np.where(column.nulls, default, column.numbers)

    def one(self, item: str) -> str | None:
        """The value of the first row; None if there is none."""
        return self.texts(item)[0] if self.rows else None


@dataclass(frozen=True, eq=False)
class Tables:
    """The categories of a data block; one that it lacks is taken from another of the data set."""

    blocks: tuple[Block, ...]
    """The data block that is described, then the others of its data set."""
    dictionary: Dictionary

    @cached_property
    def _known(self) -> dict[tuple[str, tuple[str, ...]], Table]:
        return {}

    def table(self, category: str, items: Iterable[str]) -> Table:
        """A category with the items asked for; of no rows if no block has one of them."""
        names = tuple(items)
        if (category, names) not in self._known:
            self._known[category, names] = self._table(category, names)
        return self._known[category, names]

    def _table(self, category: str, items: Sequence[str]) -> Table:
        defaults: dict[str, str] = {}
        for item in items:
            definition = self.dictionary.item(f"_{category}.{item}")
            if definition is not None and definition.default is not None:
                defaults[item] = definition.default
        for block in self.blocks:
            found = {item: block.column(f"_{category}.{item}") for item in items}
            columns = {item: column for item, column in found.items() if column is not None}
            if columns:
                rows = max(len(column) for column in columns.values())
                fitting = {item: c for item, c in columns.items() if len(c) == rows}
                return Table(category, fitting, defaults, rows)
        return Table(category, {}, defaults, 0)
