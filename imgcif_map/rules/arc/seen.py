"""What was seen where a document points: faults, and images with what describes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.pixels import ENCODINGS, Image
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView
from imgcif_map.rules.lineage import default_of


@dataclass(frozen=True)
class Trouble:
    """One fault, with the rows concerned."""

    kind: Kind
    message: str
    hint: str
    block: str
    column: DataColumn | None = None
    rows: Sequence[int] | None = None


@dataclass(frozen=True)
class Seen:
    """One image, the array it belongs to (None: nothing says), and where it is pointed at.

    ``blocks``: where its description may stand, its own data block first.
    """

    image: Image
    array: str | None
    blocks: tuple[BlockView, ...]
    column: DataColumn
    row: int

    @property
    def label(self) -> str:
        """``array 1`` for messages."""
        return "its array" if self.array is None else f"array {self.array}"

    @property
    def has_stated_type(self) -> bool:
        """Whether the encoding type of the array is given, and is that of the image."""
        found = self.described("_array_structure.encoding_type", "_array_structure.id")
        return found is not None and is_type(found[0].texts[found[1][0]], self.image.dtype)

    def described(self, item: str, key: str) -> tuple[DataColumn, list[int]] | None:
        """A column and its rows about the array, by the item ``key`` that names arrays."""
        for block in self.blocks:
            column = block.column(item)
            if column is None or column.loop.askew:
                continue
            rows = _rows(block, column, key, self.array)
            if column.nulls is not None:
                rows = rows[~column.nulls[rows]]
            if rows.size:
                return column, rows.tolist()
        return None


@dataclass(frozen=True)
class Survey:
    """All that was seen; ``troubles`` in the order of blocks."""

    troubles: list[Trouble] = field(default_factory=list)
    images: list[Seen] = field(default_factory=list)

    def tell(
        self,
        fault: Fault,
        block: BlockView,
        column: DataColumn | None = None,
        rows: Sequence[int] | NDArray[np.int64] | None = None,
    ) -> None:
        """Take note of a fault."""
        listed = None if rows is None else sorted(int(row) for row in rows)
        self.troubles.append(
            Trouble(fault.kind, fault.message, fault.hint, block.name, column, listed)
        )


def is_type(stated: str, dtype: str) -> bool:
    """Whether a state of ``_array_structure.encoding_type`` is that of an element type."""
    state = ENCODINGS.get(dtype)
    return state is not None and " ".join(stated.casefold().split()) == state.casefold()


def cells(block: BlockView, item: str, count: int) -> list[str]:
    """An item of a loop of ``count`` rows: defaults for nulls and where it is left out, else ""."""
    column = block.column(item)
    definition = block.dictionary.item(item)
    default = (default_of(block.dictionary, definition) if definition else None) or ""
    if column is None or len(column) != count or column.loop.askew:
        return [default] * count
    if column.nulls is None:
        return column.texts
    texts = list(column.texts)
    for row in np.flatnonzero(column.nulls).tolist():
        texts[row] = default
    return texts


def _rows(block: BlockView, column: DataColumn, key: str, array: str | None) -> NDArray[np.int64]:
    """Rows of the loop of ``column`` about an array; all if there is but one array."""
    keys = cells(block, key, len(column))
    if array is None:
        return np.arange(len(column) if len(set(keys)) == 1 else 0)
    return np.flatnonzero([text == array for text in keys])
