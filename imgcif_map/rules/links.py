"""Links between categories: what each refers to, and what it refers to in vain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.lineage import parent_of
from imgcif_map.rules.reach import reach_of, related_to
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


def dangling(context: Context, link: Link) -> tuple[frozenset[str], frozenset[str]] | None:
    """Values without parent and, if any, known parent values; None if no parent is in reach.

    Any other block of the file that does not declare another data set can
    supply a value, too.
    """
    reach = reach_of(context, link.block)
    if not reach.states(link.parent) or reach.is_askew(link.parent):
        return None
    if link.is_sound:
        return frozenset(), frozenset()
    known = reach.known(link.parent)
    if not known:  # its rows were lost to a syntax error, which is reported
        return known, known
    lost = link.values() - known
    if lost:
        lost -= related_to(context, link.block).known(link.parent)
    return lost, known
