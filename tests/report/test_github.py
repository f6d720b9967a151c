"""Workflow commands, read back as GitHub's runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from imgcif_map.report.plain import safe
from tests.report.golden.fixed import HOSTILE, REPORT, UNREADABLE
from tests.report.strategies import REPORTS
from tests.report.strategies import UNREADABLE as ANY_UNREADABLE

STATE = Finding(
    "DDL010", "state", Severity.ERROR, "bad", Location("x.cif", 5, 3), hint="mend it", count=2,
    positions=((5, 3), (6, 3)),
)  # fmt: skip


def _undo(text: str, *, prop: bool) -> str:
    for code, character in (("%3A", ":"), ("%2C", ",")) if prop else ():
        text = text.replace(code, character)
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Commands of a log: a line that starts with two colons, up to the next two."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.lstrip().startswith("::"):
            continue
        head, _, data = line.lstrip()[2:].partition("::")
        level, _, rest = head.partition(" ")
        pairs = dict(part.split("=", 1) for part in rest.split(","))
        properties = {name: _undo(value, prop=True) for name, value in pairs.items()}
        found.append((level, properties, _undo(data, prop=False)))
    return found


def test_a_finding() -> None:
    [command] = _commands(render(Report((FileReport("x.cif", (STATE,)),)), "github"))
    assert command == (
        "error",
        {"file": "x.cif", "line": "5", "col": "3", "title": "DDL010 state"},
        "x.cif:5:3: bad (2 times, also at line 6)\nhint: mend it",
    )


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("note", "notice")]
)
def test_levels(severity: str, level: str) -> None:
    report = Report((FileReport("x", (replace(STATE, severity=Severity(severity)),)),))
    assert [command[0] for command in _commands(render(report, "github"))] == [level]


@given(report=REPORTS, unreadable=ANY_UNREADABLE)
@settings(deadline=None, max_examples=30)
def test_any_text_makes_one_command_and_comes_back(report: Report, unreadable: Any) -> None:
    commands = _commands(render(report, "github", unreadable=unreadable))
    assert len(commands) == len(unreadable) + len(report.findings)
    for (_, properties, data), finding in zip(
        commands[len(unreadable) :], report.findings, strict=True
    ):
        assert set(properties) <= {"file", "line", "col", "title"}
        assert properties["title"] == f"{finding.code} {safe(finding.name)}"
        assert safe(finding.message) in data


def test_a_name_with_everything_in_it_comes_back() -> None:
    files = {properties.get("file") for _, properties, _ in _commands(render(REPORT, "github"))}
    assert HOSTILE in files


@pytest.mark.parametrize("path", ["", "<stdin>"])
def test_without_a_file_there_is_no_line_to_annotate(path: str) -> None:
    at = Location(path, 5, 3)
    [command] = _commands(
        render(Report((FileReport(path, (replace(STATE, location=at),)),)), "github")
    )
    assert set(command[1]) == {"title"}


def test_unreadable_inputs_come_first() -> None:
    first = _commands(render(REPORT, "github", unreadable=UNREADABLE))[0]
    assert first == (
        "error",
        {"title": "Input cannot be read"},
        "gone.cif: no such file\nhint: is the {path} right?",
    )


def test_the_limit_is_said_where_it_matters() -> None:
    def text(number: int) -> str:
        return render(Report((FileReport("x.cif", (STATE,) * number),)), "github")

    assert "GitHub shows" not in text(10)
    assert "GitHub shows 10 annotations of each level per step" in text(11)
    assert len(_commands(text(11))) == 11
