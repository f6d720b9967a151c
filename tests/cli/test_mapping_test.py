"""``mapping test`` as a user runs it: one wrong expectation of each kind, in each format."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET

import pytest

from tests.cli.outcome import check_message

WRONG = """\
imgcif_map: 1
id: wrong
version: 1.0.0
title: One wrong expectation of each kind
license: CC0-1.0
source: {format: header}
blocks: {each: "/*"}
categories:
  diffrn_detector:
    items:
      layer_thickness: {from: d, unit: cm, fn: times(2)}
      make: {value: Maker}
      description: {assume: flat, because: nobody says}
      dtime: t
  diffrn_source: {items: {facility: [{from: f, when: go}]}}
  diffrn_scan_frame:
    rows: {along: n, as: i}
    items: {frame_number: $i, integration_time: {from: times, unit: s}}
no_source:
  _diffrn_detector.gain_setting: it has none
tests:
  - name: all of it
    given: {/e/d: 2, /e/t: x, /e/n: 12, /e/times: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            /e/tims: 1}
    expect:
      _diffrn_detector.layer_thickness: 4
      _diffrn_detector.make: Other
      _diffrn_detector.description: null
      _diffrn_detector.dtime: 3
      _diffrn_detector.dtme: 5
      _diffrn_detector.number_of_axes: 2
      _diffrn_source.facility: ESRF
      _diffrn_scan_frame.frame_number: [1, 2, 3]
      _diffrn_scan_frame.integration_time: [1, 2, 3, 4, 5, 6, 0, 0, 9, 10, 11, 12]
    gaps: [lossy, conflit]
  - name: it holds
    given: {/e/d: 2}
    expect: {_diffrn_detector.layer_thickness: 40, _diffrn_detector.description: flat}
    gaps: [assumption]
"""
SHOWN = """\
FAIL wrong: all of it (wrong.yaml:22:5)
  wrong.yaml:26:7 _diffrn_detector.layer_thickness differs
      row  expected  found  difference
        1         4   40.0         +36
      from /e/d by times, centimetres to millimetres (wrong.yaml:11:24)
      hint: 10 times what is expected: is a unit wrong?
  wrong.yaml:27:7 _diffrn_detector.make differs
      row  expected  found
        1     Other  Maker
      stated by the mapping (wrong.yaml:12:13)
  wrong.yaml:28:7 _diffrn_detector.description differs
      row  expected  found
        1  null (.)   flat
      assumed by the mapping (wrong.yaml:13:20)
  wrong.yaml:29:7 _diffrn_detector.dtime is absent, expected 3
      - GAP007 conflict: _diffrn_detector.dtime: x is not a number [mapping wrong.yaml:14:14]
  wrong.yaml:30:7 _diffrn_detector.dtme is not in the dictionary CIF_IMG
      hint: did you mean '_diffrn_detector.dtime'?
  wrong.yaml:31:7 _diffrn_detector.number_of_axes is absent, expected 2
      - nothing in the mapping writes it
  wrong.yaml:32:7 _diffrn_source.facility is absent, expected ESRF
      - looked for in /e/go, in vain
  wrong.yaml:33:7 _diffrn_scan_frame.frame_number has 12 rows, expected 3
      row  expected  found
        4    no row      4
        5    no row      5
        6    no row      6
        7    no row      7
        8    no row      8
        9    no row      9
       10    no row     10
       11    no row     11
      … 1 more row differs
      … 3 more rows as expected
      an id that the mapping makes (wrong.yaml:18:27)
  wrong.yaml:34:7 _diffrn_scan_frame.integration_time differs in 2 of 12 rows
      row  expected  found  difference
        7         0      7          +7
        8         0      8          +8
      … 10 more rows as expected
      from /e/times (wrong.yaml:18:49)
  wrong.yaml:35:12 no gap of kind lossy was reported
      - GAP007 conflict: _diffrn_detector.dtime: x is not a number [mapping wrong.yaml:14:14]
      - GAP004 unmapped-source: nothing reads tims in /e
      - GAP009 assumption: flat: nobody says [mapping wrong.yaml:13:20]
  wrong.yaml:35:19 there is no kind of gap called conflit
      hint: did you mean 'conflict'?
  wrong.yaml:24:13 warning: the mapping does not read /e/tims
      hint: did you mean 'times'?

ok   wrong: 1 of 2 tests
1 passed, 1 failed, 1 warning
"""


@pytest.fixture
def wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    return "wrong.yaml"


def test_text(invoke, wrong):
    outcome = invoke("mapping", "test", wrong)
    assert outcome.code == 1
    assert outcome.out == SHOWN
    assert outcome.err == ""


def test_verbose_names_what_passed(invoke, wrong):
    lines = invoke("mapping", "test", wrong, "--verbose").out.splitlines()
    assert lines[-2:] == ["ok   wrong: it holds", "1 passed, 1 failed, 1 warning"]
    assert lines[0] == SHOWN.splitlines()[0]


def test_only_some(invoke, wrong):
    outcome = invoke("mapping", "test", wrong, "-k", "IT HOLDS")
    assert (outcome.code, outcome.out) == (0, "ok   wrong: 1 test\n1 passed, 0 failed\n")
    check_message(invoke("mapping", "test", wrong, "-k", "nowhere"), "no test has 'nowhere'")


def test_by_the_id_of_the_mapping(invoke):
    outcome = invoke("mapping", "test", "xds", "mar345", "-k", "mar345")
    assert outcome.code == 0
    assert [line.split()[1] for line in outcome.out.splitlines()[:-1]] == ["mar345:"]


def test_json(invoke, wrong):
    outcome = invoke("mapping", "test", wrong, "--format", "json")
    assert outcome.code == 1
    data = json.loads(outcome.out)
    assert data["summary"] == {"passed": 1, "failed": 1, "warnings": 1}
    failed, passed = data["mappings"][0]["tests"]
    assert (failed["file"], failed["line"], failed["column"]) == ("wrong.yaml", 22, 5)
    assert passed["passed"]
    assert passed["problems"] == []
    kinds = [problem["kind"] for problem in failed["problems"]]
    assert kinds == ["value"] * 3 + ["absent", "name", "absent", "absent", "rows", "value"] + [
        "gap",
        "gap",
    ]
    thickness = failed["problems"][0]
    assert thickness == {
        "kind": "value",
        "message": "_diffrn_detector.layer_thickness is 40.0, expected 4",
        "file": "wrong.yaml",
        "line": 26,
        "column": 7,
        "item": "_diffrn_detector.layer_thickness",
        "rows": [{"row": 1, "expected": "4", "found": "40.0", "difference": "+36"}],
        "differ": 1,
        "alike": 0,
        "made": [
            {
                "kind": "source",
                "file": "wrong.yaml",
                "line": 11,
                "column": 24,
                "sources": ["/e/d"],
                "functions": ["times"],
                "units": {"from": "centimetres", "to": "millimetres"},
            }
        ],
        "hint": "10 times what is expected: is a unit wrong?",
    }
    [warning] = failed["warnings"]
    assert (warning["kind"], warning["item"], warning["column"]) == ("unread", "/e/tims", 13)


def test_junit(invoke, wrong):
    root = ET.fromstring(invoke("mapping", "test", wrong, "-f", "junit").out)
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    [suite] = root
    failed, passed = suite
    assert (failed.get("classname"), failed.get("name")) == ("wrong", "all of it")
    assert (failed.get("file"), failed.get("line")) == ("wrong.yaml", "22")
    assert float(failed.get("time")) > 0
    [failure] = failed
    assert failure.get("message").startswith("_diffrn_detector.layer_thickness is 40.0, expected 4")
    assert failure.get("message").endswith("(and 10 more)")
    assert "from /e/d by times, centimetres to millimetres (wrong.yaml:11:24)" in failure.text
    assert len(passed) == 0


def test_github(invoke, wrong):
    lines = invoke("mapping", "test", wrong, "-f", "github").out.splitlines()
    assert lines[0] == (
        "::error file=wrong.yaml,line=26,col=7,title=wrong%3A all of it::wrong.yaml:26:7: "
        "_diffrn_detector.layer_thickness is 40.0, expected 4%0Afrom /e/d by times, centimetres to "
        "millimetres (wrong.yaml:11:24)%0Ahint: 10 times what is expected: is a unit wrong?"
    )
    assert sum(line.startswith("::error ") for line in lines) == 11
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert lines[-1] == "1 passed, 1 failed, 1 warning"


def test_a_format_that_there_is_not(invoke, wrong):
    assert invoke("mapping", "test", wrong, "-f", "html").code == 2


def test_no_colour_but_on_a_terminal(invoke, wrong, monkeypatch):
    from imgcif_map.cli import common

    assert "\x1b" not in invoke("mapping", "test", wrong).out
    monkeypatch.setattr(common, "colour", lambda no_color, stream: not no_color)
    painted = invoke("mapping", "test", wrong).out
    assert painted.startswith("\x1b[31;1mFAIL\x1b[0m wrong: all of it")
    assert invoke("mapping", "test", wrong, "--no-color").out == SHOWN


def test_a_mapping_without_tests_says_so(invoke, tmp_path):
    head = WRONG.partition("tests:")[0]
    (tmp_path / "bare.yaml").write_text(head, encoding="utf-8")
    outcome = invoke("mapping", "test", "bare.yaml")
    assert (outcome.code, outcome.out) == (0, "0 passed, 0 failed: there are no tests\n")


def test_what_is_no_mapping_is_refused(invoke, tmp_path):
    (tmp_path / "broken.yaml").write_text("id: [\n", encoding="utf-8")
    check_message(invoke("mapping", "test", "broken.yaml"), "broken.yaml:2:1: not legal YAML")


def test_on_a_terminal_the_time_is_said_on_stderr(invoke, wrong, monkeypatch):
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    outcome = invoke("mapping", "test", wrong)
    assert outcome.out == SHOWN
    assert re.search(r"in \d+\.\d s\n\Z", outcome.err)
    assert "\x1b[3" not in outcome.err
    assert invoke("mapping", "test", wrong, "--quiet").err == ""
