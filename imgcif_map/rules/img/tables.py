"""The rows of one category as rules on images see them: defaults filled in, links understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.lineage import INAPPLICABLE, key_default, parent_of
from imgcif_map.rules.numbers import number
from imgcif_map.rules.reach import Reach, reach_of, related_to
from imgcif_map.rules.standins import filled

RAW = (
    "array_data",
    "array_data_external_data",
    "array_element_size",
    "array_intensities",
    "array_structure",
    "array_structure_list",
    "array_structure_list_axis",
    "axis",
    "diffrn_data_frame",
    "diffrn_detector_element",
    "diffrn_scan",
    "diffrn_scan_axis",
    "diffrn_scan_frame",
)
"""Categories that only a file on raw images, or on an instrument for them, has."""


@dataclass(frozen=True, eq=False)
class Table:
    """A category that stands in one loop, whose values are in the right columns."""

    context: Context
    block: BlockView
    view: CategoryView

    def __len__(self) -> int:
        return self.view.rows

    def column(self, item: str) -> DataColumn | None:
        """The column of ``axis_id`` and so on; None if the category does not have it."""
        definition = self.block.dictionary.item(f"_{self.view.name}.{item}")
        return self.view.columns.get(definition.id.casefold()) if definition else None

    @property
    def first(self) -> DataColumn:
        return self.view.first

    def at(self, *items: str) -> DataColumn:
        """The first of some columns that is there, to say where a finding is."""
        return next((c for item in items if (c := self.column(item)) is not None), self.first)

    def values(self, item: str) -> list[str | None]:
        """Canonical values by row; a default, or the only thing meant, in place of a null."""
        column = self.column(item)
        if column is None:
            return [self._implied(item)] * len(self)
        found = filled(self.block, column)
        if column.nulls is None:
            return found
        other = self._implied(item)
        return [other if value in (None, INAPPLICABLE) else value for value in found]

    def _implied(self, item: str) -> str | None:
        """What stands for an absent value: its default, or the parent if there is only one."""
        definition = self.block.dictionary.item(f"_{self.view.name}.{item}")
        if definition is None:
            return None
        default = key_default(self.block.dictionary, definition)
        if default not in (None, INAPPLICABLE):
            return default
        parent = parent_of(self.block.dictionary, definition)
        if parent is None or parent.category == definition.category:
            return None
        for reach in self.reaches:
            known = reach.known(parent)
            if known:
                return next(iter(known)) if len(known) == 1 else None
        return None

    @property
    def reaches(self) -> tuple[Reach, Reach]:
        """The data set of the block, and whatever may belong to it."""
        return reach_of(self.context, self.block), related_to(self.context, self.block)

    def numbers(self, item: str) -> NDArray[np.float64]:
        """Values as numbers, shape (rows,); the default in place of nulls, NaN where none is."""
        definition = self.block.dictionary.item(f"_{self.view.name}.{item}")
        default = definition.default if definition else None
        fill = number(default) if default is not None else np.nan
        column = self.column(item)
        if column is None:
            return np.full(len(self), fill)
        if column.nulls is None:
            return column.numbers
        return np.where(column.nulls, fill, column.numbers)

    def given(self, item: str) -> NDArray[np.bool_]:
        """True where a value is written, shape (rows,)."""
        column = self.column(item)
        if column is None:
            return np.zeros(len(self), np.bool_)
        return np.ones(len(self), np.bool_) if column.nulls is None else ~column.nulls

    def text(self, item: str, row: int) -> str:
        """A value as the file writes it; "" if the category does not have it."""
        column = self.column(item)
        return column.texts[row] if column is not None else ""

    @cached_property
    def of_one_loop(self) -> bool:
        return not (self.view.split or self.view.askew) and all(
            len(column) == self.view.rows for column in self.view.columns.values()
        )


def table(context: Context, block: BlockView, category: str) -> Table | None:
    """The rows of a category in a data block; None if there are none that can be trusted."""

    def made() -> Table | None:
        view = block.categories.get(category)
        if view is None or not view.rows:
            return None
        found = Table(context, block, view)
        return found if found.of_one_loop else None

    found: Table | None = context.once(("table", block, category), made)
    return found


def tables(context: Context, category: str) -> Iterable[Table]:
    """The rows of a category in every data block that has to do with raw images."""
    found = (table(context, block, category) for block in raw_blocks(context))
    return [made for made in found if made is not None]


def raw_blocks(context: Context) -> tuple[BlockView, ...]:
    """Data blocks of data sets that describe raw images."""

    def made() -> tuple[BlockView, ...]:
        raw = {b for b in context.blocks if b.outer is None and _is_raw(b)}
        return tuple(
            block
            for block in context.blocks
            if block in raw or (block.outer is None and raw & set(context.siblings(block)))
        )

    found: tuple[BlockView, ...] = context.once("raw blocks", made)
    return found


def _is_raw(block: BlockView) -> bool:
    return any(category in block.categories for category in RAW)


def more(count: int) -> str:
    """`` and 3 more`` after the first of several."""
    return f" and {count - 1} more" if count > 1 else ""


def shown(value: float) -> str:
    """A number for a message: six digits, or all of a whole number."""
    return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 else f"{value:.6g}"


def asked_for(context: Context, name: str) -> bool:
    """True if the profile requires a data name: that it is missing is said already."""
    required = context.profile.required if context.profile else ()
    return any(name in requirement.names for requirement in required)
