"""DCAT-AP and Google's minimum, by SHACL; the competency questions."""

from __future__ import annotations

import re

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, SH, Graph, URIRef

from imgcif_map.rdf.dataset.catalog import catalog
from imgcif_map.rdf.dataset.distributions import FileFacts
from imgcif_map.rdf.output import to_rdflib
from tests.rdf.dataset.data import ARCHIVE, summed

SHAPES = {"dcat-ap-SHACL": 15, "dcat-ap-shapes": 10, "dcat-ap-range": 5, "googleRequired": 1}
"""Shapes and how many nodes they look at, at least."""
TITLE = URIRef("http://purl.org/dc/terms/title")
NAME = URIRef("http://schema.org/name")


@pytest.fixture(scope="module")
def graph() -> Graph:
    made = summed(files={ARCHIVE: FileFacts(1, "ab" * 32)})
    return to_rdflib([*made.triples, *catalog([made])])


def violations(graph: Graph, shapes: Graph) -> int:
    _, report, _ = validate(graph, shacl_graph=shapes, inference="none")
    return len(list(report.subjects(RDF.type, SH.ValidationResult)))


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(shared, graph, name):
    shapes = Graph().parse(shared / "shapes" / f"{name}.ttl")
    shapes.remove((None, OWL.imports, None))
    targets = set(shapes.objects(None, SH.targetClass))
    focus = {node for target in targets for node in graph.subjects(RDF.type, target)}
    assert len(focus) >= SHAPES[name]
    assert violations(graph, shapes) == 0


@pytest.mark.parametrize(("name", "lost"), [("dcat-ap-shapes", TITLE), ("googleRequired", NAME)])
def test_what_is_missing_is_found(shared, graph, name, lost):
    shapes = Graph().parse(shared / "shapes" / f"{name}.ttl")
    shapes.remove((None, OWL.imports, None))
    less = Graph()
    less += graph
    less.remove((None, lost, None))
    assert violations(less, shapes) > 0


def test_competency_questions(shared, graph):
    text = (shared / "facts" / "competency.sparql").read_text(encoding="utf-8")
    asked = 0
    for part in text.split("#@ ")[1:]:
        head, _, query = part.partition("\n")
        name, graphs, expected = (x.strip() for x in head.split("|", 2))
        if graphs != "A":
            continue
        asked += 1
        found = list(graph.query(query))
        assert found, (name, expected)
        assert all(value is not None for row in found for value in row), name
    assert asked == 3


def test_parameters_join_the_mappings(shared, graph):
    """CQ8 needs the IRIs of items to be those that mapping sets have as objects."""
    items = {str(o) for o in graph.objects(None, URIRef("http://schema.org/propertyID"))}
    assert len(items) > 5
    assert all(
        re.fullmatch(r"https://w3id\.org/cif/cif_(img|core)#_[a-z0-9_.%]+", x) for x in items
    )
