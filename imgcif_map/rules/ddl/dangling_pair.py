"""DDL027."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.keys import default_of, key_items, parent_of
from imgcif_map.rules.links import Link, links


class DanglingPair(Rule):
    """A combination of values refers to a row that is not there.

    What
        The item links to part of a composite key, the items for the other parts
        stand beside it, and the combination is in no row of the parent category:
        each value exists, or is implied, but not together. The items are matched
        by their links, or by their name where the dictionary states no link.

    Why
        Each value alone looks right, but the row that is meant does not exist.

    Fails
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            1 1
            1 2
        loop_
          _array_element_size.array_id
          _array_element_size.index
          _array_element_size.size
            IMAGE 1 0.000172
            IMAGE 2 0.000172

    Passes
        loop_
          _array_structure_list.array_id
          _array_structure_list.index
            IMAGE 1
            IMAGE 2
        loop_
          _array_element_size.array_id
          _array_element_size.index
          _array_element_size.size
            IMAGE 1 0.000172
            IMAGE 2 0.000172
    """

    code = "DDL027"
    name = "dangling-pair"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for link in links(context, block):
                pairs = composite(block, link)
                if len(varying(pairs)) > 1:
                    yield from self._compare(context.dictionary, pairs, link)

    def _compare(
        self, dictionary: Dictionary, pairs: list[tuple[DataColumn, DataColumn]], link: Link
    ) -> Iterator[Finding]:
        known = set(zip(*(_filled(dictionary, parent) for _, parent in pairs), strict=True))
        # A single value without parent is the business of dangling-link.
        alone = set(parent_values(link, pairs))
        wanted = [child.canonical_as(parent.contents) for child, parent in pairs]
        own = wanted[[child for child, _ in pairs].index(link.child)]
        rows = [
            row
            for row, values in enumerate(zip(*wanted, strict=True))
            if None not in values and values not in known and own[row] in alone
        ]
        if rows:
            shown = ", ".join(f"{child.name} {child.texts[rows[0]]}" for child, _ in pairs)
            names = " and ".join(parent.name for _, parent in pairs)
            yield self.finding(
                f"{shown}: no row has these values of {names}", link.child, rows, value=shown
            )


def varying(
    pairs: list[tuple[DataColumn, DataColumn]],
) -> list[tuple[DataColumn, DataColumn]]:
    """Without the pairs that are one and the same value throughout: they always agree."""
    return [
        (child, parent)
        for child, parent in pairs
        if child.values_as(parent.contents) != parent.values or len(parent.values) != 1
    ]


def parent_values(link: Link, pairs: list[tuple[DataColumn, DataColumn]]) -> frozenset[str]:
    """Values of the item that the link itself refers to."""
    return next(parent.values for child, parent in pairs if child is link.child)


def composite(block: BlockView, link: Link) -> list[tuple[DataColumn, DataColumn]]:
    """(child, parent) columns of a whole composite key that the link is part of; [] if none."""
    dictionary = block.dictionary
    category = dictionary.category(link.parent.category)
    child = link.child.definition
    if category is None or child is None or child.category == category.id:
        return []
    keys = key_items(dictionary, category)
    if len(keys) < 2 or link.parent not in keys:
        return []
    pairs: list[tuple[DataColumn, DataColumn]] = []
    for key in keys:
        parent = block.by_id.get(key.id.casefold())
        beside = link.child if key is link.parent else _beside(block, link, key)
        if parent is None or beside is None or parent.loop is beside.loop:
            return []
        if len(parent) != len(pairs[0][1] if pairs else parent):
            return []
        pairs.append((beside, parent))
    return pairs


def _beside(block: BlockView, link: Link, key: Definition) -> DataColumn | None:
    """The column in the child's loop that stands for another part of the parent's key."""
    assert link.child.definition is not None
    dictionary = block.dictionary
    target = parent_of(dictionary, key)
    for column in block.defined:
        definition = column.definition
        assert definition is not None
        if definition.category != link.child.definition.category:
            continue
        if column.loop is not link.child.loop:
            continue
        parent = parent_of(dictionary, definition)
        if parent is not None and (parent is key or parent is target):
            return column
        if parent is None and definition.object_id.casefold() == key.object_id.casefold():
            return column
    return None


def _filled(dictionary: Dictionary, column: DataColumn) -> list[str | None]:
    default = default_of(dictionary, column.definition) if column.definition else None
    return [default if value is None else value for value in column.canonical]
