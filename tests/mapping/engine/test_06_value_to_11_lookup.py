"""Points 6 to 11: candidates, usable, agreement, facts and assumptions, units, lookups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import MappingError

from .support import SOURCE, column, gaps, item, messages, one, run

GIVEN: dict[str, Any] = {
    "/e/empty": "",
    "/e/blank": "  ",
    "/e/nan": float("nan"),
    "/e/none": [],
    "/e/nulls": "n/a",
    "/e/text": "good",
    "/e/flag": True,
    "/e/zero": 0,
    "/e/broken": {"error": "link to nowhere"},
    "/e/length": {"value": 2.5, "unit": "cm"},
    "/e/bare": 2.5,
    "/e/odd": {"value": 2.5, "unit": "furlongs"},
    "/e/wrong": {"value": 2.5, "unit": "keV"},
    "/e/units": "um",
    "/e/probe": "X-RAY",
}
THICKNESS = "_diffrn_detector.layer_thickness"


def thickness(folder: Path, value: str) -> tuple[str | None, Any]:
    made = run(
        folder,
        f"categories: {{diffrn_detector: {{items: {{layer_thickness: {value}}}}}}}\n",
        GIVEN,
    )
    return item(made, THICKNESS), made


def test_point_6_a_list_is_the_first_usable(tmp_path: Path) -> None:
    for candidate in ("missing", "empty", "blank", "nan", "none"):
        assert one(tmp_path, f"[{candidate}, text]", GIVEN) == "good"
    assert one(tmp_path, "[text, missing]", GIVEN) == "good"


def test_point_6_the_kinds(tmp_path: Path) -> None:
    assert one(tmp_path, "{from: text}", GIVEN) == "good"
    assert one(tmp_path, "{from: [missing, {from: text}]}", GIVEN) == "good"
    assert one(tmp_path, "{value: fixed}", GIVEN) == "fixed"
    assert one(tmp_path, '{text: ["a {text}", "b {missing}", "c {zero}"]}', GIVEN) == "a good; c 0"
    assert one(tmp_path, '{text: ["{text}", "{zero}"], with: "/"}', GIVEN) == "good/0"
    assert one(tmp_path, "{all: [missing, text]}", GIVEN) == "good"


def test_point_6_modifiers_have_an_order_whatever_the_file_says(tmp_path: Path) -> None:
    # null_if before fn before lookup before assume; when before everything.
    value = "{lookup: {1: one}, fn: add_one, null_if: [5], from: zero, assume: x, because: y}"
    assert one(tmp_path, value, GIVEN) == "one"
    value = "{lookup: {1: one}, fn: add_one, null_if: [0], from: zero, assume: x, because: y}"
    assert one(tmp_path, value, GIVEN) == "x"
    value = "{when: missing, from: zero, assume: x, because: y}"
    assert one(tmp_path, value, GIVEN) is None


def test_point_7_null_if(tmp_path: Path) -> None:
    assert one(tmp_path, "[{from: nulls, null_if: [n/a, none]}, text]", GIVEN) == "good"
    assert one(tmp_path, "[{from: zero, null_if: [0]}, text]", GIVEN) == "good"
    assert one(tmp_path, "[{from: zero, null_if: ['0.0', '0']}, text]", GIVEN) == "good"
    assert one(tmp_path, "[{from: zero, null_if: [1]}, text]", GIVEN) == "0"


def test_point_7_unreadable_is_a_gap_then_the_next(tmp_path: Path) -> None:
    made = run(tmp_path, "items: {_diffrn_source.details: ['{broken}', text]}\n", GIVEN)
    assert item(made, "_diffrn_source.details") == "good"
    made = run(tmp_path, SOURCE + "items: {_diffrn_source.details: {from: broken}}\n", GIVEN)
    assert "link to nowhere" in messages(made, "unreadable")


def test_point_8_statements_of_one_fact_agree_after_conversion(tmp_path: Path) -> None:
    given = {
        "/e/a/x": {"value": 25, "unit": "mm"},
        "/e/b/x": {"value": 2.5001, "unit": "cm"},
        "/e/c/x": {"value": 2.6, "unit": "cm"},
    }
    body = "categories: {diffrn_detector: {items: {layer_thickness: '(%s)/x'}}}\n"
    agree = run(tmp_path, body % "a|b", given)
    assert (item(agree, THICKNESS), gaps(agree, "conflict")) == ("25", [])
    differ = run(tmp_path, body % "a|c", given)
    assert item(differ, THICKNESS) == "25"
    assert "/e/a/x" in messages(differ, "conflict")


def test_point_8_fallbacks_are_not_compared(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "categories: {diffrn_detector: {items: {layer_thickness: [length, bare]}}}\n",
        {"/e/length": {"value": 1, "unit": "mm"}, "/e/bare": {"value": 2, "unit": "mm"}},
    )
    assert item(made, THICKNESS) == "1"
    assert not gaps(made, "conflict")


def test_point_9_value_is_fact_and_assume_is_reported_when_used(tmp_path: Path) -> None:
    _, fact = thickness(tmp_path, "{value: 1}")
    assert not gaps(fact, "assumption")
    shown, assumed = thickness(tmp_path, "{from: missing, assume: 2, because: always so}")
    assert shown == "2.0"
    assert "always so" in messages(assumed, "assumption")
    shown, unused = thickness(tmp_path, "{from: length, assume: 2, because: always so}")
    assert shown == "25.0"
    assert not gaps(unused, "assumption")


def test_point_9_assumed_tables_and_params_are_reported_when_used(tmp_path: Path) -> None:
    rest = (
        "params: {p: {default: x, because: p is assumed}, q: {default: y, because: q is}}\n"
        "tables:\n  t: {assumed: t is assumed, entries: {a: {f: 1}}}\n"
        "  u: {assumed: u is assumed, entries: {a: {f: 1}}}\n"
    )
    made = run(
        tmp_path, rest + SOURCE + "items: {_diffrn_source.details: {text: '{$p} {$t/f}'}}\n", GIVEN
    )
    assert item(made, "_diffrn_source.details") == "x 1"
    said = messages(made, "assumption")
    assert "p is assumed" in said
    assert "t is assumed" in said
    assert "q is" not in said
    assert "u is" not in said


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        ("length", "25.0", None),
        ("{from: length, unit: um}", "25.0", None),  # the record's own unit wins
        ("{from: bare, unit: cm}", "25.0", None),
        ("bare", None, "unit-missing"),
        ("odd", None, "unit-missing"),
        ("wrong", None, "conflict"),
        ("{from: bare, unit: {assume: cm}}", "25.0", "assumption"),
        ("{from: length, unit: {assume: um}}", "25.0", None),
        ("{from: bare, unit: {from: units}}", "0.0025", None),
        ("{from: bare, unit: {from: [missing, units], assume: cm}}", "0.0025", None),
        ("{from: bare, unit: {from: text, assume: cm}}", "25.0", "assumption"),
        ("{from: length, unit: {force: um}}", "0.0025", "correction"),
        ("{from: length, fn: times(2)}", "50.0", None),
        ("zero", "0.0", None),  # nothing is nothing in any unit
    ],
)
def test_point_10_units(tmp_path: Path, value: str, expected: str | None, kind: str | None) -> None:
    shown, made = thickness(tmp_path, value)
    if expected is None:
        assert shown in (None, "?")
    else:
        assert float(shown or "nan") == pytest.approx(float(expected))
    for other in ("unit-missing", "conflict", "assumption", "correction"):
        assert bool(gaps(made, other)) is (other == kind), other


def test_point_10_an_unknown_unit_of_the_mapping_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: unit 'cubit' is not known"):
        thickness(tmp_path, "{from: bare, unit: cubit}")


@pytest.mark.parametrize(
    ("value", "expected", "gap"),
    [
        ("{from: probe, lookup: {x-ray: found}}", "found", False),
        ("{from: text, lookup: {x-ray: found}}", None, True),
        ("{from: text, lookup: {x-ray: found}, otherwise: gap}", None, True),
        ("{from: text, lookup: {x-ray: found}, otherwise: keep}", "good", False),
        ("{from: text, lookup: {x-ray: found}, otherwise: {value: other}}", "other", False),
        ("{from: text, lookup: {x-ray: found}, assume: a, because: b}", "a", True),
        ("{from: probe, lookup: shared}", "from the shared one", False),
    ],
)
def test_point_11_lookup(tmp_path: Path, value: str, expected: str | None, gap: bool) -> None:
    rest = "lookups: {shared: {X-ray: from the shared one}}\n"
    made = run(tmp_path, f"{rest}{SOURCE}items: {{_diffrn_source.details: {value}}}\n", GIVEN)
    assert item(made, "_diffrn_source.details") in ((expected,) if expected else (None, "?"))
    assert bool(gaps(made, "no-target")) is gap


def test_point_11_lookup_goes_through_every_value_of_a_column(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          diffrn_scan_frame:
            rows: {along: length(kinds), as: i}
            items:
              frame_number: $i
              date: {from: kinds, lookup: {a: '2001-01-01', b: '2002-02-02'}}
        """,
        {"/e/kinds": ["a", "B", "a"]},
    )
    assert column(made, "_diffrn_scan_frame.date") == ["2001-01-01", "2002-02-02", "2001-01-01"]
