"""``rdf dictionary`` and ``rdf shapes`` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, Graph

from imgcif_map.rdf.read import read_dictionary
from tests.cli.conftest import Invoke
from tests.cli.conftest import invoke as invoke
from tests.cli.outcome import check_message
from tests.dictionary import small


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A small dictionary in the folder where commands run."""
    more = "_type.contents Code\nloop_\n_enumeration_set.state\none\ntwo\n"
    return small.plain(tmp_path, "t.dic", "T", small.item("_thing.kind", more))


def test_to_stdout(invoke: Invoke, mine: Path) -> None:
    done = invoke("rdf", "dictionary", mine)
    assert (done.code, done.err) == (0, "")
    graph = Graph().parse(data=done.out, format="turtle")
    assert len(list(graph.subjects(RDF.type, OWL.DatatypeProperty))) == 2
    shapes = invoke("rdf", "shapes", mine, "--format", "ntriples")
    graph = Graph().parse(data=shapes.out, format="nt")
    assert len(list(graph.subjects(RDF.type, SH.NodeShape))) == 1


@pytest.mark.parametrize("name", ["t.ttl", "t.jsonld", "t.nt"])
def test_to_a_file_that_says_the_format(name: str, invoke: Invoke, mine: Path) -> None:
    done = invoke("rdf", "dictionary", mine, "-o", name)
    assert (done.code, done.out, done.err) == (0, "", "")
    made = read_dictionary(mine.parent / name)
    assert made.definitions["_thing.kind"].states == ("one", "two")


def test_the_format_asked_for_counts(invoke: Invoke, mine: Path) -> None:
    assert invoke("rdf", "shapes", mine, "-o", "t.ttl", "-f", "jsonld").code == 0
    assert "@context" in json.loads((mine.parent / "t.ttl").read_text(encoding="utf-8"))


def test_a_base(invoke: Invoke, mine: Path) -> None:
    done = invoke("rdf", "dictionary", mine, "--own", "--base", "https://example.org/x/")
    assert "@prefix t: <https://example.org/x/t#>" in done.out
    check_message(invoke("rdf", "dictionary", mine, "--base", "nowhere"), "nowhere", "hint")


def test_refusals(invoke: Invoke, mine: Path) -> None:
    before = mine.read_bytes()
    check_message(invoke("rdf", "dictionary", "absent.dic"), "absent.dic")
    check_message(invoke("rdf", "shapes", mine, "-o", "t.pdf"), "t.pdf", "--format")
    check_message(invoke("rdf", "shapes", mine, "-o", mine), "would overwrite an input")
    check_message(invoke("rdf", "dictionary", mine, "-o", "nowhere/t.ttl"), "does not exist")
    (mine.parent / "old.ttl").write_text("old", encoding="utf-8")
    check_message(invoke("rdf", "dictionary", mine, "--base", "x y", "-o", "old.ttl"), "no base")
    assert (mine.parent / "old.ttl").read_text(encoding="utf-8") == "old"
    assert mine.read_bytes() == before
    assert {path.name for path in mine.parent.iterdir()} <= {"t.dic", "old.ttl", "user-data"}
