"""Our vocabulary for the formal attributes of DDLm that OWL, SKOS and QUDT have no words for.

A property is called like the attribute it stands for: ``ddlm:type.contents`` is
``_type.contents``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from imgcif_map.rdf.terms import TYPE, Blank, Iri, Literal, Triple
from imgcif_map.rdf.vocabulary import DDLM, OWL, RDFS, XSD

PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "alias.definition_id": "All aliases of an item in order, where there are several.",
        "alias.deprecated": "Those aliases that have a date of deprecation, in order.",
        "category_key.name_written": "Names of a category's keys as its definition spells them.",
        "definition.class": "Class of a definition: Datum, Set, Loop and so on.",
        "definition.update": "Day of the last change of a definition.",
        "definition_replaced.by": "Items in place of a deprecated one; ddlm:withdrawn for none.",
        "definition_replaced.by_written": "The same as the definition spells them.",
        "dictionary.class_of_file": "condensed for a file without prose, else full.",
        "dictionary.ddl_conformance": "Version of DDLm that a dictionary conforms to.",
        "dictionary.licensing_spdx": "SPDX identifier of a dictionary's licence.",
        "dictionary.namespace": "What a dictionary states as its namespace.",
        "dictionary.part": "Dictionaries that went into this one, in order, itself first.",
        "dictionary.sha256": "SHA-256 of a dictionary's original file.",
        "dictionary.uri": "Address that a dictionary states.",
        "dictionary_valid": "Rules on attributes of definitions, in order.",
        "dictionary_valid.attributes": "Attributes that a rule is about.",
        "dictionary_valid.option": "mandatory, recommended or prohibited.",
        "dictionary_valid.scope": "Which definitions a rule is about.",
        "enumeration.default": "Value that an absent item has.",
        "enumeration.def_index_ids": "Items whose values choose among defaults.",
        "enumeration.def_index_ids_written": "The same as the definition spells them.",
        "enumeration.mandatory": "false if other values than the states are legal as well.",
        "enumeration.maximum": "Greatest legal value, itself legal.",
        "enumeration.minimum": "Least legal value, itself legal.",
        "enumeration_defaults": "A default for given values of the index items.",
        "enumeration_defaults.index": "Values of the index items.",
        "enumeration_defaults.value": "The default that they choose.",
        "enumeration_set.state": "States of an item in order, each a concept.",
        "enumeration_set.scheme": "Concept scheme with the states of an item.",
        "measurand": "Item whose standard uncertainty this one is.",
        "method.purpose": "Evaluation, if a dREL method can work out the value.",
        "name.category_id": "Category, where it is not defined in the dictionary.",
        "name.linked_item_id": "Item that the values refer to, or are the uncertainty of.",
        "name.linked_item_id_written": "The same as the definition spells it.",
        "name.object_id": "Name of an item within its category.",
        "origin": "Title of the defining dictionary, where its IRI does not tell it.",
        "position": "Place of a definition in the dictionary.",
        "type.container": "Single, List, Array, Matrix, Table or Implied.",
        "type.contents": "Content type as DDLm calls it.",
        "type.contents_referenced_id": "Item that has the content type.",
        "type.contents_referenced_id_written": "The same as the definition spells it.",
        "type.dimension": "Sizes of a list, array or matrix; ddlm:any for an open one.",
        "type.indices": "Content type of the keys of a table.",
        "type.indices_referenced_id": "Item whose type the keys of a table have.",
        "type.indices_referenced_id_written": "The same as the definition spells it.",
        "type.purpose": "Purpose of an item as DDLm calls it.",
        "type.source": "How values arise: Recorded, Assigned, Derived and so on.",
        "units.code": "Unit code.",
        "entry": "An entry of a table value.",
        "entry.key": "Key of an entry.",
        "entry.value": "Value of an entry.",
        "row": "Number of a row in its loop, from 1.",
        "block": "Data block that a row stands in.",
    }
)
"""Local names with what each says."""

OBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "any": "A size that is left open.",
        "inapplicable": "The null '.' as an element of a list.",
        "unknown": "The null '?' as an element of a list.",
        "withdrawn": "Nothing takes the place of the item.",
    }
)

CLASSES: Mapping[str, str] = MappingProxyType({"Block": "A data block of a file."})

MOMENT = DDLM.DateTime
"""A date or a date with a time."""


def described() -> Iterator[Triple]:
    """Declares the vocabulary, as a graph in OWL needs it."""
    for name, words in PROPERTIES.items():
        yield DDLM[name], TYPE, OWL.AnnotationProperty
        yield DDLM[name], RDFS.comment, Literal(words, None, "en")
    for name, words in OBJECTS.items():
        yield DDLM[name], TYPE, OWL.NamedIndividual
        yield DDLM[name], RDFS.comment, Literal(words, None, "en")
    for name, words in CLASSES.items():
        yield DDLM[name], TYPE, OWL.Class
        yield DDLM[name], RDFS.comment, Literal(words, None, "en")
    yield from _moment()


def _moment() -> Iterator[Triple]:
    from imgcif_map.rdf.terms import Blanks

    yield MOMENT, TYPE, RDFS.Datatype
    union = Blank("moment")
    yield MOMENT, OWL.equivalentClass, union
    yield union, TYPE, RDFS.Datatype
    members: list[Iri | Blank | Literal] = [XSD.date, XSD.dateTime]
    yield from Blanks("moments").listed(union, OWL.unionOf, members)
