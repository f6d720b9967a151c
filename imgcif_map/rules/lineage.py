"""What the dictionary says of an item's relations: keys, parents, defaults.

Sources: ddl.dic 4.2, ``_category_key.name``, ``_name.linked_item_id``,
``_enumeration.default``.
"""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import resolved

INAPPLICABLE = "\0."
"""The default ``.`` as the value of a key; a quoted point is another value."""


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


def key_default(dictionary: Dictionary, definition: Definition) -> str | None:
    """The default of a key item; ``.`` is a value like any other there.

    The variant dictionary of imgCIF gives every category a key item with that default.
    """
    found = default_of(dictionary, definition)
    if found is not None:
        return found
    items = (definition, *ancestors(dictionary, definition))
    return INAPPLICABLE if any(item.default == "." for item in items) else None
