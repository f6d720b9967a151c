"""Content types of DDLm as XML Schema datatypes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rdf.ddlm import MOMENT
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import OWL, RDF, XSD
from imgcif_map.rules.valuetype import ANYTHING, LISTS, SINGLE, ValueType, type_of

DATATYPES: Mapping[str, Iri] = MappingProxyType(
    {
        "real": XSD.double,
        "integer": XSD.integer,
        "date": XSD.date,
        "datetime": MOMENT,
        "uri": XSD.anyURI,
        "iri": XSD.anyURI,
    }
)
"""By content type in lower case; all others are ``xsd:string``."""

_ANY_CONTENTS = frozenset({"implied", "inherited", "byreference"})


def datatype(contents: str) -> Iri:
    """The datatype of single values of a resolved content type."""
    return DATATYPES.get(contents, XSD.string)


def is_open(made: ValueType) -> bool:
    """True if values of that type may be anything."""
    return made.container == ANYTHING or made.contents in _ANY_CONTENTS


def property_type(dictionary: Dictionary, definition: Definition) -> tuple[Iri, Iri | None]:
    """What kind of property an item is, and its ``rdfs:range`` if there is one to state.

    A list is a node with members and no literal, so its item is an object property.
    """
    made = type_of(dictionary, definition)
    if made.container == SINGLE:
        return OWL.DatatypeProperty, None if is_open(made) else datatype(made.contents)
    if made.container == ANYTHING:
        return OWL.DatatypeProperty, None
    return OWL.ObjectProperty, RDF.List if made.container in LISTS else None
