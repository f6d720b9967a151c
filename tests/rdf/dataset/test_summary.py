"""The summary: what is in it, in every form, whatever stands in the file."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef
from rdflib.compare import isomorphic

from imgcif_map.rdf.dataset.catalog import catalog
from imgcif_map.rdf.dataset.distributions import FileFacts
from imgcif_map.rdf.dataset.provenance import from_json
from imgcif_map.rdf.output import Form, as_text, to_rdflib
from imgcif_map.rdf.terms import Iri, Literal, Triple
from tests.rdf.dataset.data import ARCHIVE, BLOCK, CIF, NT, codes, summed

DS = "https://doi.org/10.5281/zenodo.1234567"
PREFIX = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX schema: <http://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qudt: <http://qudt.org/schema/qudt/> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX panet: <http://purl.org/pan-science/PaNET/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX core: <https://w3id.org/cif/cif_core#> PREFIX img: <https://w3id.org/cif/cif_img#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX unit: <http://qudt.org/vocab/unit/>
"""
PROVENANCE = {
    "tool": {"name": "imgcif-map", "version": "0.1.0"},
    "mapping": {"id": "nxmx", "version": "1.0.0", "overlays": ["a b"], "instruments": []},
    "sources": ["/secret/folder/scan_master.h5", "C:\\secret\\scan_2.h5"],
    "blocks": [
        {
            "block": "scan",
            "columns": [
                {
                    "item": "_diffrn_radiation_wavelength.value",
                    "kind": "source",
                    "sources": [{"file": "/secret/x", "path": "/entry/beam/wavelength"}],
                },
                {"item": "_diffrn.ambient_temperature", "kind": "assumption"},
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    known = FileFacts(12345, "ab" * 32)
    made = summed(files={ARCHIVE: known}, provenance=from_json(PROVENANCE))
    return to_rdflib([*made.triples, *catalog([made])])


def rows(graph: Graph, query: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in graph.query(PREFIX + query)]


QUESTIONS = {
    "what it is called and who may use it": (
        "?c dcat:dataset ?d . ?d dct:title ?a ; dct:license ?b ; dct:publisher/foaf:name ?e",
        "?a ?b ?e",
        ("Thaumatin at 100 K, three images", "https://creativecommons.org/licenses/by/4.0/",
         "Example Laboratory"),
    ),
    "who made it": (
        "?d dct:creator ?p . ?p foaf:name ?n", "?p ?n",
        ("https://orcid.org/0000-0002-1825-0097", "Carberry, Josiah"),
    ),
    "who paid": (
        "?d schema:funding ?g . ?g schema:identifier ?a ; schema:funder/schema:name ?n", "?a ?n",
        ("42", "Example Fund"),
    ),
    "where the bytes are": (
        "?d dcat:distribution ?x . ?x dcat:downloadURL ?u ; dcat:mediaType ?m ; dcat:byteSize ?s ; "
        "dct:license ?l ; spdx:checksum [spdx:checksumValue ?h]", "?u ?m ?s ?h",
        (ARCHIVE, "https://www.iana.org/assignments/media-types/application/gzip", "12345",
         "ab" * 32),
    ),
    "which technique": (
        "?d dct:subject ?t", "?t", ("http://purl.org/pan-science/PaNET/PaNET01102",),
    ),
    "which wavelength, from where": (
        "?d schema:variableMeasured ?v . ?v schema:propertyID "
        "core:_diffrn_radiation_wavelength.value ; qudt:numericValue ?n ; qudt:hasUnit "
        "unit:ANGSTROM ; dct:source ?s", "?n ?s", ("0.7", "/entry/beam/wavelength"),
    ),
    "what is assumed": (
        "?v schema:propertyID core:_diffrn.ambient_temperature ; qudt:numericValue ?n ; "
        "schema:description ?s", "?n ?s",
        ("100.0", "assumed: the source does not state it"),
    ),
    "how many images, over which range": (
        "?a schema:propertyID img:_diffrn_scan.frames ; schema:value ?x . "
        "?b schema:propertyID img:_diffrn_scan_axis.angle_range ; schema:value ?y", "?x ?y",
        ("3", "0.3"),
    ),
    "when": (
        "?d dct:temporal [dcat:startDate ?a ; dcat:endDate ?b]", "?a ?b",
        ("2026-01-02T03:04:05+00:00", "2026-01-02T03:05:05+00:00"),
    ),
    "with which instrument": (
        "?d prov:wasGeneratedBy/prov:used ?i . ?i schema:name ?n . FILTER(CONTAINS(?n, 'B1'))",
        "?n", ("Example Source B1",),
    ),
    "by which mapping": (
        "?d prov:wasGeneratedBy/prov:qualifiedAssociation [prov:hadPlan ?p ; prov:agent ?t]",
        "?p ?t", ("https://w3id.org/cif/mapping/nxmx/1.0.0",
                  "https://w3id.org/cif/imgcif-map/0.1.0"),
    ),
    "which dictionary": ("?d dct:conformsTo ?x", "?x", ("https://w3id.org/cif/cif_img/1.8.9",)),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions(graph, question):
    where, what, answer = QUESTIONS[question]
    found = rows(graph, f"SELECT DISTINCT {what} WHERE {{ {where} }}")
    assert found == [answer]


def test_results_and_what_they_are_from(graph):
    found = set(rows(graph, "SELECT ?w ?s WHERE { ?w prov:wasDerivedFrom ?s }"))
    merged, other = "https://doi.org/10.5281/zenodo.2", "https://example.org/p/2"
    assert {
        (merged, DS),
        (merged, "https://doi.org/10.5281/zenodo.9"),
        (other, DS),
        ("https://doi.org/10.1107/S1", merged),
        ("https://doi.org/10.1107/S1", other),
    } <= found


def test_no_folder_of_this_computer_is_published(graph):
    names = rows(
        graph,
        "SELECT ?n WHERE { ?d prov:wasDerivedFrom/rdfs:label ?n }",
    )
    assert sorted(names) == [("scan_2.h5",), ("scan_master.h5",)]
    assert "secret" not in graph.serialize(format="nt")


@pytest.mark.parametrize("form", list(Form))
def test_all_forms_are_the_same_graph(graph, form):
    made = summed()
    read = Graph().parse(data=as_text(made.triples, form), format=NT[form])
    assert len(read) > 150
    assert isomorphic(read, made.graph())


def test_the_same_input_gives_the_same_bytes():
    assert as_text(summed().triples) == as_text(summed().triples)
    without = re.sub("_database.*\n", "", CIF)
    assert summed(without).iri == summed(without).iri
    assert summed(without).iri.startswith("urn:uuid:")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"""\\" . <http://evil.example/s> <http://evil.example/p> "x',
    "a\nb\r\n;c\n<http://evil.example/x>",
    "\u202etxt.exe\u2066",
    "x" * 200_000,
    "' onload='alert(1)",
    "{{7*7}} ${x} <!-- --> ]]>",
)


def quoted(text: str) -> str:
    """A text in the double quotes of YAML."""
    escaped = (c if c.isalnum() else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(escaped)}"'


def check(made) -> None:
    """Every form is readable, is the same graph, holds nothing that is markup or out of place."""
    first = None
    for form in Form:
        text = as_text(made.triples, form)
        assert len(text.encode()) <= 100_000
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
        if form is Form.JSONLD:
            assert "<" not in text
            json.loads(text)
        read = Graph().parse(data=text, format=NT[form])
        assert not any("evil.example" in str(s) for s in read.subjects())
        assert not any("evil.example" in str(p) for p in read.predicates())
        first = first or read
        assert len(read) == len(first)
    for triple in made.triples:
        for term in triple:
            if isinstance(term, Iri):
                assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*", term)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_of_the_file(text):
    cif = CIF
    for name in ("'Carberry, Josiah'", "'Example Fund'", "'Example Source'", "'Example 1M'"):
        cif = cif.replace(name, f"\n;\n{text.replace(chr(10) + ';', ' ')}\n;\n")
    check(summed(cif))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_of_the_block(text):
    told = quoted(text[:20_000])
    keys = re.compile("^  (title|description|keywords): .*$", re.M)
    block = keys.sub(lambda found: f"  {found[1]}: {told}", BLOCK)
    made = summed(block=block)
    assert made.record.title
    check(made)


@pytest.mark.parametrize(
    ("uri", "published"),
    [
        ("https://example.org/a b<c>.tgz", "https://example.org/a%20b%3Cc%3E.tgz"),
        ('https://example.org/"x"{}|', "https://example.org/%22x%22%7B%7D%7C"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("doi:10.5281/zenodo.7", "https://doi.org/10.5281/zenodo.7"),
        ("javascript:alert(1)", None),
        ("https://user:password@example.org/x", None),
        ("http://[bad/x", None),
        ("file:///data/somebody/scan.tgz", None),
        ("scan.tgz", None),
        ("https:///x", None),
    ],
)
def test_addresses(uri, published):
    made = summed(CIF.replace(ARCHIVE, f"\n;{uri}\n;\n"))
    check(made)
    graph = made.graph()
    urls = {str(u) for u in graph.objects(None, URIRef("http://www.w3.org/ns/dcat#downloadURL"))}
    assert urls == ({published} if published else set())
    assert ("CAT006" in codes(made)) == (published is None)
    text = as_text(made.triples)
    assert "password" not in text
    assert "somebody" not in text


def test_relative_addresses_start_at_the_base_url():
    block = BLOCK + "  base_url: https://example.org/files/\n"
    made = summed(CIF.replace(ARCHIVE, "sub/scan.tgz"), block)
    assert "<https://example.org/files/sub/scan.tgz>" in as_text(made.triples)
    assert "CAT006" not in codes(made)


@given(TEXTS, TEXTS)
@settings(max_examples=25, deadline=None)
def test_any_text_comes_through(title, name):
    block = f"title: {quoted(title)}\npublisher: {{name: {quoted(name)}}}\n"
    made = summed(block=block)
    assert [t.text for t in made.record.title] == (
        [" ".join(title.split())] if title.split() else []
    )
    reads = [Graph().parse(data=as_text(made.triples, f), format=NT[f]) for f in Form]
    assert isomorphic(reads[0], reads[1])
    assert isomorphic(reads[0], reads[2])


def test_many_of_everything_stay_below_100_kb():
    people = "\n".join(f"P{n} 'Somebody Number, {n} of many'" for n in range(3000))
    cif = re.sub("_audit_author.*\n", "", CIF)
    cif += f"loop_\n_audit_author.id\n_audit_author.name\n{people}\n"
    archives = "\n".join(f"{n} CBF https://h{n}.example.org/{n}/x.cbf . ." for n in range(4, 3000))
    cif = cif.replace("s_0003.cbf\n", f"s_0003.cbf\n{archives}\n")
    waves = "\n".join(f"{n} 0.{n}" for n in range(2, 3000))
    cif = cif.replace("\n1 0.7\n", f"\n1 0.7\n{waves}\n")
    block = BLOCK + "".join(f"    - {{doi: 10.1107/x{n}, title: Paper {n}}}\n" for n in range(900))
    made = summed(cif, block)
    sizes = [len(as_text(made.triples, form).encode()) for form in Form]
    assert max(sizes) <= 100_000
    assert "CAT008" in codes(made)
    wave = URIRef("https://w3id.org/cif/cif_core#_diffrn_radiation_wavelength.value")
    nodes = list(made.graph().subjects(URIRef("http://schema.org/propertyID"), wave))
    assert len(nodes) == 1


def test_graphs_of_two_data_sets_can_be_joined():
    first, second = summed(), summed(CIF.replace("zenodo.1234567", "zenodo.7654321"))
    triples: list[Triple] = [*first.triples, *second.triples, *catalog([first, second])]
    graph = to_rdflib(triples)
    kind = URIRef("http://www.w3.org/ns/dcat#Dataset")
    assert len(set(graph.subjects(RDF.type, kind))) == 2
    period = URIRef("http://purl.org/dc/terms/temporal")
    assert len(set(graph.objects(None, period))) == 2


def test_nothing_is_said_of_what_is_unknown():
    made = summed("data_x\n_diffrn.id 1\n", "")
    assert not any(isinstance(t[2], Literal) and not t[2].text for t in made.triples)
    assert codes(made).count("CAT001") == 8
