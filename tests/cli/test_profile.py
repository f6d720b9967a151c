"""``profile list``, ``show`` and ``schema`` as a user runs them; reasons in reports."""

from __future__ import annotations

import json

import pytest

from tests.cli.outcome import check_message

FILE = """data_scan
_diffrn_source.beamline 'BL 7'
_array_data_external_data.id 1
_array_data_external_data.uri a.cbf
"""


def test_list(invoke, root):
    outcome = invoke("profile", "list")
    assert (outcome.code, outcome.err) == (0, "")
    names = [line.split()[0] for line in outcome.out.splitlines()]
    assert names == sorted(path.stem for path in (root / "mappings" / "profiles").glob("*.yaml"))
    assert {"gold-standard", "minimal", "raw-data-letters", "reprocessing"} <= set(names)


def test_list_and_show_as_json(invoke):
    content = json.loads(invoke("profile", "list", "--format", "json").out)
    assert content["format_version"] == 1
    gold = next(one for one in content["profiles"] if one["name"] == "gold-standard")
    assert gold["technique"] == ["http://purl.org/pan-science/PaNET/PaNET01164"]
    assert gold["extends"] == ["reprocessing", "minimal"]
    assert gold["severity"]["IMG011"]["level"] == "error"
    shown = json.loads(invoke("profile", "show", "gold-standard", "--format", "json").out)
    assert shown == {"format_version": 1, **gold}


def test_show_in_words(invoke, tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "title: Mine\nwhy: For me.\nextends: minimal\ntechnique: http://example.org/t\n"
        "required:\n  - name: _diffrn_source.beamline\n    values: [A, B]\n"
        "    why: There are two.\n"
        "  - name: _array_data_external_data.path\n    of: array_data_external_data\n"
        "    when: {_array_data_external_data.format: HDF5}\n    or_default: true\n"
        "severity: {DDL001: {level: note, why: Never mind.}}\nignore: [{rule: DDL002, why: No.}]\n",
        encoding="utf-8",
    )
    said = " ".join(invoke("profile", "show", "./mine.yaml").out.split())
    for line in (
        "mine: Mine",
        "For me.",
        "extends: minimal",
        "for: http://example.org/t",
        "_diffrn_source.beamline (A or B)",
        "There are two.",
        "_array_data_external_data.path (in every row of array_data_external_data, "
        "where _array_data_external_data.format is HDF5, or its default)",
        "DDL001 note",
        "Never mind.",
        "DDL002 not reported",
        "No.",
    ):
        assert line in said, line


def test_the_schema_is_json_schema(invoke):
    from jsonschema import Draft202012Validator

    schema = json.loads(invoke("profile", "schema").out)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["required"]["description"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("requird: []", "mine.yaml:1:1|'requird'|required"),
        ("extends: reprocesing", "mine.yaml:1:10|reprocessing"),
        ("severity: {IMG01l: note}", "mine.yaml:1:12|IMG01l"),
        ("technique: PaNET01164", "mine.yaml:1:12|PaNET01164|http"),
    ],
)
def test_slips_are_said_with_their_place(text, words, invoke, tmp_path):
    (tmp_path / "mine.yaml").write_text(f"{text}\n", encoding="utf-8")
    for command in (("profile", "show"), ("validate", "x.cif", "--profile")):
        (tmp_path / "x.cif").write_text(FILE, encoding="utf-8")
        outcome = invoke(*command, "./mine.yaml")
        assert outcome.code == 2
        for word in words.split("|"):
            assert word in outcome.err, outcome.err


def test_an_unknown_name_is_answered_with_the_nearest(invoke):
    outcome = invoke("profile", "show", "raw-data-leters")
    check_message(outcome)
    assert "raw-data-letters" in outcome.err


def test_the_reason_for_a_severity_is_in_the_report(invoke, tmp_path):
    (tmp_path / "x.cif").write_text(FILE, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        "severity: {private-uri: {level: error, why: We archive first.}}\n"
        "required: [{name: _diffrn_source.beamline, values: [BL7]}]\n",
        encoding="utf-8",
    )
    outcome = invoke("validate", "x.cif", "--profile", "./mine.yaml", "--select", "IMG")
    assert outcome.code == 1
    assert "x.cif:4:31: error IMG011" in outcome.out
    assert "why: We archive first." in outcome.out
    assert "x.cif:2:25: error IMG001 _diffrn_source.beamline (BL7)" in outcome.out
