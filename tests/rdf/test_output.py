"""Graphs as Turtle, JSON-LD and N-Triples: the same graph, the same bytes, no way out."""

from __future__ import annotations

import json
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from imgcif_map.errors import UsageError
from imgcif_map.rdf import output
from imgcif_map.rdf.output import Form
from imgcif_map.rdf.terms import Blank, Blanks, Iri, Literal, Triple, iri
from imgcif_map.rdf.vocabulary import DCT, RDF, SKOS, XSD, double

READERS = {Form.TURTLE: "turtle", Form.JSONLD: "json-ld", Form.NTRIPLES: "nt"}
HOSTILE = (
    '" . <http://evil.example/> <http://evil.example/p> "x',
    "line one\nline two\r\n\ttabbed",
    "</script><script>alert(1)</script>",
    "]]> <!-- --> & &amp; ' '''",
    '"""',
    "back\\slash \\u0041 \\",
    "\u202edrawkcab\u2069",
    "\x00\x1b[31mred\x07",
    "\u2028 \ufeff \U0001f4a5",
    "@en ^^<x>",
    "x" * 100_000,
)
THING = Iri("https://example.org/thing")


def read(text: str, form: Form) -> Graph:
    return Graph().parse(data=text, format=READERS[form])


def values(graph: Graph) -> set[str]:
    return {str(value) for value in graph.objects()}


@pytest.mark.parametrize("form", Form)
def test_hostile_text_stays_text(form: Form) -> None:
    triples: list[Triple] = [(THING, DCT.title, Literal(text)) for text in HOSTILE]
    triples += [(THING, DCT.description, Literal(text, None, "en")) for text in HOSTILE]
    graph = read(output.as_text(triples, form), form)
    assert len(graph) == 2 * len(HOSTILE)
    assert values(graph) == set(HOSTILE)
    assert set(graph.subjects()) == {next(iter(graph.subjects()))}


@pytest.mark.parametrize("form", Form)
def test_hostile_iris_stay_iris(form: Form) -> None:
    bad = iri('https://example.org/> <http://evil.example/> "\u202e')
    typed = Literal("1", Iri("https://example.org/> . <evil:a> <evil:b> <evil:c"), "")
    told = Literal("1", None, "en . <evil:a> <evil:b> <evil:c>")
    triples: list[Triple] = [
        (Iri("https://example.org/a b<>\n"), DCT.subject, bad),
        (THING, DCT.title, typed),
        (THING, DCT.title, told),
        (Blank('b> . <evil:a> "'), DCT.title, Literal("x")),
    ]
    graph = read(output.as_text(triples, form), form)
    assert len(graph) == 4
    assert not any(str(term).startswith("evil:") for triple in graph for term in triple)


@pytest.mark.parametrize("form", Form)
def test_nothing_that_steers_a_terminal_or_ends_a_script(form: Form) -> None:
    text = output.as_text(((THING, DCT.title, Literal(x)) for x in HOSTILE), form)
    assert not set(text) & set("\x00\x07\x1b\u202e\u2069\u2028\ufeff\r\t")
    assert form is not Form.JSONLD or not set(text) & set("<>&")
    text.encode("utf-8")


@pytest.mark.parametrize("form", Form)
def test_half_a_character_is_replaced(form: Form) -> None:
    text = output.as_text([(THING, DCT.title, Literal("a\ud800b"))], form)
    assert values(read(text, form)) == {"a\ufffdb"}


def test_a_prefix_is_no_scheme() -> None:
    triples: list[Triple] = [(Iri("schema:name"), SKOS.note, Iri("unit:M"))]
    graph = read(output.as_text(triples, Form.JSONLD), Form.JSONLD)
    assert {str(x) for t in graph for x in t} == {"schema:name", str(SKOS.note), "unit:M"}


def test_turtle_nests_lists_and_blank_nodes() -> None:
    blanks = Blanks()
    inner = blanks.new()
    triples: list[Triple] = [
        (THING, RDF.type, SKOS.Concept),
        (THING, SKOS.related, inner),
        (inner, SKOS.notation, Literal("n")),
        *blanks.listed(THING, SKOS.member, [Literal("a"), Literal("2", XSD.integer)]),
        *blanks.listed(THING, SKOS.note, []),
    ]
    text = output.as_text(triples)
    assert '( "a" 2 )' in text
    assert "skos:note rdf:nil" in text
    assert "_:" not in text
    assert text.startswith("@prefix rdf: ")


def test_circles_and_shared_blank_nodes_survive() -> None:
    one, two, shared = Blank("one"), Blank("two"), Blank("shared")
    triples: list[Triple] = [
        (one, SKOS.related, two),
        (two, SKOS.related, one),
        (THING, SKOS.related, shared),
        (THING, SKOS.broader, shared),
        (shared, SKOS.notation, Literal("s")),
        (shared, SKOS.related, shared),
    ]
    wanted = read(output.as_text(triples, Form.NTRIPLES), Form.NTRIPLES)
    assert len(wanted) == 6
    for form in Form:
        assert isomorphic(read(output.as_text(triples, form), form), wanted)


def test_a_long_chain_of_blank_nodes() -> None:
    chain = [Blank(f"c{n}") for n in range(3000)]
    triples: list[Triple] = [(THING, SKOS.related, chain[0])]
    triples += [(a, SKOS.related, b) for a, b in pairwise(chain)]
    for form in Form:
        assert len(read(output.as_text(triples, form), form)) == 3000


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.sampled_from(
    [THING, DCT.title, SKOS.note, RDF.type, iri("https://e.org/a.b#_x%5B1%5D.")]
)
BLANKS = st.sampled_from([Blank("a"), Blank("b"), Blank("c")])
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, st.none(), st.sampled_from(["en", "de-AT"])),
    st.integers().map(lambda n: Literal(str(n), XSD.integer)),
    st.floats(allow_nan=False).map(double),
    st.sampled_from([Literal("true", XSD.boolean), Literal("007", XSD.integer)]),
    st.sampled_from([Literal("1.50", XSD.decimal), Literal("2020-01-01", XSD.date)]),
)
GRAPHS = st.lists(
    st.tuples(
        st.one_of(NAMES, BLANKS),
        st.sampled_from([DCT.title, SKOS.note, RDF.first, RDF.rest]),
        st.one_of(NAMES, BLANKS, LITERALS, st.just(RDF.nil)),
    ),
    max_size=12,
)


def lexical(graph: Graph) -> Graph:
    """The graph with datatypes as part of the text: no value is normalised."""
    return output.to_rdflib(output.from_rdflib(graph))


@given(GRAPHS)
def test_all_forms_say_the_same(triples: list[Triple]) -> None:
    wanted = output.to_rdflib(triples)
    for form in (Form.TURTLE, Form.NTRIPLES):
        assert isomorphic(read(output.as_text(triples, form), form), wanted)
    loaded = read(output.as_text(triples, Form.JSONLD), Form.JSONLD)
    assert isomorphic(lexical(loaded), lexical(wanted))


def test_equal_triples_equal_bytes() -> None:
    triples: list[Triple] = [(THING, SKOS.note, Literal(x)) for x in "abc"]
    for form in Form:
        assert output.as_text(triples + triples, Form.TURTLE) == output.as_text(triples)
        assert len({output.as_text(triples, form) for _ in range(3)}) == 1
    assert len({output.as_text(p) for p in permutations(triples)}) == 6


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "graph.jsonld"
    output.write([(THING, DCT.title, Literal("x"))], target)
    assert json.loads(target.read_text("utf-8"))["@graph"][0]["dct:title"] == "x"
    before = target.read_bytes()

    def broken():
        yield THING, DCT.title, Literal("y")
        raise ValueError("midway")

    for form in Form:
        with pytest.raises(ValueError, match="midway"):
            output.write(broken(), target, form)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(UsageError, match="does not say"):
        output.write([], tmp_path / "graph.pdf")


def test_numbers_are_written_shortest() -> None:
    assert [double(x).text for x in (0.1, 1e-10, 1e22, -3.0)] == [
        "0.1E0",
        "1E-10",
        "1E22",
        "-3.0E0",
    ]
