"""RDF of a dictionary back to the dictionary: the formal attributes, none of them lost.

What is no formal attribute does not come back: prose, paths of files, problems met
while the dictionary was compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from imgcif_map.dictionary.inferred import inferred_links
from imgcif_map.dictionary.model import Category, Definition, Dictionary, Part, ScopeRule
from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf.graph import Lookup, read_graph
from imgcif_map.rdf.readitem import Names, category_of, item_of
from imgcif_map.rdf.terms import Literal, Subject, Triple
from imgcif_map.rdf.vocabulary import DCT, DDLM, OWL, RDFS, SKOS


def read_dictionary(path: Path) -> Dictionary:
    """The dictionary of a file that ``rdf dictionary`` has written, in any of its formats."""
    return dictionary_of(read_graph(path), str(path))


def from_triples(triples: Iterable[Triple]) -> Dictionary:
    """The dictionary of a graph."""
    return dictionary_of(Lookup(triples), "the graph")


def dictionary_of(graph: Lookup, name: str) -> Dictionary:
    """The dictionary of a graph; raises UnreadableInput if it holds none."""
    from imgcif_map.dictionary.compile import alias_table

    headers = [x for x in graph.instances(OWL.Ontology) if graph.listed(x, DDLM["dictionary.part"])]
    if len(headers) != 1:
        raise UnreadableInput(
            f"{name} holds {len(headers) or 'no'} dictionaries written by 'rdf dictionary'; "
            "one is expected"
        )
    nodes = [
        x for x in graph.listed(headers[0], DDLM["dictionary.part"]) if not isinstance(x, Literal)
    ]
    parts = tuple(_part(graph, node) for node in nodes)
    titles = {node: part.title for node, part in zip(nodes, parts, strict=True)}
    try:
        categories, definitions = _definitions(graph, titles)
    except ValueError as error:
        raise UnreadableInput(f"{name} is not what 'rdf dictionary' writes: {error}") from None
    aliases = alias_table(definitions)
    return Dictionary(
        title=parts[0].title,
        version=parts[0].version,
        parts=parts,
        definitions=definitions,
        categories=categories,
        alias_ids=aliases,
        inferred_links=inferred_links(definitions, categories, aliases),
        scope_rules=_rules(graph, headers[0]),
    )


def _definitions(
    graph: Lookup, titles: Mapping[Subject, str]
) -> tuple[dict[str, Category], dict[str, Definition]]:
    classes = _in_order(graph, graph.instances(OWL.Class))
    items = _in_order(graph, graph.instances(OWL.DatatypeProperty, OWL.ObjectProperty))
    names = Names({node: graph.text(node, SKOS.notation) for node in (*classes, *items)})
    categories: dict[str, Category] = {}
    for node in classes:
        category = category_of(graph, node, names, _origin(graph, node, titles))
        categories[category.id] = category
    definitions: dict[str, Definition] = {}
    for node in items:
        item = item_of(graph, node, names, _origin(graph, node, titles))
        definitions[item.id.casefold()] = item
    return categories, definitions


def _in_order(graph: Lookup, nodes: Iterable[Subject]) -> list[Subject]:
    """Those that have a place in the dictionary, by place."""
    placed = [(int(place), node) for node in nodes if (place := graph.maybe(node, DDLM.position))]
    return [node for _, node in sorted(placed, key=lambda pair: pair[0])]


def _origin(graph: Lookup, node: Subject, titles: Mapping[Subject, str]) -> str:
    stated = graph.maybe(node, DDLM.origin)
    if stated is not None:
        return stated
    home = graph.node(node, RDFS.isDefinedBy)
    return titles.get(home, "") if home is not None else ""


def _part(graph: Lookup, node: Subject) -> Part:
    def fact(name: str) -> str:
        return graph.text(node, DDLM[f"dictionary.{name}"])

    return Part(
        title=graph.text(node, DCT.title),
        version=graph.text(node, OWL.versionInfo),
        date=graph.text(node, DCT.issued),
        uri=fact("uri"),
        licence=fact("licensing_spdx"),
        sha256=fact("sha256"),
        path="",
        condensed=fact("class_of_file") == "condensed",
        namespace=fact("namespace"),
        ddl_conformance=fact("ddl_conformance"),
    )


def _rules(graph: Lookup, header: Subject) -> tuple[ScopeRule, ...]:
    found = []
    for node in graph.listed(header, DDLM.dictionary_valid):
        if isinstance(node, Literal):
            continue
        names = graph.listed(node, DDLM["dictionary_valid.attributes"])
        found.append(
            ScopeRule(
                graph.text(node, DDLM["dictionary_valid.scope"]),
                graph.text(node, DDLM["dictionary_valid.option"]),
                tuple(x.text for x in names if isinstance(x, Literal)),
            )
        )
    return tuple(found)
