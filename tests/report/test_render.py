"""Text and JSON reports: exact, repeatable, safe to print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgcif_map.errors import UsageError
from imgcif_map.findings import (
    DictionaryStamp,
    FileReport,
    Finding,
    Location,
    Report,
    Severity,
)
from imgcif_map.report import FORMATS, render
from imgcif_map.report.json import tool_version

STATE = Finding(
    code="DDL010",
    name="enumeration-state",
    severity=Severity.ERROR,
    message="'rotaton' is not a value of _axis.type",
    location=Location("x.cif", 5, 11, block="x", category="axis", item="_axis.type"),
    hint="did you mean rotation?",
    spec_url="https://example.org/ddl",
    value="rotaton",
    count=2,
    positions=((5, 11), (7, 11)),
)
GAP = Finding(
    code="GAP001",
    name="missing-required",
    severity=Severity.WARNING,
    message="no wavelength",
    location=Location("m.h5", source="/entry/wavelength", item="_w.value"),
    looked=("/entry/a", "/entry/b"),
    why="All distances scale with it.",
)
REPORT = Report(
    (FileReport("x.cif", (STATE,)), FileReport("m.h5", (GAP,)), FileReport("good.cif", ())),
    (DictionaryStamp("CIF_IMG", "1.8.9", "ab" * 32),),
)
GOLDEN = """{
  "format_version": 1,
  "tool": {
    "name": "imgcif-map",
    "version": "VERSION"
  },
  "dictionaries": [
    {
      "title": "CIF_IMG",
      "version": "1.8.9",
      "sha256": "abababababababababababababababababababababababababababababababab"
    }
  ],
  "files": [
    {
      "path": "x.cif",
      "findings": [
        {
          "code": "DDL010",
          "name": "enumeration-state",
          "severity": "error",
          "message": "'rotaton' is not a value of _axis.type",
          "line": 5,
          "column": 11,
          "block": "x",
          "frame": null,
          "category": "axis",
          "item": "_axis.type",
          "value": "rotaton",
          "count": 2,
          "positions": [
            [
              5,
              11
            ],
            [
              7,
              11
            ]
          ],
          "hint": "did you mean rotation?",
          "spec_url": "https://example.org/ddl"
        }
      ]
    },
    {
      "path": "m.h5",
      "findings": [
        {
          "code": "GAP001",
          "name": "missing-required",
          "severity": "warning",
          "message": "no wavelength",
          "line": null,
          "column": null,
          "block": null,
          "frame": null,
          "category": null,
          "item": "_w.value",
          "value": null,
          "count": 1,
          "positions": [],
          "hint": "",
          "spec_url": "",
          "source": "/entry/wavelength",
          "looked": [
            "/entry/a",
            "/entry/b"
          ],
          "why": "All distances scale with it."
        }
      ]
    },
    {
      "path": "good.cif",
      "findings": []
    }
  ],
  "summary": {
    "error": 1,
    "warning": 1,
    "note": 0
  }
}
"""


def test_json_golden() -> None:
    assert render(REPORT, "json") == GOLDEN.replace("VERSION", tool_version())


def test_text_without_the_file() -> None:
    assert render(REPORT) == (
        "x.cif\n"
        "x.cif:5:11: error DDL010 'rotaton' is not a value of _axis.type (2 times)\n"
        "    hint: did you mean rotation?\n"
        "\n"
        "m.h5\n"
        "warning GAP001 /entry/wavelength: no wavelength\n"
        "    looked in: /entry/a, /entry/b\n"
        "    why: All distances scale with it.\n"
        "\n"
        "3 files: 1 error, 1 warning, 0 notes\n"
        "gaps: 1 missing-required\n"
    )


def _gap(code: str, name: str, message: str, **facts: str) -> Finding:
    at = Location(source=facts.pop("source", None), block=facts.pop("block", None))
    return Finding(code, name, Severity.NOTE, message, at, **facts)


def test_gaps_give_a_reason_once_and_assumptions_stand_apart() -> None:
    found = (
        _gap("GAP003", "no-target", "/e/a has no data name", source="/e/a", why="lost", hint="no"),
        _gap("GAP009", "assumption", "corner", why="usual"),
        _gap("GAP003", "no-target", "b has no data name", source="/e/b", why="lost", hint="other"),
        _gap("GAP003", "no-target", "c has no data name", why="new", hint="other"),
    )
    assert render(Report((FileReport("m.h5", found),))) == (
        "m.h5\n"
        "note GAP003 /e/a has no data name\n"
        "    why: lost\n"
        "    hint: no\n"
        "note GAP003 /e/b: b has no data name\n"
        "    hint: other\n"
        "note GAP003 c has no data name\n"
        "    why: new\n"
        "\n"
        "Assumed or corrected (1), to be checked:\n"
        "note GAP009 corner\n"
        "    why: usual\n"
        "\n"
        "1 file: 0 errors, 0 warnings, 4 notes\n"
        "gaps: 3 no-target, 1 assumption\n"
    )


def test_gaps_of_several_blocks_name_them() -> None:
    found = tuple(_gap("GAP003", "no-target", "x", block=name) for name in ("one", "two"))
    text = render(Report((FileReport("m.h5", found),)))
    assert "x (data block one)\n" in text
    assert "x (data block two)\n" in text
    assert "data block" not in render(Report((FileReport("m.h5", found[:1]),)))


def test_text_with_source_line_and_caret(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_bytes(
        b"\xef\xbb\xbfdata_x\r\nloop_\r\n_axis.id\r\n_axis.type\r\n\t\xc3\xa4b rotaton\r\n"
    )
    finding = Finding(
        "DDL010", "n", Severity.NOTE, "m", Location(str(path), 5, 5, block="x"), value="v"
    )
    text = render(Report((FileReport(str(path), (finding,)),)), "text")
    assert text.splitlines()[1:3] == ["     äb rotaton", "        ^"]
    assert text.endswith("1 file: 0 errors, 0 warnings, 1 note\n")


def test_long_lines_are_cut_around_the_column(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("a" * 1000 + "X" + "b" * 1000 + "\n")
    finding = Finding("C", "n", Severity.ERROR, "m", Location(str(path), 1, 1001))
    lines = render(Report((FileReport(str(path), (finding,)),))).splitlines()
    assert len(lines[1]) < 120
    assert lines[1][lines[2].index("^")] == "X"


def test_colour_only_if_asked() -> None:
    assert "\x1b" not in render(REPORT)
    assert "\x1b[31;1merror\x1b[0m" in render(REPORT, color=True)
    assert render(REPORT, "json", color=True) == render(REPORT, "json")


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("\x1b[2J evil\n")
    finding = Finding(
        "C", "n", Severity.ERROR, "bad \x1b[2J\nvalue", Location(str(path), 1, 1), hint="\x07"
    )
    text = render(Report((FileReport(str(path), (finding,)),)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "bad  [2J value" in text


def test_nothing_to_report() -> None:
    assert render(Report((FileReport("x.cif", ()),))) == "1 file: nothing to report\n"
    assert json.loads(render(Report(), "json"))["files"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_deterministic(name: str) -> None:
    assert render(REPORT, name) == render(REPORT, name)


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="no report format 'xml'") as caught:
        render(REPORT, "xml")
    assert "json" in caught.value.hint
