"""Single values of the shared vectors, by the functions and units that mappings use."""

from __future__ import annotations

import json

import pytest

from imgcif_map.mapping.functions import radiation, values
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.units import convert, parse_unit
from tests.support.fake_call import FakeCall


@pytest.fixture
def scalars(shared):
    vectors = json.loads((shared / "facts" / "geometry_vectors.json").read_text())
    return {case["item"]: case["value"] for case in vectors["scalars"]}


def test_counts(scalars):
    overload = values.inclusive_to_exclusive(Quantity(57618))
    assert overload.data == scalars["_array_intensities.overload"]


def test_scaling_and_offset(scalars):
    wanted = scalars["_array_intensities.scaling/_offset"]
    offset, scaling = Quantity(-400), Quantity(0.1)
    assert values.times(offset, scaling).data == pytest.approx(wanted["offset"])
    assert radiation.linearity(FakeCall(), scaling, offset).data == wanted["linearity"]


@pytest.mark.parametrize(
    ("item", "value", "spelling", "code"),
    [
        ("_array_element_size.size", 0.075, "mm", "metres"),
        ("_diffrn_detector.layer_thickness", 0.00045, "m", "millimetres"),
        ("_diffrn_detector.dtime", 2e-7, "s", "microseconds"),
        ("_diffrn_radiation.beam_flux_density", 1e12, "1/s/cm^2",
         "photons_per_second_per_micrometre_squared"),
        ("_diffrn_radiation.beam_width", 0.05, "mm", "micrometres"),
    ],
)  # fmt: skip
def test_units(scalars, item, value, spelling, code):
    assert convert(value, parse_unit(spelling, code), code) == scalars[item]


def test_wavelength(scalars):
    wave = radiation.energy_to_wavelength(FakeCall(), Quantity(12703.21787278, "electron_volts"))
    assert wave.data == pytest.approx(scalars["_diffrn_radiation_wavelength.value"], abs=1e-6)
