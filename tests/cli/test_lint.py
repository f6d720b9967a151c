"""``imgcif-map dictionary lint``."""

from __future__ import annotations

import json

import pytest

from tests.cli.outcome import check_message
from tests.rules.lint import completed

FAULTY = "save_thing.size\n_definition.id '_thing.size'\n_units.cod metres\nsave_\n"


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "sound.dic"
    path.write_text(completed("", "sound.dic")[0], "utf-8")
    return path


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.dic"
    path.write_text(completed(FAULTY, "faulty.dic")[0], "utf-8")
    return path


def test_exit_codes(invoke, sound, faulty):
    assert invoke("dictionary", "lint", sound).code == 0
    outcome = invoke("dictionary", "lint", sound, faulty)
    assert outcome.code == 1
    assert "DIC001" in outcome.out
    assert "_units.cod" in outcome.out
    assert invoke("dictionary", "lint", faulty, "--ignore", "DIC001").code == 0
    only = ("--select", "DDL001")
    assert invoke("dictionary", "lint", faulty, *only).code == 0
    assert invoke("dictionary", "lint", faulty, *only, "--fail-on", "warning").code == 1


def test_json(invoke, faulty):
    report = json.loads(invoke("dictionary", "lint", faulty, "--format", "json").out)
    assert report["dictionaries"][0]["title"] == "DDL_DIC"
    first = next(f for f in report["files"][0]["findings"] if f["code"] == "DDL001")
    assert (first["frame"], first["item"]) == ("thing.size", "_units.cod")


def test_folders_and_patterns(invoke, sound, faulty, tmp_path):
    codes = [
        invoke("dictionary", "lint", given, "-f", "json", "-q").out
        for given in (tmp_path, tmp_path / "*.dic", f"{tmp_path}/./")
    ]
    assert {len(json.loads(text)["files"]) for text in codes} == {2}


def test_import_path(invoke, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    types = "data_TYPES\n_dictionary.title TYPES\n_dictionary.class Template\nsave_real\nsave_\n"
    (tmp_path / "elsewhere" / "types.cif").write_text(types)
    order = "_import.get [{'file':types.cif 'save':real}]\nsave_"
    path = tmp_path / "top.dic"
    path.write_text(completed(FAULTY.replace("save_\n", order), "top.dic")[0])
    select = ("--select", "DIC020", "-q")
    assert invoke("dictionary", "lint", path, *select).code == 1
    found = invoke("dictionary", "lint", path, *select, "--import-path", tmp_path / "elsewhere")
    assert found.code == 0


def test_what_is_no_dictionary(invoke, sound, tmp_path):
    plain = tmp_path / "plain.cif"
    plain.write_text("data_x\n_cell.length_a 1\n")
    check_message(invoke("dictionary", "lint", plain), "plain.cif", "not a DDLm dictionary")
    check_message(invoke("dictionary", "lint", "none.dic"), "none.dic")
    check_message(invoke("dictionary", "lint", sound, "--select", "DIX"), "DIX")
    both = invoke("dictionary", "lint", sound, plain)
    assert both.code == 2
    assert both.out.startswith("1 file")
    assert "plain.cif" in both.err


def test_validate_checks_dictionaries_as_such(invoke, faulty, tmp_path):
    data = tmp_path / "data.cif"
    data.write_text("data_x\n_axis.id a\n")
    report = json.loads(invoke("validate", tmp_path, "-f", "json").out)
    linted = json.loads(invoke("dictionary", "lint", faulty, "-f", "json").out)
    titles = [entry["title"] for entry in report["dictionaries"]]
    assert {"CIF_IMG", "DDL_DIC"} <= set(titles)
    assert report["files"][0]["findings"] == []
    assert report["files"][1] == linted["files"][0]
    # Who names a dictionary has the file held against that, and nothing else.
    held = json.loads(invoke("validate", faulty, "-d", "ddl.dic", "-f", "json").out)
    assert {f["code"] for f in held["files"][0]["findings"]} == {"DDL001"}
    old = tmp_path / "old.dic"
    old.write_text("data_on_this_dictionary\n_dictionary_name old.dic\n")
    found = invoke("validate", old, "-f", "json")
    assert {f["code"] for f in json.loads(found.out)["files"][0]["findings"]} == {"DDL001"}


def test_the_example_of_the_documentation(invoke, root, tmp_path):
    page = (root / "docs/how-to/check-a-dictionary.md").read_text(encoding="utf-8")
    text = page.split("```cif\n")[1].split("```")[0]
    path = tmp_path / "stars.dic"
    for word, codes in (
        ("Coed", {"DDL010", "DIC002", "DIC007", "DIC017"}),
        ("Code", {"DDL010", "DIC002", "DIC007", "DIC017"}),
    ):
        path.write_text(text.replace("Coed", word), "utf-8")
        report = json.loads(invoke("dictionary", "lint", path, "-f", "json").out)
        found = report["files"][0]["findings"]
        assert {finding["code"] for finding in found} == codes
        state = next(f for f in found if f["code"] == "DDL010")
        default = word == "Code"
        assert state["item"] == ("_enumeration.default" if default else "_type.contents")
