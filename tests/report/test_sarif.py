"""SARIF 2.1.0: valid, indices that fit, URIs, fingerprints that stay when lines move.

The schema of OASIS is not in this tree. Where IMGCIF_MAP_SARIF_SCHEMA names it
(``sarif-schema-2.1.0.json``; the npm package @microsoft/sarif-multitool-linux has it
as ``sarif-2.1.0.json``), the reports are held against it as well. ``sarif_om``,
which is generated from it, knows the members and which of them must be there.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
import yaml
from hypothesis import given, settings

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from imgcif_map.report.fingerprints import Fingerprints
from imgcif_map.report.sarif_places import uri
from imgcif_map.report.sarif_rules import descriptor
from imgcif_map.rules.codes import Page, pages
from tests.report.golden.fixed import REPORT, UNREADABLE
from tests.report.golden.outputs import expected
from tests.report.strategies import REPORTS
from tests.report.strategies import UNREADABLE as ANY_UNREADABLE

SUBSET = yaml.safe_load(Path(__file__).with_name("sarif.schema.yaml").read_text("utf-8"))
OURS = jsonschema.Draft202012Validator(SUBSET)


@functools.cache
def _official() -> jsonschema.Draft202012Validator | None:
    named = os.environ.get("IMGCIF_MAP_SARIF_SCHEMA")
    if not named:
        return None
    schema = json.loads(Path(named).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def _sarif(report: Report, **options: Any) -> Any:
    return json.loads(render(report, "sarif", **options))


def _problems(log: Any) -> list[str]:
    """What the schemas and the indices say against a log."""
    schemas = [schema for schema in (OURS, _official()) if schema is not None]
    found = [error.message for schema in schemas for error in schema.iter_errors(log)]
    [run] = log["runs"]
    logical, rules, artifacts = (
        run["logicalLocations"], run["tool"]["driver"]["rules"], run["artifacts"],
    )  # fmt: skip
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            found.append("ruleIndex")
        places = result["locations"] + result.get("relatedLocations", [])
        for place in places:
            for each in place.get("logicalLocations", []):
                if logical[each["index"]]["fullyQualifiedName"] != each["fullyQualifiedName"]:
                    found.append("logical index")
            if "physicalLocation" in place:
                at = dict(place["physicalLocation"]["artifactLocation"])
                if artifacts[at.pop("index")]["location"] != at:
                    found.append("artifact index")
        ids = [place["id"] for place in places if "id" in place]
        if len(ids) != len(set(ids)):
            found.append("ids")
    for number, entry in enumerate(logical):
        if entry.get("parentIndex", -1) >= number:
            found.append("parent index")
    if len({rule["id"] for rule in rules}) != len(rules):
        found.append("rule twice")
    return found


def test_the_golden_report_is_valid() -> None:
    assert _problems(json.loads(expected("report.sarif").replace('"VERSION"', '"0.1.0"'))) == []


@given(report=REPORTS, unreadable=ANY_UNREADABLE)
@settings(deadline=None, max_examples=30)
def test_any_report_is_valid(report: Report, unreadable: tuple[UnreadableInput, ...]) -> None:
    assert _problems(_sarif(report, unreadable=unreadable)) == []


def test_the_official_schema() -> None:
    schema = _official()
    if schema is None:
        pytest.skip("IMGCIF_MAP_SARIF_SCHEMA does not name the schema of OASIS")
    log = _sarif(REPORT, unreadable=UNREADABLE)
    assert schema.is_valid(log)
    log["runs"][0]["results"][0]["bogus"] = 1
    assert not schema.is_valid(log)


def _objects(value: Any, name: str) -> Any:
    """Every object of a log with the class that SARIF gives it."""
    classes = {
        "artifactLocation": "ArtifactLocation", "artifacts": "Artifact",
        "defaultConfiguration": "ReportingConfiguration", "description": "Message",
        "driver": "ToolComponent", "extensions": "ToolComponent",
        "fullDescription": "MultiformatMessageString", "help": "MultiformatMessageString",
        "invocations": "Invocation", "location": "ArtifactLocation", "locations": "Location",
        "logicalLocations": "LogicalLocation", "message": "Message",
        "physicalLocation": "PhysicalLocation", "region": "Region",
        "relatedLocations": "Location", "results": "Result", "rules": "ReportingDescriptor",
        "runs": "Run", "shortDescription": "MultiformatMessageString",
        "snippet": "ArtifactContent", "suppressions": "Suppression", "tool": "Tool",
        "toolExecutionNotifications": "Notification", "": "SarifLog",
    }  # fmt: skip
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry, name)
    elif name == "originalUriBaseIds":
        for entry in value.values():
            yield from _objects(entry, "artifactLocation")
    elif isinstance(value, dict) and name not in ("properties", "partialFingerprints"):
        yield classes[name], value
        for member, below in value.items():
            yield from _objects(below, member)


def test_the_generated_object_model_knows_every_member() -> None:
    """sarif_om is made from the official schema: its classes know names and what is required."""
    model = pytest.importorskip("sarif_om", reason="sarif_om of the dev dependencies is missing")
    log = _sarif(REPORT, unreadable=UNREADABLE)
    checked = set()
    for name, members in _objects(log, ""):
        attributes = getattr(model, name).__attrs_attrs__
        known = {attribute.metadata["schema_property_name"]: attribute for attribute in attributes}
        assert set(members) <= set(known), name
        needed = {member for member, a in known.items() if repr(a.default) == "NOTHING"}
        assert needed <= set(members), name
        checked.add(name)
    assert checked >= {"SarifLog", "Run", "Result", "Region", "Suppression", "Notification"}


@pytest.mark.parametrize(
    ("path", "expected_uri"),
    [
        ("data/x.cif", "data/x.cif"),
        ("./data//x.cif", "data/x.cif"),
        ("a b/ä%.cif", "a%20b/%C3%A4%25.cif"),
        ("a:b.cif", "a%3Ab.cif"),
        ("x?#[1].cif", "x%3F%23%5B1%5D.cif"),
        ("<stdin>", "%3Cstdin%3E"),
        ("\udcff.cif", "%FF.cif"),
        ("\ud800", "%EF%BF%BD"),
    ],
)
def test_uri(path: str, expected_uri: str) -> None:
    assert uri(path) == expected_uri


@pytest.mark.skipif(sys.platform == "win32", reason="backslashes are separators there")
def test_a_backslash_is_a_character() -> None:
    assert uri("a\\b.cif") == "a%5Cb.cif"


def test_absolute_paths_and_paths_that_leave_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    absolute = uri(str(tmp_path / "ä x.cif"))
    assert absolute.startswith("file:///")
    assert unquote_to_bytes(absolute).endswith("/ä x.cif".encode())
    assert uri("../x.cif") == (Path.cwd().parent / "x.cif").as_uri()
    assert "/../" not in uri("sub/../x.cif")


STATE = Finding(
    "DDL910", "n", Severity.ERROR, "bad value, see line 12",
    Location("x.cif", 5, 3, "b", item="_a.b"),
    value="v", positions=((5, 3), (7, 3)), count=2,
)  # fmt: skip


def _prints(*findings: Finding) -> list[str]:
    fingerprints = Fingerprints()
    return [fingerprints.of(finding) for finding in findings]


def test_fingerprints_stay_when_lines_move() -> None:
    moved = replace(
        STATE,
        message="bad value, see line 112",
        location=replace(STATE.location, line=105, column=9, path="renamed.cif"),
        positions=((105, 9), (107, 9)),
    )
    assert _prints(STATE) == _prints(moved)
    plain = replace(STATE, value=None, message="row 3 of lines 4-7, column 2: 5 values, not 6")
    other = replace(STATE, value=None, message="row 13 of lines 14-17, column 9: 5 values, not 6")
    assert _prints(plain) == _prints(other)


def test_fingerprints_tell_findings_apart() -> None:
    others = [
        replace(STATE, code="DDL911"),
        replace(STATE, value="w"),
        replace(STATE, value=None, message="5 values"),
        replace(STATE, value=None, message="6 values"),
        *(
            replace(STATE, location=replace(STATE.location, **{name: "other"}))
            for name in ("block", "frame", "category", "item", "source")
        ),
        STATE,  # the same once more
    ]
    assert len(set(_prints(STATE, *others))) == len(others) + 1


def _results(report: Report, **options: Any) -> list[Any]:
    return _sarif(report, **options)["runs"][0]["results"]


def test_summed_findings_have_related_locations() -> None:
    [result] = _results(Report((FileReport("x.cif", (STATE,)),)))
    assert result["occurrenceCount"] == 2
    [place] = result["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 3}
    [other] = result["relatedLocations"]
    assert other["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}


def test_a_region_ends_with_the_value_if_the_source_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("data_b\n_a.b 'v'\n_a.c x\n", encoding="utf-8")
    at = Location(str(path), 2, 6, "b")
    [result] = _results(Report((FileReport(str(path), (replace(STATE, location=at),)),)))
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2, "startColumn": 6, "endColumn": 9, "snippet": {"text": "'v'"},
    }  # fmt: skip


def test_places_in_the_structure_are_nested() -> None:
    at = Location("x.cif", 1, 1, "b", "f", "axis", "_axis.id")
    log = _sarif(Report((FileReport("x.cif", (replace(STATE, location=at),)),)))
    logical = log["runs"][0]["logicalLocations"]
    assert [(e["kind"], e["name"], e.get("parentIndex")) for e in logical] == [
        ("dataBlock", "data_b", None),
        ("saveFrame", "save_f", 0),
        ("category", "axis", 1),
        ("dataName", "_axis.id", 2),
    ]
    assert logical[-1]["fullyQualifiedName"] == "data_b/save_f/axis/_axis.id"


def test_suppressed_findings_say_so_and_the_others_too() -> None:
    hidden = replace(STATE, suppressed_by="our readers know it")
    shown, quiet = _results(Report((FileReport("x.cif", (STATE,), (hidden,)),)))
    assert shown["suppressions"] == []
    assert quiet["suppressions"] == [{"kind": "inSource", "justification": "our readers know it"}]
    [alone] = _results(Report((FileReport("x.cif", (STATE,)),)))
    assert "suppressions" not in alone


@pytest.mark.parametrize(
    ("options", "code", "successful"),
    [
        ({}, 1, True),
        ({"fail_on": Severity.WARNING}, 1, True),
        ({"unreadable": UNREADABLE}, 2, False),
    ],
)
def test_invocation(options: dict[str, Any], code: int, successful: bool) -> None:
    [invocation] = _sarif(REPORT, **options)["runs"][0]["invocations"]
    assert invocation["exitCode"] == code
    assert invocation["executionSuccessful"] is successful
    notes = invocation.get("toolExecutionNotifications", [])
    assert [note["message"]["text"] for note in notes] == (
        [] if successful else ["gone.cif: no such file\n\nHint: is the {{path}} right?"]
    )


def test_braces_and_links_in_messages_are_text() -> None:
    finding = replace(STATE, message="{0} [see](http://example.org) _a.b[1]")
    [result] = _results(Report((FileReport("x.cif", (finding,)),)))
    assert result["message"]["text"] == "{{0}} [see\\](http://example.org) _a.b[1]"


def test_the_rule_is_the_page_of_the_code() -> None:
    page = Page(
        "DDL910", "state", Severity.WARNING,
        summary="A `value` is wrong.", what="It is\nnot listed.",
        why="Programs stop.", fails="loop_\n  _a.b\n    {x}\n", passes="_a.b y\n", hint="Mend it.",
        spec_url="https://example.org/x",
    )  # fmt: skip
    assert descriptor(page) == {
        "id": "DDL910",
        "name": "state",
        "shortDescription": {"text": "A value is wrong."},
        "fullDescription": {"text": "It is not listed."},
        "defaultConfiguration": {"level": "warning"},
        "help": {
            "text": "DDL910 state\n\nWhat: It is not listed.\n\nWhy: Programs stop.\n\n"
            "What to do: Mend it.\n\nFails:\nloop_\n  _a.b\n    {x}\n\nPasses:\n_a.b y",
            "markdown": "**What.** It is not listed.\n\n**Why.** Programs stop.\n\n"
            "**What to do.** Mend it.\n\n**Fails**\n\n````\nloop_\n  _a.b\n    {x}\n````\n\n"
            "**Passes**\n\n````\n_a.b y\n````",
        },
        "properties": {"tags": ["data"], "problem.severity": "warning"},
        "helpUri": "https://example.org/x",
    }


def test_every_code_of_the_program_makes_a_valid_rule() -> None:
    found = tuple(Finding(p.code, p.name, p.severity, "m") for p in pages().values())
    log = _sarif(Report((FileReport("x.cif", found),)))
    assert _problems(log) == []
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) == len(pages())
    assert all(rule["properties"]["tags"] for rule in rules)
