"""Columns built from values: what is written for which value."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.cif import (
    INAPPLICABLE,
    UNKNOWN,
    BuiltColumn,
    CifValue,
    Delimiter,
    build_block,
    build_column,
    build_document,
    build_item,
    build_loop,
    cif_list,
    cif_table,
)
from imgcif_map.errors import UsageError

B, S, D, T = Delimiter.BARE, Delimiter.SINGLE, Delimiter.DOUBLE, Delimiter.TEXT


@pytest.mark.parametrize(
    ("value", "text", "delimiter"),
    [
        ("omega", "omega", B),
        ("", "", S),
        (".", ".", S),
        ("?", "?", S),
        ("it's", "it's", B),
        ("'t is", "'t is", D),
        ("a b", "a b", S),
        ("_x", "_x", S),
        ("a[1]", "a[1]", S),
        ("Loop_", "Loop_", S),
        ("é", "é", S),
        ("\u212ax", "\u212ax", S),
        ("'a\" b", "'a\" b", T),
        ("a\r\nb\rc", "a\nb\nc", T),
        ("a\x00b\ud800", "a\ufffdb\ufffd", S),
        (1, "1", B),
        (1.0, "1.0", B),
        (-0.0, "0.0", B),
        (0.1, "0.1", B),
        (1e-20, "1e-20", B),
        (float("nan"), "?", B),
        (float("-inf"), "?", B),
        (None, ".", B),
        (UNKNOWN, "?", B),
        (INAPPLICABLE, ".", B),
        (np.float32(0.1), "0.1", B),
        (np.float64(0.1), "0.1", B),
        (np.float32("nan"), "?", B),
        (np.int16(-3), "-3", B),
        (np.str_("x y"), "x y", S),
    ],
)
def test_scalars(value: object, text: str, delimiter: Delimiter) -> None:
    for column in (
        build_column("_a", value),
        build_column("_a", [value]),
        BuiltColumn("_a", [(value, 3)]),
    ):
        assert set(column.texts()) == {text}
        assert set(column.delimiters().tolist()) == {delimiter}
        assert column.value(-1) == CifValue(text, delimiter)


@pytest.mark.parametrize(
    ("array", "texts"),
    [
        (np.array([1, -2]), ["1", "-2"]),
        (np.array([2**64 - 1], np.uint64), ["18446744073709551615"]),
        (np.array([0.1, -0.0, np.nan, np.inf, 3]), ["0.1", "0.0", "?", "?", "3.0"]),
        (np.array([0.1, 1 / 3], np.float32), ["0.1", "0.33333334"]),
        (np.array(["a", "b c"]), ["a", "b c"]),
        (np.array([b"a", "é".encode()]), ["a", "é"]),
        (np.array(["a", None, 1, 2.5], object), ["a", ".", "1", "2.5"]),
        (np.array([]), []),
    ],
)
def test_arrays(array: np.ndarray, texts: list[str]) -> None:
    column = build_column("_a", array)
    assert len(column) == len(texts)
    assert column.texts() == texts


def test_numbers_round_trip() -> None:
    values = np.random.default_rng(1).normal(size=1000) * 10.0 ** np.arange(-500, 500).clip(
        -300, 300
    )
    assert [float(t) for t in build_column("_a", values).texts()] == values.tolist()


def test_segments() -> None:
    column = BuiltColumn("_a", [("x", 2), (np.arange(3), 3), ([None, "b c"], 2), ("never", 0)])
    assert len(column) == 7
    assert column.texts() == ["x", "x", "0", "1", "2", ".", "b c"]
    assert column.delimiters().tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert [column.value(i).text for i in range(7)] == column.texts()
    assert column.constant is None
    assert BuiltColumn("_a", [("x", 9)]).constant == CifValue("x")


def test_containers_in_columns() -> None:
    inner = cif_list([1, None, "a b", cif_table({"k": 2.5})])
    assert inner.text == "[1 . 'a b' {'k':2.5}]"
    column = build_column("_a", ["x", inner])
    assert column.delimiters().tolist() == [0, Delimiter.LIST]
    assert column.value(1) is inner
    assert BuiltColumn("_a", [(inner, 3)]).value(2) is inner
    assert build_column("_a", cif_list([])).value(0).items == ()


@pytest.mark.parametrize("value", [True, np.bool_(False), [True], np.array([True]), object(), b"x"])
def test_no_cif_value(value: object) -> None:
    with pytest.raises(UsageError):
        build_column("_a", [value] if isinstance(value, object) and not np.ndim(value) else value)


@pytest.mark.parametrize("name", ["", "_", "a", "_a b", "_a\n", "_a\x00"])
def test_no_data_name(name: str) -> None:
    with pytest.raises(UsageError, match="data name"):
        build_column(name, 1)


def test_what_does_not_fit_together() -> None:
    one, two, other = build_column("_a", 1), build_column("_b", [1, 2]), build_column("_A", 1)
    with pytest.raises(UsageError, match="length"):
        build_loop([one, two])
    with pytest.raises(UsageError, match="twice"):
        build_loop([one, other])
    with pytest.raises(UsageError, match="one row"):
        build_loop([two], looped=False)
    with pytest.raises(UsageError, match="twice"):
        build_block("x", [build_item("_a", 1), build_item("_A", 1)])
    with pytest.raises(UsageError, match="block name"):
        build_block("a b", [])
    with pytest.raises(UsageError, match="repeat"):
        build_document([build_block("a", []), build_block("A", [])])
    with pytest.raises(UsageError, match="2 values where 3"):
        BuiltColumn("_a", [([1, 2], 3)])
    with pytest.raises(UsageError, match="dimension"):
        build_column("_a", np.zeros((2, 2)))
