"""Functions on values: what they give, what they report, what happens to units."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions import radiation, values
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Origin
from tests.support.fake_call import FakeCall


def q(data, unit=None, **more):
    return Quantity(np.array(data) if isinstance(data, list) else data, unit, **more)


def texts(*words):
    return Quantity(np.array(words, dtype=object))


@pytest.fixture
def call():
    return FakeCall()


def test_first_and_last():
    assert values.first(q([3.0, 4.0], "metres")) == q(3.0, "metres")
    assert values.last(q([3.0, 4.0], "metres")) == q(4.0, "metres")
    assert values.first(q(7, "metres")) == q(7, "metres")
    assert values.last(texts("a", "b")).data == "b"


def test_mean_reports_what_is_lost(call):
    assert values.mean(call, q([0.1, 0.2, 0.3])).data == 0.2
    assert call.kinds == ["lossy"]


def test_mean_of_equal_values_loses_nothing(call):
    assert values.mean(call, q([0.005] * 3600, "seconds")) == q(0.005, "seconds")
    assert call.reports == []


def test_mean_is_over_frames_and_leaves_out_nan(call):
    assert values.mean(call, q([[1.0, 0.9], [1.0, 0.7]])).data.tolist() == [1.0, 0.8]
    assert values.mean(call, q([1.0, np.nan, 2.0])).data == 1.5


def test_arithmetic_and_units():
    assert values.times(q(3, "none"), q(4)).data == 12
    assert values.times(q(0.075, "millimetres"), q(10.0, "pixels")).data == 0.75
    assert values.over(q(1.0), q(0.0)).data != values.over(q(1.0), q(0.0)).data  # NaN
    assert values.over(q(3.0, "metres"), q(2.0, "seconds")) == q(1.5, "metres_per_second")
    pitch = values.reciprocal(q(0.075, "millimetres"))
    assert pitch.unit == "reciprocal_millimetres"
    assert pitch.data == pytest.approx(13.3333333)
    assert values.plus(q(1.0, "seconds"), q(500.0, "milliseconds")) == q(1.5, "seconds")
    assert values.minus(q(0.0050015, "seconds"), q(0.005)) == q(1.5e-6, "seconds")
    assert values.minus(q(0.3), q(0.30000000000000004)).data == 0.0


def test_offset_before_scaling_becomes_offset_after_it():
    assert values.times(q(-400), q(0.1)).data == -40.0


def test_whole_numbers_stay_whole():
    for result in (values.add_one(q([0, 258])), values.times(q([2, 3]), q(2))):
        assert result.data.dtype.kind == "i"
    assert values.times(q(100), q(7)).data == 700


@pytest.mark.parametrize(
    ("last_valid", "first_invalid"),
    [(57618, 57619), (16382.0, 16383), (2**32 - 1, 2**32), (1.5, 1.5), (2**64 - 1, 2**64)],
)
def test_saturation_becomes_overload(last_valid, first_invalid):
    assert values.inclusive_to_exclusive(q(last_valid)).data == first_invalid


def test_the_largest_integer_of_an_array_does_not_wrap_round():
    array = Quantity(np.array([2**32 - 1], dtype=np.uint32))
    assert values.inclusive_to_exclusive(array).data.tolist() == [2**32]


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [(-2, None, [10, 20]), (0, 1, [3]), (1, 9, [10, 20]), (5, 9, [])],
)
def test_slices_of_the_last_dimension(start, stop, expected):
    assert values.slice_(q([3, 10, 20]), start, stop).data.tolist() == expected


def test_slices_of_rows_and_text():
    assert values.slice_(q([[1, 2, 3], [4, 5, 6]]), 1).data.tolist() == [[2, 3], [5, 6]]
    assert values.slice_(q("2019-09-11T12:00"), 0, 10).data == "2019-09-11"


def test_reverse_turns_slow_fast_into_fast_slow():
    assert values.reverse(q([4362, 4148])).data.tolist() == [4148, 4362]
    assert values.reverse(q(5)).data == 5


def test_one_makes_a_list_of_a_vector():
    assert values.one(q([1.0, 0.0, 0.0])).data.shape == (1, 3)
    assert values.one(q("omega")).data.tolist() == ["omega"]


def test_same_needs_agreement(call):
    assert values.same(call, q([0.172, 0.172], "millimetres")) == q(0.172, "millimetres")
    assert values.same(call, texts("a", "a")).data == "a"
    assert call.reports == []
    assert values.same(call, q([0.172, 0.1])) is None
    assert values.same(call, texts("a", "b")) is None
    assert call.kinds == ["conflict", "conflict"]


def test_section_ends_are_inclusive():
    assert values.section_end(q(2), q(254)).data == 255
    assert values.section_end(q(1), q(10), q(2)).data == 19


def test_polarisation_fraction_becomes_ratio():
    assert values.scale(q(0.99), 2, -1).data == 0.98
    assert values.unscale(q(0.98), 2, -1).data == 0.99
    with pytest.raises(UnreadableValue):
        values.unscale(q(1.0), 0)


def test_weights_run_to_one():
    assert values.normalise_max(q([1.0, 4.0, 2.0])).data.tolist() == [0.25, 1.0, 0.5]
    assert values.normalise_max(q([0.0, 0.0])) is None


def test_units_as_text_and_off():
    assert values.unit_of(q(5.0, "pixels")).data == "pixels"
    assert values.unit_of(q(5.0)) is None
    assert values.bare(q(5.0, "pixels")) == q(5.0)


def test_results_keep_origins_and_the_weakest_kind():
    left = q(1.0, origins=(Origin("a.h5", "/x"),))
    right = q(2.0, origins=(Origin("a.h5", "/y"),), kind="assumption")
    result = values.times(left, right)
    assert [o.path for o in result.origins] == ["/x", "/y"]
    assert result.kind == "assumption"
    assert values.add_one(left).origins == left.origins


def test_text_where_numbers_are_needed_is_named():
    with pytest.raises(UnreadableValue, match="100 K"):
        values.add_one(q("100 K"))


def test_photon_energy(call):
    wave = radiation.energy_to_wavelength(call, q(12703.21787278, "electron_volts"))
    assert wave.unit == "angstroms"
    assert wave.data == pytest.approx(0.9760062346, abs=1e-10)
    kilo = radiation.energy_to_wavelength(call, q(12.70321787278, "kiloelectron_volts"))
    assert kilo.data == pytest.approx(wave.data, rel=1e-14)
    assert np.isnan(radiation.energy_to_wavelength(call, q(0.0, "electron_volts")).data)
    assert call.reports == []


def test_energy_without_a_unit_is_not_guessed(call):
    assert radiation.energy_to_wavelength(call, q(5.223)) is None
    assert call.kinds == ["unit-missing"]


def test_electron_wavelength_is_relativistic(call):
    wave = radiation.electron_energy_to_wavelength(call, q(300.0, "kiloelectron_volts"))
    assert wave.data == pytest.approx(0.01969, abs=5e-6)


def test_widths_of_gaussians():
    assert radiation.fwhm_to_sd(q(2.3548200450309493)).data == pytest.approx(1)


@pytest.mark.parametrize(("bits", "value"), [(8, 255), (16, 65535), (32, 4294967295)])
def test_largest_count(bits, value):
    assert radiation.bits_maximum(q(bits)).data == value


def test_no_such_bits():
    assert radiation.bits_maximum(q(0)) is None
    assert radiation.bits_maximum(q(10**9)) is None


@pytest.mark.parametrize(
    ("scaling", "offset", "word"),
    [(0.1, -400, "scaling_offset"), (0.1, None, "scaling"), (None, 5, "offset"),
     (1.0, 0, "linear"), (1, -1, "offset")],
)  # fmt: skip
def test_words_for_linearity(call, scaling, offset, word):
    given = [q(x) if x is not None else None for x in (scaling, offset)]
    assert radiation.linearity(call, *given).data == word


def test_corrections_per_pixel_have_no_word(call):
    assert radiation.linearity(call, None, None) is None
    assert call.reports == []
    assert radiation.linearity(call, q([0.1, 0.2]), None) is None
    assert call.kinds == ["no-target"]


@pytest.mark.parametrize(
    ("given", "word"),
    [(True, "yes"), (0, "no"), (1.0, "yes"), ("True", "yes"), (" NO ", "no"), ("off", "no")],
)
def test_yes_and_no(given, word):
    assert radiation.yes_no(q(given)).data == word
    assert radiation.truth(q(given)).data is (word == "yes")


def test_neither_yes_nor_no():
    with pytest.raises(UnreadableValue, match="perhaps"):
        radiation.yes_no(q("perhaps"))


def test_extensions():
    assert radiation.suffix(q("/a/b.c/scan_####.cbf.gz")).data == "cbf"
    assert radiation.suffix(texts("a.CBF", "b.cbf")).data == "cbf"
    assert radiation.suffix(texts("a.cbf", "b.img")).data.tolist() == ["cbf", "img"]
    assert radiation.suffix(q("/a.b/noextension")) is None


def test_join_leaves_out_what_is_missing():
    assert radiation.join(q("a"), None, q(3)).data == "a 3"
    assert radiation.join(None) is None
