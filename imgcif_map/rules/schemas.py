"""Which Set categories may have several rows, by ``_audit.schema`` (cif_core 3.4.0).

Base, the default, allows one row of each Set category in a data block. Every
other schema names categories that may have more; the categories that have child
keys of those may have more, too. What Entry, Custom and Local allow is said in
dictionaries that need not be at hand, so there every Set category may be looped.
"""

from __future__ import annotations

from imgcif_map.dictionary.model import Category, Dictionary
from imgcif_map.rules.context import BlockView
from imgcif_map.rules.lineage import ancestors, key_items

_ITEM = "_audit.schema"
BASE = "base"
_LOOPED = {"space group tables": "space_group"}
"""The category that a schema allows to be looped, where the schema itself says so."""


def schema_of(block: BlockView) -> str:
    """The schema of a data block, or of the block around a save frame, in lower case."""
    for view in (block, block.outer):
        column = view.column(_ITEM) if view else None
        if column is not None and column.values:
            return min(column.values).casefold()
    return BASE


def may_have_rows(block: BlockView, category: Category) -> bool:
    """True if the schema of a data block lets a Set category have several rows."""
    schema = schema_of(block)
    if schema == BASE:
        return False
    looped = _LOOPED.get(schema)
    return looped is None or looped in _reached(block.dictionary, category)


def _reached(dictionary: Dictionary, category: Category) -> set[str]:
    """The category itself and those whose keys its own keys refer to."""
    keys = key_items(dictionary, category)
    return {category.id} | {a.category for key in keys for a in ancestors(dictionary, key)}
