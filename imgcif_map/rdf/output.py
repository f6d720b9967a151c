"""Writes triples as Turtle, JSON-LD (its context inlined) or N-Triples.

Equal triples give equal bytes. Text cannot break out of its quotes, nor an IRI out of
its brackets, nor JSON-LD out of the ``<script>`` of a page; what a terminal or an editor
could be led astray by (control characters, changes of direction) is written as an escape.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.errors import UsageError
from imgcif_map.rdf.terms import Blank, Iri, Literal, Triple, iri

if TYPE_CHECKING:
    import rdflib


class Form(enum.StrEnum):
    """A serialisation."""

    TURTLE = "turtle"
    JSONLD = "jsonld"
    NTRIPLES = "ntriples"


SUFFIXES: Mapping[str, Form] = {
    ".ttl": Form.TURTLE,
    ".turtle": Form.TURTLE,
    ".jsonld": Form.JSONLD,
    ".json": Form.JSONLD,
    ".nt": Form.NTRIPLES,
}
MEDIA_TYPES: Mapping[Form, str] = {
    Form.TURTLE: "text/turtle",
    Form.JSONLD: "application/ld+json",
    Form.NTRIPLES: "application/n-triples",
}


def form_of(path: Path | None, form: Form | None = None) -> Form:
    """The form asked for, else that of the file name, else Turtle."""
    if form is not None:
        return form
    if path is None or str(path) == "-":
        return Form.TURTLE
    found = SUFFIXES.get(path.suffix.casefold())
    if found is None:
        known = ", ".join(SUFFIXES)
        raise UsageError(
            f"{path}: the name does not say how to write RDF",
            hint=f"give --format, or a name that ends in {known}",
        )
    return found


def pieces(
    triples: Iterable[Triple], form: Form, prefixes: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The graph as text, in pieces. N-Triples are streamed; the others need the graph whole.

    ``prefixes`` are further ones beside :data:`imgcif_map.rdf.vocabulary.PREFIXES`.
    """
    if form is Form.NTRIPLES:
        from imgcif_map.rdf.ntriples import lines

        return lines(triples)
    if form is Form.TURTLE:
        from imgcif_map.rdf.turtle import turtle

        return turtle(triples, prefixes)
    from imgcif_map.rdf.jsonld import jsonld

    return jsonld(triples, prefixes)


def as_text(
    triples: Iterable[Triple], form: Form = Form.TURTLE, prefixes: Mapping[str, str] | None = None
) -> str:
    """The graph as one text."""
    return "".join(pieces(triples, form, prefixes))


def write(
    triples: Iterable[Triple],
    path: Path | None = None,
    form: Form | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write a graph to a file, whole or not at all; without ``path`` (or with ``-``) to stdout."""
    from imgcif_map.atomic import atomic_writer

    text = pieces(triples, form_of(path, form), prefixes)
    if path is None or str(path) == "-":
        import sys

        sys.stdout.flush()
        sys.stdout.buffer.writelines(piece.encode("utf-8") for piece in text)
        sys.stdout.buffer.flush()
        return
    with atomic_writer(path) as stream:
        stream.writelines(text)


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """The graph for those who need rdflib: queries, shapes, comparisons."""
    from rdflib import BNode, Graph, URIRef
    from rdflib import Literal as Value

    def node(term: Iri | Blank | Literal) -> URIRef | BNode | Value:
        if isinstance(term, Blank):
            return BNode(str(term))
        if isinstance(term, Literal):
            if term.language:
                return Value(term.text, lang=term.language)
            return Value(term.text, datatype=URIRef(term.datatype) if term.datatype else None)
        return URIRef(iri(term))

    graph = Graph()
    for subject, predicate, value in triples:
        graph.add((node(subject), node(predicate), node(value)))
    return graph


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """The triples of an rdflib graph, in the graph's own order."""
    from rdflib import BNode
    from rdflib import Literal as Value

    def term(node: object) -> Iri | Blank | Literal:
        if isinstance(node, BNode):
            return Blank(node)
        if isinstance(node, Value):
            datatype = Iri(node.datatype) if node.datatype is not None else None
            return Literal(str(node), datatype, node.language or "")
        return Iri(str(node))

    for subject, predicate, value in graph:
        first, second = term(subject), term(predicate)
        if isinstance(first, Literal) or not isinstance(second, Iri):
            continue
        yield first, second, term(value)
