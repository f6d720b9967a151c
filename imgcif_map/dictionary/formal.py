"""The formal attributes of DDLm: what a dictionary says to a program, without its prose."""

from __future__ import annotations

_BY_CATEGORY = {
    "dictionary": "title class version date uri doi ddl_conformance namespace formalism "
    "licensing_spdx",
    "dictionary_valid": "scope option attributes application",
    "definition": "id scope class update",
    "definition_replaced": "id by",
    "alias": "definition_id deprecation_date dictionary_uri dictionary_version",
    "name": "category_id object_id linked_item_id",
    "category_key": "name",
    "category": "key_id",
    "type": "purpose source container contents contents_referenced_id dimension indices "
    "indices_referenced_id",
    "units": "code",
    "enumeration": "range default mandatory def_index_id def_index_ids",
    "enumeration_set": "state",
    "enumeration_default": "index value",
    "enumeration_defaults": "index value",
    "import": "get",
    "method": "purpose",
}

FORMAL = frozenset(
    f"_{category}.{name}" for category, names in _BY_CATEGORY.items() for name in names.split()
)
"""Casefolded attribute names."""

EXPRESSION = "_method.expression"
"""Whether it is there is a formal fact; what it says is left out."""
