"""Links between categories: which parent values a data block knows, which are missing.

The parent may stand in the data block, in another one of the same declared data
set or, for a save frame, in the block around it. The default of the parent
stands in for its nulls, and for the whole item where only the rest of its
category is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.datasets import data_set_ids
from imgcif_map.rules.lineage import default_of, parent_of
from imgcif_map.rules.valuetype import LISTS, SINGLE, TABLE, ValueType, type_of


@dataclass(frozen=True, eq=False)
class Link:
    """A column whose values, or the elements of whose Lists, refer to another item."""

    block: BlockView
    child: DataColumn
    parent: Definition
    parent_type: ValueType

    @cached_property
    def _single(self) -> DataColumn:
        """What refers one by one: the column itself, or the elements of its Lists."""
        lists = self.child.type.container in LISTS and self.parent_type.container == SINGLE
        return self.child.leaves if lists else self.child

    def values(self) -> frozenset[str]:
        """The child's values as the parent's type compares them."""
        return self._single.values_as(self.parent_type.contents)

    @property
    def is_sound(self) -> bool:
        """True if the parent has every value in the same data block, which is easy to see.

        False if that needs a closer look.
        """
        column = self.block.by_id.get(self.parent.id.casefold())
        return column is not None and self._single.is_within(column, self.parent_type.contents)

    def rows(self, values: frozenset[str]) -> list[int]:
        """Rows of the child that refer to one of some values."""
        referring = self._single.canonical_as(self.parent_type.contents)
        found = [row for row, value in enumerate(referring) if value in values]
        return self.child.rows_with(found) if self._single is not self.child else found

    def text(self, values: frozenset[str]) -> str:
        """The first of some values as the file writes it."""
        referring = self._single.canonical_as(self.parent_type.contents)
        return next(
            text for text, v in zip(self._single.texts, referring, strict=True) if v in values
        )


def links(context: Context, block: BlockView) -> tuple[Link, ...]:
    """Every link of a data block with at least one value that is not null."""
    found: tuple[Link, ...] = context.once(("links", block), lambda: tuple(_links(block)))
    return found


def _links(block: BlockView) -> Iterator[Link]:
    for column, definition in block.items:
        parent = parent_of(block.dictionary, definition)
        if parent is not None and not column.all_null:
            yield from _link(block, column, parent)


def inferred_links(context: Context, block: BlockView) -> tuple[Link, ...]:
    """Links that the dictionary has forgotten to state, see ``Dictionary.inferred_links``."""
    key = ("inferred", block)
    found: tuple[Link, ...] = context.once(key, lambda: tuple(_inferred(block)))
    return found


def _inferred(block: BlockView) -> Iterator[Link]:
    names = block.dictionary.inferred_links
    for column, definition in block.items if names else ():
        parent = block.dictionary.item(names.get(definition.id.casefold(), ""))
        if parent is not None and not column.all_null:
            yield from _link(block, column, parent)


def _link(block: BlockView, column: DataColumn, parent: Definition) -> Iterator[Link]:
    kind = type_of(block.dictionary, parent)
    # What the values of a Table refer to, its keys may tell; nobody has defined that.
    if column.type.container != TABLE or kind.container == TABLE:
        yield Link(block, column, parent, kind)


def parent_column(block: BlockView, parent: Definition) -> DataColumn | None:
    """The column of the parent item in a data block, if it says anything."""
    column = block.by_id.get(parent.id.casefold())
    return None if column is None or column.all_null else column


def known_values(
    context: Context, blocks: Iterable[BlockView], parent: Definition
) -> frozenset[str]:
    """Values of the parent item in some data blocks, with the default of rows that lack it."""
    sets = [_known(context, block, parent) for block in blocks]
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)


def _known(context: Context, block: BlockView, parent: Definition) -> frozenset[str]:
    key = ("known", block, parent.id)
    found: frozenset[str] = context.once(key, lambda: _known_in(block, parent))
    return found


def _known_in(block: BlockView, parent: Definition) -> frozenset[str]:
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


def anywhere(context: Context, link: Link) -> frozenset[str]:
    """Values of the parent in every block of the file that may have to do with the link's."""
    key = ("anywhere", data_set_ids(link.block), link.parent.id)
    blocks = context.related(link.block)
    found: frozenset[str] = context.once(key, lambda: known_values(context, blocks, link.parent))
    return found


def stated_anywhere(context: Context, link: Link) -> frozenset[str]:
    """As :func:`anywhere`, without defaults."""
    columns = (parent_column(block, link.parent) for block in context.related(link.block))
    return frozenset().union(*(column.values for column in columns if column is not None))


def reach(context: Context, block: BlockView) -> tuple[BlockView, ...]:
    """The blocks in which a parent may stand, itself first."""
    return (block, *context.siblings(block))


def dangling(context: Context, link: Link) -> tuple[frozenset[str], frozenset[str]] | None:
    """Values without parent and, if any, known parent values; None if no parent is in reach.

    Any other block of the file that does not declare another data set can
    supply a value, too.
    """
    blocks = reach(context, link.block)
    if not has_parent(blocks, link.parent) or _askew(blocks, link.parent):
        return None
    if link.is_sound:
        return frozenset(), frozenset()
    known = known_values(context, blocks, link.parent)
    if not known:  # its rows were lost to a syntax error, which is reported
        return known, known
    lost = link.values() - known
    if lost:
        lost -= anywhere(context, link)
    return lost, known


def _askew(blocks: Iterable[BlockView], parent: Definition) -> bool:
    columns = (parent_column(block, parent) for block in blocks)
    return any(column is not None and column.loop.askew for column in columns)


def has_parent(blocks: Iterable[BlockView], parent: Definition) -> bool:
    """True if one of the blocks states the parent item."""
    return any(parent_column(block, parent) is not None for block in blocks)
