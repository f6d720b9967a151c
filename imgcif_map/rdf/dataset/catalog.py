"""The catalogue that lists data sets: ``dcat:Catalog``."""

from __future__ import annotations

from collections.abc import Iterable

from imgcif_map.rdf.catalogue.model import CatalogFacts, Catalogue, Text
from imgcif_map.rdf.dataset.agents import organisation
from imgcif_map.rdf.dataset.builder import Builder
from imgcif_map.rdf.dataset.summary import Summary
from imgcif_map.rdf.terms import Iri, Triple, iri
from imgcif_map.rdf.vocabulary import DCAT, DCT, SCHEMA


def catalog(summaries: Iterable[Summary], given: CatalogFacts | None = None) -> list[Triple]:
    """A catalogue of data sets; title, description and publisher are given or those of the first.

    Nothing if there is no data set.
    """
    members = list(summaries)
    if not members:
        return []
    first: Catalogue = members[0].record
    known = given or first.catalog or CatalogFacts()
    publisher = known.publisher or first.publisher
    of = f" of {publisher.name}" if publisher else ""
    title = known.title or (Text(f"Raw diffraction data{of}", "en"),)
    description = known.description or (
        Text(f"Data sets of raw diffraction images{of}, described from imgCIF files.", "en"),
    )
    node = iri(known.iri) if known.iri else Iri(f"{members[0].iri}#catalog")
    builder = Builder(node, members[0].dictionary)
    builder.types(node, DCAT.Catalog, SCHEMA.DataCatalog)
    for predicates, texts in (
        ((DCT.title, SCHEMA.name), title),
        ((DCT.description, SCHEMA.description), description),
    ):
        for predicate in predicates:
            builder.texts(node, predicate, texts)
    if publisher is not None:
        by = organisation(builder, publisher, "publisher")
        builder.add(node, DCT.publisher, by)
        builder.add(node, SCHEMA.publisher, by)
    for member in members:
        builder.add(node, DCAT.dataset, member.iri)
        builder.add(member.iri, SCHEMA.includedInDataCatalog, node)
    return builder.triples
