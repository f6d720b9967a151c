"""Words and rows of numbers out of lists that stand in one line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.lists import rows_of, words
from imgcif_map.mapping.quantity import Quantity


def test_words_of_texts_and_lists():
    parts = Quantity("Omega Chi  Phi"), None, Quantity(np.array(["a", "b c"], dtype=object))
    assert words(*parts).data.tolist() == ["Omega", "Chi", "Phi", "a", "b", "c"]
    assert words(Quantity("  ")) is None
    assert words(None) is None
    assert words(Quantity("."), Quantity(np.array([], dtype=object))).data.tolist() == ["."]


@given(st.lists(st.text("abc/", min_size=1), min_size=1))
def test_words_come_back(chosen):
    assert words(Quantity(" ".join(chosen))).data.tolist() == chosen


@given(st.lists(st.lists(st.floats(-9, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_rows_follow_each_other(rows):
    flat = [x for row in rows for x in row]
    found = rows_of(3, Quantity(np.array(flat), "mm"), None, Quantity(np.array([1, 2, 3])))
    assert found.data.tolist() == [*rows, [1, 2, 3]]
    assert found.unit == "mm"


def test_a_single_number_is_a_row_of_one():
    assert rows_of(1, Quantity(4)).data.tolist() == [[4]]


@pytest.mark.parametrize("data", [[1.0, 2.0], [[1.0, 2.0, 3.0]], 1.0])
def test_what_makes_no_rows_is_refused(data):
    with pytest.raises(UnreadableValue, match="no rows of 3"):
        rows_of(3, Quantity(np.array(data)))
    assert rows_of(3, None) is None
    with pytest.raises(UnreadableValue, match="rows of 0"):
        rows_of(0, Quantity(1))
