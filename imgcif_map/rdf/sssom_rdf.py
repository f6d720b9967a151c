"""An SSSOM mapping set as RDF: the set, each mapping with its slots, and the bare matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from imgcif_map.rdf.sssom import CIFMAP, EXTENSIONS, VERSION, MappingSet, Row
from imgcif_map.rdf.sssom_tsv import COLUMNS, HEADER
from imgcif_map.rdf.terms import TYPE, Blanks, Iri, Literal, Triple
from imgcif_map.rdf.vocabulary import DCT, OWL, PROV, RDFS, SSSOM, XSD, double, text

_PAV: Final = Iri("http://purl.org/pav/authoredBy")
PROPERTIES: Final[dict[str, Iri]] = {
    "author_id": _PAV,
    "comment": RDFS.comment,
    "creator_id": DCT.creator,
    "license": DCT.license,
    "mapping_date": DCT.created,
    "mapping_set_description": DCT.description,
    "mapping_set_source": PROV.wasDerivedFrom,
    "mapping_set_title": DCT.title,
    "mapping_set_version": OWL.versionInfo,
    "object_id": OWL.annotatedTarget,
    "predicate_id": OWL.annotatedProperty,
    "subject_id": OWL.annotatedSource,
    **{slot: CIFMAP[slot] for slot in EXTENSIONS},
}
"""Slots whose property is not one of SSSOM's own."""


def triples(made: MappingSet) -> Iterator[Triple]:
    """The graph. Rows without a counterpart make no bare match: there is nothing to match."""
    whole = made.mapping_set_id
    yield whole, TYPE, SSSOM.MappingSet
    yield whole, SSSOM.sssom_version, text(VERSION)
    for slot in HEADER:
        if slot != "mapping_set_id":
            yield from _slot(whole, slot, getattr(made, slot))
    yield from _extensions(whole)
    for row in made.rows:
        yield whole, SSSOM.mappings, row.record_id
    for row in made.rows:
        yield from _row(row)


def _extensions(whole: Iri) -> Iterator[Triple]:
    """What the slots of our own are."""
    blanks = Blanks("slot")
    for slot in EXTENSIONS:
        node = blanks.new()
        yield whole, SSSOM.extension_definitions, node
        yield node, SSSOM.slot_name, text(slot)
        yield node, SSSOM.property, CIFMAP[slot]
        yield node, SSSOM.type_hint, XSD.string


def _row(row: Row) -> Iterator[Triple]:
    yield row.record_id, TYPE, OWL.Axiom
    for slot in COLUMNS:
        if slot != "record_id":
            yield from _slot(row.record_id, slot, getattr(row, slot))
    if not row.unmatched:
        yield row.subject_id, row.predicate_id, row.object_id


def _slot(subject: Iri, slot: str, value: object) -> Iterator[Triple]:
    """A slot with as many triples as it has members: never a list as one text."""
    predicate = PROPERTIES.get(slot) or SSSOM[slot]
    members = value if isinstance(value, tuple) else (value,)
    for member in members:
        if member is None or member == "":
            continue
        if isinstance(member, Iri):
            yield subject, predicate, member
        elif isinstance(member, float):
            yield subject, predicate, double(member)
        elif isinstance(member, Literal):
            yield subject, predicate, member
        else:
            yield subject, predicate, text(str(member))
