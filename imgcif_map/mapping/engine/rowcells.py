"""The rows a category is made of while their cells are filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from imgcif_map.mapping.engine.keys import Entry, KeyCell

UNKNOWN = "?"
"""Marks a cell that was sought and not found; None is inapplicable."""
RANGE = re.compile(r"(.+)\[(\d+)\.\.(\d+)\]")


class Unknown:
    """A cell that is ``?`` in the output."""


MISSING_CELL = Unknown()


@dataclass
class Row:
    """The cells of one row group, by object id: data, :class:`KeyCell`, None or Unknown."""

    part: str
    length: int | None
    cells: dict[str, Any] = field(default_factory=dict)
    identity: tuple[Entry, ...] = ()
    refers: bool = False
    """Whether an item of the mapping (not a self-filled key) refers to another object."""

    @property
    def rows(self) -> int:
        return 1 if self.length is None else self.length


def spelled(name: str) -> list[str]:
    """The object ids an item of a mapping stands for: ``vector[1..3]`` is three."""
    ranged = RANGE.fullmatch(name)
    if ranged is None:
        return [name]
    return [f"{ranged[1]}[{n}]" for n in range(int(ranged[2]), int(ranged[3]) + 1)]


def comparable(cell: Any, *, wished: bool = False) -> Any:
    """A cell as something two rows can be compared by."""
    if isinstance(cell, KeyCell):
        word = cell.resolve(wished=wished)
        return word if isinstance(word, str) else id(cell.entry)
    if isinstance(cell, Unknown):
        return UNKNOWN
    return tuple(cell.ravel().tolist()) if isinstance(cell, np.ndarray) else cell


def without_doubles(rows: list[Row]) -> list[Row]:
    """Rows that have no id of their own and say the same as an earlier one are left out."""
    found: list[Row] = []
    seen: set[Any] = set()
    for row in rows:
        if not row.identity and row.length is None:
            content = tuple((name, comparable(cell)) for name, cell in sorted(row.cells.items()))
            if content in seen:
                continue
            seen.add(content)
        found.append(row)
    return found
