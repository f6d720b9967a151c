"""Which keys a row cannot do without, as far as the dictionary alone tells."""

from __future__ import annotations

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rules.lineage import ancestors, key_default, key_items


def demanded_keys(dictionary: Dictionary, category: Category) -> tuple[Definition, ...]:
    """Key items of a looped category that nothing can stand in for.

    A default, an evaluation method or a parent that is the key of a Set category (of
    which there is one row) does, the same as for the validator.
    """
    if not category.is_loop:
        return ()
    return tuple(item for item in key_items(dictionary, category) if _is_demanded(dictionary, item))


def _is_demanded(dictionary: Dictionary, item: Definition) -> bool:
    if item.def_index_ids or item.has_method or key_default(dictionary, item) is not None:
        return False
    for ancestor in ancestors(dictionary, item):
        category = dictionary.category(ancestor.category)
        if category is None or category.is_set or ancestor.has_method:
            return False
        if not dictionary.is_key(ancestor):
            return False  # hidden by an import: a fault of the dictionary
    return True
