from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from imgcif_map.sources.plain import decode, plain, shortest_decimal

FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


@settings(deadline=None, max_examples=60)
@given(hnp.arrays(np.float32, st.integers(64, 300), elements=FLOAT32))
def test_shortest_decimal_is_numpys_own(values: np.ndarray) -> None:
    expected = np.array([float(str(v)) for v in values])
    assert np.array_equal(shortest_decimal(values), expected)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=64, max_size=200))
def test_shortest_decimal_of_any_bits_gives_the_float_back(bits: list[int]) -> None:
    values = np.array(bits, dtype=np.uint32).view(np.float32)
    result = shortest_decimal(values)
    with np.errstate(invalid="ignore"):
        expected = np.array([float(str(v)) for v in values])
        assert np.array_equal(result, expected, equal_nan=True)


@pytest.mark.parametrize("size", [1, 10, 100])
def test_decimals_survive(size: int) -> None:
    values = np.arange(1, size + 1) / 10
    assert shortest_decimal(values.astype(np.float32)).tolist() == values.tolist()
    few = values[values < 10]
    assert np.allclose(shortest_decimal(few.astype(np.float16)), few, rtol=0, atol=1e-12)


def test_shape_stays() -> None:
    assert shortest_decimal(np.full((20, 5), 0.1, np.float32)).tolist() == [[0.1] * 5] * 20
    assert shortest_decimal(np.full((2, 5), 0.1, np.float16)).tolist() == [[0.1] * 5] * 2


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"omega\0\0\0", "omega"),
        (b"omega   ", "omega"),
        (b"a\0rubbish", "a"),
        ("Å".encode(), "Å"),
        (b"\xc5ngstr\xf6m", "Ångström"),
        (b"\xc5".decode("utf-8", "surrogateescape"), "Å"),
        ("plain\0", "plain"),
        ("µm", "µm"),
        (b"", ""),
    ],
)
def test_decode(raw: bytes | str, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (np.array([b"NXentry"]), "NXentry"),
        (np.array([[7]], dtype=">u2"), 7),
        (np.float32(0.1), 0.1),
        (np.array([True]), True),
        (np.array(["a"], dtype=object), "a"),
    ],
)
def test_one_element_is_a_scalar(raw: object, value: object) -> None:
    result = plain(raw)
    assert result == value
    assert type(result) is type(value)


def test_arrays() -> None:
    texts = plain(np.array([b"a ", b"b\0"]))
    assert texts.dtype == object
    assert texts.tolist() == ["a", "b"]
    small = plain(np.array([65535, 1], dtype=">u2"))
    assert (small + 1).tolist() == [65536, 2]
    assert plain(np.array([2**64 - 1, 0], dtype=np.uint64)).tolist() == [2**64 - 1, 0]
    for exotic in (np.array([1j, 2]), np.array([None, 1], dtype=object)):
        with pytest.raises(TypeError):
            plain(exotic)
