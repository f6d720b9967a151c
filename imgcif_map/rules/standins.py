"""Values that a file does not state and the dictionary gives: simple and indexed defaults.

Source: ddl.dic 4.2, ``_enumeration.default``, ``_enumeration.def_index_ids`` with
``_enumeration_defaults``, and the older ``_enumeration.def_index_id`` with
``_enumeration_default``.
"""

from __future__ import annotations

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.context import BlockView, CategoryView
from imgcif_map.rules.lineage import key_default


def filled(block: BlockView, column: DataColumn) -> list[str | None]:
    """Canonical values of a column, with its default in place of each null; None if none is."""
    definition = column.definition
    if column.nulls is None or definition is None:
        return column.canonical
    view = block.categories.get(definition.category)
    chosen = indexed(block, definition, view) if definition.def_index_ids and view else None
    default = key_default(block.dictionary, definition)
    if chosen is None or len(chosen) != len(column):
        return [default if value is None else value for value in column.canonical]
    return [
        (default if other is None else other) if value is None else value
        for value, other in zip(column.canonical, chosen, strict=True)
    ]


def indexed(
    block: BlockView, definition: Definition, view: CategoryView
) -> list[str | None] | None:
    """Indexed default of an item for each row of its category; None if it cannot be known.

    An index item stands in the same loop, or has one value in the data block.
    """
    table, columns = _table(block, definition), []
    for name in definition.def_index_ids:
        column = block.column(name)
        if column is None:
            return None
        if len(column) == view.rows and column.loop in view.loops:
            columns.append(column.canonical)
        elif len(column) == 1:
            columns.append(column.canonical * view.rows)
        else:
            return None
    rows = zip(*columns, strict=True)
    return [table.get(row) for row in rows]


def _table(block: BlockView, definition: Definition) -> dict[tuple[str | None, ...], str]:
    dictionary = block.dictionary
    items = [dictionary.item(name) for name in definition.def_index_ids]
    kinds = [resolved(dictionary, item) if item else "text" for item in items]
    own = resolved(dictionary, definition)
    return {
        tuple(canonical(text, kind) for text, kind in zip(index, kinds, strict=False)): canonical(
            value, own
        )
        for index, value in definition.defaults.items()
    }
