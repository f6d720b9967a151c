"""What ``run_mapping_tests`` finds: each kind of problem with its words, place, rows, origin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.errors import Place
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.testing import Problem, TestResult, run_mapping_tests
from imgcif_map.mapping.testing.compare import different_rows, equal, in_short, remark, shown
from imgcif_map.mapping.testing.model import DifferentRow
from imgcif_map.resources import mapping_paths
from tests.mapping.engine.support import BLOCK, HEAD, dictionary, functions

ITEMS = """\
categories:
  diffrn_detector: {items: {make: m, layer_thickness: {from: d, unit: mm}}}
  diffrn_scan_frame:
    rows: {along: n, as: i}
    items: {frame_number: $i, integration_time: {from: t, unit: s}, time_period: p}
tests:
  - name: one
"""


def result_of(folder: Path, test: str) -> TestResult:
    (folder / "tiny.yaml").write_text(HEAD + BLOCK + ITEMS + test, encoding="utf-8")
    library = Library([folder], functions())
    [result] = run_mapping_tests(["tiny"], library=library, dictionary=dictionary())
    return result


def problem(folder: Path, test: str) -> Problem:
    [found] = result_of(folder, test).problems
    return found


def test_a_value_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    test = "    given: {/e/d: 2}\n    expect: {_diffrn_detector.layer_thickness: 3}\n"
    found = problem(tmp_path, test)
    assert (found.kind, found.item) == ("value", "_diffrn_detector.layer_thickness")
    assert found.message == "_diffrn_detector.layer_thickness is 2, expected 3"
    assert (found.place.line, found.place.column) == (14, 14)
    assert found.rows == (DifferentRow(1, "3", "2", "-1"),)
    assert (found.differ, found.alike) == (1, 0)
    [made] = found.made
    assert made.sources == ("/e/d",)
    assert (Path(made.place.file).name, made.place.line) == ("tiny.yaml", 7)
    assert str(found) == f"{found.place}: {found.message}"


def test_an_alias_is_the_same_item(tmp_path: Path) -> None:
    test = "    given: {/e/m: M}\n    expect: {_diffrn_detector.type: M}\n"
    assert result_of(tmp_path, test).passed


def test_long_columns_show_the_first_rows_that_differ(tmp_path: Path) -> None:
    """A hundred rows of which one differs, then all."""
    times = ", ".join(str(n) for n in range(1, 101))
    head = f"    given: {{/e/n: 100, /e/t: [{times}]}}\n"
    wrong = times.replace("57", "0")
    found = problem(
        tmp_path, f"{head}    expect: {{_diffrn_scan_frame.integration_time: [{wrong}]}}"
    )
    assert found.rows == (DifferentRow(57, "0", "57", "+57"),)
    assert (found.differ, found.alike) == (1, 99)
    assert found.message == "_diffrn_scan_frame.integration_time is 57 in row 57, expected 0"
    zeros = ", ".join(["0"] * 100)
    found = problem(
        tmp_path, f"{head}    expect: {{_diffrn_scan_frame.integration_time: [{zeros}]}}"
    )
    assert [row.number for row in found.rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (found.differ, found.alike) == (100, 0)


def test_null_unknown_and_no_row_are_told_apart() -> None:
    rows = different_rows([None, "?", "1"], ["?", None, 1, 2])
    assert rows == [
        DifferentRow(1, "unknown (?)", "null (.)"),
        DifferentRow(2, "null (.)", "unknown (?)"),
        DifferentRow(4, "2", "no row"),
    ]
    assert different_rows([], [None]) == [DifferentRow(1, "null (.)", "no row")]


def test_another_number_of_rows(tmp_path: Path) -> None:
    test = "    given: {/e/n: 2}\n    expect: {_diffrn_scan_frame.frame_number: [1, 2, 3]}\n"
    found = problem(tmp_path, test)
    assert found.kind == "rows"
    assert found.message == "_diffrn_scan_frame.frame_number has 2 rows, expected 3"
    assert found.rows == (DifferentRow(3, "3", "no row"),)


@pytest.mark.parametrize(
    ("given", "item", "reasons"),
    [
        ("/e/m: x", "_diffrn_detector.layer_thickness", ["looked for in /e/d, in vain"]),
        (
            "/e/d: {value: 1, unit: K}",
            "_diffrn_detector.layer_thickness",
            ["GAP007 conflict: _diffrn_detector.layer_thickness"],
        ),
        ("/e/d: 1", "_diffrn_detector.dtime", ["nothing in the mapping writes it"]),
        ("/e/m: x", "_diffrn_scan_frame.frame_number", ["but nothing in given: makes a row of"]),
    ],
)
def test_why_there_is_no_value(given: str, item: str, reasons: list[str], tmp_path: Path) -> None:
    result = result_of(tmp_path, f"    given: {{{given}}}\n    expect: {{{item}: 5}}\n")
    [found] = result.problems
    assert (found.kind, found.message) == ("absent", f"{item} is absent, expected 5")
    assert len(found.reasons) == len(reasons)
    for said, reason in zip(found.reasons, reasons, strict=True):
        assert reason in said


def test_a_misspelt_data_name_is_found_even_where_null_is_expected(tmp_path: Path) -> None:
    """Before, a name that does not exist was as good as null."""
    test = "    given: {/e/m: x}\n    expect:\n      _diffrn_detector.mak: null\n"
    found = problem(tmp_path, test)
    assert found.kind == "name"
    assert found.message == "_diffrn_detector.mak is not in the dictionary CIF_IMG"
    assert found.hint == "did you mean '_diffrn_detector.make'?"
    assert (found.place.line, found.place.column) == (15, 7)
    other = problem(tmp_path, "    given: {/e/m: x}\n    expect: {_difrn_detector.make: x}\n")
    assert other.hint == "did you mean '_diffrn_detector.make'?"


def test_a_gap_that_was_not_reported_and_those_that_were(tmp_path: Path) -> None:
    test = "    given: {/e/m: x, /e/o: 1}\n    gaps: [lossy]\n    expect: {}\n"
    result = result_of(tmp_path, test)
    [found] = result.problems
    assert (found.kind, found.message) == ("gap", "no gap of kind lossy was reported")
    assert found.reasons == ("GAP004 unmapped-source: nothing reads o in /e",)
    assert (found.place.line, found.place.column) == (14, 12)


def test_no_such_kind_of_gap(tmp_path: Path) -> None:
    found = problem(tmp_path, "    given: {/e/m: x}\n    gaps: [conflit]\n    expect: {}\n")
    assert found.message == "there is no kind of gap called conflit"
    assert found.hint == "did you mean 'conflict'?"


def test_what_cannot_be_converted_at_all(tmp_path: Path) -> None:
    found = problem(tmp_path, "    given: {/e/m: {vaule: 1}}\n    expect: {}\n")
    assert found.kind == "error"
    assert "unknown key 'vaule'" in found.message
    assert found.place == Place(found.place.file, 12, 5)


@pytest.mark.parametrize(
    ("key", "name", "hint"),
    [
        ("/e/mm: 1", "/e/mm", "did you mean 'm'?"),
        ("/e/m: {value: x, '@unts': s}", "/e/m/@unts", "is it misspelt?"),
        ("/e/m/@long: x", "/e/m/@long", "is it misspelt?"),
    ],
)
def test_a_key_that_nobody_reads_is_a_warning(
    key: str, name: str, hint: str, tmp_path: Path
) -> None:
    test = f"    given: {{/e/d: 2, {key}}}\n    expect: {{_diffrn_detector.layer_thickness: 2}}\n"
    result = result_of(tmp_path, test)
    assert result.passed
    [warning] = result.warnings
    assert (warning.kind, warning.message) == ("unread", f"the mapping does not read {name}")
    assert (warning.hint, warning.place.line, warning.place.column) == (hint, 13, 22)


def test_a_test_about_what_nobody_reads_is_left_alone(tmp_path: Path) -> None:
    test = "    given: {/e/d: 2, /e/o: 1}\n    expect: {}\n    gaps: [unmapped-source]\n"
    assert result_of(tmp_path, test).warnings == ()


OVERLAY = """\
imgcif_map: 1
id: over
extends: nxmx
title: An overlay
license: CC0-1.0
when: "*:NXinstrument/name = 'here'"
because: a test
tests:
  - name: misspelt paths
    given:
      /entry:NXentry/definition: NXmx
      /entry:NXentry/instrument:NXinstrument/name: there
      /entry:NXentry/instrument:NXinstrument/name/@shortname: x
      /entry:NXentry/instrument:NXinstrument/det:NXdetector/saturation_valeu: 3
      /entry:NXentry/instrument:NXinstrument/incident_wavelength: {value: 1, "@vectr": 2}
    expect: {}
"""


def test_near_misses_of_paths_and_an_overlay_that_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "over.yaml"
    path.write_text(OVERLAY, encoding="utf-8")
    library = Library([tmp_path, *mapping_paths()], functions())
    [result] = run_mapping_tests(["over"], library=library, dictionary=dictionary())
    [unused] = result.problems
    assert unused.kind == "unused"
    assert unused.message == "the overlay was not used: its when: does not hold for given:"
    assert [(w.place.line, w.hint) for w in result.warnings] == [
        (13, "did you mean '@short_name'?"),
        (14, "did you mean 'saturation_value'?"),
        (15, "did you mean '/NXentry/NXinstrument/NXbeam/incident_wavelength'?"),
        (15, "did you mean '@vector'?"),
    ]


def test_shipped_tests_give_no_warnings_and_have_places() -> None:
    results = run_mapping_tests(["nxmx", "minicbf", "dls-i24", "dials-export"])
    assert len(results) > 10
    for result in results:
        assert result.problems == result.warnings == ()
        assert result.place.line > 0
        assert result.seconds > 0


@pytest.mark.parametrize(
    ("found", "wanted", "said"),
    [
        (["2", "1"], [1, 2], "the same values in another order"),
        (["1000", "2000", "0"], [1, 2, 0], "1000 times what is expected: is a unit wrong?"),
        (["0.1"], [1], "0.1 times what is expected: is a unit wrong?"),
        (["-1", "2"], [1, -2], "the sign is the other one"),
        (["2", "4"], [1, 2], ""),
        (["1", "x"], [1, 2], ""),
        (["1"], [1, 2], ""),
        ([None], [1], ""),
        (["0"], [5], ""),
    ],
)
def test_what_differences_have_in_common(
    found: list[str | None], wanted: list[Any], said: str
) -> None:
    assert remark(found, wanted) == said


def test_values_as_people_read_them() -> None:
    assert shown(True) == "true"
    assert shown("") == "''"
    assert shown(" a") == "' a'"
    assert shown("a\x1b[31m") == "a\N{REPLACEMENT CHARACTER}[31m"
    assert shown("x" * 50) == "x" * 39 + "…"
    assert in_short([1, 2, 3, 4, 5]) == "1, 2, 3, 4 …"


numbers = st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-3)


@given(st.lists(numbers | st.none(), max_size=20), st.data())
def test_rows_that_differ_are_all_and_only_those(values: list[Any], data: st.DataObject) -> None:
    """Law: equal columns have none; changing some rows gives those rows."""
    texts = [None if v is None else repr(v) for v in values]
    assert different_rows(texts, values) == []
    assert all(map(equal, texts, values))
    changed = data.draw(st.sets(st.sampled_from(range(len(values))))) if values else set()
    other = [("changed" if n in changed else text) for n, text in enumerate(texts)]
    assert [row.number - 1 for row in different_rows(other, values)] == sorted(changed)
    longer = [*texts, "1"]
    assert [row.number for row in different_rows(longer, values)] == [len(values) + 1]


@given(numbers)
def test_a_unit_that_is_wrong_is_seen(value: float) -> None:
    wanted = [value, 2.5 * value, -4.0 * value]
    found = [repr(1e-3 * number) for number in wanted]
    assert remark(found, wanted) == "0.001 times what is expected: is a unit wrong?"


def test_progress_counts_mappings(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    run_mapping_tests(["mar345", "rod"], progress=lambda *step: seen.append(step))
    assert seen == [("mappings", 0, 2), ("mappings", 1, 2)]


def test_only_some_by_name_or_mapping() -> None:
    names = {r.name for r in run_mapping_tests(["nxmx"], only="WAVELENGTH")}
    assert names >= {"an energy becomes a wavelength"}
    assert all("wavelength" in name for name in names)
    assert run_mapping_tests(["mar345", "rod"], only="mar345") != []
    assert {r.mapping for r in run_mapping_tests(["mar345", "rod"], only="mar345")} == {"mar345"}
