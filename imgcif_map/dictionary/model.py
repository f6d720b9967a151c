"""The dictionary: what each data name is. Frozen, caseless, aliases resolved.

Attributes carry the DDLm names (``_type.contents`` is ``contents`` here);
sources: ddl.dic 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Definition:
    """One data item. Strings keep the dictionary's spelling; "" or None means not given."""

    id: str
    """``_definition.id``, e.g. ``_axis.vector[1]``."""
    category: str
    """``_name.category_id`` in lower case."""
    object_id: str
    """``_name.object_id``."""
    definition_class: str = "Datum"
    """``_definition.class``: Datum, Attribute, Functions, Transient, Audit …"""
    purpose: str = ""
    source: str = ""
    container: str = "Single"
    contents: str = "Text"
    contents_referenced_id: str | None = None
    indices: str = ""
    indices_referenced_id: str | None = None
    dimension: tuple[int | None, ...] = ()
    """``_type.dimension``: ``[3,3]`` is (3, 3), ``[]`` is (None,)."""
    units: str = ""
    range: tuple[float | None, float | None] | None = None
    """``_enumeration.range``, inclusive; None on a side means unbounded."""
    states: tuple[str, ...] = ()
    """``_enumeration_set.state``; () if any value may stand."""
    mandatory: bool = True
    """``_enumeration.mandatory``: whether the listed states are the only legal ones."""
    default: str | None = None
    def_index_ids: tuple[str, ...] = ()
    """``_enumeration.def_index_ids`` or the older ``def_index_id``."""
    defaults: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """``_enumeration_defaults``: index values -> default."""
    linked_item: str | None = None
    """``_name.linked_item_id``: for Link the parent key, for SU the measurand."""
    aliases: tuple[str, ...] = ()
    deprecated_aliases: tuple[str, ...] = ()
    """Those of ``aliases`` that have a ``_alias.deprecation_date``."""
    replaced_by: tuple[str | None, ...] = ()
    """``_definition_replaced.by``; a None among them means withdrawn without successor."""
    has_method: bool = False
    """True if there is a dREL evaluation method."""
    update: str = ""
    origin: str = ""
    """Title of the dictionary that defines it."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category: Set (one row per data block), Loop, Head or Functions."""

    id: str
    """``_definition.id`` in lower case."""
    category_class: str
    parent: str
    """Parent category in lower case."""
    keys: tuple[str, ...] = ()
    """``_category_key.name`` in dictionary order."""
    has_method: bool = False
    origin: str = ""

    @property
    def is_loop(self) -> bool:
        return self.category_class.casefold() == "loop"

    @property
    def is_set(self) -> bool:
        return self.category_class.casefold() == "set"


@dataclass(frozen=True, slots=True)
class Part:
    """One file that went into a compiled dictionary."""

    title: str
    version: str
    date: str
    uri: str
    licence: str
    """SPDX identifier, or "" if the file states none."""
    sha256: str
    """sha256 of the official original; a condensed file states it."""
    path: str
    condensed: bool
    namespace: str = ""
    ddl_conformance: str = ""


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One row of ``_dictionary_valid`` in the header of a dictionary of attributes (ddl.dic)."""

    scope: str
    """``dictionary``, ``category`` or ``item``: which definitions it is about."""
    option: str
    """``mandatory``, ``recommended`` or ``prohibited``."""
    attributes: tuple[str, ...]
    """Attributes and categories of attributes in lower case."""


@dataclass(frozen=True)
class Dictionary:
    """A compiled dictionary, imports resolved. ``parts[0]`` is the one asked for."""

    title: str
    version: str
    parts: tuple[Part, ...]
    definitions: Mapping[str, Definition]
    """By casefolded ``_definition.id``; aliases are *not* keys here, see :meth:`item`."""
    categories: Mapping[str, Category]
    """By lower-case id."""
    alias_ids: Mapping[str, str]
    """Casefolded alias -> casefolded id."""
    inferred_links: Mapping[str, str] = field(default_factory=dict)
    """Casefolded id of an item without link -> id of what its name says it refers to.

    See :func:`imgcif_map.dictionary.inferred.inferred_links`.
    """
    problems: tuple[str, ...] = ()
    """What went wrong while importing (missing files, clashes), one line each."""
    scope_rules: tuple[ScopeRule, ...] = ()
    """``_dictionary_valid`` of the dictionary asked for."""

    def item(self, name: str) -> Definition | None:
        """The definition of a data name or alias, caseless."""
        key = name.casefold()
        found = self.definitions.get(key)
        return found if found is not None else self.definitions.get(self.alias_ids.get(key, ""))

    def category(self, name: str) -> Category | None:
        """A category by caseless id."""
        return self.categories.get(name.casefold())

    @cached_property
    def members(self) -> Mapping[str, tuple[Definition, ...]]:
        """Items by category, in dictionary order; membership is ``_name.category_id``."""
        found: dict[str, list[Definition]] = {}
        for definition in self.definitions.values():
            found.setdefault(definition.category, []).append(definition)
        return {name: tuple(items) for name, items in found.items()}

    def object(self, category: str, object_id: str) -> Definition | None:
        """An item by category and object as a mapping file spells it (``axis``, ``vector[1]``)."""
        return self.item(f"_{category}.{object_id}")

    def is_key(self, definition: Definition) -> bool:
        """True if the item is (part of) the key of its category."""
        category = self.categories.get(definition.category)
        if category is None:
            return False
        keys = (self.item(name) for name in category.keys)
        return any(key is not None and key.id == definition.id for key in keys)
