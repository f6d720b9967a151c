"""Mappings and sources that are wrong or mean harm: a clear error or a gap, never a traceback."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import ImgcifMapError, MappingError, UnreadableInput
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.quantity import Quantity
from tests.support.patience import ends

from .support import FRAME, SOURCE, column, gaps, item, messages, one, run

GIVEN: dict[str, Any] = {
    "/e/huge": 10**12,
    "/e/minus": -3,
    "/e/half": 2.5,
    "/e/inf": float("inf"),
    "/e/nan": float("nan"),
    "/e/some_nan": [1.0, float("nan"), 3.0],
    "/e/empty": [],
    "/e/text": "a" * 40 + "!",
    "/e/words": ["x", "y"],
    "/e/n": 3,
    "/e/matrix": [[1, 2], [3, 4]],
    "/e/pattern": "(",
}
ROWS = """
categories:
  diffrn_scan_frame:
    rows: {along: %s, as: i}
    items: {frame_number: $i, integration_time: {from: %s, unit: s}}
"""


@pytest.mark.parametrize("count", ["minus", "half", "inf", "text", "words"])
def test_counts_that_are_no_number_of_rows_are_conflicts(tmp_path: Path, count: str) -> None:
    made = run(tmp_path, ROWS % (count, "n"), GIVEN)
    assert column(made, "_diffrn_scan_frame.frame_number") is None
    assert "is not a number of rows [mapping tiny.yaml:" in messages(made, "conflict")


def test_absurd_counts_are_refused_before_memory_is_taken(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"says /e/huge \[mapping tiny\.yaml:\d+:\d+\]"):
        run(tmp_path, ROWS % ("huge", "n"), GIVEN)


@pytest.mark.parametrize("count", ["nan", "empty", "missing"])
def test_counts_that_are_missing_give_no_rows(tmp_path: Path, count: str) -> None:
    made = run(tmp_path, ROWS % (count, "n"), GIVEN)
    assert column(made, "_diffrn_scan_frame.frame_number") is None


@pytest.mark.parametrize("pattern", ["'('", "'[a'", "'*'", "'(?P<n'", "pattern"])
def test_regular_expressions_that_are_none(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: .*regular expression"):
        one(tmp_path, f'{{when: "text ~ {pattern}", value: x}}', GIVEN)


@pytest.mark.parametrize("pattern", ["'(a+)+$'", "'(a|a)*$'", "'(.*)*x'", "'^(a*)*$'"])
def test_regular_expressions_that_never_end_are_refused(tmp_path: Path, pattern: str) -> None:
    with ends(), pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: .*repeat"):
        one(tmp_path, f'{{when: "text ~ {pattern}", value: x}}', GIVEN)


@pytest.mark.parametrize("pattern", ["'a+!$'", "'(a|b){3}'", "'^(ab)?a+'", "'[a-z]+.$'"])
def test_ordinary_regular_expressions_work(tmp_path: Path, pattern: str) -> None:
    assert one(tmp_path, f'{{when: "text ~ {pattern}", value: x}}', GIVEN) == "x"


@pytest.mark.parametrize("spec", ["06d.", "{n}", "1000", "!r", "%", ">10"])
def test_format_specs_are_few(tmp_path: Path, spec: str) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+"):
        one(tmp_path, f"{{text: '{{n:{spec}}}'}}", GIVEN)


@pytest.mark.parametrize("name", ["text", "half", "inf", "matrix"])
def test_values_a_format_cannot_show_are_a_conflict(tmp_path: Path, name: str) -> None:
    made = run(
        tmp_path, f"{SOURCE}items: {{_diffrn_source.details: {{text: '{{{name}:06}}'}}}}\n", GIVEN
    )
    assert item(made, "_diffrn_source.details") in (None, "?")
    assert gaps(made, "conflict")


def test_braces_in_values_are_only_text(tmp_path: Path) -> None:
    assert one(tmp_path, "{text: '{a} {{b}}'}", {"/e/a": "{0.__class__} {n}"}) == (
        "{0.__class__} {n} {b}"
    )


def test_a_name_that_inserts_a_path_stays_a_name(tmp_path: Path) -> None:
    given = {"/e/evil": "../secret", "/secret": "s", "/e/star": "*"}
    assert one(tmp_path, "'{evil}'", given) is None
    assert one(tmp_path, "'{star}'", given) is None


def test_deep_expressions_are_refused(tmp_path: Path) -> None:
    deep = "first(" * 200 + "n" + ")" * 200
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+.*brackets"):
        one(tmp_path, deep, GIVEN)


def test_long_chains_of_names_end_in_an_error_or_a_value(tmp_path: Path) -> None:
    chain = "let:\n  a0: n\n" + "".join(f"  a{k + 1}: $a{k}\n" for k in range(1500))
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+.*too deep"):
        one(tmp_path, "$a1500", GIVEN, chain)
    assert one(tmp_path, "$a20", GIVEN, chain) == "3"


def test_deep_values_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        one(tmp_path, "{from: [" * 400 + "n" + "]}" * 400, GIVEN)


def test_nan_and_infinity_never_reach_a_column(tmp_path: Path) -> None:
    made = run(tmp_path, ROWS % ("n", "some_nan"), GIVEN)
    assert column(made, "_diffrn_scan_frame.integration_time") == ["1.0", "?", "3.0"]
    made = run(tmp_path, ROWS % ("n", "inf"), GIVEN)
    assert column(made, "_diffrn_scan_frame.integration_time") in (None, ["?"] * 3)


@pytest.mark.parametrize("name", ["words", "matrix", "empty", "text", "nan", "huge"])
def test_odd_values_in_numbers_are_gaps(tmp_path: Path, name: str) -> None:
    made = run(tmp_path, ROWS % ("n", name), GIVEN)
    assert column(made, "_diffrn_scan_frame.frame_number") == ["1", "2", "3"]


@pytest.mark.parametrize("name", ["words", "matrix", "some_nan", "half", "inf"])
def test_odd_values_in_ids_refs_and_vectors_are_gaps(tmp_path: Path, name: str) -> None:
    body = f"""
    categories:
      axis:
        items:
          id: {{key: $block, name: "{{{name}}}"}}
          depends_on: {{ref: {name}}}
          vector[1..3]: {{from: {name}, fn: [unit_vector, to_frame]}}
          offset[1..3]: {{from: {name}, fn: to_frame}}
      diffrn_scan: {{items: {{frame_id_start: {{ref: [$block, {name}]}}, frames: {name}}}}}
      diffrn_data_frame:
        rows: {{along: n, as: i}}
        items: {{id: {{key: [$block, $i], name: "{{{name}}}"}}}}
    """
    made = run(tmp_path, FRAME + textwrap.dedent(body), GIVEN)
    assert made.document.blocks


def raising(problem: Exception) -> dict[str, Function]:
    def bad(x: Quantity) -> Quantity:
        raise problem

    return {"bad": Function("bad", bad, "values", "nothing", None, False, "")}


@pytest.mark.parametrize(
    "problem",
    [
        ValueError("odd"),
        TypeError("odd"),
        ZeroDivisionError("odd"),
        IndexError("odd"),
        KeyError("odd"),
        OverflowError("odd"),
        ImgcifMapError("odd"),
    ],
)
def test_a_function_that_raises_is_a_conflict(tmp_path: Path, problem: Exception) -> None:
    made = run(
        tmp_path,
        SOURCE + "items: {_diffrn_source.details: [{from: n, fn: bad}, text]}\n",
        GIVEN,
        extra=raising(problem),
    )
    assert item(made, "_diffrn_source.details") == GIVEN["/e/text"]
    assert "bad() cannot use what it was given" in messages(made, "conflict")
    assert "tiny.yaml:" in messages(made, "conflict")


def test_odd_arguments_of_functions_are_conflicts(tmp_path: Path) -> None:
    for call in ("slice(n, words)", "slice(words, text)", "times(n, words)", "scale(n, inf)"):
        made = run(tmp_path, f'{SOURCE}items: {{_diffrn_source.details: "{call}"}}\n', GIVEN)
        assert made.document.blocks


def test_wide_stars_are_bounded(tmp_path: Path) -> None:
    given = {f"/e/g{k}/x": k for k in range(300)}
    with ends():
        made = run(tmp_path, f"{SOURCE}items: {{_diffrn_source.details: 'count(//*)'}}\n", given)
    assert item(made, "_diffrn_source.details") == "601"


def test_what_lies_below_is_sought_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from imgcif_map.sources.given import GivenRecord

    asked: list[str] = []
    children = GivenRecord.children

    def counting(record: GivenRecord) -> Any:
        asked.append(record.name)
        return children(record)

    monkeypatch.setattr(GivenRecord, "children", counting)
    given = {f"/e/g{number}/x": number for number in range(50)}
    sought = ", ".join(f"//n{number}" for number in range(20))
    body = f"""
        categories:
          diffrn:
            items: {{ambient_environment: [{sought}, {{value: air}}]}}
        """
    found = run(tmp_path, body, given)
    assert len(found.document.blocks) == 1
    assert asked.count("g7") < 10


def test_places_sought_in_vain_are_bounded(tmp_path: Path) -> None:
    from imgcif_map.mapping.engine.scope import MAX_LOOKED

    given = {f"/e/g{number}/x": number for number in range(MAX_LOOKED + 100)}
    body = """
        categories:
          diffrn:
            items: {ambient_environment: "*/nothing", ambient_pressure: {value: 1}}
        """
    looked = run(tmp_path, body, given).looked("_diffrn.ambient_environment")
    assert len(looked) == MAX_LOOKED


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("beamlin", "did you mean _diffrn_source.beamline?"),
        ("Curent", "did you mean _diffrn_source.current?"),
        ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", ""),
    ],
)
def test_unknown_data_names(name: str, hint: str, tmp_path: Path) -> None:
    body = f"""
        categories:
          diffrn_source: {{items: {{{name}: {{value: 1}}}}}}
        """
    with pytest.raises(MappingError, match="is not in the dictionary") as caught:
        run(tmp_path, body, GIVEN)
    assert caught.value.hint == hint
    assert caught.value.place is not None
