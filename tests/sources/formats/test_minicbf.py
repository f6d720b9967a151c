from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.formats.cbf import reader
from imgcif_map.sources.formats.minicbf import line_reader
from imgcif_map.sources.headers.facts import Contents
from imgcif_map.sources.headers.head import StreamHead
from tests.support.make_minicbf import BINARY_SIZE, minicbf


def facts(line: str) -> dict[str, tuple[object, str | None]]:
    return {fact.key: (fact.value, fact.unit) for fact in line_reader()(line)}


def read(data: bytes) -> Contents:
    return reader()(StreamHead("x.cbf", io.BytesIO(data), len(data)))


@pytest.mark.parametrize(
    ("line", "key", "value", "unit"),
    [
        ("# Exposure_time 0.0190000 s", "Exposure_time", 0.019, "s"),
        ("# Exposure_time: 0.019 s\r", "Exposure_time", 0.019, "s"),
        ("# Exposure_time = 0.019 s", "Exposure_time", 0.019, "s"),
        ("#Exposure_time = 0.019 s", "Exposure_time", 0.019, "s"),
        ("# Tau = 0 s", "Tau", 0, "s"),
        ("# Tau = 1697.2e-09 s", "Tau", 1.6972e-06, "s"),
        ("# Tau = 199.1e-09 s s", "Tau", 1.991e-07, "s"),
        ("# Threshold_setting: 6350 eV", "Threshold_setting", 6350, "eV"),
        ("# Start_angle -210.0000 deg.", "Start_angle", -210.0, "deg."),
        ("# Flux 130126001666.235092", "Flux", 130126001666.235092, None),
        ("# Oscillation_axis X, CW", "Oscillation_axis", "X, CW", None),
        ("# Oscillation_axis X.CW +SLOW", "Oscillation_axis", "X.CW +SLOW", None),
        ("# Oscillation_axis omega", "Oscillation_axis", "omega", None),
        ("# Gain_setting: autog (vrf = 1.000)", "Gain_setting", "autog (vrf = 1.000)", None),
        ("# Comment: 3 crystals", "Comment", "3 crystals", None),
        ("# Ratecorr_lut_directory: (nil)", "Ratecorr_lut_directory", "(nil)", None),
        ("# 2019-09-11T13:20:28.989", "timestamp", "2019-09-11T13:20:28.989", None),
        ("# 2010/Oct/04 11:16:38.123", "timestamp", "2010/Oct/04 11:16:38.123", None),
    ],
)
def test_variants_of_a_line(line, key, value, unit):
    assert facts(line) == {key: (value, unit)}


def test_lines_with_several_facts():
    assert facts("# Pixel_size 172e-6 m x 172e-6 m") == {"Pixel_size": ([172e-6, 172e-6], "m")}
    assert facts("# Beam_xy (1229.30, 1200.48) pixels") == {
        "Beam_xy": ([1229.3, 1200.48], "pixels")
    }
    assert facts("# Silicon sensor, thickness 0.000450 m") == {
        "sensor_material": ("Silicon", None),
        "sensor_thickness": (0.00045, "m"),
    }
    assert facts("# Detector: PILATUS 2M, S/N 24-0104, EMBL") == {
        "Detector": ("PILATUS 2M, S/N 24-0104, EMBL", None),
        "model": ("PILATUS 2M", None),
        "serial": ("24-0104", None),
        "site": ("EMBL", None),
    }
    assert facts("# Detector: PILATUS 100K") == {"Detector": ("PILATUS 100K", None)}


@pytest.mark.parametrize("line", ["", "#", "  # \r", "\t"])
def test_empty_lines_say_nothing(line):
    assert facts(line) == {}


def test_a_remark_that_begins_with_a_number_keeps_its_words():
    assert facts("# Comment: 3 mm above") == {"Comment": ("3 mm above", None)}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_whole_file(newline):
    contents = read(minicbf(10, 0.5, newline=newline))
    found = {fact.key: fact.value for line in contents.lines for fact in line}
    assert found["convention"] == "PILATUS_1.2"
    assert found["Omega"] == 10
    assert found["X-Binary-Size-Fastest-Dimension"] == 2463
    assert found["conversions"] == "x-CBF_BYTE_OFFSET"
    assert contents.problems == ()
    assert contents.needed is not None
    assert contents.needed > BINARY_SIZE


def test_header_text_without_an_end_is_said():
    data = minicbf(newline="\n").split(b"\n;\n\n_array_data.data")[0]
    contents = read(data)
    assert contents.problems == (
        "the header text has no end: a semicolon at the start of a line is missing",
    )
    assert any(fact.key == "Omega" for line in contents.lines for fact in line)


def test_equal_lines_are_one_object():
    read_one = reader()
    heads = [StreamHead("x", io.BytesIO(minicbf(angle)), None) for angle in (1.0, 2.0)]
    first, second = (read_one(head).lines for head in heads)
    differ = [a for a, b in zip(first, second, strict=True) if a is not b]
    assert {fact.key for line in differ for fact in line} == {"Start_angle", "Omega"}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 1500))
def test_any_bytes_give_contents_or_a_reason(junk, at):
    good = minicbf(newline="\n")
    for data in (junk, good[:at] + junk + good[at:], good[:at] + junk):
        try:
            contents = read(data)
        except UnreadableValue:
            continue
        assert isinstance(contents, Contents)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_line_is_read_or_passed_over(text):
    for line in (text, f"# {text}", f"# Omega {text}", f"# Detector: {text}"):
        for fact in line_reader()(line):
            assert fact.key
