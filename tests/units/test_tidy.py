"""Arithmetic noise goes, information stays."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.tidy import clean, round_digits, scaled, shortest

ORDINARY = st.floats(min_value=1e-12, max_value=1e12)


@given(ORDINARY, st.sampled_from([1, -1]))
@settings(deadline=None)
def test_rounding_to_digits_agrees_with_decimal_text(size, sign):
    value = sign * size
    assert round_digits(value, 7) == float(f"{value:.6e}")


def test_rounding_keeps_what_has_no_digits():
    given_values = np.array([0.0, -0.0, np.inf, np.nan, 1e-300, 1e300])
    rounded = round_digits(given_values, 6)
    np.testing.assert_array_equal(rounded, given_values)


@given(
    st.decimals(min_value="-99999", max_value="99999", places=6, allow_nan=False),
    st.sampled_from([1, 2, 3, 6, 9]),
)
@settings(deadline=None)
def test_powers_of_ten_move_the_point_and_nothing_else(decimal, power):
    value = float(decimal)
    up = float(Decimal(repr(value)) * 10**power)
    assert scaled(value, (10**power, 1)) == up
    assert scaled(np.array([value, value]), (10**power, 1)).tolist() == [up, up]
    down = float(Decimal(repr(value)) / 10**power)
    assert scaled(value, (1, 10**power)) == down
    assert scaled(np.array([value]), (1, 10**power)).tolist() == [down]


def test_shortest_repairs_one_rounding_but_keeps_long_numbers():
    assert shortest(4.35 * 100) == 435.0
    long = 2120.7197081092213
    assert shortest(long) == long


@pytest.mark.parametrize(
    ("noisy", "size", "expected"),
    [
        (0.30000000000000004 - 0.2, 0.3, 0.1),
        (359.90000000000003 - 359.8, 359.9, 0.1),
        (1e-14, 360.0, 0.0),
        (-3.7e-15, 1.0, 0.0),
        (0.12345678, 1.0, 0.12345678),
        (5e-5, 100.0, 5e-5),
        (0.0, 0.0, 0.0),
    ],
)
def test_clean_takes_noise_for_what_was_meant(noisy, size, expected):
    assert clean(noisy, size) == expected


def test_clean_never_gives_minus_zero():
    assert not np.signbit(clean(-1e-15, 1.0))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(1e-3, 1e6))
@settings(deadline=None)
def test_clean_moves_nothing_by_more_than_a_billionth_of_the_operands(values, size):
    array = np.array(values)
    operands = np.maximum(np.abs(array), size)
    assert (np.abs(clean(array, operands) - array) <= 1e-9 * operands).all()
