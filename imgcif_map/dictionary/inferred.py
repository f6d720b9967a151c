"""Links that a dictionary means and does not state, told from the names of its items.

In imgCIF, ``_array_element_size.array_id`` is no link by its attributes, though
its text says what it points to and every other ``array_id`` is a link that ends
in ``_array_structure.id``. Such a consensus of two links or more is taken for a
link that was forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping

from imgcif_map.dictionary.model import Category, Definition

_REFERENCE = "_id"
_LEAST_LINKS = 2


def inferred_links(
    definitions: Mapping[str, Definition],
    categories: Mapping[str, Category],
    alias_ids: Mapping[str, str],
) -> dict[str, str]:
    """Casefolded id of an item without link -> id of the key that it must refer to.

    The item's object id ends in ``_id``, and at least two links of the same
    object id all end in the same key of another category.
    """
    ends: dict[str, list[Definition]] = {}
    for definition in definitions.values():
        end = _end(definition, definitions, alias_ids)
        if end is not None:
            ends.setdefault(definition.object_id.casefold(), []).append(end)
    found: dict[str, str] = {}
    for key, definition in definitions.items():
        parents = ends.get(definition.object_id.casefold(), [])
        if len(parents) < _LEAST_LINKS or len({parent.id for parent in parents}) > 1:
            continue
        if _may_refer(definition, parents[0]) and _is_key(parents[0], categories, alias_ids):
            found[key] = parents[0].id
    return found


def _may_refer(definition: Definition, parent: Definition) -> bool:
    return (
        definition.object_id.casefold().endswith(_REFERENCE)
        and not definition.linked_item
        and definition.purpose.casefold() != "su"
        and definition.category != parent.category
        and definition.container.casefold() == parent.container.casefold()
        and definition.contents.casefold() == parent.contents.casefold()
    )


def _end(
    definition: Definition, definitions: Mapping[str, Definition], alias_ids: Mapping[str, str]
) -> Definition | None:
    """Where the links of an item end; None if it is no link, or goes in a circle."""
    seen: set[str] = set()
    at: Definition | None = definition
    while at is not None and at.linked_item and at.purpose.casefold() != "su":
        if at.id in seen:
            return None
        seen.add(at.id)
        key = at.linked_item.casefold()
        at = definitions.get(key) or definitions.get(alias_ids.get(key, ""))
    return at if seen else None


def _is_key(
    definition: Definition, categories: Mapping[str, Category], alias_ids: Mapping[str, str]
) -> bool:
    category = categories.get(definition.category)
    if category is None:
        return False
    keys = {name.casefold() for name in category.keys}
    return definition.id.casefold() in keys | {alias_ids.get(key, "") for key in keys}
