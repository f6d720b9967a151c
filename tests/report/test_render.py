"""What all formats have in common: one entry, nothing hidden in options, safe to write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import FileReport, Finding, Report, Severity
from imgcif_map.report import FORMATS, render
from imgcif_map.report.options import Options
from tests.report.golden.fixed import REPORT
from tests.report.strategies import REPORTS, UNREADABLE


@pytest.mark.parametrize("form", FORMATS)
def test_deterministic(form: str) -> None:
    assert render(REPORT, form) == render(REPORT, form)


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_report_is_rendered(form: str) -> None:
    assert render(Report(), form).endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
@given(report=REPORTS, unreadable=UNREADABLE)
@settings(deadline=None, max_examples=30)
def test_any_text_can_be_written_as_utf8(form, report, unreadable) -> None:
    written = render(report, form, unreadable=unreadable).encode("utf-8")
    assert written.endswith(b"\n")
    assert b"\x1b" not in written
    assert b"\r" not in written
    assert b"\x00" not in written


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_colour_and_width_concern_text_alone(form: str) -> None:
    assert render(REPORT, form, color=True, width=40, most=1) == render(REPORT, form)


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="no report format 'xml'") as caught:
        render(REPORT, "xml")
    assert "sarif" in caught.value.hint


def test_unknown_option() -> None:
    with pytest.raises(TypeError, match="colour"):
        render(REPORT, "text", colour=True)


def test_exit_codes() -> None:
    note = Report((FileReport("x", (Finding("C", "n", Severity.NOTE, "m"),)),))
    gone = (UnreadableInput("gone"),)
    assert Options().ending(note) == 0
    assert Options(fail_on=Severity.NOTE).ending(note) == 1
    assert Options(fail_on=Severity.NOTE, unreadable=gone).ending(note) == 2
    assert Options(fail_on=Severity.NOTE, exit_code=0).ending(note) == 0
