"""JSON: the format version 1 to the letter, and the schema that describes it."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from imgcif_map.report.json import schema
from tests.report.golden.fixed import REPORT, UNREADABLE
from tests.report.strategies import REPORTS
from tests.report.strategies import UNREADABLE as ANY_UNREADABLE


def _strict(part: Any) -> Any:
    """The schema without its leniency: members it does not know are wrong."""
    if isinstance(part, dict):
        part = {name: _strict(below) for name, below in part.items()}
        if "properties" in part and part.get("type") == "object":
            part["additionalProperties"] = False
    elif isinstance(part, list):
        part = [_strict(below) for below in part]
    return part


STRICT = jsonschema.Draft202012Validator(_strict(schema()))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_knows_every_member() -> None:
    data = json.loads(render(REPORT, "json", unreadable=UNREADABLE))
    assert [error.message for error in STRICT.iter_errors(data)] == []
    used = {name for file in data["files"] for f in file["findings"] for name in f}
    used |= {name for file in data["files"] for f in file.get("suppressed", ()) for name in f}
    assert used == set(schema()["$defs"]["finding"]["properties"])


@pytest.mark.parametrize("version", [2, "1"])
def test_the_schema_is_of_format_version_1(version: Any) -> None:
    data = json.loads(render(REPORT, "json"))
    assert not STRICT.is_valid({**data, "format_version": version})


def test_the_schema_holds_required_members_and_their_types() -> None:
    data = json.loads(render(REPORT, "json"))
    for name in schema()["$defs"]["finding"]["required"]:
        broken = copy.deepcopy(data)
        del broken["files"][0]["findings"][0][name]
        assert not STRICT.is_valid(broken), name
    for name, value in (("line", 0), ("severity", "fatal"), ("positions", [[1]]), ("count", 0)):
        broken = copy.deepcopy(data)
        broken["files"][0]["findings"][0][name] = value
        assert not STRICT.is_valid(broken), name


@given(report=REPORTS, unreadable=ANY_UNREADABLE)
@settings(deadline=None, max_examples=30)
def test_any_text_keeps_the_shape_and_comes_back(report, unreadable) -> None:
    data = json.loads(render(report, "json", unreadable=unreadable))
    assert [error.message for error in STRICT.iter_errors(data)] == []
    assert [file["path"] for file in data["files"]] == [file.path for file in report.files]
    assert [f["message"] for file in data["files"] for f in file["findings"]] == [
        f.message for f in report.findings
    ]
    assert data["summary"] == report.summary()


def test_what_is_not_known_is_null_and_what_is_empty_left_out() -> None:
    plain = Finding("DDL010", "n", Severity.NOTE, "m", Location("x.cif"))
    [file] = json.loads(render(Report((FileReport("x.cif", (plain,)),)), "json"))["files"]
    assert set(file) == {"path", "findings"}
    [found] = file["findings"]
    assert set(found) == set(schema()["$defs"]["finding"]["required"])
    assert {name for name, value in found.items() if value is None} == {
        "line", "column", "block", "frame", "category", "item", "value",
    }  # fmt: skip
    assert "unreadable" not in json.loads(render(Report(), "json"))
