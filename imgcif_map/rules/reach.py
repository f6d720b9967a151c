"""Where the parent of a link may stand, and what is known there: one for all blocks of a data set.

The parent may stand in the data block, in another one of the same declared data
set or, for a save frame, in the block around it. The default of the parent
stands in for its nulls, and for the whole item where only the rest of its
category is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.datasets import data_set_ids
from imgcif_map.rules.lineage import default_of


@dataclass(frozen=True, eq=False)
class Reach:
    """Some data blocks and save frames in which a parent may stand."""

    blocks: tuple[BlockView, ...]

    def known(self, parent: Definition) -> frozenset[str]:
        """Values of the parent item, with the default of rows that lack it."""
        if parent.id not in self._known:
            found = [known_in(block, parent) for block in self.blocks]
            self._known[parent.id] = found[0] if len(found) == 1 else frozenset().union(*found)
        return self._known[parent.id]

    def stated(self, parent: Definition) -> frozenset[str]:
        """As :meth:`known`, without defaults."""
        if parent.id not in self._stated:
            found = (column.values for column in self._columns(parent))
            self._stated[parent.id] = frozenset().union(*found)
        return self._stated[parent.id]

    def states(self, parent: Definition) -> bool:
        """True if one of the blocks says anything of the parent item."""
        return bool(self._columns(parent))

    def is_askew(self, parent: Definition) -> bool:
        """True if the parent stands in a loop whose values may have slipped into other columns."""
        if parent.id not in self._askew:
            found = (column.loop.askew for column in self._columns(parent))
            self._askew[parent.id] = any(found)
        return self._askew[parent.id]

    def spelled(self, parent: Definition) -> tuple[str, ...]:
        """The values of the parent item as they are written, sorted."""
        if parent.id not in self._spelled:
            columns = self._columns(parent)
            texts = frozenset().union(*(column.distinct for column in columns))
            if any(column.nulls is not None for column in columns):
                texts -= {".", "?"}
            self._spelled[parent.id] = tuple(sorted(texts))
        return self._spelled[parent.id]

    def _columns(self, parent: Definition) -> list[DataColumn]:
        if parent.id not in self._parents:
            found = (parent_column(block, parent) for block in self.blocks)
            self._parents[parent.id] = [column for column in found if column is not None]
        return self._parents[parent.id]

    @cached_property
    def _askew(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _stated(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _spelled(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _parents(self) -> dict[str, list[DataColumn]]:
        return {}


def reach_of(context: Context, block: BlockView) -> Reach:
    """Where the parents of a block's links are looked for."""
    ids = data_set_ids(block) if block.outer is None else frozenset()
    key = ("reach", ids or block)
    found: Reach = context.once(key, lambda: Reach(_blocks(context, block)))
    return found


def _blocks(context: Context, block: BlockView) -> tuple[BlockView, ...]:
    return (block, *context.siblings(block))


def related_to(context: Context, block: BlockView) -> Reach:
    """Every block of the file that may belong to the same data set as a block."""
    key = ("related", data_set_ids(block))
    found: Reach = context.once(key, lambda: Reach(context.related(block)))
    return found


def parent_column(block: BlockView, parent: Definition) -> DataColumn | None:
    """The column of the parent item in a data block, if it says anything."""
    column = block.by_id.get(parent.id.casefold())
    return None if column is None or column.all_null else column


def known_in(block: BlockView, parent: Definition) -> frozenset[str]:
    """Values of the parent item in one data block, with the default of rows that lack it."""
    column = block.by_id.get(parent.id.casefold())
    if column is not None and column.loop.lost:
        # What stood on lines that could not be read as rows may have been the parent.
        lost = frozenset(canonical(word, column.contents) for word in column.loop.lost)
        return column.values | lost
    if column is not None and column.nulls is None:
        return column.values
    if parent.category not in block.categories:
        return frozenset()
    default = default_of(block.dictionary, parent)
    implied = frozenset() if default is None else frozenset({default})
    return implied if column is None else column.values | implied
