"""Points 1 to 5: records, expressions, steps, names, laziness."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import MappingError

from .support import item, messages, one, run

TREE: dict[str, Any] = {
    "/e:NXentry/det:NXdetector/name": "det one",
    "/e:NXentry/det:NXdetector/size": [3, 5, 7],
    "/e:NXentry/det:NXdetector/size/@units": "mm",
    "/e:NXentry/det:NXdetector/data_1": "first",
    "/e:NXentry/det:NXdetector/data_2": "second",
    "/e:NXentry/which": "data_2",
    "/e:NXentry/broken": {"error": "no such file"},
    "/e:NXentry/list": ["a", "b", "c"],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("det/name", "det one"),
        ("/e/det/name", "det one"),
        ('"*/name"', "det one"),
        ('"*:NXdetector/name"', "det one"),
        ('"*:NXsource/name"', None),
        ('"det/(nothing|data_2)"', "second"),
        ("det/../which", "data_2"),
        ("./which", "data_2"),
        ('"list[0]"', "a"),
        ('"list[-1]"', "c"),
        ('"list[3]"', None),
        ("det/size/@units", "mm"),
        ('"det/{which}"', "second"),
        ("\"*[name = 'det one']/data_1\"", "first"),
        ("\"*[name = 'other']/data_1\"", None),
        ('"//data_2"', "second"),
        ('"*/data_*"', "first"),
    ],
)
def test_point_3_steps(tmp_path: Path, path: str, expected: str | None) -> None:
    assert one(tmp_path, path, TREE) == expected


def test_point_1_function_results_and_table_rows_are_records(tmp_path: Path) -> None:
    rest = "tables:\n  rows_: {rows: det, fields: {label: name, copy: $label}}\n"
    assert one(tmp_path, "$rows_/copy", TREE, rest) == "det one"
    assert one(tmp_path, "class(det)", TREE) == "NXdetector"
    assert one(tmp_path, "ancestor(det/name, 'NXentry')/which", TREE) == "data_2"


def test_point_1_an_unreadable_record_is_a_gap_not_an_exception(tmp_path: Path) -> None:
    made = run(tmp_path, "items: {_diffrn_source.details: [broken, which]}\n", TREE)
    assert item(made, "_diffrn_source.details") == "data_2"


@pytest.mark.parametrize("steps", [1, 3, 50])
def test_point_3_above_the_root_is_nothing(tmp_path: Path, steps: int) -> None:
    assert one(tmp_path, "../" * steps + "which", TREE) is None


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("which = 'data_2'", True),
        ("which != 'data_2'", False),
        ("length(list) = 3", True),
        ("length(list) < 3", False),
        ("length(list) <= 3", True),
        ("length(list) > 2", True),
        ("length(list) >= 4", False),
        ("which ~ '^data_[0-9]$'", True),
        ("which ~ '^[0-9]'", False),
        ("not which = 'x'", True),
        ("not which", False),
        ("list = 'b'", True),
    ],
)
def test_point_2_comparisons(tmp_path: Path, condition: str, holds: bool) -> None:
    found = one(tmp_path, f'{{when: "{condition}", value: yes it is}}', TREE)
    assert (found == "yes it is") is holds


def test_point_4_a_bare_word_is_a_path_and_text_needs_quotes(tmp_path: Path) -> None:
    assert one(tmp_path, "which", TREE) == "data_2"
    assert one(tmp_path, "\"'which'\"", TREE) == "which"


def test_point_4_every_kind_of_name(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        params: {colour: {default: red}}
        let: {place: det}
        tables:
          t: {rows: {each: $place, as: d}, fields: {field: $d/name, again: $field}}
        categories:
          diffrn_source:
            items:
              beamline: $place/name
              current: length($block/list)
              details: {text: ["{$colour}", "{$t/again}"], with: " & "}
        """,
        TREE,
    )
    assert item(made, "_diffrn_source.beamline") == "det one"
    assert item(made, "_diffrn_source.details") == "red & det one"


def test_point_4_unknown_names_are_errors_with_a_place(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: nothing is called \$nowhere"):
        one(tmp_path, "$nowhere/name", TREE)


def test_point_5_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    rest = "let: {a: $b, b: $c, c: which}\n"
    assert one(tmp_path, "$a", TREE, rest) == "data_2"


def test_point_5_what_is_not_asked_for_is_not_evaluated(tmp_path: Path) -> None:
    rest = "let: {a: $a, good: which}\n"  # $a is a cycle, but nobody uses it
    assert one(tmp_path, "$good", TREE, rest) == "data_2"


@pytest.mark.parametrize(
    "rest",
    [
        "let: {a: $b, b: $a}\n",
        "let: {a: $a}\n",
        "let: {a: $t/f}\ntables: {t: {rows: det, fields: {f: $a}}}\n",
        "let: {a: $t/f}\ntables: {t: {rows: det, fields: {f: $g, g: $f}}}\n",
        "let: {a: $t/f}\ntables: {t: {rows: $t, fields: {f: name}}}\n",
        "let: {a: $t/f}\ntables: {t: {rows: det, where: $a, fields: {f: name}}}\n",
    ],
)
def test_point_5_cycles_are_errors_with_a_place(tmp_path: Path, rest: str) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: .*depends on itself"):
        one(tmp_path, "$a", TREE, rest)


def test_point_5_a_value_is_evaluated_once(tmp_path: Path) -> None:
    rest = "let: {a: {from: nowhere, assume: x, because: nobody says}}\n"
    made = run(
        tmp_path,
        rest + "items: {_diffrn_source.details: $a, _diffrn_source.facility: $a}\n",
        TREE,
    )
    assert messages(made, "assumption").count("nobody says") == 1
    assert [f.count for f in made.findings if f.name == "assumption"] == [1]
