"""The values of the data blocks of a file, whatever block they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from imgcif_map.findings import Finding, Location
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView

LONG = 500
"""Characters of a text of the file that are kept."""
MOST_ROWS = 1000
"""Rows of people, grants and the like that are looked at."""


def clipped(text: str, most: int = LONG) -> str:
    """A text in one line, not too long."""
    plain = " ".join(text[: 4 * most].split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class Cell:
    """One value and where it stands."""

    text: str
    column: DataColumn
    row: int

    @property
    def location(self) -> Location:
        at = self.column.column.position(self.row)
        name = self.column.name
        category = name.lstrip("_").split(".")[0]
        return Location(
            self.column.path, at.line, at.column, self.column.block, None, category, name
        )


@dataclass(frozen=True)
class Columns:
    """The data blocks of one file."""

    blocks: Sequence[BlockView]
    path: str = ""
    findings: list[Finding] = field(default_factory=list)

    def columns(self, name: str) -> Iterator[DataColumn]:
        """The column of a data name in each block that has it."""
        for block in self.blocks:
            column = block.column(name)
            if column is not None:
                yield column

    def each(self, name: str, most: int = MOST_ROWS) -> Iterator[Cell]:
        """Values that are not null, up to so many a block."""
        for column in self.columns(name):
            for row, text in enumerate(column.texts[:most]):
                if text and (column.nulls is None or not column.nulls[row]):
                    yield Cell(text, column, row)

    def one(self, name: str) -> str:
        """The first value; "" if there is none."""
        return next((clipped(cell.text) for cell in self.each(name)), "")

    def distinct(self, name: str, most: int = 10) -> tuple[str, ...]:
        """Different values in order of first appearance."""
        found = dict.fromkeys(clipped(cell.text) for cell in self.each(name))
        return tuple(found)[:most]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """All values that are finite numbers, each once, ascending."""
        parts = [column.numbers for column in self.columns(name)]
        every = np.concatenate(parts) if parts else np.empty(0)
        return np.unique(every[np.isfinite(every)])

    def rows(self, category: str, items: Sequence[str]) -> Iterator[dict[str, Cell]]:
        """Rows of a short category, each with the cells that are not null."""
        for block in self.blocks:
            columns = {item: block.column(f"_{category}.{item}") for item in items}
            given = {item: column for item, column in columns.items() if column is not None}
            count = max(map(len, given.values()), default=0)
            for row in range(min(count, MOST_ROWS)):
                found = {}
                for item, column in given.items():
                    if row < len(column) and (column.nulls is None or not column.nulls[row]):
                        found[item] = Cell(column.texts[row], column, row)
                if found:
                    yield found

    def unusable(self, cell: Cell, message: str, hint: str = "") -> None:
        """A value of the file cannot be published."""
        where = cell.location
        where = Location(self.path, where.line, where.column, where.block, None, where.category,
                         where.item)  # fmt: skip
        self.findings.append(finding("unusable-item", message, location=where, hint=hint))
