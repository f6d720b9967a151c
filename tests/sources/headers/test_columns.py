from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.headers.columns import add_columns
from imgcif_map.sources.headers.facts import Fact, Header, decoded, key_name, number
from imgcif_map.sources.record import Record, TreeRecord


def table(*files: list[Fact]) -> TreeRecord:
    scan = TreeRecord("SCAN1")
    add_columns(
        scan, [Header(f"f{i}", tuple((f,) for f in facts)) for i, facts in enumerate(files)]
    )
    return scan


def leaf(scan: TreeRecord, key: str) -> Record:
    at: Record = scan
    for step in key.split("/"):
        found = at.child(step)
        assert found is not None
        at = found
    return at


def test_constant_keys_are_one_value_and_others_a_column() -> None:
    scan = table([Fact("D", 0.2, "m"), Fact("O", 0)], [Fact("D", 0.2, "m"), Fact("O", 0.5)])
    assert (leaf(scan, "D").read(), leaf(scan, "D").unit) == (0.2, "m")
    assert leaf(scan, "O").read().tolist() == [0.0, 0.5]


def test_nulls_in_a_table_do_not_make_it_differ() -> None:
    offsets = [float("nan"), 2.0]
    same = table([Fact("o", offsets), Fact("a", 1)], [Fact("o", list(offsets)), Fact("b", 1)])
    assert leaf(same, "o").read().shape == (2,)
    other = table([Fact("o", offsets), Fact("a", 1)], [Fact("o", [1.0, 2.0]), Fact("b", 1)])
    assert leaf(other, "o").read().shape == (2, 2)


def test_whole_numbers_stay_whole() -> None:
    assert leaf(table([Fact("n", 1)], [Fact("n", 2)]), "n").read().dtype == np.int64


def test_lists_become_rows() -> None:
    scan = table([Fact("xy", [1.5, 2])], [Fact("xy", [1.5, 3])])
    assert leaf(scan, "xy").read().tolist() == [[1.5, 2.0], [1.5, 3.0]]


def test_parts_of_keys_nest() -> None:
    scan = table([Fact("axis/id", ["a", "b"]), Fact("axis/n", [1, 2])])
    assert leaf(scan, "axis/id").read().tolist() == ["a", "b"]
    assert [child.name for child in leaf(scan, "axis").children()] == ["id", "n"]


def test_the_last_of_repeated_keys_counts() -> None:
    assert leaf(table([Fact("T", "a"), Fact("T", "b")]), "T").read() == "b"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([[Fact("A", 1), Fact("B", 1)], [Fact("A", 1)]], "B is missing in 1 of 2 files: f1"),
        (
            [[Fact("B", 1.0, "m")], [Fact("B", 1.0, "mm")]],
            "B is written in m, and in mm in 1 of 2 files: f1",
        ),
        (
            [[Fact("B", 1.0)], [Fact("B", "none")]],
            "B is a number (1.0) in one file and something else in 1 of 2 files: f1",
        ),
        (
            [[Fact("B", [1.0, 2.0])], [Fact("B", [1.0])]],
            "B is 2 values in one file and something else in 1 of 2 files: f1",
        ),
        (
            [[Fact("B", 1.0)], [Fact("B", None, problem="B is cut off")]],
            "B is cut off in 1 of 2 files: f1",
        ),
    ],
)
def test_what_does_not_fit_together_says_where(files: list[list[Fact]], words: str) -> None:
    found = leaf(table(*files), "B")
    assert found.error == words
    with pytest.raises(UnreadableValue):
        found.read()


def test_the_order_of_keys_does_not_matter() -> None:
    scan = table([Fact("A", 1), Fact("B", 2)], [Fact("B", 3), Fact("A", 1)])
    assert leaf(scan, "A").read() == 1
    assert leaf(scan, "B").read().tolist() == [2, 3]


@pytest.mark.parametrize(
    ("text", "value"),
    [("172e-6", 172e-6), ("+1.", 1.0), ("-.5", -0.5), ("007", 7), ("1.5D-3", 1.5e-3)]
    + [(bad, None) for bad in ("", "nan", "inf", "1e999", "1_0", "x1", "1.5.2", "1 2")],
)
def test_numbers(text: str, value: Any) -> None:
    assert number(text) == value


def test_keys_can_be_named_in_paths() -> None:
    assert key_name("FRIEDEL'S_LAW") == "FRIEDEL_S_LAW"
    assert key_name("X-RAY WAVELENGTH ") == "X-RAY_WAVELENGTH"
    assert key_name("2theta") == "_2theta"


def test_texts_are_decoded_whatever_they_are() -> None:
    assert decoded("Å".encode()) == "Å"
    assert decoded(b"\xc5") == "Å"
    with pytest.raises(UnreadableValue, match="binary"):
        decoded(b"a\0b")
