"""The catalogue in pages: DCAT with Hydra, each page complete in itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site
from imgcif_map.rdf.jsonld import safe_json
from imgcif_map.rdf.output import Form, as_text
from imgcif_map.rdf.terms import TYPE, Iri, Triple, iri
from imgcif_map.rdf.vocabulary import DCAT, DCT, FOAF, HYDRA, SCHEMA, Namespace, integer, text

VOID = Namespace("http://rdfs.org/ns/void#")


def divided(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    """The data sets of each page; one page at least."""
    return [entries[at : at + size] for at in range(0, len(entries), size)] or [()]


def numbered(stem: str, suffix: str, number: int) -> str:
    """``catalog.ttl``, ``catalog-2.ttl`` …"""
    return f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"


def turtle_page(site: Site, pages: Sequence[Sequence[Entry]], number: int, parts: list[str]) -> str:
    """A page as Turtle: what it lists, then the data sets themselves."""
    return as_text(_listed(site, pages, number, ".ttl")) + "\n" + "\n".join(parts)


def jsonld_page(site: Site, pages: Sequence[Sequence[Entry]], number: int, parts: list[str]) -> str:
    """A page as one JSON-LD document."""
    first = as_text(_listed(site, pages, number, ".jsonld"), Form.JSONLD)
    documents = [json.loads(part) for part in (first, *parts)]
    context: dict[str, str] = {}
    for document in documents:
        context |= document["@context"]
    nodes = []
    for part, document in zip((first, *parts), documents, strict=True):
        missing = set(context) - set(document["@context"])
        # An IRI whose scheme is called like a prefix of another data set must stay what it is.
        hidden = {name: None for name in sorted(missing) if re.search(f'"{name}:', part)}
        own = {"@context": hidden} if hidden else {}
        nodes += [safe_json({**own, **node}) for node in document["@graph"]]
    told = safe_json(dict(sorted(context.items())))
    return f'{{"@context": {told},\n "@graph": [\n  ' + ",\n  ".join(nodes) + "\n]}\n"


def _listed(
    site: Site, pages: Sequence[Sequence[Entry]], number: int, suffix: str
) -> Iterator[Triple]:
    catalog = iri(site.catalog)
    here = _page(site, suffix, number)
    for kind in (DCAT.Catalog, SCHEMA.DataCatalog, HYDRA.Collection):
        yield catalog, TYPE, kind
    for predicate in (DCT.title, SCHEMA.name):
        yield catalog, predicate, text(site.title)
    total = sum(len(page) for page in pages)
    told = f"{total} data sets of raw diffraction images, described from imgCIF files."
    for predicate in (DCT.description, SCHEMA.description):
        yield catalog, predicate, text(told)
    yield catalog, DCT.publisher, Iri(f"{site.base}#publisher")
    yield Iri(f"{site.base}#publisher"), TYPE, FOAF.Agent
    yield Iri(f"{site.base}#publisher"), FOAF.name, text(site.host)
    yield catalog, FOAF.homepage, Iri(site.base)
    yield Iri(site.base), TYPE, FOAF.Document
    yield catalog, HYDRA.totalItems, integer(total)
    yield catalog, HYDRA.view, here
    yield here, TYPE, HYDRA.PartialCollectionView
    last = len(pages)
    for predicate, other in ((HYDRA.first, 1), (HYDRA.previous, number - 1),
                             (HYDRA.next, number + 1), (HYDRA.last, last)):  # fmt: skip
        if 1 <= other <= last:
            yield here, predicate, _page(site, suffix, other)
    for entry in pages[number - 1]:
        known = iri(entry.iri)
        yield catalog, DCAT.dataset, known
        yield catalog, HYDRA.member, known
        yield known, SCHEMA.includedInDataCatalog, catalog


def _page(site: Site, suffix: str, number: int) -> Iri:
    return iri(site.url(numbered("catalog", suffix, number)))


def description(site: Site, pages: Sequence[Sequence[Entry]]) -> str:
    """VoID: what the bundle is and where its triples are."""
    node = Iri(f"{site.base}void.ttl#bundle")
    triples: list[Triple] = [
        (node, TYPE, VOID.Dataset),
        (node, DCT.title, text(site.title)),
        (node, FOAF.homepage, Iri(site.base)),
        (node, DCT.hasPart, iri(site.catalog)),
        (node, VOID.uriSpace, text(site.base)),
        (node, VOID.feature, Iri("http://www.w3.org/ns/formats/Turtle")),
        (node, VOID.feature, Iri("http://www.w3.org/ns/formats/JSON-LD")),
    ]
    for number in range(1, len(pages) + 1):
        triples.append((node, VOID.dataDump, _page(site, ".ttl", number)))
    triples += [(node, VOID.vocabulary, Iri(str(space))) for space in (DCAT, DCT, SCHEMA, HYDRA)]
    return as_text(triples)
