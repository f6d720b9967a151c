"""Keys of categories: which are given, which may stay away and why.

Sources: ddl.dic 4.2 (``_category_key.name``, ``_name.linked_item_id``,
``_enumeration_defaults``) and the multi-block rules of multi_block_core:
children of the keys of Set categories may be elided. A default of the key or of
anything it links to fills it in, and what has an evaluation method need not be
given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.lineage import ancestors, key_default, key_items
from imgcif_map.rules.lineage import default_of as default_of
from imgcif_map.rules.lineage import parent_of as parent_of
from imgcif_map.rules.schemas import may_have_rows
from imgcif_map.rules.standins import filled, indexed


@dataclass(frozen=True, eq=False)
class KeyView:
    """The key of one category in one data block."""

    block: BlockView
    view: CategoryView
    given: tuple[DataColumn, ...]
    shared: tuple[DataColumn, ...] = ()
    """Keys of a parent category in the same loop that stand for absent key items."""
    implied: tuple[list[str | None], ...] = ()
    """Values by row of absent key items whose default depends on other items."""
    constant: tuple[tuple[Definition, str | None], ...] = ()
    """Absent key items that have one value in every row, and that value if it is known."""
    wanting: tuple[Definition, ...] = ()
    """Key items that are absent although nothing stands in for them."""
    computed: bool = False
    """True if an absent key item has values of which only an evaluation method knows."""

    @cached_property
    def _columns(self) -> list[list[str | None]]:
        found = [filled(self.block, column) for column in (*self.given, *self.shared)]
        return [*found, *self.implied]

    @property
    def is_plain(self) -> bool:
        """True if every key item is given or has one known value."""
        unknown = any(value is None for _, value in self.constant)
        return not (unknown or self.shared or self.implied or self.computed or self.wanting)

    @property
    def constant_values(self) -> dict[str, str | None]:
        """Value by definition id of the absent key items that have one in every row."""
        return {definition.id: value for definition, value in self.constant}

    def tuples(self) -> list[tuple[str | None, ...]]:
        """Canonical key of each row; a default in place of a null, None if there is none."""
        return list(zip(*self._columns, strict=True))

    @cached_property
    def repeated(self) -> dict[tuple[str | None, ...], list[int]]:
        """Rows of each key that stands more than once; keys with a null are left out."""
        if any(column.all_differ for column in (*self.given, *self.shared)):
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
    """Every category with a key that a data block gives in one loop of several rows.

    A category without loop, with one row, or spread over several loops is left
    out, and so is a Set category that may not have several rows.
    """
    found: tuple[KeyView, ...] = context.once("keys", lambda: tuple(_keyed_loops(context)))
    return found


def _keyed_loops(context: Context) -> Iterator[KeyView]:
    for block in context.blocks:
        for view in block.categories.values():
            if view.split or view.askew or not view.looped or view.rows < 2:
                continue
            category = view.category
            if category is None or not (category.is_loop or may_have_rows(block, category)):
                continue
            key = key_view(block, view)
            if key is not None:
                yield key


def key_view(block: BlockView, view: CategoryView) -> KeyView | None:
    """The key of a category that is not split; None if the category has no key."""
    if view.category is None or not view.category.keys:
        return None
    given: list[DataColumn] = []
    shared: list[DataColumn] = []
    implied: list[list[str | None]] = []
    constant: list[tuple[Definition, str | None]] = []
    wanting: list[Definition] = []
    computed = False
    for definition in key_items(block.dictionary, view.category):
        column = view.columns.get(definition.id.casefold())
        if column is not None:
            given.append(column)
        elif (column := _shared(block, definition, view)) is not None:
            shared.append(column)
        elif definition.def_index_ids:
            values = indexed(block, definition, view)
            computed |= values is None
            implied += [values] if values is not None else []
        elif definition.has_method or _has_no_name(definition, view):
            computed = True
        else:
            kind, value = _absent(block, definition)
            computed |= kind == _COMPUTED
            if kind == _CONSTANT:
                constant.append((definition, value))
            elif kind == _WANTING:
                wanting.append(definition)
    return KeyView(
        block, view, tuple(given), tuple(shared), tuple(implied), tuple(constant), tuple(wanting),
        computed,
    )  # fmt: skip


def _has_no_name(definition: Definition, view: CategoryView) -> bool:
    """True if a category stands under names of DDL1, and its key has no such name.

    DDL1 knew no keys of authors, for example: no file in its style can have one.
    """
    if any("." in column.column.name for column in view.columns.values()):
        return False
    return all("." in alias for alias in definition.aliases)


_CONSTANT, _COMPUTED, _WANTING = "constant", "computed", "wanting"


def _shared(block: BlockView, definition: Definition, view: CategoryView) -> DataColumn | None:
    """The key of a parent category to which the category is joined in one loop."""
    for ancestor in ancestors(block.dictionary, definition):
        column = block.by_id.get(ancestor.id.casefold())
        if column is not None and view.looped and column.loop is view.first.loop:
            return column
    return None


def _absent(block: BlockView, definition: Definition) -> tuple[str, str | None]:
    """What an absent key item without method is, and its value if that is constant and known."""
    dictionary = block.dictionary
    default = key_default(dictionary, definition)
    if default is not None:
        return _CONSTANT, default
    for ancestor in ancestors(dictionary, definition):
        category = dictionary.category(ancestor.category)
        if category is None:
            return _CONSTANT, None
        if category.is_set:
            view = block.categories.get(category.id)
            if view is not None and view.rows > 1 and may_have_rows(block, category):
                return _WANTING, None  # which of the rows is meant?
            return _CONSTANT, _only_value(block, ancestor)
        if ancestor.has_method:
            return _COMPUTED, None
        if not dictionary.is_key(ancestor):
            return (
                _CONSTANT,
                None,
            )  # hidden by an import: a fault of the dictionary, not of the file
    return _WANTING, None


def _only_value(block: BlockView, parent: Definition) -> str | None:
    """The value of the key of a Set category, if the data block or the one around states it."""
    for view in (block, block.outer):
        column = view.by_id.get(parent.id.casefold()) if view else None
        if column is not None and len(column.values) == 1:
            return next(iter(column.values))
    return None
