"""Dictionaries as OWL and SKOS: what is counted, what is said, what must never be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Value
from rdflib.collection import Collection

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.rdf.ddlm import CLASSES, OBJECTS, PROPERTIES
from imgcif_map.rdf.ontology import ontology, prefixes
from imgcif_map.rdf.output import Form, as_text, to_rdflib
from imgcif_map.rdf.read import from_triples
from imgcif_map.rdf.terms import Literal
from tests.dictionary import small

IMG = Namespace("https://w3id.org/cif/cif_img#")
CORE = Namespace("https://w3id.org/cif/cif_core#")
DDLM = Namespace("https://w3id.org/cif/ddlm#")
CIFUNIT = Namespace("https://w3id.org/cif/unit#")
QUDT = Namespace("http://qudt.org/schema/qudt/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
HERE = URIRef("https://w3id.org/cif/cif_img")
PROPERTY_TYPES = (OWL.DatatypeProperty, OWL.ObjectProperty)


@pytest.fixture(scope="module")
def img() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture(scope="module")
def graph(img: Dictionary) -> Graph:
    """cif_img with all that it imports."""
    return to_rdflib(ontology(img))


@pytest.fixture(scope="module")
def own(img: Dictionary) -> Graph:
    """What cif_img defines itself."""
    return to_rdflib(ontology(img, own=True))


def items(graph: Graph, dictionary: URIRef = HERE) -> Iterator[URIRef]:
    for kind in PROPERTY_TYPES:
        for item in graph.subjects(RDF.type, kind):
            if (item, RDFS.isDefinedBy, dictionary) in graph:
                assert isinstance(item, URIRef)
                yield item


def having(graph: Graph, predicate: URIRef) -> int:
    return sum((item, predicate, None) in graph for item in items(graph))


@pytest.mark.parametrize("which", ["graph", "own"])
def test_counts_of_cif_img(which: str, request: pytest.FixtureRequest) -> None:
    graph: Graph = request.getfixturevalue(which)
    assert len(list(items(graph))) == 237
    assert having(graph, DDLM["enumeration_set.scheme"]) == 17
    limits = {
        item
        for item in items(graph)
        for end in ("minimum", "maximum")
        if (item, DDLM[f"enumeration.{end}"], None) in graph
    }
    assert len(limits) == 38
    assert having(graph, DDLM["name.linked_item_id"]) == 50
    assert having(graph, SKOS.altLabel) == 23
    assert sum(1 for item in items(graph) for _ in graph.objects(item, SKOS.altLabel)) == 24
    assert having(graph, DDLM["enumeration.default"]) == 65
    keyed = [
        category
        for category in graph.subjects(OWL.hasKey, None)
        if (category, RDFS.isDefinedBy, HERE) in graph
    ]
    assert len(keyed) == 27
    assert len(list(graph.subjects(RDF.type, OWL.Ontology))) == 1


def test_own_is_what_it_says(graph: Graph, own: Graph) -> None:
    defined = {home for _, home in own.subject_objects(RDFS.isDefinedBy)}
    assert defined == {HERE}
    assert len(list(items(graph, URIRef("https://w3id.org/cif/cif_core")))) == 1124
    imports = {str(x) for x in own.objects(HERE, OWL.imports)}
    assert imports == {"https://w3id.org/cif/cif_core", "https://w3id.org/cif/multiblock_dic"}
    assert (HERE, OWL.imports, None) not in graph


def test_the_header(graph: Graph) -> None:
    core = URIRef("https://w3id.org/cif/cif_core")
    assert graph.value(HERE, OWL.versionIRI) == URIRef("https://w3id.org/cif/cif_img/1.8.9")
    assert graph.value(HERE, DCT.title) == Value("CIF_IMG")
    source = "https://github.com/COMCIFS/imgCIF/cif_img.dic"
    assert graph.value(HERE, PROV.wasDerivedFrom) == URIRef(source)
    assert graph.value(HERE, DCT.license) is None, "it states none"
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(core, DCT.license) == licence
    assert graph.value(core, OWL.versionInfo) == Value("3.4.0")


def test_an_item(graph: Graph) -> None:
    wavelength = CORE["_diffrn_radiation_wavelength.value"]
    assert (wavelength, RDF.type, OWL.DatatypeProperty) in graph
    category = graph.value(wavelength, RDFS.domain)
    assert (category, RDF.type, OWL.Class) in graph
    assert graph.value(category, SKOS.notation) == Value("diffrn_radiation_wavelength")
    assert (wavelength, RDFS.range, XSD.double) in graph
    assert (wavelength, QUDT.hasUnit, UNIT.ANGSTROM) in graph
    assert (wavelength, DDLM["units.code"], CIFUNIT.angstroms) in graph
    assert graph.value(wavelength, SKOS.notation) == Value("_diffrn_radiation_wavelength.value")
    assert graph.value(wavelength, DDLM["enumeration.minimum"]) == Value(
        "0.0E0", datatype=XSD.double
    )
    aliases = {str(x) for x in graph.objects(wavelength, SKOS.altLabel)}
    assert aliases == {"_diffrn_radiation_wavelength", "_diffrn_radiation_wavelength.wavelength"}
    label = graph.value(IMG["_axis.vector%5B1%5D"], SKOS.prefLabel)
    assert label == Value("axis: vector[1]", lang="en")


def test_units_that_qudt_lacks(graph: Graph) -> None:
    item = CORE["_atom_site_aniso.u_11"]
    assert (item, QUDT.hasUnit, CIFUNIT.angstrom_squared) in graph
    assert graph.value(CIFUNIT.angstrom_squared, QUDT.ucumCode) is not None


def test_an_enumeration_is_a_scheme(graph: Graph) -> None:
    item = IMG["_axis.type"]
    scheme = graph.value(item, DDLM["enumeration_set.scheme"])
    concepts = set(graph.subjects(SKOS.inScheme, scheme))
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert {str(graph.value(x, SKOS.notation)) for x in concepts} == {
        "rotation",
        "translation",
        "general",
    }
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == concepts
    head = graph.value(item, DDLM["enumeration_set.state"])
    assert set(Collection(graph, head)) == concepts
    assert IMG["_axis.type/state/rotation"] in concepts


def test_keys_links_and_uncertainties(graph: Graph) -> None:
    key = Collection(graph, graph.value(IMG.axis, OWL.hasKey))
    assert list(key) == [IMG["_axis.id"], IMG["_axis.equipment"]]
    link = graph.value(IMG["_array_data.array_id"], DDLM["name.linked_item_id"])
    assert link == IMG["_array_structure.id"]
    assert (link, RDF.type, OWL.DatatypeProperty) in graph
    su = CORE["_cell.angle_alpha_su"]
    assert graph.value(su, DDLM.measurand) == CORE["_cell.angle_alpha"]


def test_matrices_are_lists_and_no_literals(graph: Graph) -> None:
    matrix = CORE["_cell.orthogonal_matrix"]
    assert (matrix, RDF.type, OWL.ObjectProperty) in graph
    assert (matrix, RDFS.range, RDF.List) in graph
    sizes = Collection(graph, graph.value(matrix, DDLM["type.dimension"]))
    assert [int(x) for x in sizes] == [3, 3]


def test_what_is_replaced_is_deprecated(graph: Graph) -> None:
    replaced = list(graph.subject_objects(DCT.isReplacedBy))
    assert len(replaced) > 10
    for item, other in replaced:
        assert (item, OWL.deprecated, Value(True)) in graph
        assert (other, RDF.type, None) in graph


def test_no_item_with_a_unit_lacks_its_description(graph: Graph) -> None:
    without = {CIFUNIT.none, CIFUNIT.unspecified, CIFUNIT.arbitrary}
    gaps = [
        (item, unit)
        for item, unit in graph.subject_objects(DDLM["units.code"])
        if unit not in without
        and ((item, QUDT.hasUnit, None) not in graph or (unit, QUDT.ucumCode, None) not in graph)
    ]
    assert gaps == []


LIST = re.compile(r"\s*[\[({].*[\])}]\s*", re.DOTALL)


@pytest.mark.parametrize("name", ["cif_img_variant", "ddl"])
def test_no_literal_is_a_list_written_as_text(name: str) -> None:
    found = [
        (subject, value.text)
        for subject, predicate, value in ontology(load_dictionary(f"{name}.dic"))
        if isinstance(value, Literal) and LIST.fullmatch(value.text) and predicate != QUDT.ucumCode
    ]
    assert found == []


def test_every_word_of_our_own_is_declared(graph: Graph) -> None:
    used = {x for t in graph for x in t if isinstance(x, URIRef) and x.startswith(DDLM)}
    declared = {DDLM[name] for name in (*PROPERTIES, *OBJECTS, *CLASSES, "DateTime")}
    assert used <= declared
    assert all((x, RDF.type, None) in graph for x in declared)


def test_condensed_dictionaries_have_no_prose(graph: Graph) -> None:
    assert (None, SKOS.definition, None) not in graph


def test_full_dictionaries_have_it(tmp_path: Path) -> None:
    more = (
        "_type.contents Code\n_description.text\n;\n    What it is,\n      at length.\n;\n"
        "loop_\n_enumeration_set.state\n_enumeration_set.detail\none 'The first.'\ntwo .\n"
    )
    path = small.plain(tmp_path, "t.dic", "T", small.item("_thing.kind", more))
    graph = to_rdflib(ontology(load_dictionary(path)))
    item = URIRef("https://w3id.org/cif/t#_thing.kind")
    wanted = Value("What it is,\n  at length.", lang="en")
    assert graph.value(item, SKOS.definition) == wanted
    assert graph.value(URIRef(f"{item}/state/one"), SKOS.definition) == Value(
        "The first.", lang="en"
    )
    assert graph.value(URIRef(f"{item}/state/two"), SKOS.definition) is None


def test_hostile_dictionaries(tmp_path: Path) -> None:
    evil = '"> . <http://evil.example/> a <x> ; \\" </script>'
    more = (
        f"_type.contents Code\n_description.text\n;\n{evil}\n;\n_units.code 'm> <x>'\n"
        f"loop_\n_enumeration_set.state\n'{evil}'\n;two\nlines\n;\n"
        f"loop_\n_alias.definition_id\n'_a\"><x>'\n"
    )
    path = small.plain(tmp_path, "t.dic", "T", small.item("_thing.kind", more))
    dictionary = load_dictionary(path)
    triples = list(ontology(dictionary))
    for form, name in ((Form.TURTLE, "turtle"), (Form.JSONLD, "json-ld"), (Form.NTRIPLES, "nt")):
        text = as_text(triples, form, prefixes(dictionary))
        graph = Graph().parse(data=text, format=name)
        assert not [
            s for s in graph.subjects() if "evil" in str(s) and not s.startswith("https://w3id")
        ]
        assert Value(evil) in set(graph.objects(None, SKOS.notation))


def test_a_base_of_ones_own(img: Dictionary) -> None:
    base = "https://example.org/cif/"
    graph = to_rdflib(ontology(img, base, own=True))
    assert (URIRef(f"{base}cif_img#_axis.id"), RDF.type, OWL.DatatypeProperty) in graph
    ours = {str(s) for s in graph.subjects() if str(s).startswith("https://w3id.org/cif/")}
    assert all(name.startswith((DDLM, CIFUNIT)) for name in ours)
    with pytest.raises(UsageError, match="no base"):
        list(ontology(img, "example"))


def test_equal_dictionaries_equal_bytes(img: Dictionary) -> None:
    texts = {as_text(ontology(img, own=True), Form.TURTLE, prefixes(img)) for _ in range(2)}
    assert len(texts) == 1
    assert "@prefix cif_img: <https://w3id.org/cif/cif_img#> ." in texts.pop()


def test_the_question_for_units_that_nobody_knows(graph: Graph, shared: Path) -> None:
    """Numeric items with a real unit and no way to QUDT or UCUM: none."""
    text = (shared / "facts" / "competency.sparql").read_text(encoding="utf-8")
    query = re.split(r"^#@ ", text, flags=re.M)
    (asked,) = [part.partition("\n")[2] for part in query if part.startswith("CQ5 ")]
    assert list(graph.query(asked)) == []
    graph = to_rdflib(ontology(load_dictionary("cif_img.dic"), own=True))
    graph.remove((None, QUDT.hasUnit, None))
    graph.remove((None, QUDT.ucumCode, None))
    assert len(list(graph.query(asked))) > 50, "the question can be answered otherwise"


def test_defaults_that_are_lists(tmp_path: Path) -> None:
    vector = "_type.container List\n_type.contents Real\n_enumeration.default [1 0.5 0]\n"
    matrix = "_type.container Matrix\n_type.contents Integer\n_enumeration.default [[1 0] [0 1]]\n"
    path = small.plain(
        tmp_path, "t.dic", "T", small.item("_thing.v", vector), small.item("_thing.m", matrix)
    )
    dictionary = load_dictionary(path)
    triples = list(ontology(dictionary))
    assert not [v for _, _, v in triples if isinstance(v, Literal) and LIST.fullmatch(v.text)]
    graph = to_rdflib(triples)
    default = DDLM["enumeration.default"]
    head = graph.value(URIRef("https://w3id.org/cif/t#_thing.v"), default)
    assert [x.toPython() for x in Collection(graph, head)] == [1.0, 0.5, 0.0]
    rows = Collection(graph, graph.value(URIRef("https://w3id.org/cif/t#_thing.m"), default))
    assert [[int(x) for x in Collection(graph, row)] for row in rows] == [[1, 0], [0, 1]]
    assert from_triples(triples).definitions == dictionary.definitions
