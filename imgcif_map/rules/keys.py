"""Keys of categories: which are given, which may stay away and why.

Sources: ddl.dic 4.2 (``_category_key.name``, ``_name.linked_item_id``) and the
multi-block rules of multi_block_core: children of the keys of Set categories
may be elided. A default of the key or of anything it links to fills it in, and
what has an evaluation method need not be given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.cif.document import Loop
from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.context import BlockView, CategoryView, Context


@dataclass(frozen=True, eq=False)
class KeyView:
    """The key of one looped category in one data block."""

    block: BlockView
    view: CategoryView
    given: tuple[DataColumn, ...]
    wanting: tuple[Definition, ...]
    """Key items that are absent although nothing stands in for them."""

    def tuples(self) -> list[tuple[str | None, ...]]:
        """Canonical key of each row; a default in place of a null, None if there is none."""
        return list(zip(*(_filled(c, self.block.dictionary) for c in self.given), strict=True))

    @cached_property
    def repeated(self) -> dict[tuple[str | None, ...], list[int]]:
        """Rows of each key that stands more than once; keys with a null are left out."""
        if any(c.nulls is None and len(c.values) == len(c) for c in self.given):
            return {}
        keys = self.tuples()
        if len(set(keys)) == len(keys):
            return {}
        rows: dict[tuple[str | None, ...], list[int]] = {}
        for row, key in enumerate(keys):
            if None not in key:
                rows.setdefault(key, []).append(row)
        return {key: found for key, found in rows.items() if len(found) > 1}


def keyed_loops(context: Context) -> tuple[KeyView, ...]:
    """Every Loop category with a key that a data block gives in one loop of several rows.

    A category without loop, with one row, or spread over several loops is left out.
    """
    found: tuple[KeyView, ...] = context.once("keys", lambda: tuple(_keyed_loops(context)))
    return found


def _keyed_loops(context: Context) -> Iterator[KeyView]:
    for block in context.blocks:
        for view in block.categories.values():
            category = view.category
            if category is None or not category.is_loop or not category.keys:
                continue
            if view.split or not view.looped or view.rows < 2:
                continue
            definitions = key_items(block.dictionary, category)
            given = tuple(view.columns[k] for d in definitions if (k := _id(d)) in view.columns)
            absent = tuple(d for d in definitions if _id(d) not in view.columns)
            loop = view.loops[0]
            wanting = tuple(d for d in absent if not may_be_elided(block, d, loop))
            yield KeyView(block, view, given, wanting)


def key_items(dictionary: Dictionary, category: Category) -> tuple[Definition, ...]:
    """Definitions of the key items; names that the dictionary does not define are left out."""
    found = (dictionary.item(name) for name in category.keys)
    return tuple(definition for definition in found if definition is not None)


def parent_of(dictionary: Dictionary, definition: Definition) -> Definition | None:
    """The item that a Link refers to; None for anything that is no link."""
    if definition.purpose.casefold() == "su" or not definition.linked_item:
        return None
    parent = dictionary.item(definition.linked_item)
    return parent if parent is not None and parent.id != definition.id else None


def ancestors(dictionary: Dictionary, definition: Definition) -> Iterator[Definition]:
    """What an item links to, what that links to, and so on; a circle is walked once."""
    seen = {definition.id}
    parent = parent_of(dictionary, definition)
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        yield parent
        parent = parent_of(dictionary, parent)


def default_of(dictionary: Dictionary, definition: Definition) -> str | None:
    """The default of an item, or else of what it links to; a null default is none."""
    for item in (definition, *ancestors(dictionary, definition)):
        if item.default is not None and item.default not in (".", "?"):
            return canonical(item.default, resolved(dictionary, definition))
    return None


def may_be_elided(block: BlockView, definition: Definition, loop: Loop) -> bool:
    """True if a key item may be absent from that loop."""
    dictionary = block.dictionary
    if definition.has_method or definition.def_index_ids:
        return True
    if default_of(dictionary, definition) is not None:
        return True
    for ancestor in ancestors(dictionary, definition):
        category = dictionary.category(ancestor.category)
        if category is None or category.is_set or ancestor.has_method:
            return True
        if not dictionary.is_key(ancestor):
            return True  # hidden by an import: a fault of the dictionary, not of the file
        # A child category joined to its parent in one loop shares the parent's key.
        here = block.by_id.get(_id(ancestor))
        if here is not None and here.loop is loop:
            return True
    return False


def _id(definition: Definition) -> str:
    return definition.id.casefold()


def _filled(column: DataColumn, dictionary: Dictionary) -> list[str | None]:
    if column.nulls is None or column.definition is None:
        return column.canonical
    default = default_of(dictionary, column.definition)
    return [default if value is None else value for value in column.canonical]
