"""Data blocks of one conversion are one data set: an id means the same in all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.mapping.engine.apart import Earlier, keep_apart
from imgcif_map.mapping.engine.keys import KeyCell, KeyRegistry
from imgcif_map.mapping.engine.rowcells import Row
from imgcif_map.validator import validate

from .support import column, run

BODY = """
blocks: {each: /d/*}
categories:
  diffrn_detector: {items: {id: {key: $block, name: det}, make: make}}
  diffrn_detector_element:
    items:
      id: {key: $block, role: e, name: element}
      detector_id: {ref: $block, to: diffrn_detector.id}
  array_structure:
    items:
      id: {key: $block, role: a, name: A}
      encoding_type: {value: unsigned 8-bit integer}
  array_data:
    rows: {along: n, as: i}
    items:
      array_id: {ref: $block, role: a, to: array_structure.id}
      binary_id: {key: [$block, $i], name: "{running()}"}
"""


def two(first: str, second: str, numbers: tuple[int, int] = (2, 3)):
    return {
        "/d/x/make": first,
        "/d/x/n": numbers[0],
        "/d/y/make": second,
        "/d/y/n": numbers[1],
    }


def test_equal_rows_share_an_id(tmp_path: Path) -> None:
    made = run(tmp_path, BODY, two("M", "M"), blocks=False)
    for block in (0, 1):
        assert column(made, "_diffrn_detector.id", block) == ["det"]
        assert column(made, "_diffrn_detector_element.id", block) == ["element"]


def test_other_rows_get_ids_of_their_own_and_so_does_what_refers_to_them(tmp_path: Path) -> None:
    made = run(tmp_path, BODY, two("M", "N"), blocks=False)
    assert column(made, "_diffrn_detector.id", 0) == ["det"]
    assert column(made, "_diffrn_detector.id", 1) == ["det_2"]
    assert column(made, "_diffrn_detector_element.detector_id", 1) == ["det_2"]
    assert column(made, "_diffrn_detector_element.id", 1) == ["element_2"]


def test_numbers_go_on(tmp_path: Path) -> None:
    made = run(tmp_path, BODY, two("M", "N"), blocks=False)
    assert column(made, "_array_data.binary_id", 0) == ["1", "2"]
    assert column(made, "_array_data.binary_id", 1) == ["3", "4", "5"]
    report = validate(made.document)
    assert [f.code for file in report.files for f in file.findings if f.code == "DDL035"] == []


def test_a_single_block_is_as_it_was(tmp_path: Path) -> None:
    made = run(tmp_path, BODY, {"/d/x/make": "M", "/d/x/n": 2}, blocks=False)
    assert column(made, "_diffrn_detector.id") == ["det"]
    assert column(made, "_array_data.binary_id") == ["1", "2"]


@given(
    st.lists(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2)), max_size=4), max_size=4)
)
def test_law_an_id_never_means_two_things(blocks: list[list[tuple[str, int]]]) -> None:
    earlier: dict[str, Earlier] = {}
    meanings: dict[str, int] = {}
    for block in blocks:
        registry = KeyRegistry()
        rows = []
        for number, (wish, content) in enumerate(block):
            entry = registry.register("_axis.id", "", (number,), wish)
            entry.content = (content,)
            rows.append(Row("", None, {"id": KeyCell(entry), "type": content}, (entry,)))
        registry.finish()
        keep_apart({"axis": rows}, lambda name: ["id"], earlier)
        for row, (_, content) in zip(rows, block, strict=True):
            word = row.cells["id"].resolve()
            assert meanings.setdefault(word.casefold(), content) == content


@pytest.mark.parametrize("count", [1, 3])
def test_texts_of_frames_get_one_suffix(count: int) -> None:
    earlier: dict[str, Earlier] = {}
    found = []
    for _ in range(2):
        registry = KeyRegistry()
        wish = [f"F{n}" for n in range(count)]
        entry = registry.register("_diffrn_data_frame.id", "", ("along",), wish)
        registry.finish()
        row = Row("", count, {"id": KeyCell(entry)}, (entry,))
        keep_apart({"diffrn_data_frame": [row]}, lambda name: ["id"], earlier)
        found.append(np.asarray(row.cells["id"].resolve()).tolist())
    assert found[1] == [f"{text}_2" for text in found[0]]
