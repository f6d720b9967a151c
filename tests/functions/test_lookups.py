"""Rows of tables in columns: which value is found, what is reported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.mapping.functions.lookups import after, before, cell, direction
from imgcif_map.mapping.quantity import Quantity
from tests.support.fake_call import FakeCall


def q(data, unit=None):
    return Quantity(np.array(data) if isinstance(data, list) else data, unit)


def words(*values):
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return Quantity(column)


AXES = words("DX", "OMEGA", "PHI")


@pytest.fixture
def call():
    return FakeCall()


def test_the_row_with_the_key(call):
    assert cell(call, q([0.0, 30.0, 5.0], "degrees"), AXES, q("OMEGA")) == q(30.0, "degrees")
    assert call.reports == []


def test_one_line_per_image_gives_one_value_per_image(call):
    found = cell(call, q([[0.0, 30.0, 5.0], [0.0, 30.5, 5.0]]), AXES, q("OMEGA"))
    assert found.data.tolist() == [30.0, 30.5]


def test_a_table_of_one_row_has_scalars(call):
    assert cell(call, q(0.172), q("X"), q("X")).data == 0.172
    assert cell(call, q([1.0, 2.0, 3.0]), q("X"), q("X")).data.tolist() == [1.0, 2.0, 3.0]
    assert cell(call, q(0.172), q("X"), q("Y")) is None


def test_several_keys_and_numbers_as_text(call):
    arrays, order = words("A", "A", "B"), q([1, 2, 1])
    sets = words("F", "S", "T")
    assert cell(call, sets, arrays, q("A"), order, q("2")).data == "S"
    assert cell(call, sets, arrays, q("A"), words("1", "2.0", "1"), q(2)).data == "S"
    assert cell(call, sets, arrays, q("B"), order, q(2)) is None


def test_a_missing_key_asks_for_rows_without_one(call):
    sections = words(None, "P1")
    assert cell(call, q([388, 194]), words("A", "A"), q("A"), sections, None).data == 388
    assert cell(call, q([388, 194]), words("A", "A"), q("A"), None, None).data == 388
    assert cell(call, q([388, 194]), words("A", "A"), q("A"), None, q("P1")) is None


def test_a_row_without_a_value_is_missing(call):
    assert cell(call, q([np.nan, 30.0, 5.0]), AXES, q("DX")) is None
    assert cell(call, words(None, "a", "b"), AXES, q("DX")) is None


def test_numbers_among_words_are_numbers(call):
    column = words("_omega_", "12.5", "x")
    assert cell(call, column, AXES, q("OMEGA")).data == 12.5
    assert cell(call, column, AXES, q("DX")).data == "_omega_"


def test_rows_that_differ_are_a_conflict(call):
    keys = words("F", "F")
    assert cell(call, q([1.0, 2.0]), keys, q("F")).data == 1.0
    assert call.kinds == ["conflict"]


def test_equal_rows_are_one(call):
    assert cell(call, q([2.0, 2.0]), words("F", "F"), q("F")).data == 2.0
    assert call.reports == []


def test_columns_that_do_not_go_together_are_refused(call):
    with pytest.raises(UnreadableValue, match="2 rows, keys of 3"):
        cell(call, q([1.0, 2.0]), AXES, q("DX"))
    with pytest.raises(UnreadableValue, match="key columns"):
        cell(call, q([1.0, 2.0, 3.0]), AXES, q("DX"), words("a", "b"), q("a"))
    with pytest.raises(UnreadableValue, match="differ from image to image"):
        cell(call, q([1.0, 2.0]), Quantity(np.array([["a"], ["b"]], dtype=object)), q("a"))


@given(st.lists(st.text("ABCxyz", min_size=1), min_size=2, unique=True), st.data())
def test_every_row_is_found_by_its_key(names, data):
    values = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(names), max_size=len(names)))
    for name, value in zip(names, values, strict=True):
        assert cell(FakeCall(), q(values), words(*names), q(name)).data == value


def test_a_direction_keeps_its_digits(call):
    vector = [0.642787609687, -0.766044443119, 0.0]
    assert direction(call, q(vector)).data.tolist() == vector
    assert call.reports == []


def test_another_length_is_divided_out_and_reported(call):
    assert direction(call, q([0.0, 0.0, -2.0])).data.tolist() == [0.0, 0.0, -1.0]
    assert call.kinds == ["correction"]


def test_no_direction_is_an_error(call):
    with pytest.raises(GeometryError):
        direction(call, q([0.0, 0.0, 0.0]))


def test_texts_beside_a_word():
    text = q("Diamond Light Source Beamline I03")
    assert before(text, "beamline").data == "Diamond Light Source"
    assert after(text, "beamline").data == "I03"
    assert before(q("LCLS CXI Endstation"), "beamline") is None
    assert after(q("a beamline"), "beamline") is None
    assert before(q("beamline 5"), "beamline") is None
