"""How forms, formats and overlays become one mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.compose import compose, ordered
from imgcif_map.mapping.model import Mapping, Value
from tests.mapping.loading.files import load, mapping

FORM = """\
abstract: true
params: {p: {default: 1, one_of: [1, 2]}, q: {default: null}}
frame: {beam: null, up: null, x: [$axes], min_angle: 20}
let: {first: null, second: b}
tables:
  axes:
    rows: null
    fields: {name: name, vector: null}
    entries: {omega: {vector: [1, 0, 0], turn: Turn}, phi: {vector: [0, 1, 0]}}
categories:
  diffrn_source: {items: {facility: a, beamline: b}}
  axis:
    parts:
      one: {rows: $axes, items: {id: id, type: type}}
      two: {like: one, items: {type: {value: general}}}
checks: [{name: form, compare: [a, b]}]
"""


def literal(value: Value) -> object:
    return value.picks[0].literal


def text(value: Value) -> str:
    return value.text


def test_leaves_are_replaced_by_name_and_keep_their_order(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "extends: x0\nlet: {third: c, first: d}\n")
    assert [(name, text(value)) for name, value in made.lets.items()] == [
        ("first", "d"), ("second", "b"), ("third", "c"),
    ]  # fmt: skip


def test_null_on_a_leaf_says_nothing(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "let: {second: null}\n")
    assert made.lets["second"].picks == ()


def test_entries_are_replaced_by_cell(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "tables: {axes: {entries: {omega: {vector: [0, 0, 1]}}}}\n")
    entries = made.tables["axes"].entries
    assert literal(entries["omega"]["vector"]) == [0, 0, 1]
    assert literal(entries["omega"]["turn"]) == "Turn"
    assert literal(entries["phi"]["vector"]) == [0, 1, 0]


def test_null_removes_cells_and_rows(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "tables: {axes: {entries: {omega: {turn: null}, phi: null}}}\n")
    entries = made.tables["axes"].entries
    assert {row: set(cells) for row, cells in entries.items()} == {"omega": {"vector"}}


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("categories: {axis: {parts: {two: null}}}\n", "part"),
        ("categories: {axis: null}\n", "category"),
        ("tables: {axes: null}\n", "table"),
        ("params: {p: null}\n", "param"),
    ],
)
def test_null_removes(body: str, gone: str, tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, body)
    there = {
        "category": "axis" in made.categories,
        "part": "axis" in made.categories and len(made.categories["axis"].parts) == 2,
        "table": "axes" in made.tables,
        "param": "p" in made.params,
    }
    assert not there[gone]
    assert there["category"] or gone == "category"


@pytest.mark.parametrize(
    "body", ["categories: {axes: null}\n", "tables: {axis: null}\n", "params: {r: null}\n"]
)
def test_null_on_nothing_is_a_mistake(body: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="that null could remove"):
        mapping(tmp_path, FORM, body)


def test_params_and_frame_merge_by_key(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "params: {p: {default: 2}}\nframe: {beam: [0, 0, 1]}\n")
    assert (made.params["p"].default, made.params["p"].one_of) == (2, (1, 2))
    assert made.frame.beam is not None
    assert literal(made.frame.beam) == [0, 0, 1]
    assert (made.frame.min_angle, len(made.frame.x)) == (20, 1)


def test_lists_append(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "checks: [{name: format, compare: [a, b]}]\n")
    assert [check.name for check in made.checks] == ["form", "format"]


def test_like_takes_rows_and_items(tmp_path: Path) -> None:
    one, two = mapping(tmp_path, FORM).categories["axis"].parts
    assert two.rows == one.rows
    assert list(two.items) == ["id", "type"]
    assert literal(two.items["type"]) == "general"


def test_like_sees_what_an_overlay_changes(tmp_path: Path) -> None:
    body = "categories: {axis: {parts: {one: {items: {id: other}}}}}\n"
    _, two = mapping(tmp_path, FORM, body).categories["axis"].parts
    assert text(two.items["id"]) == "other"


def test_items_override_the_leaf_of_the_form(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "items: {_diffrn_source.facility: c}\n")
    (part,) = made.categories["diffrn_source"].parts
    assert {key: text(value) for key, value in part.items.items()} == {
        "facility": "c", "beamline": "b",
    }  # fmt: skip


def test_items_go_to_every_part(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, 'items: {"_axis.vector[1..3]": v}\n')
    assert [text(part.items["vector[1..3]"]) for part in made.categories["axis"].parts] == ["v"] * 2


def test_items_of_a_new_category_make_one_row(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "items: {_Cell.volume: v, _cell.z: w}\n")
    (part,) = made.categories["cell"].parts
    assert (part.name, part.rows, list(part.items)) == ("", None, ["volume", "z"])


def test_a_later_category_leaf_overrides_an_earlier_item(tmp_path: Path) -> None:
    made = mapping(
        tmp_path,
        FORM,
        "items: {_diffrn_source.facility: c}\n",
        "when: a\ncategories: {diffrn_source: {items: {facility: d}}}\n",
    )
    assert text(made.categories["diffrn_source"].parts[0].items["facility"]) == "d"


def test_the_same_item_in_two_ways_in_one_file(tmp_path: Path) -> None:
    body = "items: {_cell.volume: a}\ncategories: {cell: {items: {volume: b}}}\n"
    with pytest.raises(MappingError, match="under items: and under categories:") as caught:
        mapping(tmp_path, body)
    assert caught.value.place == Place(str(tmp_path / "x0.yaml"), 3, 9)


def test_items_beside_parts_go_to_all_of_them(tmp_path: Path) -> None:
    made = mapping(tmp_path, FORM, "categories: {axis: {items: {system: s}}}\n")
    assert [text(part.items["system"]) for part in made.categories["axis"].parts] == ["s", "s"]


def overlays(folder: Path, *bodies: str) -> Mapping:
    form = load(folder, FORM, "form")
    more = [load(folder, f"when: a\n{body}", f"o{n}") for n, body in enumerate(bodies)]
    return compose([*reversed(more), form])


def test_overlays_apply_by_priority(tmp_path: Path) -> None:
    made = overlays(tmp_path, "priority: 2\nlet: {first: a}\n", "priority: 1\nlet: {first: b}\n")
    assert text(made.lets["first"]) == "a"
    assert made.files == ("form", "o1", "o0")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("let: {first: a}\n", "let: {first: b}\n"),
        ("let: {first: {value: 1}}\n", "let: {first: {value: true}}\n"),
        ("items: {_cell.z: a}\n", "items: {_cell.z: b}\n"),
        ("items: {_axis.type: a}\n", "categories: {axis: {parts: {one: {items: {type: b}}}}}\n"),
        (
            "tables: {axes: {entries: {omega: {vector: [1, 0, 0]}}}}\n",
            "tables: {axes: {entries: {omega: {vector: [0, 1, 0]}}}}\n",
        ),
    ],
)
def test_equal_priority_and_other_values_are_an_error(one: str, other: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="both with priority 0") as caught:
        overlays(tmp_path, one, other)
    message = str(caught.value)
    assert "o0.yaml:4:" in message
    assert "o1.yaml:4:" in message
    assert "priority" in message


def test_equal_priority_and_equal_values_are_fine(tmp_path: Path) -> None:
    made = overlays(tmp_path, "let: {first: a}\n", "let: {first: a}\n")
    assert text(made.lets["first"]) == "a"


def test_different_cells_do_not_conflict(tmp_path: Path) -> None:
    made = overlays(
        tmp_path,
        "tables: {axes: {entries: {omega: {vector: [0, 0, 1]}}}}\n",
        "tables: {axes: {entries: {omega: {turn: Other}}}}\n",
    )
    omega = made.tables["axes"].entries["omega"]
    assert (literal(omega["vector"]), literal(omega["turn"])) == ([0, 0, 1], "Other")


def test_extra_files_come_last_and_never_conflict(tmp_path: Path) -> None:
    form = load(tmp_path, FORM, "form")
    overlay = load(tmp_path, "when: a\npriority: 9\nlet: {first: a}\n", "overlay")
    instrument = load(tmp_path, "extends: form\nlet: {first: b}\n", "instrument")
    made = compose([form, overlay], extra=[instrument])
    assert text(made.lets["first"]) == "b"
    assert made.files[-1] == "instrument"
    assert made.id == "form"


def test_the_mapping_is_called_after_its_format(tmp_path: Path) -> None:
    form = load(tmp_path, "abstract: true\ntitle: form\n", "form")
    head = "extends: form\nversion: 1.2.0\ntitle: format\n"
    head += "source: {format: nexus, scans: {same: [A]}}\n"
    kind = load(tmp_path, head, "kind")
    overlay = load(tmp_path, "when: a\ntitle: overlay\n", "overlay")
    made = compose([overlay, kind, form])
    assert (made.id, made.title, made.version) == ("kind", "format", "1.2.0")
    assert (made.source_format, made.source_options) == ("nexus", {"scans": {"same": ["A"]}})
    assert [file.id for file in ordered([overlay, kind, form, kind])] == ["form", "kind", "overlay"]


def test_lookups_are_shared_and_merge_by_key(tmp_path: Path) -> None:
    made = mapping(
        tmp_path,
        "lookups: {kinds: {A: 1, B: 2}}\nlet: {v: {from: a, lookup: kinds}}\n",
        "lookups: {kinds: {B: 3, C: 4}}\n",
    )
    lookup = made.lets["v"].picks[0].lookup
    assert lookup is not None
    assert lookup.table == {"a": 1, "b": 3, "c": 4}


def test_no_source_as_list_and_as_mapping(tmp_path: Path) -> None:
    made = mapping(tmp_path, "no_source: [_cell.z]\n", "no_source: {_cell.volume: never written}\n")
    assert [(entry.name, entry.because) for entry in made.no_source] == [
        ("_cell.z", ""), ("_cell.volume", "never written"),
    ]  # fmt: skip
