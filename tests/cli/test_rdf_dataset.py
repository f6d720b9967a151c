"""``rdf dataset`` as a user runs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from rdflib import Graph

from tests.cli.outcome import check_message
from tests.rdf.dataset.data import BLOCK, CIF


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "scan.cif").write_text(CIF, encoding="utf-8")
    (tmp_path / "c.yaml").write_text(BLOCK, encoding="utf-8")
    (tmp_path / "scan.tgz").write_bytes(b"archive")
    return tmp_path


def test_everything_at_once(invoke, files):
    done = invoke(
        "rdf", "dataset", "scan.cif", "--catalogue", "c.yaml", "-o", "scan.jsonld",
        "--substitute", "https://example.org/scan.tgz=scan.tgz",
        "--frames", "tables", "--full", "rows.nt", "--report", "json=report.json",
        "--fail-on", "warning",
    )  # fmt: skip
    assert done.code == 0, done
    assert done.out == ""
    found = json.loads((files / "scan.jsonld").read_text(encoding="utf-8"))
    assert isinstance(found["@context"], dict)
    text = (files / "scan.jsonld").read_text(encoding="utf-8")
    assert hashlib.sha256(b"archive").hexdigest() in text
    summary = Graph().parse(data=text, format="json-ld")
    full = Graph().parse(files / "rows.nt", format="nt")
    assert len(full) > len(summary) + 100
    assert (files / "tables" / "scan.frames.csv").read_bytes().count(b"\r\n") == 4
    assert (files / "tables" / "scan.frames.csv-metadata.json").exists()
    assert json.loads((files / "report.json").read_text())["summary"]["error"] == 0


def test_what_is_missing_is_said_and_the_graph_is_written(invoke, files):
    done = invoke("rdf", "dataset", "scan.cif")
    assert done.code == 1
    assert len(Graph().parse(data=done.out, format="turtle")) > 100
    for word in ("a title is missing", "a licence is missing", "--template FILE", "licence: CC-BY"):
        assert word in done.said


def test_wrong_values_have_their_place(invoke, files):
    (files / "c.yaml").write_text(BLOCK + "  issued_on: x\n", encoding="utf-8")
    done = invoke("rdf", "dataset", "scan.cif", "--answers", "c.yaml", "-o", "x.ttl")
    assert done.code == 1
    assert "c.yaml:17:3" in done.said
    assert (files / "x.ttl").exists()


def test_a_form_to_fill_in(invoke, files):
    done = invoke("rdf", "dataset", "scan.cif", "-o", "x.ttl", "--template", "form.yaml", "-q")
    assert (done.code, done.err) == (1, "")
    text = (files / "form.yaml").read_text(encoding="utf-8")
    assert "known: Carberry, Josiah" in text
    again = invoke("rdf", "dataset", "scan.cif", "-o", "y.ttl", "--catalogue", "form.yaml")
    assert "CAT003" not in again.err
    assert "CAT004" not in again.err


def test_conversion_and_catalogue_share_a_file(invoke, files, master):
    (files / "c.yaml").write_text(f"_diffrn.ambient_temperature: 100\n{BLOCK}", encoding="utf-8")
    done = invoke(
        "convert", master, "-o", "made.cif", "--answers", "c.yaml", "--provenance", "prov.json",
        "--archive-uri", "https://example.org/{file}", "-q",
    )  # fmt: skip
    assert done.code in (0, 1)
    made = invoke("rdf", "dataset", "made.cif", "--answers", "c.yaml", "--provenance", "prov.json")
    assert "mapping/nxmx/" in made.out
    assert "/entry/instrument/beam/incident_wavelength" in made.out
    assert str(files) not in made.out


def test_several_files_are_one_catalogue(invoke, files):
    (files / "b.cif").write_text(CIF.replace("zenodo.1234567", "zenodo.2345678"), encoding="utf-8")
    done = invoke("rdf", "dataset", "scan.cif", "b.cif", "--catalogue", "c.yaml", "-q")
    assert done.code == 0
    graph = Graph().parse(data=done.out, format="turtle")
    query = "SELECT ?d WHERE { ?c <http://www.w3.org/ns/dcat#dataset> ?d }"
    assert len(list(graph.query(query))) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.cif"], ["nothing.cif"]),
        (["scan.cif", "--catalogue", "nothing.yaml"], ["nothing.yaml"]),
        (["scan.cif", "--provenance", "c.yaml"], ["c.yaml", "convert --provenance"]),
        (["scan.cif", "--full", "x.jsonld"], ["x.jsonld", ".nt"]),
        (["scan.cif", "-o", "scan.cif"], ["overwrite"]),
        (["scan.cif", "--base", "x y"], ["base"]),
        (["scan.cif", "--substitute", "x"], ["URI=PATH"]),
        (["empty.cif"], ["empty.cif", "data block"]),
        (["scan.cif", "--catalogue", "c.yaml", "--catalogue", "c.yaml"], ["2 times for 1"]),
    ],
)
def test_calls_that_make_no_sense(invoke, files, arguments, words):
    (files / "empty.cif").write_text("", encoding="utf-8")
    check_message(invoke("rdf", "dataset", *arguments), *words)
