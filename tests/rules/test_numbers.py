"""Numbers with their uncertainties, and values in the form in which they are compared."""

from __future__ import annotations

import datetime
import decimal
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.contents import form_of
from imgcif_map.rules.numbers import number, numbers, parts, quantity, uncertainties, uncertainty
from imgcif_map.rules.uncertainty import disagree
from tests.rules.test_contents import VALID

LAWS = settings(deadline=None, max_examples=60)
NAN = float("nan")


@LAWS
@given(VALID["real"])
def test_a_number_is_what_decimal_arithmetic_makes_of_it(text: str) -> None:
    bare, _, su = text.rstrip(")").partition("(")
    exact = decimal.Decimal(bare)
    found = quantity(text)
    assert found is not None
    assert found.value == float(exact) == number(text)
    step = decimal.Decimal((0, (1,), int(exact.as_tuple().exponent)))
    assert found.digit == pytest.approx(float(step))
    if su:
        assert found.su == pytest.approx(float(decimal.Decimal(su) * step))
        assert uncertainty(text) == found.su
    else:
        assert math.isnan(found.su)


@LAWS
@given(st.text("0123456789+-.eEdDinfaINFA_()\u0661 ", max_size=6))
def test_what_is_no_number_has_no_value(text: str) -> None:
    form = form_of("real")
    assert form is not None
    assert math.isnan(number(text)) is not form.accepts(text)
    assert bool(parts(text, "real")) is form.accepts(text)
    plain = set(text) <= set("0123456789+-.eE")
    np.testing.assert_array_equal(numbers([text, "1"], plain), [number(text), 1.0])


def test_whole_columns() -> None:
    texts = ["1.5(2)", ".", "nan", "1_0", "-3e2", "12(3)"]
    np.testing.assert_array_equal(numbers(texts, False), [1.5, NAN, NAN, NAN, -300.0, 12.0])
    expected = [0.2, NAN, NAN, NAN, NAN, 3.0]
    np.testing.assert_allclose(uncertainties(texts, frozenset(texts)), expected)


@pytest.mark.parametrize(
    ("text", "value", "su", "digit"),
    [
        ("12.3(4)", 12.3, 0.4, 0.1),
        ("1.20(15)", 1.2, 0.15, 0.01),
        ("1e2(3)", 100.0, 300.0, 100.0),
        ("1.5e-3", 0.0015, NAN, 1e-4),
        ("1e999(1)", math.inf, math.inf, math.inf),
        ("1e-" + "9" * 5000, 0.0, NAN, 0.0),
        ("7.", 7.0, NAN, 1.0),
    ],
)
def test_quantities(text: str, value: float, su: float, digit: float) -> None:
    found = quantity(text)
    assert found is not None
    np.testing.assert_allclose([found.value, found.su, found.digit], [value, su, digit])


@pytest.mark.parametrize(
    ("text", "contents", "expected"),
    [
        ("1.5(2)+3(1)j", "complex", [(1.5, 0.2), (3.0, 1.0)]),
        ("-1-j2.5", "complex", [(-1.0, NAN), (-2.5, NAN)]),
        ("2i", "complex", [(0.0, NAN), (2.0, NAN)]),
        ("1e-3", "complex", [(1e-3, NAN), (0.0, NAN)]),
        ("1e-3+1e-2I", "complex", [(1e-3, NAN), (1e-2, NAN)]),
        ("-2.5(5)", "imag", [(0.0, NAN), (-2.5, 0.5)]),
        ("J7", "imag", [(0.0, NAN), (7.0, NAN)]),
        ("x", "complex", []),
    ],
)
def test_complex_numbers(text: str, contents: str, expected: list[tuple[float, float]]) -> None:
    found = [(part.value, part.su) for part in parts(text, contents)]
    assert len(found) == len(expected)
    np.testing.assert_allclose(np.array(found), np.array(expected))


@pytest.mark.parametrize(
    ("one", "other", "contents", "equal"),
    [
        ("01", "1", "integer", True),
        ("-0", "+0", "integer", True),
        ("1" * 5000, "0" + "1" * 5000, "integer", True),
        ("1_0", "10", "integer", False),
        ("\u0661", "1", "integer", False),
        ("12(3)", "12", "integer", True),
        ("1.0", "1", "real", True),
        ("1e3", "1000.", "real", True),
        ("1.5(2)", "1.50", "real", True),
        ("-0", "0", "real", True),
        ("nan", "nan", "real", True),
        ("1.0", "1", "word", False),
        ("1+2j", "1.0+j2.00", "complex", True),
        ("2j", "0+2j", "complex", True),
        ("2", "2j", "complex", False),
        ("2", "2j", "imag", True),
        ("A", "a", "code", True),
        ("A", "a", "word", False),
        ("A", "a", "text", False),
        ("\u00c9", "e\u0301", "code", True),
        ("\u00df", "SS", "code", True),
        ("\u00c9", "E\u0301", "text", False),
        ("2_655", "2 655", "symop", True),
        ("2_655", "2_656", "symop", False),
        ("[03, 3]", "[3,3]", "dimension", True),
        ("[10]", "[1]", "dimension", False),
        ("0:", "0.0:", "range", True),
        ("0:10", "0:1e1", "range", True),
        ("0:", ":0", "range", False),
        ("2024-05-01T12:00:00Z", "2024-05-01t14:00:00.0+02:00", "datetime", True),
        ("2024-05-01T23:30:00-01:00", "2024-05-02T00:30:00Z", "datetime", True),
        ("2024-05-01T12:00:00.5Z", "2024-05-01T12:00:00.05Z", "datetime", False),
        ("2024-05-01", "2024-05-01T00:00:00Z", "datetime", False),
        ("0001-01-01T00:00:00+01:00", "0001-01-01t00:00:00+01:00", "datetime", True),
        ("a%20b", "a%20B", "uri", False),
    ],
)
def test_canonical(one: str, other: str, contents: str, equal: bool) -> None:
    assert (canonical(one, contents) == canonical(other, contents)) is equal


@LAWS
@given(st.integers(), st.integers(0, 5))
def test_integers_are_equal_however_they_are_written(value: int, zeros: int) -> None:
    sign = "-" if value < 0 else "+"
    assert canonical(f"{sign}{'0' * zeros}{abs(value)}", "integer") == str(value)


@LAWS
@given(
    st.datetimes(datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=datetime.UTC)
    ),
    st.integers(-1439, 1439),
)
def test_moments_are_equal_in_every_zone(moment: datetime.datetime, minutes: int) -> None:
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    here = moment.astimezone(zone).isoformat()
    assert canonical(here, "datetime") == canonical(moment.isoformat(), "datetime")


@pytest.mark.parametrize("contents", sorted(VALID))
@LAWS
@given(data=st.data())
def test_the_canonical_form_is_its_own(contents: str, data: st.DataObject) -> None:
    once = canonical(data.draw(VALID[contents]), contents)
    if contents not in ("imag", "complex"):  # theirs is for comparison alone
        assert canonical(once, contents) == once


@pytest.mark.parametrize(
    ("value", "su", "wrong"),
    [
        ("12.3(4)", "0.4", False),
        ("12.3(4)", "0.36", False),
        ("12.3(4)", "0.449", False),
        ("12.3(4)", "0.46", True),
        ("12.3(4)", "0.3", True),
        ("12.3(4)", "0.5", True),
        ("12.34(40)", "0.4", False),
        ("12.3(4)", "4", True),
        ("12.3(4)", "4e-1", False),
        ("12.3", "99", False),
        ("12(3)", "many", False),
        ("12.3(0)", "0", False),
        ("12.3(4)", "-0.4", True),
    ],
)
def test_uncertainties_that_disagree(value: str, su: str, wrong: bool) -> None:
    assert disagree(value, su, "real") is wrong


@LAWS
@given(st.decimals(0, 1000, places=6), st.integers(0, 5))
def test_rounding_is_no_disagreement(exact: decimal.Decimal, places: int) -> None:
    rounded = int(exact.scaleb(places).to_integral_value(decimal.ROUND_HALF_EVEN))
    assert not disagree(
        f"{decimal.Decimal(5).quantize(decimal.Decimal(10) ** -places)}({rounded})",
        f"{exact:f}",
        "real",
    )
