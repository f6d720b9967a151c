"""XDS.INP: pixels and the crystal stand where XDS would put them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.errors import UnreadableInput
from imgcif_map.validator import validate
from tests.support import make_minicbf
from tests.support.imgcif_eval import Imgcif, _rodrigues
from tests.support.make_xds import KEYWORDS, write

ONE_FOLDER = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def said(conversion, kind):
    return [f"{f.message} {f.location.item}" for f in conversion.findings if f.name == kind]


def read(conversion, folder):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def numbers(text):
    return np.array([float(word) for word in text.split()])


def by_xds(keywords, ix, iy):
    """Where XDS has the pixel coordinates (ix, iy), in its own laboratory."""
    x, y = (numbers(keywords[f"DIRECTION_OF_DETECTOR_{n}-AXIS"]) for n in "XY")
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    get = {key: float(keywords[key]) for key in ("QX", "QY", "ORGX", "ORGY", "DETECTOR_DISTANCE")}
    along = get["QX"] * (ix - get["ORGX"]) * x + get["QY"] * (iy - get["ORGY"]) * y
    return along + get["DETECTOR_DISTANCE"] * np.cross(x, y)


def to_file(found, keywords):
    """The turn from the laboratory of XDS to the file's, by what the file calls up and source."""
    beam = numbers(keywords["INCIDENT_BEAM_DIRECTION"])
    beam = beam / np.linalg.norm(beam)
    down = np.array([0, 1.0, 0]) - beam[1] * beam
    down /= np.linalg.norm(down)
    here = np.stack([beam, down, np.cross(beam, down)])
    down_there = found.direction("gravity") - (found.direction("gravity") @ found.beam) * found.beam
    down_there /= np.linalg.norm(down_there)
    there = np.stack([found.beam, down_there, np.cross(found.beam, down_there)])
    return there.T @ here


def check(conversion, keywords, folder):
    found = read(conversion, folder)
    turn = to_file(found, keywords)
    [panel] = found.panels().values()
    for ix, iy in ((1, 1), (300, 1), (1, 400), (123.25, 77.5)):
        wanted = turn @ by_xds(keywords, ix, iy)
        assert np.allclose(panel.centre_of(ix - 1, iy - 1), wanted, rtol=0, atol=1e-6)
    axis = turn @ numbers(keywords["ROTATION_AXIS"])
    first = int(keywords["DATA_RANGE"].split()[0])
    for frame in (1, 3):
        late = first + frame - 1 - int(keywords["STARTING_FRAME"])
        angle = float(keywords["STARTING_ANGLE"]) + late * float(keywords["OSCILLATION_RANGE"])
        turned = found.sample_rotation("SCAN1", frame)
        assert np.allclose(turned, _rodrigues(axis, angle), atol=1e-6)
    return found


def valid(conversion):
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []


ARM = {  # an arm at 30 degrees about y, the detector upside down
    "DIRECTION_OF_DETECTOR_X-AXIS": "-0.8660254037844387 0 0.5",
    "DIRECTION_OF_DETECTOR_Y-AXIS": "0 -1 0",
    "ROTATION_AXIS": "0 -1 0",
}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"DATA_RANGE": "11 14"},
        {"STARTING_FRAME": "5", "DATA_RANGE": "2 9"},
        ARM,
        {**ARM, "DIRECTION_OF_DETECTOR_Y-AXIS": "0 1 0", "DETECTOR_DISTANCE": "-150"},
        {"INCIDENT_BEAM_DIRECTION": "0.01 0.02 1.02", "ROTATION_AXIS": "0.9999 0.0005 -0.002"},
        {"INCIDENT_BEAM_DIRECTION": "1 0 0", "DIRECTION_OF_DETECTOR_X-AXIS": "0 0 -1"},
    ],
)
def test_pixels_stand_where_xds_has_them(tmp_path, changes):
    conversion = convert(write(tmp_path / "XDS.INP", changes))
    check(conversion, {**KEYWORDS, **changes}, tmp_path)
    valid(conversion)
    assert said(conversion, "conflict") == said(conversion, "unmapped-source") == []


@settings(max_examples=15, **ONE_FOLDER)
@given(
    tilt=st.floats(-60, 60), swing=st.floats(-180, 180), roll=st.floats(-180, 180),
    origin=st.tuples(st.floats(-500, 900), st.floats(-500, 900)),
    distance=st.floats(20, 900), sign=st.sampled_from([1, -1]),
)  # fmt: skip
def test_any_detector(tmp_path, tilt, swing, roll, origin, distance, sign):
    turn = _rodrigues(np.array([0, 1.0, 0]), swing) @ _rodrigues(np.array([1.0, 0, 0]), tilt)
    turn = turn @ _rodrigues(np.array([0, 0, 1.0]), roll)
    changes = {
        "DIRECTION_OF_DETECTOR_X-AXIS": " ".join(repr(float(v)) for v in turn[:, 0]),
        "DIRECTION_OF_DETECTOR_Y-AXIS": " ".join(repr(float(v)) for v in turn[:, 1]),
        "ORGX": repr(round(origin[0], 3)),
        "ORGY": repr(round(origin[1], 3)),
        "DETECTOR_DISTANCE": repr(round(sign * distance, 3)),
    }
    conversion = convert(write(tmp_path / "XDS.INP", changes))
    check(conversion, {**KEYWORDS, **changes}, tmp_path)


def test_a_made_file(tmp_path):
    found = check(convert(write(tmp_path / "XDS.INP")), KEYWORDS, tmp_path)
    [panel] = found.panels().values()
    assert np.allclose(panel.corners()[0], [-10, 40, -150])
    assert [found.external(n)["uri"] for n in (1, 4)] == ["x_0001.cbf", "x_0004.cbf"]
    assert found.one("_array_intensities.overload") == "1048501"
    assert found.one("_diffrn_radiation.polarizn_source_ratio") == "0.98"
    assert "secret" not in (tmp_path / "out.cif").read_text()


def test_frames_of_hdf5_are_in_the_master(tmp_path):
    changes = {"NAME_TEMPLATE_OF_DATA_FRAMES": "/secret/x_??????.h5", "DATA_RANGE": "3 6"}
    found = read(convert(write(tmp_path / "XDS.INP", changes)), tmp_path)
    row = found.external(2)
    assert (row["uri"], row["frame"], row["format"]) == ("x_master.h5", "4", "HDF5")


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"X-RAY_WAVELENGTH": None}, "missing-required", "wavelength"),
        ({"X-RAY_WAVELENGTH": "0"}, "missing-required", "wavelength"),
        ({"DATA_RANGE": None}, "missing-required", "_diffrn_scan.frames"),
        ({"DATA_RANGE": "9 3"}, "unreadable", "image range"),
        ({"ROTATION_AXIS": None}, "missing-required", "_axis.vector"),
        ({"ORGX": None}, "assumption", "no usable ORGX"),
        ({"ORGX": "$ORGX"}, "unreadable", "nobody filled in: $ORGX"),
        ({"DETECTOR_DISTANCE": None}, "missing-required", "displacement_start"),
        ({"DETECTOR_DISTANCE": "far"}, "unreadable", "DETECTOR_DISTANCE"),
        ({"STARTING_ANGLE": "$A"}, "unreadable", "nobody filled in: $A"),
        ({"STARTING_ANGLE": None}, "assumption", "where nothing is said"),
        ({"INCIDENT_BEAM_DIRECTION": None}, "assumption", "XDS takes the beam along z"),
        ({"INCIDENT_BEAM_DIRECTION": "0 0"}, "unreadable", "INCIDENT_BEAM_DIRECTION"),
        ({"DIRECTION_OF_DETECTOR_Y-AXIS": "2 0 0"}, "conflict", "parallel"),
        ({"DIRECTION_OF_DETECTOR_X-AXIS": "1 0"}, "unreadable", "3 numbers are needed, not 1 0"),
        ({"ROTATION_AXIS": "0 0 0"}, "unreadable", "0 0 0 is no direction"),
        ({"OSCILLATION_RANGE": "1 2"}, "unreadable", "one number is needed, not 1 2"),
        ({"DATA_RANGE": "1 x"}, "unreadable", "2 numbers are needed, not 1 x"),
        ({"QX": "-1"}, "unreadable", "-1 is negative"),
        ({"NX": "10\nNX=12"}, "unreadable", "different values: 10, 12"),
        ({"NAME_TEMPLATE_OF_DATA_FRAMES": "x_??.mrc"}, "no-target", "mrc"),
        ({"SEGMENT": "1 2 1 2\nSEGMENT=3 4 3 4"}, "no-target", "several planes"),
        ({"UNHEARD_OF": "1"}, "unmapped-source", "UNHEARD_OF"),
        ({"SENSOR_THICKNESS": "-1"}, "conflict", "layer_thickness"),
    ],
)
def test_what_is_missing_or_wrong_is_said(tmp_path, changes, kind, words):
    conversion = convert(write(tmp_path / "XDS.INP", changes))
    valid(conversion)
    everything = [f"{f.name}: {f.message}" for f in conversion.findings]
    assert [m for m in said(conversion, kind) if words in m], everything


def test_a_placeholder_is_never_zero(tmp_path):
    conversion = convert(write(tmp_path / "XDS.INP", {"STARTING_ANGLE": "$A"}))
    assert conversion.document.blocks[0].column("_diffrn_scan_axis.angle_start") is None or (
        conversion.document.blocks[0].column("_diffrn_scan_axis.angle_start").value(0).is_null
    )


def test_a_file_without_keywords_is_refused(tmp_path):
    path = tmp_path / "XDS.INP"
    path.write_text("! nothing\n")
    with pytest.raises(UnreadableInput):
        convert(path)


def test_the_real_file_stands_where_it_says(shared, tmp_path):
    conversion = convert(shared / "data" / "xds" / "XDS.INP")
    keywords = {
        **KEYWORDS,
        "QX": "0.172", "QY": "0.172", "ORGX": "1279.1", "ORGY": "1235.3",
        "DETECTOR_DISTANCE": "190.18", "STARTING_ANGLE": "0", "OSCILLATION_RANGE": "0.2",
    }  # fmt: skip
    found = check(conversion, keywords, tmp_path)
    assert found.rows("diffrn_scan")[0]["frames"] == "900"
    assert found.external(900)["uri"] == "X4_lots_M1S4_1_0900.cbf"
    assert [f.message for f in conversion.findings if f.code == "GAP001"] == []
    assert said(conversion, "unmapped-source") == []
    assert "upc86896" not in (tmp_path / "out.cif").read_text()
    valid(conversion)


def test_a_real_template_says_what_is_not_filled_in(shared):
    conversion = convert(shared / "data" / "xds" / "XDS_EIGER.INP")
    unfilled = [m for m in said(conversion, "unreadable") if "nobody filled in" in m]
    for key in ("ORGX", "DETECTOR_DISTANCE", "STARTING_ANGLE", "OSCILLATION_RANGE", "DATA_RANGE"):
        assert any(m.startswith(f"/{key} ") for m in unfilled), unfilled
    assert said(conversion, "unmapped-source") == said(conversion, "conflict") == []
    valid(conversion)


SIZE = {"fast": 300, "slow": 400}
LINES = {
    "Pixel_size": "# Pixel_size 100e-6 m x 200e-6 m",
    "Wavelength": "# Wavelength 0.98 A",
    "Detector_distance": "# Detector_distance 0.150 m",
    "Beam_xy": "# Beam_xy (100.0, 200.0) pixels",
}


def test_geometry_beside_images(tmp_path):
    make_minicbf.scan(tmp_path / "in", 4, start=10.0, step=0.5, lines=LINES, **SIZE)
    keywords = {**KEYWORDS, **ARM, "OVERLOAD": "115896", "FRACTION_OF_POLARIZATION": None}
    conversion = convert(tmp_path / "in", beside=[write(tmp_path / "XDS.INP", keywords)])
    assert any("stand as in XDS.INP" in m for m in said(conversion, "correction"))
    check(conversion, {**KEYWORDS, **ARM}, tmp_path)
    valid(conversion)
