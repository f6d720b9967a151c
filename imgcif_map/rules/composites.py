"""Links to a part of a composite key: do all parts together refer to a row that is there?

The other parts stand in the same loop. They are told by their links or, where the
dictionary states none, by their name. The rows of the parent may be spread over
the data blocks of a data set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.keys import KeyView, key_view
from imgcif_map.rules.lineage import key_items, parent_of
from imgcif_map.rules.links import Link, links
from imgcif_map.rules.reach import Reach, reach_of
from imgcif_map.rules.standins import filled
from imgcif_map.rules.valuetype import type_of


@dataclass(frozen=True, eq=False)
class ParentRows:
    """The rows of a category in one data block, by their key."""

    key: KeyView

    def repeated_by(self, children: list[tuple[DataColumn, Definition]]) -> bool:
        """True if the children have the values of the rows, row by row: the usual case."""
        columns, dictionary = self.key.view.columns, self.key.block.dictionary
        return all(
            (column := columns.get(item.id.casefold())) is not None
            and child.is_copy_of(column, type_of(dictionary, item).contents)
            for child, item in children
        )

    def varies(self, item: Definition) -> bool:
        """True if one item of the key has several values, which is easy to see."""
        column = self.key.view.columns.get(item.id.casefold())
        return column is not None and len(column) > 1 and column.ascends

    def known(self, item: Definition) -> frozenset[str]:
        """Values of one item of the key."""
        column = self.key.view.columns.get(item.id.casefold())
        if column is not None and column.nulls is None:
            return column.values
        return frozenset(value for value in self._values(item) if value is not None)

    def keys(self, parts: tuple[Part, ...]) -> Iterator[tuple[str | None, ...]]:
        """The values of some items of the key, row by row."""
        return zip(*(self._values(part.key) for part in parts), strict=True)

    def _values(self, item: Definition) -> list[str | None]:
        column = self.key.view.columns.get(item.id.casefold())
        if column is not None:
            return filled(self.key.block, column)
        return [self.key.constant_values[item.id]] * self.key.view.rows


@dataclass(frozen=True, eq=False)
class Parent:
    """The rows of a category in all data blocks in reach."""

    blocks: tuple[ParentRows, ...]

    def known(self, item: Definition) -> frozenset[str]:
        """Values of one item of the key."""
        if item.id not in self._known:
            self._known[item.id] = frozenset().union(*(some.known(item) for some in self.blocks))
        return self._known[item.id]

    def keys(self, parts: tuple[Part, ...]) -> frozenset[tuple[str | None, ...]]:
        """The values of some items of the key, of all rows."""
        names = tuple(part.key.id for part in parts)
        if names not in self._keys:
            self._keys[names] = frozenset(key for some in self.blocks for key in some.keys(parts))
        return self._keys[names]

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _keys(self) -> dict[tuple[str, ...], frozenset[tuple[str | None, ...]]]:
        return {}


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a composite key: the child's column and what it must be equal to."""

    child: DataColumn
    key: Definition
    contents: str
    parent: Parent

    @property
    def known(self) -> frozenset[str]:
        """Values of the key item in the rows of the parent."""
        return self.parent.known(self.key)

    @property
    def settled(self) -> bool:
        """True if it is one and the same value throughout, so that it always agrees."""
        if self.parent.blocks[0].varies(self.key):
            return False
        return len(self.known) == 1 and self.child.values_as(self.contents) == self.known


@dataclass(frozen=True, eq=False)
class Mismatch:
    """Rows of a link whose combination of values is in no row of the parent."""

    link: Link
    parts: tuple[Part, ...]
    rows: tuple[int, ...]

    @property
    def odd(self) -> Part:
        """The first part with a value that is not among the parent's at all; else the link's."""
        for part in self.parts:
            values = part.child.canonical_as(part.contents)
            if any(values[row] not in part.known for row in self.rows):
                return part
        return next(part for part in self.parts if part.child is self.link.child)


def mismatches(context: Context) -> tuple[Mismatch, ...]:
    """Every combination that refers to no row; one for each link to a composite key."""
    key = "mismatches"
    found: tuple[Mismatch, ...] = context.once(key, lambda: tuple(_mismatches(context)))
    return found


def _mismatches(context: Context) -> Iterator[Mismatch]:
    for block in context.blocks:
        for link in links(context, block):
            children = _children(block, link)
            parent = _parent(context, link) if children else None
            if parent is None or parent.blocks[0].repeated_by(children):
                continue
            parts = tuple(
                Part(child, key, type_of(block.dictionary, key).contents, parent)
                for child, key in children
            )
            # What always agrees need not be compared row by row.
            compared = tuple(part for part in parts if not part.settled)
            if len(compared) > 1:
                lost = _lost(link, parts, compared)
                if lost:
                    yield Mismatch(link, parts, lost)


def _lost(link: Link, parts: tuple[Part, ...], compared: tuple[Part, ...]) -> tuple[int, ...]:
    wanted = [part.child.canonical_as(part.contents) for part in compared]
    # A single value without parent is the business of dangling-link.
    own = next(part for part in parts if part.child is link.child)
    referring = own.child.canonical_as(own.contents)
    known = own.parent.keys(compared)
    return tuple(
        row
        for row, values in enumerate(zip(*wanted, strict=True))
        if values not in known and None not in values and referring[row] in own.known
    )


def _children(block: BlockView, link: Link) -> list[tuple[DataColumn, Definition]]:
    """Column of the child for each part of a composite key of the parent; [] if one is missing."""
    dictionary = block.dictionary
    category = dictionary.category(link.parent.category)
    child = link.child.definition
    if category is None or child is None or child.category == category.id:
        return []
    keys = key_items(dictionary, category)
    if len(keys) < 2 or link.parent not in keys:
        return []
    found: list[tuple[DataColumn, Definition]] = []
    for key in keys:
        beside = link.child if key is link.parent else _beside(block, link, key)
        if beside is None or beside.structured:
            return []
        found.append((beside, key))
    return found


def _beside(block: BlockView, link: Link, key: Definition) -> DataColumn | None:
    """The column in the child's loop that stands for another part of the parent's key."""
    assert link.child.definition is not None
    dictionary = block.dictionary
    target = parent_of(dictionary, key)
    for column, definition in block.items:
        if definition.category != link.child.definition.category:
            continue
        together = column.loop is link.child.loop
        if not together and (column.loop.looped or link.child.loop.looped):
            continue
        if _stands_for(dictionary, definition, key, target):
            return column
    return None


def _stands_for(
    dictionary: Dictionary, definition: Definition, key: Definition, target: Definition | None
) -> bool:
    parent = parent_of(dictionary, definition)
    if parent is None:
        return definition.object_id.casefold() == key.object_id.casefold()
    return parent is key or parent is target


def _parent(context: Context, link: Link) -> Parent | None:
    """The parent's rows in reach; None if there are none, or if the keys of some are unknown."""
    reach = reach_of(context, link.block)
    key = ("rows of the parent", reach, link.parent.category)
    found: Parent | None = context.once(key, lambda: _rows(reach, link))
    return found


def _rows(reach: Reach, link: Link) -> Parent | None:
    found: list[ParentRows] = []
    for block in reach.blocks:
        view = block.categories.get(link.parent.category)
        if view is None:
            continue
        key = None if view.split else key_view(block, view)
        if key is None or not key.is_plain:
            return None
        found.append(ParentRows(key))
    return Parent(tuple(found)) if found else None
