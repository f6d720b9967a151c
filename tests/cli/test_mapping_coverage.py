"""``mapping coverage`` as a user runs it."""

from __future__ import annotations

import csv
import json

import html5lib
import pytest

from tests.cli.outcome import check_message

SMALL = """imgcif_map: 1
id: small
title: "=HYPERLINK(1) <script>alert(1)</script> \\u202e"
license: CC0-1.0
source: {format: nexus}
blocks: {each: "/*:NXentry"}
items: {_diffrn_source.beamline: "BEAM"}
gaps: [{from: "lost", note: "=1+1 <img src=x onerror=alert(2)> | *x* \\e[31m"}]
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_all_formats(invoke):
    outcome = invoke("mapping", "coverage")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    (row,) = [line.split() for line in lines if line.startswith("nxmx  ") and " 240 " in line]
    assert row[1] == "240"
    assert row[-1] == "0"
    assert "nxmx: 99 of 99 nodes of NXmx, 240 of 240 data names accounted for" in lines
    assert "\x1b" not in outcome.out


def test_one_side_and_some_words(invoke):
    outcome = invoke("mapping", "coverage", "nxmx", "--side", "source", "--only", "gap,ignored")
    assert outcome.code == 0
    words = {line.split()[0] for line in outcome.out.splitlines() if line.startswith(("g", "i"))}
    assert words == {"gap", "ignored"}
    assert "\nmapped" not in outcome.out
    assert "_diffrn_source.current" not in outcome.out
    assert "gap        /NXentry@version  nxmx.yaml:" in outcome.out


def test_an_instrument_stands_on_its_format(invoke):
    outcome = invoke("mapping", "coverage", "desy-p11", "--side", "imgcif", "--only", "constant")
    assert outcome.code == 0
    assert "_diffrn_source.facility" in outcome.out


def test_fail_open(invoke, small):
    assert invoke("mapping", "coverage", small).code == 0
    outcome = invoke("mapping", "coverage", small, "--only", "gap", "--fail-open")
    assert outcome.code == 1, "whatever is shown"
    assert "_diffrn_source.beamline" not in outcome.out
    assert invoke("mapping", "coverage", "edf", "--fail-open").code == 0


def test_csv_has_a_row_for_each_pair(invoke, small):
    outcome = invoke("mapping", "coverage", small, "--format", "csv")
    rows = list(csv.DictReader(outcome.out.splitlines()))
    (pair,) = [row for row in rows if row["source"] and row["data_name"]]
    assert pair == {
        "mapping": "small", "source": "/NXentry/BEAM", "handling": "mapped",
        "data_name": "_diffrn_source.beamline", "item_handling": "mapped", "match": "exact",
        "unit": "", "function": "", "note": "", "line": "small.yaml:7",
    }  # fmt: skip
    (gap,) = [row for row in rows if row["handling"] == "gap"]
    assert gap["note"].startswith("'=1+1"), "no formula"
    assert "\x1b" not in outcome.out
    alone = [row for row in rows if not row["source"]]
    assert {row["handling"] for row in alone} == {""}
    assert sum(row["item_handling"] == "open" for row in alone) > 200


def test_csv_of_several_has_their_numbers(invoke):
    outcome = invoke("mapping", "coverage", "smv", "edf", "--format", "csv", "--side", "imgcif")
    rows = list(csv.DictReader(outcome.out.splitlines()))
    assert [row["mapping"] for row in rows] == ["smv", "edf"]
    for row in rows:
        numbers = [int(v) for key, v in row.items() if key.startswith("imgcif_")]
        assert sum(numbers) == int(row["imgcif"]) == 240
    assert "source" not in rows[0]


def test_json(invoke, small):
    outcome = invoke("mapping", "coverage", small, "-f", "json", "--only", "gap")
    (one,) = json.loads(outcome.out)["coverage"]
    assert one["mapping"] == "small"
    assert one["definition"] is None
    assert [row["path"] for row in one["source"]["rows"]] == ["/NXentry/lost"]
    assert one["imgcif"]["rows"] == []
    assert one["imgcif"]["total"] == 240


@pytest.mark.parametrize("names", [["nxmx"], ["smv", "edf"]])
def test_the_page_is_sound(invoke, tmp_path, names):
    outcome = invoke("mapping", "coverage", *names, "-f", "html", "-o", tmp_path / "c.html")
    assert (outcome.code, outcome.out) == (0, "")
    text = (tmp_path / "c.html").read_text("utf-8")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(text)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = {e.get("href") for e in page.iter("a")}
    assert links <= {f"#{name}" for name in ids}
    assert not [e for e in page.iter() if e.get("src")]


def test_texts_of_a_mapping_stay_texts(invoke, small, tmp_path):
    invoke("mapping", "coverage", small, "-f", "html", "-o", tmp_path / "c.html")
    text = (tmp_path / "c.html").read_text("utf-8")
    assert "<img" not in text
    assert "alert(1)</script>" not in text
    shown = invoke("mapping", "coverage", small).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_an_output_is_no_input(invoke, small):
    check_message(invoke("mapping", "coverage", small, "-o", small), "would overwrite an input")
    assert small.read_text("utf-8") == SMALL


def test_calls_that_make_no_sense(invoke, tmp_path):
    check_message(invoke("mapping", "coverage", "nxmxx"), "nxmxx", "nxmx")
    check_message(invoke("mapping", "coverage", "nxmx", "--only", "opne"), "opne", "open")
    assert invoke("mapping", "coverage", "--side", "left").code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text("imgcif_map: 1\nid: [", encoding="utf-8")
    check_message(invoke("mapping", "coverage", broken), "broken.yaml")
