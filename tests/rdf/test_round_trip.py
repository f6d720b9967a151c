"""DDLm -> RDF -> DDLm: no formal attribute is lost, whichever way it went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf import output
from imgcif_map.rdf.graph import LARGEST, parse_graph
from imgcif_map.rdf.ontology import ontology, prefixes
from imgcif_map.rdf.output import Form
from imgcif_map.rdf.prose import Prose
from imgcif_map.rdf.read import dictionary_of, from_triples, read_dictionary
from tests.rdf.dictionaries import dictionaries

PACKAGED = ("cif_core.dic", "cif_img.dic", "cif_img_variant.dic", "ddl.dic", "multi_block_core.dic")
OFFICIAL = (*PACKAGED, "cif_pow.dic")


def formal(dictionary: Dictionary) -> Dictionary:
    """Without what is no formal attribute: paths of files, and problems of compiling."""
    parts = tuple(replace(part, path="") for part in dictionary.parts)
    definitions = dict(dictionary.definitions)
    return replace(dictionary, parts=parts, definitions=definitions, problems=())


def check(made: Dictionary, dictionary: Dictionary) -> None:
    wanted = formal(dictionary)
    assert made == wanted
    assert list(made.definitions) == list(wanted.definitions), "their order is kept as well"
    assert list(made.categories) == list(wanted.categories)


@pytest.mark.parametrize("name", PACKAGED)
def test_packaged(name: str) -> None:
    dictionary = load_dictionary(name)
    assert len(dictionary.definitions) > 70
    check(from_triples(ontology(dictionary)), dictionary)


@pytest.mark.parametrize("name", OFFICIAL)
def test_official(name: str, shared: Path) -> None:
    dictionary = load_dictionary(shared / "dictionaries" / name)
    assert not dictionary.parts[0].condensed
    check(from_triples(ontology(dictionary)), dictionary)


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt"])
def test_by_way_of_a_file(suffix: str, tmp_path: Path) -> None:
    dictionary = load_dictionary("ddl.dic")
    path = tmp_path / f"ddl{suffix}"
    output.write(ontology(dictionary), path, prefixes=prefixes(dictionary))
    check(read_dictionary(path), dictionary)


@settings(deadline=None)
@given(dictionaries())
def test_any_dictionary(dictionary: Dictionary) -> None:
    check(from_triples(ontology(dictionary, prose=Prose())), dictionary)


@settings(deadline=None, max_examples=25)
@given(dictionaries(), st.sampled_from(Form))
def test_any_dictionary_by_way_of_text(dictionary: Dictionary, form: Form) -> None:
    text = output.as_text(ontology(dictionary, prose=Prose()), form, prefixes(dictionary))
    check(dictionary_of(parse_graph(text, form), "t"), dictionary)


def test_a_change_is_seen() -> None:
    dictionary = load_dictionary("ddl.dic")
    text = output.as_text(ontology(dictionary), Form.NTRIPLES)
    key = "_units.code"
    state = '"millimetres"'
    assert state in text
    made = dictionary_of(parse_graph(text.replace(state, '"inches"'), Form.NTRIPLES), "t")
    assert made.definitions[key] != dictionary.definitions[key]
    assert "inches" in made.definitions[key].states


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "", "no dictionaries"),
        ("a.ttl", "this is no turtle", "is no turtle"),
        ("a.nt", "<a> <b>", "is no ntriples"),
        ("a.jsonld", "{", "is no JSON"),
        ("a.jsonld", '{"@context": "https://example.org/c"}', "@context"),
        ("a.jsonld", '{"@graph": [{"@context": {"@import": "https://e.org"}}]}', "@context"),
        ("a.xml", "<rdf/>", "ends in none of"),
    ],
)
def test_what_cannot_be_read(name: str, text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=words):
        read_dictionary(tmp_path / name)


def test_more_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableInput, match="cannot read"):
        read_dictionary(tmp_path / "absent.ttl")
    (tmp_path / "bytes.ttl").write_bytes(b"\xff\xfe")
    with pytest.raises(UnreadableInput, match="cannot read"):
        read_dictionary(tmp_path / "bytes.ttl")
    assert LARGEST > 10**7
    monkeypatch.setattr("imgcif_map.rdf.graph.LARGEST", 1_000_000)
    (tmp_path / "large.ttl").write_bytes(b" " * 1_000_001)
    with pytest.raises(UnreadableInput, match="larger than 1 MB"):
        read_dictionary(tmp_path / "large.ttl")


def test_a_graph_somebody_has_broken() -> None:
    text = output.as_text(ontology(load_dictionary("ddl.dic")), Form.NTRIPLES)
    line = next(x for x in text.splitlines() if "ddlm#position>" in x)
    broken = text.replace(line, line.replace('"0"', '"first"'))
    with pytest.raises(UnreadableInput, match="not what 'rdf dictionary' writes"):
        dictionary_of(parse_graph(broken, Form.NTRIPLES), "t")


@pytest.mark.parametrize("name", ["cif_img.dic"])
def test_the_serialisations_are_one_graph(name: str) -> None:
    """Read by parsers that are none of ours."""
    import pyoxigraph

    dictionary = load_dictionary(name)
    triples = list(ontology(dictionary))
    formats = {
        Form.TURTLE: pyoxigraph.RdfFormat.TURTLE,
        Form.JSONLD: pyoxigraph.RdfFormat.JSON_LD,
        Form.NTRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    }
    graphs = []
    for form, theirs in formats.items():
        text = output.as_text(triples, form, prefixes(dictionary))
        graph = pyoxigraph.Dataset(pyoxigraph.parse(text, format=theirs))
        graph.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    assert len(graphs[0]) == len(set(triples))
    assert graphs[0] == graphs[1] == graphs[2]
