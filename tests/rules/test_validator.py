"""The validator as a whole: choice of codes, severities, crashes, several blocks, imports."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.numbers import number, uncertainty
from imgcif_map.rules.profile import Profile
from imgcif_map.validator import check, validate

FAULTY = """data_x
_axis.vektor 1
_axis.type rotaton
_diffrn_source.power 'ten
"""


@pytest.fixture
def img(dictionaries: dict[str, Dictionary]) -> Dictionary:
    return dictionaries["img"]


def codes(text: str, img: Dictionary, **options: object) -> list[str]:
    return [f.code for f in validate(parse_cif(text), img, **options).findings]  # type: ignore[arg-type]


def test_syntax_and_rules_in_order_of_position(img: Dictionary, tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text(FAULTY)
    report = validate([path], img)
    assert [f.code for f in report.findings] == ["DDL001", "DDL010", "CIF002"]
    assert [f.location.line for f in report.findings] == [2, 3, 4]
    assert {f.location.path for f in report.findings} == {str(path)}
    assert report.dictionaries[0].title == "CIF_IMG"
    assert len(report.dictionaries[0].sha256) == 64
    assert report.summary() == {"error": 2, "warning": 1, "note": 0}


def test_one_path_or_document_alone(img: Dictionary, tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("data_x\n_axis.id a\n")
    for given in (path, str(path), parse_cif("data_x\n_axis.id a\n")):
        assert validate(given, img).findings == ()


def test_select_and_ignore(img: Dictionary) -> None:
    assert codes(FAULTY, img, select=["DDL"]) == ["DDL001", "DDL010"]
    assert codes(FAULTY, img, select=["enumeration-state", "cif"]) == ["DDL010", "CIF002"]
    assert codes(FAULTY, img, ignore=["DDL001", "CIF002"]) == ["DDL010"]
    assert codes(FAULTY, img, select=["DDL"], ignore=["DDL01"]) == ["DDL001"]
    with pytest.raises(UsageError, match="no rule 'enumeration'"):
        codes(FAULTY, img, select=["enumeration"])
    for unknown in ("ZZZ", "DDL9", "DDL999"):  # a slip must not switch the check off
        with pytest.raises(UsageError, match=f"no rule '{unknown}'"):
            codes(FAULTY, img, select=[unknown])
        with pytest.raises(UsageError, match=f"no rule '{unknown}'"):
            codes(FAULTY, img, ignore=[unknown])


def test_profile_grades_and_ignores(img: Dictionary) -> None:
    profile = Profile(
        "p", "", severity={"DDL001": Severity.ERROR, "CIF002": Severity.NOTE}, ignore={"DDL010"}
    )
    found = validate(parse_cif(FAULTY), img, profile=profile).findings
    assert [(f.code, f.severity.value) for f in found] == [("DDL001", "error"), ("CIF002", "note")]


class Crashing(Rule):
    """A rule with a fault."""

    code = "DDL997"
    name = "crashing"

    def check(self, context: Context) -> Iterator[Finding]:
        yield self.finding("before")
        raise KeyError("oops")


def test_a_rule_that_crashes_is_a_finding(img: Dictionary) -> None:
    context = Context(parse_cif("data_x\n"), img)
    found = list(check(context, [Crashing(), Crashing()]))
    assert [f.code for f in found] == ["DDL997", "INT001"] * 2
    assert found[1].severity is Severity.ERROR
    assert "crashing" in found[1].message
    assert "KeyError" in found[1].message


def test_unreadable_input(img: Dictionary, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        validate(tmp_path / "nowhere.cif", img)


def test_standard_input(img: Dictionary, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"data_x\n_axis.type rotaton\n"))
    monkeypatch.setattr(sys, "stdin", stream)
    report = validate("-", img)
    assert [f.code for f in report.findings] == ["DDL010"]
    assert report.files[0].path == "<stdin>"


def test_default_dictionary_and_names() -> None:
    types = Path(__file__).parent / "data" / "types.dic"
    document = parse_cif("data_x\n_t.integer x\n")
    assert [f.code for f in validate(document).findings] == ["DDL001"]
    assert [f.code for f in validate(document, types).findings] == ["DDL002"]
    both = validate(document, ["cif_img.dic", types])
    assert [f.code for f in both.findings] == ["DDL002"]


def test_first_ten_positions(img: Dictionary) -> None:
    rows = "\n".join(f"a{n} rotaton" for n in range(25))
    found = validate(parse_cif(f"data_x\nloop_\n_axis.id\n_axis.type\n{rows}\n"), img).findings
    assert [f.count for f in found] == [25]
    assert found[0].positions == tuple((5 + n, 4 if n < 10 else 5) for n in range(10))


def test_no_columns_and_no_blocks(img: Dictionary) -> None:
    assert validate(Document(), img).findings == ()
    assert validate(parse_cif("data_x\ndata_y\n"), img).findings == ()


def test_long_columns_are_never_visited_value_by_value(
    img: Dictionary, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"F{n} S1 {n} 0.5" for n in range(1, 20_001))
    names = ["frame_id", "scan_id", "frame_number", "integration_time"]
    head = "\n".join(f"_diffrn_scan_frame.{name}" for name in names)
    frames = "\n".join(f"F{n} E" for n in range(1, 20_001))
    document = parse_cif(
        f"data_x\n_diffrn_scan.id S1\n_diffrn_detector_element.id E\nloop_\n{head}\n{rows}\n"
        "loop_\n_diffrn_data_frame.id\n_diffrn_data_frame.detector_element_id\n" + frames + "\n"
    )
    column = type(document.blocks[0].columns["_diffrn_scan_frame.frame_id"])
    calls: list[str] = []

    def counted(name: str):  # type: ignore[no-untyped-def]
        original = getattr(column, name)

        def call(self, *args):  # type: ignore[no-untyped-def]
            calls.append(name)
            return original(self, *args)

        return call

    for name in ("value", "position", "texts"):
        monkeypatch.setattr(column, name, counted(name))
    assert validate(document, img, ignore=["no-image-data"]).findings == ()
    assert "value" not in calls
    assert len(calls) < 20


def test_imports_stay_light() -> None:
    program = (
        "import sys, imgcif_map.validator\n"
        "heavy = {'h5py', 'lark', 'jsonschema', 'rdflib', 'CifFile', 'yaml', 'typer', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "print([m for m in sys.modules if m.startswith('imgcif_map.mapping')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n[]\n"


def column(text: str, dictionary: Dictionary, name: str) -> DataColumn:
    found = BlockView(parse_cif(text).blocks[0], dictionary).column(name)
    assert found is not None
    return found


def test_views_of_a_column(dictionaries: dict[str, Dictionary]) -> None:
    text = "data_x\nloop_\n_t.real\n1.5(2)\n.\n'?'\n-3e2\n"
    view = column(text, dictionaries["types"], "_T.REAL")
    np.testing.assert_array_equal(view.nulls, [False, True, False, False])
    np.testing.assert_array_equal(view.numbers, [1.5, np.nan, np.nan, -300.0])
    assert view.canonical == ["1.5", None, "?", "-300.0"]
    assert view.values == {"1.5", "?", "-300.0"}
    assert view.rows_of({"?", "."}) == [2]


@pytest.mark.parametrize(
    ("text", "value", "su"),
    [
        ("12.3(4)", 12.3, 0.4),
        ("12(3)", 12.0, 3.0),
        ("1.20(15)E2", None, None),
        ("1e2(3)", 100.0, 300.0),
    ],
)
def test_numbers(text: str, value: float | None, su: float | None) -> None:
    if value is None:
        assert np.isnan(number(text))
        assert np.isnan(uncertainty(text))
    else:
        assert number(text) == value
        assert uncertainty(text) == pytest.approx(su)


@pytest.mark.parametrize(
    ("one", "other", "contents", "equal"),
    [
        ("01", "1", "integer", True),
        ("1.0", "1", "real", True),
        ("1.0", "1", "word", False),
        ("A", "a", "code", True),
        ("A", "a", "word", False),
        ("-0", "0", "real", True),
    ],
)
def test_canonical(one: str, other: str, contents: str, equal: bool) -> None:
    assert (canonical(one, contents) == canonical(other, contents)) is equal


def test_an_optional_rule_runs_only_if_it_is_named(dictionaries: dict[str, Dictionary]) -> None:
    def found(**options: object) -> list[tuple[str, str]]:
        report = validate(parse_cif("data_x\n_t.real 1.5\n"), dictionaries["types"], **options)  # type: ignore[arg-type]
        return [(finding.code, finding.severity.value) for finding in report.findings]

    assert found() == found(select=["DDL"]) == found(severity={"DDL": "error"}) == []
    assert found(select=["DDL016"]) == found(select=["missing-uncertainty"])
    assert found(select=["DDL", "DDL016"]) == [("DDL016", "note")]
    assert found(severity={"missing-uncertainty": "warning"}) == [("DDL016", "warning")]
    assert found(profile=Profile("p", "", severity={"DDL016": Severity.ERROR})) == [
        ("DDL016", "error")
    ]
    assert found(select=["DDL016"], ignore=["DDL"]) == []
