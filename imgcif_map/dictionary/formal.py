"""The formal attributes of DDLm: what a dictionary says to a program, without its prose."""

from __future__ import annotations

FORMAL = frozenset(
    """
    _dictionary.title _dictionary.class _dictionary.version _dictionary.date _dictionary.uri
    _dictionary.doi _dictionary.ddl_conformance _dictionary.namespace _dictionary.formalism
    _dictionary.licensing_spdx
    _dictionary_valid.scope _dictionary_valid.option _dictionary_valid.attributes
    _dictionary_valid.application
    _definition.id _definition.scope _definition.class _definition.update
    _definition_replaced.id _definition_replaced.by
    _alias.definition_id _alias.deprecation_date _alias.dictionary_uri _alias.dictionary_version
    _name.category_id _name.object_id _name.linked_item_id
    _category_key.name _category.key_id
    _type.purpose _type.source _type.container _type.contents _type.contents_referenced_id
    _type.dimension _type.indices _type.indices_referenced_id
    _units.code
    _enumeration.range _enumeration.default _enumeration.mandatory
    _enumeration.def_index_id _enumeration.def_index_ids
    _enumeration_set.state
    _enumeration_default.index _enumeration_default.value
    _enumeration_defaults.index _enumeration_defaults.value
    _import.get _method.purpose
    """.split()
)
"""Casefolded attribute names."""

EXPRESSION = "_method.expression"
"""Whether it is there is a formal fact; what it says is left out."""
