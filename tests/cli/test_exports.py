"""``mapping export`` and ``rdf mapping`` as a user runs them."""

from __future__ import annotations

import csv

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from imgcif_map.rdf.sssom_rdf import triples
from imgcif_map.rdf.sssom_tsv import read
from tests.cli.outcome import check_message
from tests.rdf.sssom_slots import problems

SMALL = """imgcif_map: 1
id: small
version: 1.0.0
license: CC0-1.0
source: {format: cbf}
blocks: {each: "/scan/*"}
items: {_diffrn_source.beamline: BEAMLINE}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_sssom_is_what_export_writes(invoke, small):
    outcome = invoke("mapping", "export", str(small))
    assert outcome.code == 0
    assert outcome.err == ""
    assert problems(outcome.out) == []
    assert "source:BEAMLINE\tBEAMLINE\tskos:exactMatch" in outcome.out


def test_a_packaged_mapping_by_its_id(invoke, tmp_path):
    outcome = invoke("mapping", "export", "minicbf", "-o", str(tmp_path / "m.tsv"))
    assert (outcome.code, outcome.out) == (0, "")
    made = read((tmp_path / "m.tsv").read_text("utf-8"))
    assert made.mapping_set_id == "https://w3id.org/cif/mapping/minicbf/1.1.0"


def test_the_concordance(invoke, small):
    outcome = invoke("mapping", "export", str(small), "--format", "csv")
    assert outcome.code == 0
    assert list(csv.reader(outcome.out.splitlines()))[:2] == [
        ["source", "data_name", "match", "unit", "function", "because", "line"],
        ["BEAMLINE", "_diffrn_source.beamline", "exact", "", "", "", "small.yaml:7"],
    ]


def test_the_name_of_the_file_says_the_form(invoke, small, tmp_path):
    graphs = []
    for name, form in (("a.ttl", "turtle"), ("a.jsonld", "json-ld"), ("a.nt", "nt")):
        outcome = invoke("rdf", "mapping", str(small), "-o", str(tmp_path / name))
        assert outcome.code == 0, outcome
        graphs.append(Graph().parse(tmp_path / name, format=form))
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])
    invoke("rdf", "mapping", str(small), "-o", str(tmp_path / "a.sssom.tsv"))
    made = read((tmp_path / "a.sssom.tsv").read_text("utf-8"))
    assert len(list(triples(made))) == len(graphs[0])


def test_turtle_is_what_rdf_prints(invoke, small):
    assert invoke("rdf", "mapping", str(small)).out.startswith("@prefix ")
    assert invoke("rdf", "mapping", str(small), "--format", "tsv").out.startswith("# sssom_version")


def test_another_base(invoke, small):
    printed = invoke("rdf", "mapping", str(small), "--base", "https://example.org/x/").out
    assert "<https://example.org/x/mapping/small/1.0.0>" in printed
    assert "w3id.org/cif/cif" not in printed


@pytest.mark.parametrize("command", [("mapping", "export"), ("rdf", "mapping")])
def test_errors_are_said_with_their_line_and_nothing_is_written(invoke, tmp_path, command):
    path = tmp_path / "bad.yaml"
    path.write_text(SMALL.replace("license: CC0-1.0\n", "").replace("beamline", "beamlin"))
    target = tmp_path / "out.tsv"
    target.write_text("old")
    outcome = invoke(*command, str(path), "-o", str(target))
    assert (outcome.code, outcome.out) == (1, "")
    assert "MAP051" in outcome.err
    assert "MAP002" in outcome.err
    assert "6:" in outcome.err, "the line of the item"
    assert "did you mean" in outcome.said or "_diffrn_source.beamline" in outcome.said
    assert "nothing was written" in outcome.err
    assert target.read_text() == "old"


def test_a_warning_is_said_and_the_set_is_written(invoke, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text(SMALL.replace("cbf", "nexus").replace(" BEAMLINE", ' "*:NXdetectr/name"'))
    outcome = invoke("mapping", "export", str(path))
    assert outcome.code == 0
    assert problems(outcome.out) == []
    assert "MAP056" in outcome.err
    assert "NXdetectr" in outcome.err


@pytest.mark.parametrize("command", [("mapping", "export"), ("rdf", "mapping")])
def test_calls_that_make_no_sense(invoke, small, tmp_path, command):
    check_message(invoke(*command, "no-such-mapping"), "no-such-mapping")
    check_message(invoke(*command, str(tmp_path / "nothing.yaml")), "nothing.yaml")
    check_message(invoke(*command, str(small), "-o", str(small)), "small.yaml")
    (tmp_path / "folder.tsv").mkdir()
    check_message(invoke(*command, str(small), "-o", str(tmp_path / "folder.tsv")), "is a folder")
    check_message(invoke(*command, str(small), "--base", "nowhere"), "nowhere")


def test_a_name_that_says_no_form(invoke, small, tmp_path):
    check_message(invoke("rdf", "mapping", str(small), "-o", str(tmp_path / "a.xyz")), "--format")
