"""Points 20 to 22: conditions, the frame, data blocks."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from imgcif_map.errors import MappingError, UsageError
from imgcif_map.sources.given import record_from_given

from .support import SOURCE, column, gaps, item, messages, one, run

GIVEN: dict[str, Any] = {"/e/a": 1, "/e/b": "text", "/e/no": False, "/e/empty": ""}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("[a = 1, b = 'text']", True),
        ("[a = 1, b = 'other']", False),
        ("{any: [a = 2, b = 'text']}", True),
        ("{any: [a = 2, b = 'other']}", False),
        ("{not: a = 1}", False),
        ("{not: [a = 1, a = 2]}", True),
        ("{any: [[a = 1, a = 2], {not: a = 3}]}", True),
        ("a", True),
        ("missing", False),
        ("empty", False),
        ("no", True),  # there is a value, and it is false
        ("no = 'false'", True),
        ("not missing", True),
        ("missing = 1", False),
        ("missing != 1", False),
        ("a = missing", False),
        ("missing < 1", False),
        ("not missing = 1", True),
        ("even(a)", True),
    ],
)
def test_point_20_conditions(tmp_path: Path, condition: str, holds: bool) -> None:
    assert (one(tmp_path, f"{{when: {condition}, value: Y}}", GIVEN) == "Y") is holds


VECTOR = """
categories:
  axis:
    items:
      id: {key: $block, name: V}
      vector[1..3]: {from: v, fn: [unit_vector, to_frame]}
      offset[1..3]: {value: [0, 0, 0]}
"""


def vector(folder: Path, frame: str, v: list[float], **more: Any) -> list[float]:
    made = run(folder, frame + VECTOR, {"/e/v": v, **more})
    found = [item(made, f"_axis.vector[{n}]") for n in (1, 2, 3)]
    return [float(x or "nan") for x in found]


def test_point_21_fixed_frames(tmp_path: Path) -> None:
    frame = "frame: {fixed: [[0, 1, 0], [1, 0, 0], [0, 0, -1]]}\n"
    assert vector(tmp_path, frame, [1, 2, 2]) == pytest.approx([2 / 3, 1 / 3, -2 / 3])


def test_point_21_z_points_to_the_source_and_x_lies_along_the_first_candidate(
    tmp_path: Path,
) -> None:
    frame = "frame: {beam: [0, 0, 1], up: [0, 1, 0], x: [c, d]}\n"
    assert vector(tmp_path, frame, [0, 0, 1], **{"/e/c": [0, 2, 0]}) == pytest.approx([0, 0, -1])
    assert vector(tmp_path, frame, [0, 1, 0], **{"/e/c": [0, 2, 0]}) == pytest.approx([1, 0, 0])
    # The first candidate lies along the beam: the second is taken.
    along = {"/e/c": [0, 0.1, 1], "/e/d": [1, 0, 0]}
    assert vector(tmp_path, frame, [1, 0, 0], **along) == pytest.approx([1, 0, 0])


@pytest.mark.parametrize(
    "frame",
    ["", "frame: {beam: [0, 0, 1], up: missing}\n", "frame: {beam: b, up: [0, 1, 0]}\n"],
)
def test_point_21_an_unknown_frame_is_an_error_only_when_needed(tmp_path: Path, frame: str) -> None:
    assert one(tmp_path, "b", GIVEN, frame) == "text"
    with pytest.raises(MappingError, match="frame"):
        vector(tmp_path, frame, [1, 0, 0])


@pytest.mark.parametrize("beam", ["[0, 0, 0]", "{from: nan}", "{value: [a, b, c]}"])
def test_point_21_a_beam_without_direction_is_an_error(tmp_path: Path, beam: str) -> None:
    frame = f"frame: {{beam: {beam}, up: [0, 1, 0], x: [v]}}\n"
    with pytest.raises(MappingError, match="frame"):
        vector(tmp_path, frame, [1, 0, 0], **{"/e/nan": [float("nan")] * 3})


def test_point_22_one_block_per_match(tmp_path: Path) -> None:
    given = {"/x:NXentry/name": "one", "/y:NXentry/name": "two", "/z:NXroot/name": "no"}
    body = (
        "blocks: {each: '/*:NXentry', name: name}\n"
        + SOURCE
        + "items: {_diffrn_source.details: name}\n"
    )
    made = run(tmp_path, body, given, blocks=False)
    assert [b.name for b in made.document.blocks] == ["one", "two"]
    assert column(made, "_diffrn_source.details", 1) == ["two"]


def test_point_22_block_names_are_legal_and_unique(tmp_path: Path) -> None:
    given = {"/x/n": "a b", "/y/n": "A_b", "/z/other": 1}
    body = (
        "blocks: {each: '/*', name: n}\n" + SOURCE + "items: {_diffrn_source.details: {value: v}}\n"
    )
    made = run(tmp_path, body, given, blocks=False)
    assert [b.name for b in made.document.blocks] == ["a_b", "A_b_2", "z"]


def test_point_22_no_match_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to describe"):
        run(tmp_path, "blocks: {each: '/*:NXentry'}\n" + SOURCE, GIVEN, blocks=False)


def test_point_22_entries_of_several_files_are_scans_of_one_block(tmp_path: Path) -> None:
    roots = [
        record_from_given({"/e/sample": "S", "/e/n": n}, {"file": f"{name}.h5"})
        for name, n in (("one", 2), ("two", 3))
    ]
    roots.append(record_from_given({"/e/sample": "T", "/e/n": 1}, {"file": "other.h5"}))
    body = """
    blocks: {each: "groups(/*, 'sample')", name: "member[0]/sample"}
    tables: {scans: {rows: member, fields: {n: n, file: stem(.)}}}
    categories:
      diffrn: {items: {id: {key: $block, name: "{$data_block}"}}}
      diffrn_scan: {rows: $scans, items: {id: {key: ., name: "{file}"}, frames: n}}
    """
    made = run(tmp_path, textwrap.dedent(body), roots, blocks=False)
    assert [b.name for b in made.document.blocks] == ["S", "T"]
    assert column(made, "_diffrn_scan.id") == ["one", "two"]
    assert column(made, "_diffrn_scan.frames") == ["2", "3"]
    assert column(made, "_diffrn_scan.id", 1) == ["other"]
    assert not gaps(made, "conflict"), messages(made)


def test_point_22_gaps_name_their_block(tmp_path: Path) -> None:
    given = {"/x/n": {"error": "gone"}, "/y/n": "fine"}
    made = run(tmp_path, SOURCE + "items: {_diffrn_source.details: {text: 'a {n}'}}\n", given)
    assert [f.location.block for f in gaps(made, "unreadable")] == ["x"]


def test_point_22_what_fills_a_set_category_must_be_single(tmp_path: Path) -> None:
    body = """
    categories:
      diffrn_source:
        rows: "*"
        items: {facility: .}
    """
    made = run(tmp_path, body, {"/e/one": "Here", "/e/two": "There"})
    assert column(made, "_diffrn_source.facility") == ["Here"]
    assert gaps(made, "conflict")
    assert "Set category" in messages(made)
