"""Points 16 to 19: categories and parts, keys and references, legal ids, nulls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.keys import KeyRegistry, all_legal, legal_word

from .support import column, gaps, item, messages, run


def axes(*names: str) -> dict[str, Any]:
    given: dict[str, Any] = {"/e/marker": 1}
    for number, name in enumerate(names):
        given[f"/e/axes/a{number}/name"] = name
        given[f"/e/axes/a{number}/type"] = "rotation"
        given[f"/e/axes/a{number}/n"] = number
    return given


AXES = """
categories:
  axis:
    rows: axes/*
    items: {id: {key: ., name: "{name}"}, type: type}
"""


def test_point_16_parts_are_united_and_holes_are_dots(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          axis:
            parts:
              one: {rows: axes/*, items: {id: {key: ., name: "{name}"}, type: type}}
              two: {like: one, items: {id: {key: ., role: b, name: "{name}_b"}, type: null,
                                       equipment: {value: detector}}}
              three: {items: {id: {key: $block, name: GRAVITY}, equipment: {value: gravity}}}
        """,
        axes("phi"),
    )
    assert column(made, "_axis.id") == ["phi", "phi_b", "GRAVITY"]
    assert column(made, "_axis.type") == ["rotation", None, None]
    assert column(made, "_axis.equipment") == [None, "detector", "gravity"]


def test_point_16_leaves_at_the_top_level_extend_a_category(tmp_path: Path) -> None:
    made = run(tmp_path, AXES + "items: {_axis.equipment: {value: detector}}\n", axes("phi"))
    assert column(made, "_axis.equipment") == ["detector"]


def test_point_16_an_item_that_no_dictionary_knows_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"tiny\.yaml:\d+:\d+: .*not in the dictionary"):
        run(tmp_path, "categories: {axis: {items: {colour: {value: red}}}}\n", axes("phi"))


def test_point_17_references_follow_the_dictionary(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        AXES
        + """
  diffrn_measurement: {items: {id: {key: $block, name: goniometer}}}
  diffrn_measurement_axis: {rows: axes/*, items: {axis_id: {ref: .}}}
""",
        axes("phi", "chi"),
    )
    assert column(made, "_diffrn_measurement_axis.axis_id") == ["phi", "chi"]
    # A key item that links to a one-row category fills itself.
    assert column(made, "_diffrn_measurement_axis.measurement_id") == ["goniometer"] * 2


def test_point_17_roles_keep_ids_apart(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          axis:
            parts:
              slow: {rows: axes/*, items: {id: {key: ., role: slow, name: "{name}_s"}}}
              fast: {rows: axes/*, items: {id: {key: ., role: fast, name: "{name}_f"},
                                           depends_on: {ref: ., role: slow}}}
        """,
        axes("m"),
    )
    assert column(made, "_axis.id") == ["m_s", "m_f"]
    assert column(made, "_axis.depends_on") == [None, "m_s"]


FRAMES = """
categories:
  diffrn_scan:
    rows: scans/*
    items:
      id: {key: ., name: "{name(.)}"}
      frame_id_start: {ref: [., 1]}
      frame_id_end: {ref: [., -1]}
  diffrn_data_frame:
    rows: [{each: scans/*, as: s}, {along: $s/n, as: i}]
    items: {id: {key: [$s, $i], name: "{name($s)}.{$i:03}"}}
  diffrn_scan_frame:
    rows: [{each: scans/*, as: s}, {along: $s/m, as: i}]
    items: {frame_id: {ref: [$s, $i]}, scan_id: {ref: $s}, frame_number: $i}
"""


def test_point_17_references_select_rows_of_an_along(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        FRAMES,
        {"/e/scans/A/n": 3, "/e/scans/A/m": 2, "/e/scans/B/n": 1, "/e/scans/B/m": 1},
    )
    assert column(made, "_diffrn_data_frame.id") == ["A.001", "A.002", "A.003", "B.001"]
    assert column(made, "_diffrn_scan.frame_id_end") == ["A.003", "B.001"]
    assert column(made, "_diffrn_scan_frame.frame_id") == ["A.001", "A.002", "B.001"]
    assert column(made, "_diffrn_scan_frame.scan_id") == ["A", "A", "B"]


def test_point_18_references_beyond_the_rows_dangle(tmp_path: Path) -> None:
    made = run(tmp_path, FRAMES, {"/e/scans/A/n": 2, "/e/scans/A/m": 3})
    assert column(made, "_diffrn_scan_frame.frame_id") in (None, ["?"] * 3)
    assert "row 3 of _diffrn_data_frame.id, which has 2" in messages(made, "conflict")


def test_point_18_references_into_no_rows_at_all_dangle(tmp_path: Path) -> None:
    made = run(tmp_path, FRAMES, {"/e/scans/A/n": 0, "/e/scans/A/m": 0})
    assert column(made, "_diffrn_scan.id") == ["A"]
    assert column(made, "_diffrn_scan.frame_id_start") in (None, ["?"])
    assert gaps(made, "conflict")


def test_point_18_a_dangling_reference_is_a_gap_and_a_question_mark(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          axis:
            rows: axes/*
            items: {id: {key: ., name: "{name}"}, depends_on: {ref: [{from: /e/marker/.}]}}
          diffrn_scan_axis:
            rows: axes/*
            items: {axis_id: {ref: ..}, angle_start: {from: n, unit: deg}}
        """,
        axes("phi"),
    )
    assert column(made, "_diffrn_scan_axis.axis_id") in (None, ["?"])
    assert "_diffrn_scan_axis.axis_id refers to something" in messages(made, "conflict")


@pytest.mark.parametrize(
    ("wishes", "ids"),
    [
        (["phi scan", "chi#1"], ["phi_scan", "chi_1"]),
        (["a[1]", "ä"], ["a(1)", "unnamed"]),
        (["", "x"], ["?", "x"]),
        (["_x_", "."], ["x", "unnamed"]),
    ],
)
def test_point_18_ids_become_legal(tmp_path: Path, wishes: list[str], ids: list[str]) -> None:
    made = run(tmp_path, AXES, axes(*wishes))
    assert column(made, "_axis.id") == ids


def test_point_18_equal_rows_become_one_for_all_their_objects(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        AXES
        + "  diffrn_scan_axis:\n    rows: axes/*\n"
        + "    items: {axis_id: {ref: .}, angle_start: {from: n, unit: deg}}\n",
        axes("phi", "phi", "chi"),
    )
    assert column(made, "_axis.id") == ["phi", "chi"]
    assert column(made, "_diffrn_scan_axis.axis_id") == ["phi", "phi", "chi"]


def test_point_18_rows_that_only_refer_are_not_doubled_either(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        AXES + "  diffrn_measurement_axis: {rows: axes/*, items: {axis_id: {ref: .}}}\n",
        axes("phi", "phi", "chi"),
    )
    assert column(made, "_diffrn_measurement_axis.axis_id") == ["phi", "chi"]


def test_point_18_same_id_other_content_gets_a_number(tmp_path: Path) -> None:
    body = AXES.replace("type: type}", 'type: type, equipment_component: {text: "c{n}"}}')
    made = run(tmp_path, body, axes("phi", "PHI", "phi_2"))
    assert column(made, "_axis.id") == ["phi", "PHI_2", "phi_2_2"]


@drawn(st.lists(st.text(max_size=6), min_size=1, max_size=8))
def test_point_18_law_ids_are_unique_and_legal_for_any_texts(texts: list[str]) -> None:
    registry = KeyRegistry()
    entries = [
        registry.register("_axis.id", "", (n,), legal_word(text)) for n, text in enumerate(texts)
    ]
    frames = registry.register("_axis.id", "", ("along",), [legal_word(t) for t in texts])
    registry.finish()
    ids = [entry.final for entry in entries] + frames.final.tolist()
    assert len({i.casefold() for i in ids}) == len(ids)
    assert all(legal_word(i) == i for i in ids)
    assert [e.final for e in entries][:1] == [legal_word(texts[0])]


@drawn(st.lists(st.text(alphabet="a_.é \n[]", max_size=4), max_size=5))
def test_point_18_law_legal_all_at_once_is_legal_one_by_one(texts: list[str]) -> None:
    if texts:
        assert all_legal(texts) is all(legal_word(text) == text for text in texts)


@drawn(st.text())
def test_point_18_law_a_legal_word_stays(text: str) -> None:
    assert legal_word(legal_word(text)) == legal_word(text)


@pytest.mark.parametrize("wishes", [["a b", "c"], ["ok", "not ok", "ok too"], ["x", "X", "x"]])
def test_point_18_ids_along_are_legal_and_unique_too(tmp_path: Path, wishes: list[str]) -> None:
    made = run(
        tmp_path,
        """
        categories:
          diffrn_data_frame:
            rows: {along: length(w), as: i}
            items: {id: {key: [$block, $i], name: "{w}"}}
        """,
        {"/e/w": wishes},
    )
    found = column(made, "_diffrn_data_frame.id")
    assert found is not None
    assert len({str(f).casefold() for f in found}) == len(wishes)
    assert all(legal_word(str(f)) == f for f in found)


def test_point_18_an_id_without_its_row_number_gets_one(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          diffrn_data_frame:
            rows: {along: n, as: i}
            items: {id: {key: [$block, $i], name: frame}}
        """,
        {"/e/n": 3},
    )
    found = column(made, "_diffrn_data_frame.id")
    assert found is not None
    assert len(set(found)) == 3


def test_point_19_nulls(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """
        categories:
          axis:
            rows: axes/*
            items:
              id: {key: ., name: "{name}"}
              type: {when: "n = 0", from: type}
              equipment: [{when: "n = 0", value: detector}, {when: "n = 1", from: missing}]
              system: missing
              depends_on: {ref: missing}
              equipment_component: null
        """,
        axes("phi", "chi", "psi"),
    )
    assert column(made, "_axis.type") == ["rotation", None, None]  # when is false: "."
    assert column(made, "_axis.equipment") == ["detector", "?", None]  # sought: "?"
    assert column(made, "_axis.system") is None  # empty columns are dropped
    assert column(made, "_axis.depends_on") is None
    assert column(made, "_axis.equipment_component") is None


def test_point_19_what_was_sought_says_where(tmp_path: Path) -> None:
    made = run(tmp_path, AXES.replace("type: type", "type: [nowhere, '@gone']"), axes("phi"))
    assert made.looked("_axis.type") == ("/e/axes/a0/nowhere", "/e/axes/a0/@gone")
    assert column(made, "_axis.type") is None


def test_point_19_a_category_without_a_value_of_its_own_is_left_out(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        AXES
        + "  diffrn_source: {items: {details: missing}}\n"
        + "  diffrn: {items: {id: {key: $block, name: X}}}\n",
        axes("phi"),
    )
    assert item(made, "_diffrn_source.details") is None
    assert item(made, "_diffrn.id") == "X"


def test_point_14_law_templates_along_equal_row_by_row_formatting(tmp_path: Path) -> None:
    numbers = np.array([0, 7, -3, 123456, 99999999])
    for spec in ("", ":06", ":.2f"):
        made = run(
            tmp_path,
            "categories: {diffrn_source: {rows: {along: length(v), as: i}, items: {details:"
            f" {{text: 'n{{{{{{v{spec}}}}}}} {{$i}}'}}}}}}}}\n",
            {"/e/v": numbers.tolist()},
        )
        wanted = []
        for row, number in enumerate(numbers.tolist(), start=1):
            value = float(number) if "." in spec else number
            wanted.append(f"n{{{format(value, spec[1:])}}} {row}")
        assert column(made, "_diffrn_source.details") == wanted
