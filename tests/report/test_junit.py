"""JUnit XML: what counts as a failure, and that no text breaks the document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from tests.report.golden.fixed import REPORT, UNREADABLE
from tests.report.strategies import REPORTS
from tests.report.strategies import UNREADABLE as ANY_UNREADABLE

STATE = Finding("DDL010", "state", Severity.ERROR, "bad", Location("x.cif", 5, 3), hint="mend it")


def _parsed(report: Report, **options: Any) -> ET.Element:
    return ET.fromstring(render(report, "junit", **options))


def _check(root: ET.Element) -> None:
    """Counts are what is there, and cases have names that tell them apart."""
    for suite in root:
        cases = suite.findall("testcase")
        for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == len(suite.findall(f"testcase/{kind}"))
        assert int(suite.get("tests")) == len(cases) > 0
        for case in cases:
            assert case.get("classname") == suite.get("name")
            assert len(case) <= 1
    for name in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root)


def test_counts() -> None:
    _check(_parsed(REPORT, unreadable=UNREADABLE))


@given(report=REPORTS, unreadable=ANY_UNREADABLE)
@settings(deadline=None, max_examples=30)
def test_any_text_is_xml(report: Report, unreadable: Any) -> None:
    root = _parsed(report, unreadable=unreadable)
    _check(root)
    assert len(root) == len(report.files) + bool(unreadable)


def test_a_clean_file_passes() -> None:
    [suite] = _parsed(Report((FileReport("x.cif", ()),)))
    [case] = suite
    assert (case.get("name"), len(case)) == ("nothing to report", 0)


@pytest.mark.parametrize(
    ("severity", "fail_on", "element"),
    [
        (Severity.ERROR, Severity.ERROR, "failure"),
        (Severity.WARNING, Severity.ERROR, "system-out"),
        (Severity.WARNING, Severity.WARNING, "failure"),
        (Severity.NOTE, Severity.WARNING, "system-out"),
        (Severity.NOTE, Severity.NOTE, "failure"),
    ],
)
def test_what_fails(severity: Severity, fail_on: Severity, element: str) -> None:
    report = Report((FileReport("x.cif", (replace(STATE, severity=severity),)),))
    [found] = _parsed(report, fail_on=fail_on).iterfind("testsuite/testcase/*")
    assert found.tag == element
    assert found.text == f"x.cif:5:3: {severity.value} DDL010 bad\n    hint: mend it"


def test_findings_of_a_code_are_one_case_whose_name_stays() -> None:
    again = replace(STATE, message="worse", location=Location("x.cif", 9, 1))
    [case] = _parsed(Report((FileReport("x.cif", (STATE, again)),)))[0]
    assert case.get("name") == "DDL010 state"
    assert case.get("line") == "5"
    assert case[0].get("message") == "bad (and 1 more)"
    assert case[0].get("type") == "DDL010"
    assert "x.cif:9:1: error DDL010 worse" in case[0].text
    moved = replace(STATE, location=Location("x.cif", 99, 1))
    [other] = _parsed(Report((FileReport("x.cif", (moved,)),)))[0]
    assert other.get("name") == case.get("name")


def test_suppressed_findings_are_skipped_and_have_a_case_of_their_own() -> None:
    hidden = replace(STATE, suppressed_by="our readers know it")
    shown, quiet = _parsed(Report((FileReport("x.cif", (STATE,), (hidden,)),)))[0]
    assert shown[0].tag == "failure"
    assert quiet.get("name") == "DDL010 state (suppressed)"
    assert (quiet[0].tag, quiet[0].get("message")) == ("skipped", "our readers know it")


def test_unreadable_inputs_are_errors() -> None:
    [suite] = _parsed(Report(), unreadable=UNREADABLE)
    assert suite.get("name") == "unreadable inputs"
    assert suite[0][0].tag == "error"
    assert suite[0][0].text == "gone.cif: no such file\n    hint: is the {path} right?"
