"""Unit codes, spellings and conversion."""

from __future__ import annotations

import csv
import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnitError
from imgcif_map.units import (
    all_codes,
    convert,
    convertible,
    is_angle,
    is_length,
    needs_unit,
    parse_unit,
    product_of,
    unit,
)

UNSTATED = {"unspecified", "arbitrary"}
CODES = [code for code in all_codes() if code not in UNSTATED]
PAIRS = [(a, b) for a, b in itertools.product(CODES, CODES) if convertible(a, b)]

SPELLINGS = {
    "mm": "millimetres", "millimeter": "millimetres", "MM": "millimetres", "m": "metres",
    "um": "micrometres", "µm": "micrometres", "μm": "micrometres", "micron": "micrometres",
    "nm": "nanometres", "pm": "picometres", "fm": "femtometres", "cm": "centimetres",
    "Å": "angstroms", "\u212b": "angstroms", "A\u030a": "angstroms", "A": "angstroms",
    "angstrom": "angstroms", "Angstroms": "angstroms", "ANGSTROM": "angstroms",
    "deg": "degrees", "deg.": "degrees", "Degree": "degrees", "°": "degrees",
    "rad": "radians", "mrad": "milliradians", "mdeg": "millidegrees",
    "s": "seconds", "sec": "seconds", "s s": "seconds", "msec": "milliseconds",
    "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds", "min": "minutes",
    "eV": "electron_volts", "keV": "kiloelectron_volts", "KEV": "kiloelectron_volts",
    "GeV": "gigaelectron_volts", "K": "kelvins", "degC": "Celsius", "°C": "Celsius",
    "C": "Celsius", "Hz": "hertz", "kHz": "kilohertz", "1/s": "hertz", "s^-1": "hertz",
    "ph/s": "photons_per_second", "photons/sec": "photons_per_second",
    "counts": "counts", "ADU": "counts", "cps": "counts_per_second",
    "pixel": "pixels", "px": "pixels", "[mm]": "millimetres", "(mm)": "millimetres",
    "mA": "milliamperes", "kV": "kilovolts", "%": "percent", "unitless": "none",
    "dimensionless": "none", "1": "none", "mm^-1": "reciprocal_millimetres",
    "Å⁻¹": "reciprocal_angstroms", "1/A": "reciprocal_angstroms", "m s^-1": "metres_per_second",
    "ph/s/um^2": "photons_per_second_per_micrometre_squared",
    "photons s⁻¹ µm⁻²": "photons_per_second_per_micrometre_squared",
    "ph/(s.um2)": "photons_per_second_per_micrometre_squared",
    "counts per second": "counts_per_second", "1/s/cm^2": "s-1.cm-2", "s^-1 cm^-2": "s-1.cm-2",
    "1/(s*cm**2)": "s-1.cm-2", "deg**2": "degrees_squared", "millimetres": "millimetres",
    " mm\x00": "millimetres",
}  # fmt: skip


@pytest.mark.parametrize(("spelling", "code"), SPELLINGS.items())
def test_spellings(spelling, code):
    assert parse_unit(spelling) == code


@pytest.mark.parametrize(
    "text",
    ["furlong", "m/", "/", "(m", "m)", "10", "bananas/s", "MS", "M", "-", "^2", "mm^x", "🙂"],
)
def test_what_is_no_unit_is_none(text):
    assert parse_unit(text) is None


@pytest.mark.parametrize(
    ("text", "context", "code"),
    [
        ("A", "milliamperes", "amperes"),
        ("A", "metres", "angstroms"),
        ("A", "nonsense", "angstroms"),
        ("C", "kelvins", "Celsius"),
        ("C", "coulomb", "coulomb"),
        ("", None, None),
        ("", "millimetres", None),
        ("", "none", "none"),
        ("  ", "counts", "none"),
        ("1/s", "photons_per_second", "hertz"),
    ],
)
def test_context_settles_what_is_ambiguous(text, context, code):
    assert parse_unit(text, context) == code


@given(st.text(max_size=12))
@settings(deadline=None)
def test_any_text_gives_a_known_code_or_none(text):
    code = parse_unit(text)
    assert code is None or code in all_codes() or unit(code).code == code


def test_shared_spellings_and_codes(shared):
    with (shared / "facts" / "unit_spellings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = parse_unit(row["spelling"])
            expected = {"mdeg": "millidegrees", "C": "Celsius"}.get(
                row["spelling"], row["cif_unit_code"]
            )
            assert found == expected, row
    with (shared / "facts" / "units.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert parse_unit(row["cif_unit_code"]) == row["cif_unit_code"]
            assert row["cif_unit_code"] in all_codes()


def test_factors_agree_with_an_independent_ontology(shared):
    seen = 0
    with (shared / "facts" / "units.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            multiplier = row["qudt_conversionMultiplier"]
            code = row["cif_unit_code"]
            if not multiplier or unit(code).is_plain:
                continue
            factor = float(unit(code).factor)
            dimensions = re.findall(r"[A-Z]-?\d+", row["qudt_dimension_vector"])
            powers = {d[0]: int(d[1:]) for d in dimensions}
            factor *= 1e-3 ** powers["M"]  # our base is the gram, theirs the kilogram
            if unit(code).dimensions[5]:
                factor *= (math.pi / 180) ** unit(code).dimensions[5]
            assert factor == pytest.approx(float(multiplier), rel=1e-6), code
            assert unit(code).dimensions[:3] == (powers["L"], powers["M"], powers["T"]), code
            seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (0.075, "millimetres", "metres", 7.5e-05),
        (0.00045, "metres", "millimetres", 0.45),
        (172e-6, "metres", "millimetres", 0.172),
        (2e-7, "seconds", "microseconds", 0.2),
        (1e12, "s-1.cm-2", "photons_per_second_per_micrometre_squared", 10000.0),
        (0.05, "millimetres", "micrometres", 50.0),
        (0.1, "nanometres", "angstroms", 1.0),
        (20.1, "Celsius", "kelvins", 293.25),
        (100, "kelvins", "Celsius", -173.15),
        (12.658, "kiloelectron_volts", "electron_volts", 12658.0),
        (4.35, "metres", "centimetres", 435.0),
        (50, "percent", "none", 0.5),
        (1.5, "hours", "minutes", 90.0),
        (1, "cycles", "degrees", 360.0),
    ],
)
def test_conversions_leave_the_shortest_decimal(value, source, target, expected):
    assert convert(value, source, target) == expected
    array = convert(np.array([value, value], dtype=float), source, target)
    assert array.tolist() == [expected, expected]


def test_degrees_and_radians():
    assert convert(180.0, "degrees", "radians") == math.pi
    assert convert(math.pi, "radians", "degrees") == pytest.approx(180, rel=1e-15)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("millimetres", "seconds"),
        ("degrees", "none"),
        ("counts", "photons"),
        ("pixels", "millimetres"),
        ("electron_volts", "angstroms"),
        ("millimetres", "no_such_code"),
        ("no_such_code", "millimetres"),
        ("unspecified", "millimetres"),
    ],
)
def test_impossible_conversions_name_both_units(source, target):
    assert not convertible(source, target)
    with pytest.raises(UnitError) as raised:
        convert(1.0, source, target)
    assert any(name in str(raised.value) for name in (source, target))


def test_a_text_is_not_a_number():
    with pytest.raises(UnitError, match="not a number"):
        convert("about 5", "millimetres", "metres")


@pytest.mark.parametrize(
    ("source", "target"),
    [("hertz", "photons_per_second"), ("none", "counts"), ("pixels", "none"),
     ("reciprocal_millimetres", "pixels_per_millimetre"), ("counts_per_second", "hertz")],
)  # fmt: skip
def test_plain_numbers_count_anything(source, target):
    assert convert(3.5, source, target) == 3.5


def test_no_stated_target_takes_any_value():
    assert convert(3, "millimetres", "unspecified") == 3
    assert convert("text", "none", "none") == "text"


@given(st.sampled_from(PAIRS), st.floats(-1e6, 1e6))
@settings(deadline=None)
def test_there_and_back(pair, value):
    source, target = pair
    back = convert(convert(value, source, target), target, source)
    assert back == pytest.approx(value, rel=1e-12, abs=1e-9)


@given(st.sampled_from(PAIRS), st.data(), st.floats(-1e3, 1e3))
@settings(deadline=None)
def test_by_way_of_a_third_unit(pair, data, value):
    source, middle = pair
    targets = [b for a, b in PAIRS if a == middle and convertible(source, b)]
    target = data.draw(st.sampled_from(targets))
    direct = convert(value, source, target)
    roundabout = convert(convert(value, source, middle), middle, target)
    assert roundabout == pytest.approx(direct, rel=1e-12, abs=abs(direct) * 1e-9 + 1e-9)


@given(st.sampled_from(CODES), st.sampled_from(CODES))
@settings(deadline=None)
def test_different_dimensions_never_convert(source, target):
    if unit(source).dimensions == unit(target).dimensions:
        return
    with pytest.raises(UnitError, match=re.escape(source)):
        convert(1.0, source, target)


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from([-2, -1, 1, 2])), max_size=3))
@settings(deadline=None)
def test_products_multiply_factors_and_add_dimensions(terms):
    code = product_of(*terms)
    if not terms:
        assert code is None
        return
    made = unit(code)
    factor, dimensions = 1, [0] * 6
    for name, power in terms:
        factor *= unit(name).factor ** power
        dimensions = [d + power * e for d, e in zip(dimensions, unit(name).dimensions, strict=True)]
    assert made.factor == factor
    assert list(made.dimensions) == dimensions


def test_products_get_their_name():
    assert product_of(("millimetres", -1)) == "reciprocal_millimetres"
    assert product_of(("pixels", 1), ("millimetres", -1)) == "pixels_per_millimetre"
    assert product_of((None, 1), (None, 1)) is None
    assert product_of((None, 1), ("none", 1)) == "none"
    with pytest.raises(UnitError):
        product_of(("no_such_code", 1))


def test_which_targets_need_a_unit():
    for code in ("none", "counts", "photons", "pixels", "counts_per_photon", "unspecified", None):
        assert not needs_unit(code)
    for code in ("millimetres", "degrees", "photons_per_second", "kelvins", "no_such_code"):
        assert needs_unit(code)


def test_kinds_of_unit():
    assert is_length("metres")
    assert is_angle("radians")
    assert not any(is_length(code) for code in ("pixels", "degrees", "metre_squared", None))
    assert not is_angle("none")


@pytest.mark.parametrize("code", all_codes())
def test_every_code_has_a_meaning_and_reads_as_itself(code):
    assert parse_unit(code) == code
    if code not in UNSTATED:
        assert unit(code).factor > 0
