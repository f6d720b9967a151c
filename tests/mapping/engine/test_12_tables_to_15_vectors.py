"""Points 12 to 15: tables, rows, along, vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import MappingError

from .support import FRAME, column, gaps, item, messages, one, run

GIVEN: dict[str, Any] = {
    "/e/a:NXdetector/x": 1,
    "/e/a:NXdetector/label": "first",
    "/e/b:NXdetector/x": 2,
    "/e/b:NXdetector/label": "second",
    "/e/again": {"link": "/e/a"},
    "/e/many": [10, 20, 30],
    "/e/words": ["u", "v", "w"],
    "/e/two": [1, 2],
    "/e/n": 3,
}


def frames(folder: Path, items: str, rows: str = "{along: n, as: i}", rest: str = "") -> Any:
    body = f"{rest}categories:\n  diffrn_scan_frame:\n    rows: {rows}\n    items: {items}\n"
    return run(folder, body, GIVEN)


def test_point_12_rows_fields_where_and_siblings(tmp_path: Path) -> None:
    rest = "tables: {t: {rows: '*:NXdetector', where: h > 1, fields: {f: label, g: $f, h: x}}}\n"
    assert one(tmp_path, "{text: '{$t/f} {$t/g} {count($t)}'}", GIVEN, rest) == "second second 1"


def test_point_12_entries_make_rows_and_correct_rows_of_that_name(tmp_path: Path) -> None:
    rest = (
        "tables:\n  t:\n    rows: '*:NXdetector'\n"
        "    fields: {name: name(.), f: label}\n"
        "    entries: {b: {f: corrected}, c: {f: {from: n}}}\n"
    )
    made = run(
        tmp_path,
        rest
        + "categories: {diffrn_scan_collection: {rows: $t, items: {details: f, type: name}}}\n",
        GIVEN,
    )
    assert column(made, "_diffrn_scan_collection.details") == ["first", "corrected", "3"]


def test_point_12_rows_keep_the_identity_of_their_record(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        tables: {t: {rows: '*:NXdetector', fields: {}}}
        categories:
          array_structure: {rows: $t, items: {id: {key: ., name: "{name(.)}"}}}
          array_intensities: {rows: '*:NXdetector', items: {array_id: {ref: .}, gain: x}}
        """,
        GIVEN,
    )
    assert column(made, "_array_intensities.array_id") == ["a", "b"]


def test_point_13_each_concatenates_without_doubles_by_identity(tmp_path: Path) -> None:
    rest = "tables: {t: {rows: {each: [again, b, a, '*:NXdetector']}, fields: {f: label}}}\n"
    made = run(
        tmp_path,
        rest + "categories: {diffrn_scan_collection: {rows: $t, items: {details: f}}}\n",
        GIVEN,
    )
    assert column(made, "_diffrn_scan_collection.details") == ["first", "second"]


def test_point_13_zip_broadcasts_scalars(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        tables: {t: {rows: {zip: {w: words, m: many, n: n, no: missing}}, fields: {}}}
        categories:
          diffrn_scan_collection: {rows: {zip: {w: words, m: many, n: n, no: missing}},
                          items: {details: w, type: n, translation_width: no}}
        """,
        GIVEN,
    )
    assert column(made, "_diffrn_scan_collection.details") == ["u", "v", "w"]
    assert column(made, "_diffrn_scan_collection.translation_width") is None


def test_point_13_zip_of_different_lengths_is_a_conflict(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "categories: {diffrn_scan_collection: {rows: {zip: {w: words, t: two}},"
        " items: {details: w}}}\n",
        GIVEN,
    )
    assert column(made, "_diffrn_scan_collection.details") == ["u", "v"]
    assert "different lengths" in messages(made, "conflict")


def test_point_13_lists_nest_outer_first(tmp_path: Path) -> None:
    rows = "[{each: '*:NXdetector', as: d}, {zip: {w: /e/words}, as: z}]"
    made = run(
        tmp_path,
        "categories:\n  diffrn_scan_collection:\n    rows: " + rows + "\n"
        "    items: {details: {text: '{$d/label} {$z/w} {w} {position()}'}}\n",
        GIVEN,
    )
    found = column(made, "_diffrn_scan_collection.details")
    assert found is not None
    assert found[0] == "first u u 1"
    assert found[3] == "second u u 4"
    assert len(found) == 6


def test_point_14_along_gives_n_values_or_broadcasts(tmp_path: Path) -> None:
    made = frames(
        tmp_path,
        "{frame_number: $i, integration_time: {from: many, unit: s}, date: {value: '2001-01-01'}}",
    )
    assert column(made, "_diffrn_scan_frame.frame_number") == ["1", "2", "3"]
    assert column(made, "_diffrn_scan_frame.integration_time") == ["10", "20", "30"]
    assert column(made, "_diffrn_scan_frame.date") == ["2001-01-01"] * 3


def test_point_14_another_length_is_a_conflict(tmp_path: Path) -> None:
    made = frames(tmp_path, "{frame_number: $i, integration_time: {from: two, unit: s}}")
    assert column(made, "_diffrn_scan_frame.frame_number") == ["1", "2", "3"]
    assert column(made, "_diffrn_scan_frame.integration_time") in (None, ["?"] * 3)
    assert "2 values for 3 rows" in messages(made, "conflict")


def test_point_14_text_along_is_one_text_per_row(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "categories: {diffrn_scan_collection: {rows: {along: n, as: i},"
        " items: {details: {text: ['{$i:03} of {n}', '{words}', '{missing}'], with: ' '}}}}\n",
        GIVEN,
    )
    found = column(made, "_diffrn_scan_collection.details")
    assert found == ["001 of 3 u", "002 of 3 v", "003 of 3 w"]


def test_point_14_no_rows_and_one_row(tmp_path: Path) -> None:
    none = frames(tmp_path, "{frame_number: $i}", "{along: missing, as: i}")
    assert column(none, "_diffrn_scan_frame.frame_number") is None
    zero = frames(tmp_path, "{frame_number: $i}", "{along: count(missing), as: i}")
    assert column(zero, "_diffrn_scan_frame.frame_number") is None
    one_row = frames(tmp_path, "{frame_number: $i}", "{along: 'length(n)', as: i}")
    assert column(one_row, "_diffrn_scan_frame.frame_number") == ["1"]


def test_point_14_along_is_evaluated_once_per_outer_binding(tmp_path: Path) -> None:
    made = frames(
        tmp_path,
        "{frame_number: $i, date: {from: missing, assume: '2001-01-01', because: counted}}",
        "[{each: '*:NXdetector', as: d}, {along: /e/n, as: i}]",
    )
    assert column(made, "_diffrn_scan_frame.frame_number") == ["1", "2", "3"] * 2
    assert [f.count for f in gaps(made, "assumption")] == [2]


def test_point_14_along_is_innermost(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+"):
        frames(tmp_path, "{frame_number: $i}", "[{along: n, as: i}, {each: '*:NXdetector'}]")
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+"):
        frames(tmp_path, "{frame_number: $i}", "[{along: n, as: i}, {along: n, as: j}]")


AXIS = """
categories:
  axis:
    rows: axis
    items:
      id: {key: ., name: "{name(.)}"}
      vector[1..3]: %s
      offset[1..3]: {value: [0, 0, 0]}
"""


def test_point_15_vectors_come_all_three_or_none(tmp_path: Path) -> None:
    given = {"/e/axis/v": [0, 0, 2], "/e/axis/w": [1, 2], "/e/axis/s": 4}
    made = run(tmp_path, FRAME + AXIS % "{from: v, fn: unit_vector}", given)
    assert [item(made, f"_axis.vector[{n}]") for n in (1, 2, 3)] == ["0.0", "0.0", "1.0"]
    for odd in ("w", "s"):
        made = run(tmp_path, FRAME + AXIS % odd, given)
        assert [item(made, f"_axis.vector[{n}]") for n in (1, 2, 3)] == [None] * 3
        assert "3 are expected" in messages(made, "conflict")
    made = run(tmp_path, FRAME + AXIS % "missing", given)
    assert [item(made, f"_axis.vector[{n}]") for n in (1, 2, 3)] == [None] * 3


def test_point_15_columns_of_vectors(tmp_path: Path) -> None:
    given = {"/e/v": [[1, 2, 3], [4, 5, 6]]}
    body = """
    categories:
      axis:
        rows: {along: length(v), as: i}
        items:
          id: {key: [$block, $i], name: "A{$i}"}
          vector[1..3]: v
    """
    made = run(tmp_path, body, given)
    assert column(made, "_axis.vector[2]") == ["2", "5"]
