"""Points 26 to 28: embedded tests, provenance, parameters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import UsageError
from imgcif_map.mapping.convert import provenance
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.testing import run_mapping_tests

from .support import BLOCK, HEAD, SOURCE, dictionary, functions, gaps, item, run

TESTED = """
items: {_diffrn_source.details: name, _diffrn_detector.layer_thickness: {from: d, unit: cm}}
categories: {diffrn_source: {items: {}}, diffrn_detector: {items: {}}}
tests:
  - {name: good, given: {/e/name: n, /e/d: 2}, expect: {_diffrn_detector.layer_thickness: 20}}
  - name: null is a dot or absence
    given: {/e/name: n}
    expect: {_diffrn_detector.layer_thickness: null}
  - {name: gap, given: {/e/name: n, /e/d: x}, expect: {_diffrn_source.details: n}, gaps: [conflict]}
  - {name: wrong value, given: {/e/name: n}, expect: {_diffrn_source.details: m}}
  - {name: no gap, given: {/e/name: n}, expect: {}, gaps: [conflict]}
"""


def test_point_26_embedded_tests(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(HEAD + BLOCK + TESTED, encoding="utf-8")
    results = run_mapping_tests(
        ["tiny"], library=Library([tmp_path], functions()), dictionary=dictionary()
    )
    assert {r.name: r.passed for r in results} == {
        "good": True,
        "null is a dot or absence": True,
        "gap": True,
        "wrong value": False,
        "no gap": False,
    }


def columns(converted: Any, name: str) -> list[dict[str, Any]]:
    data = provenance(converted, [Path("x.h5")])
    json.dumps(data)  # it is plain data
    return [c for c in data["blocks"][0]["columns"] if c["item"] == name]


def test_point_27_provenance_names_source_line_functions_and_units(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          diffrn_detector: {items: {layer_thickness: {from: d, fn: times(2)}}}
          diffrn_source: {items: {details: {value: v}, facility: {assume: f, because: b}}}
        """,
        {"/e/d": {"value": 2, "unit": "cm"}},
    )
    (thickness,) = columns(made, "_diffrn_detector.layer_thickness")
    assert thickness["kind"] == "source"
    assert thickness["sources"] == [{"file": "given", "path": "/e/d"}]
    assert thickness["functions"] == ["times"]
    assert thickness["units"] == {"from": "centimetres", "to": "millimetres"}
    assert thickness["mapping"].startswith("tiny.yaml:8:")
    assert columns(made, "_diffrn_source.details")[0]["kind"] == "value"
    assert columns(made, "_diffrn_source.facility")[0]["kind"] == "assumption"


def test_point_27_provenance_is_per_binding_never_per_value(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          diffrn_scan_frame:
            rows: [{each: '*', as: s}, {along: $s/n, as: i}]
            items: {frame_number: $i, integration_time: {from: $s/t, unit: s}}
        """,
        {"/e/a/n": 1000, "/e/a/t": 1, "/e/b/n": 500, "/e/b/t": 2},
    )
    found = columns(made, "_diffrn_scan_frame.integration_time")
    assert [(c["rows"], c["sources"][0]["path"]) for c in found] == [
        (1000, "/e/a/t"),
        (500, "/e/b/t"),
    ]


PARAMS = (
    "params:\n  p: {one_of: [keep, reverse, 3], default: keep, because: unknown}\n"
    "  q: {default: null}\n"
    + SOURCE
    + 'items: {_diffrn_source.details: {text: ["{$p}", "{$q}"]}}\n'
)
SOME = {"/e/x": 1}


def test_point_28_defaults_are_assumptions(tmp_path: Path) -> None:
    made = run(tmp_path, PARAMS, SOME)
    assert item(made, "_diffrn_source.details") == "keep"
    assert len(gaps(made, "assumption")) == 1


@pytest.mark.parametrize("value", ["reverse", "3"])
def test_point_28_set_is_no_assumption(tmp_path: Path, value: str) -> None:
    made = run(tmp_path, PARAMS, SOME, settings={"p": value, "q": "more"})
    assert item(made, "_diffrn_source.details") == f"{value}; more"
    assert not gaps(made, "assumption")


def test_point_28_only_known_values_and_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"p cannot be 'other'.*it can be: keep, reverse, 3"):
        run(tmp_path, PARAMS, SOME, settings={"p": "other"})
    with pytest.raises(UsageError, match=r"no parameter z.*it has: p, q"):
        run(tmp_path, PARAMS, SOME, settings={"z": "other"})


def test_point_28_a_list_has_elements(tmp_path: Path) -> None:
    body = "params: {p: {default: [1, 2]}}\n" + SOURCE
    made = run(tmp_path, body + "items: {_diffrn_source.details: {text: '{$p[1]}'}}\n", SOME)
    assert item(made, "_diffrn_source.details") == "2"
