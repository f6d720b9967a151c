"""Rows of CIF files as nodes: typed values, nothing lost or let out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rdf.output import to_rdflib
from imgcif_map.rdf.rows import CHUNK, Cells, row_lines, row_triples, tables
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.values import Typed

HOME = "https://example.org/scan.cif#"
IMG = Namespace("https://w3id.org/cif/cif_img#")
CORE = Namespace("https://w3id.org/cif/cif_core#")
DDLM = Namespace("https://w3id.org/cif/ddlm#")
HEAD = "#\\#CIF_2.0\ndata_B\n"
Rows = Callable[[str], Graph]


@pytest.fixture(scope="module")
def img() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture
def rows(img: Dictionary) -> Rows:
    def made(text: str) -> Graph:
        lines = "".join(row_lines(parse_cif(HEAD + text), img, HOME))
        return Graph().parse(data=lines, format="nt")

    return made


def at(place: str) -> URIRef:
    return URIRef(HOME + place)


def test_a_loop(rows: Rows) -> None:
    graph = rows(
        "loop_\n_axis.id\n_axis.type\n_axis.vector[1]\n_axis.offset[1]\n"
        "omega ROTATION 1 0.5\nx translation -1.5e-3 ?\n"
    )
    first, second = at("B/axis/1"), at("B/axis/2")
    assert set(graph.subjects(RDF.type, IMG.axis)) == {first, second}
    assert graph.value(first, IMG["_axis.id"]) == Literal("omega")
    assert graph.value(first, IMG["_axis.type"]) == Literal("rotation"), "as the dictionary has it"
    assert graph.value(first, IMG["_axis.vector%5B1%5D"]) == Literal("1", datatype=XSD.double)
    assert graph.value(second, IMG["_axis.vector%5B1%5D"]).toPython() == -0.0015
    assert graph.value(second, IMG["_axis.offset%5B1%5D"]) is None
    assert graph.value(second, DDLM.row) == Literal(2)
    assert graph.value(second, DDLM.block) == at("B")
    assert graph.value(at("B"), RDF.type) == DDLM.Block


def test_unlooped_items_of_a_category_are_one_row(rows: Rows) -> None:
    graph = rows("_diffrn_scan.id S\n_diffrn_detector.id D\n_diffrn_scan.frames 10\n")
    scan = at("B/diffrn_scan/1")
    assert graph.value(scan, IMG["_diffrn_scan.frames"]) == Literal(10)
    assert graph.value(scan, IMG["_diffrn_scan.id"]) == Literal("S")
    assert len(set(graph.subjects(DDLM.block))) == 2


def test_loops_of_one_category_are_numbered_on(rows: Rows) -> None:
    graph = rows("loop_\n_axis.id\na b\n_audit.creation_method x\nloop_\n_axis.equipment\nc\n")
    assert graph.value(at("B/axis/3"), IMG["_axis.equipment"]) == Literal("c")


def test_uncertainties(rows: Rows) -> None:
    graph = rows("_cell.length_a 78.39(12)\n_cell.length_b 1.2e3(4)\n_cell.length_b_su 5\n")
    cell = next(graph.subjects(CORE["_cell.length_a"]))
    assert graph.value(cell, CORE["_cell.length_a"]) == Literal("78.39", datatype=XSD.double)
    assert graph.value(cell, CORE["_cell.length_a_su"]).toPython() == 0.12
    assert graph.value(cell, CORE["_cell.length_b"]).toPython() == 1200.0
    own = list(graph.objects(cell, CORE["_cell.length_b_su"]))
    assert own == [Literal("5", datatype=XSD.double)], "the item's own one stands"


def test_what_is_no_number_stays_text(rows: Rows) -> None:
    graph = rows("loop_\n_diffrn_scan.id\n_diffrn_scan.frames\na many\nb '10'\nc 1.5\nd 12(1)\n")
    found = [graph.value(at(f"B/diffrn_scan/{n}"), IMG["_diffrn_scan.frames"]) for n in range(1, 5)]
    assert found == [Literal("many"), Literal("10"), Literal("1.5"), Literal(12)]


def test_dates_and_addresses(rows: Rows) -> None:
    graph = rows(
        "loop_\n_audit.creation_date\n2024-05-01t12:30:00z\n2024-05-01\n2024-02-30\n"
        "_journal_date.accepted 2024-05-02\n_citation.URL https://example.org/a\n"
        "_citation.title 'https://example.org/b'\n"
    )
    dates = [graph.value(at(f"B/audit/{n}"), CORE["_audit.creation_date"]) for n in (1, 2, 3)]
    assert dates == [
        Literal("2024-05-01T12:30:00Z", datatype=XSD.dateTime),
        Literal("2024-05-01", datatype=XSD.date),
        Literal("2024-02-30"),
    ]
    assert next(iter(graph.objects(None, CORE["_journal_date.accepted"]))).datatype == XSD.date
    assert next(iter(graph.objects(None, CORE["_citation.url"]))).datatype == XSD.anyURI
    assert next(iter(graph.objects(None, CORE["_citation.title"]))).datatype is None


def test_aliases_nulls_and_unknown_names(rows: Rows) -> None:
    graph = rows("_diffrn_radiation_wavelength 0.71\n_my.own x\n_diffrn_scan.id ?\n_axis.id .\n")
    wavelength = CORE["_diffrn_radiation_wavelength.value"]
    assert [x.toPython() for x in graph.objects(None, wavelength)] == [0.71]
    assert Literal("x") not in set(graph.objects())
    assert (None, IMG["_diffrn_scan.id"], None) not in graph
    quoted = rows("_diffrn_scan.id '?'\n")
    assert (None, IMG["_diffrn_scan.id"], Literal("?")) in quoted


def test_matrices(rows: Rows) -> None:
    graph = rows("_cell.orthogonal_matrix [[1 0 ?][0 1 .][0 0 1.5]]\n")
    head = next(graph.objects(None, CORE["_cell.orthogonal_matrix"]))
    inner = [list(Collection(graph, row)) for row in Collection(graph, head)]
    assert inner[2] == [Literal(x, datatype=XSD.double) for x in ("0", "0", "1.5")]
    assert [row[2] for row in inner[:2]] == [DDLM.unknown, DDLM.inapplicable]
    assert list(rows("_cell.orthogonal_matrix []\n").objects(None, CORE["_cell.orthogonal_matrix"]))


def test_a_table_where_none_belongs(rows: Rows) -> None:
    graph = rows("_diffrn_scan.id {'a':1 'b':[x]}\n")
    table = next(graph.objects(None, IMG["_diffrn_scan.id"]))
    entries = list(graph.objects(table, DDLM.entry))
    assert {str(graph.value(x, DDLM["entry.key"])) for x in entries} == {"a", "b"}


def test_hostile_values_and_names(img: Dictionary) -> None:
    evil = '"> . <http://evil.example/a> <http://evil.example/b> <x>'
    text = (
        f"#\\#CIF_2.0\ndata_a>b<c\n_diffrn_scan.id '{evil}'\n_audit.creation_method\n;a\nb\\\n;\n"
    )
    lines = "".join(row_lines(parse_cif(text), img, 'https://example.org/"> <x'))
    graph = Graph().parse(data=lines, format="nt")
    assert Literal(evil) in set(graph.objects())
    assert all(str(s).startswith("https://example.org/%22%3E%20%3Cx") for s in graph.subjects())


def test_triples_are_the_lines(img: Dictionary) -> None:
    document = parse_cif(HEAD + "loop_\n_axis.id\n_axis.type\na rotation\nb general\n")
    graph = to_rdflib(row_triples(document, img, HOME))
    lines = "".join(row_lines(document, img, HOME))
    assert set(graph) == set(Graph().parse(data=lines, format="nt"))
    assert len(graph) == 1 + 2 * 5


def test_long_loops_are_streamed(img: Dictionary) -> None:
    count = 3 * CHUNK + 7
    body = "".join(f"S {n} {n / 8} 'n {n}'\n" for n in range(count))
    names = ("scan_id", "frame_number", "integration_time", "frame_id")
    header = "".join(f"_diffrn_scan_frame.{name}\n" for name in names)
    document = parse_cif(HEAD + "loop_\n" + header + body)
    first = list(islice(row_lines(document, img, HOME), 2))
    assert first[1].count("\n") == CHUNK * 7
    lines = "".join(row_lines(document, img, HOME)).splitlines()
    assert len(lines) == len(set(lines)) == 1 + count * 7
    assert (
        f"<{HOME}B/diffrn_scan_frame/{count}> <{IMG}_diffrn_scan_frame.frame_number> "
        in "".join(lines[-7:])
    )


def test_tables_say_what_there_is(img: Dictionary) -> None:
    block = parse_cif(HEAD + "_diffrn_scan.id S\nloop_\n_axis.id\na b\n").blocks[0]
    found = [(x.category, x.rows, x.first, x.looped) for x in tables(block, img)]
    assert found == [("diffrn_scan", 1, 1, False), ("axis", 2, 1, True)]


WORDS = st.one_of(
    st.sampled_from(
        ["1", "-1.5", "1e3", ".5", "5.", "1(2)", "1e", "nan", "?", ".", "a", "é", "\\"]
    ),
    st.text(min_size=1, max_size=4),
)


@settings(deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["real", "integer", "text", "code"])
)
def test_the_quick_way_says_the_same(texts: list[str], contents: str) -> None:
    """A column that is all alike is written at once; each value alone the slow way."""
    item = Iri("https://example.org/p")
    cells = Cells(None, item, Iri(f"{item}/su"), Typed(contents))  # type: ignore[arg-type]
    bare = np.zeros(len(texts), np.uint8)
    slow = [cells._tail(x, 0, f" <{item}> ", f" .\n\0 <{item}/su> ") for x in texts]
    assert cells.tails(texts, bare) == slow
