"""miniCBF headers become imgCIF: real ones, made ones, damaged ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif
from tests.support.make_minicbf import minicbf, scan

REAL = {
    "DLS_I23_P12M_thau_00001.cbf.gz": "dls-i23",
    "thau_3_2_0001.cbf.bz2.header.txt": "dls-i24",
    "EMBL_PILATUS2M_24-0104_nogeom.minicbf_header.txt": None,
}
PRIVATE = ("/ramdisk", "badpixel_mask", "FF_p", "cm28128", "p60-0119", "ContinuousStandard")


def said(conversion, *kinds):
    return [f.message for f in conversion.findings if f.name in kinds]


def values(conversion, name, block=0):
    column = conversion.document.blocks[block].column(name)
    return None if column is None else list(column.texts())


def one(tmp_path, angle=10, step=0.5, **options):
    path = tmp_path / "image_0001.cbf"
    path.write_bytes(minicbf(angle, step, **options))
    return convert(path)


def lines(tmp_path, **changes):
    return one(tmp_path, lines={f"x_{k}" if k not in KNOWN else k: v for k, v in changes.items()})


KNOWN = ("Detector", "Tau", "Wavelength", "Detector_distance", "Beam_xy", "Flux", "Omega",
         "Omega_increment", "Start_angle", "Angle_increment", "Pixel_size", "Detector_2theta",
         "Count_cutoff", "timestamp")  # fmt: skip


def read(conversion, tmp_path):
    path = tmp_path / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


@pytest.mark.parametrize(("name", "instrument"), REAL.items())
def test_real_headers_convert_and_nothing_is_overlooked(name, instrument, shared):
    conversion = convert(shared / "data" / "cbf" / name, mapping="minicbf")
    assert said(conversion, "unmapped-source") == []
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    text = format_cif(conversion.document)
    assert not [word for word in PRIVATE if word in text]
    used = [i["id"] for i in conversion.provenance["mapping"]["instruments"]]
    assert used == ([instrument] if instrument else [])


def test_the_vertical_axis_of_a_real_header(shared, tmp_path):
    """thau_3_2 has X.CW +SLOW: with its beamline and without, the axis is the same."""
    path = shared / "data" / "cbf" / "thau_3_2_0001.cbf.bz2.header.txt"
    for options in ({}, {"instrument": "none"}):
        found = read(convert(path, **options), tmp_path)
        assert np.allclose(found.vector(found.axes["omega"], "vector"), [1, 0, 0])
        assert np.allclose(found.direction("gravity"), [-1, 0, 0])
        (panel,) = found.panels().values()
        # right of the beam by 1261.61 pixels, above it by 1306.96, seen from the source
        corner = np.array([1306.96 * 0.172, 1261.61 * 0.172, -351])
        assert np.allclose(panel.centre_of(-0.5, -0.5), corner, atol=0.005)


def test_a_header_without_geometry_says_what_is_missing(shared):
    name = "EMBL_PILATUS2M_24-0104_nogeom.minicbf_header.txt"
    conversion = convert(shared / "data" / "cbf" / name)
    missing = " ".join(said(conversion, "missing-required"))
    for item in ("_array_structure_list.dimension", "_diffrn_radiation_wavelength.value"):
        assert item in missing
    assert values(conversion, "_diffrn_detector_element.reference_center_fast") is None
    assert any("no beam centre" in m for m in said(conversion, "assumption"))


def test_a_scan_of_made_files(tmp_path):
    conversion = convert(scan(tmp_path / "run", 5, start=20, step=0.5))
    found = read(conversion, tmp_path)
    assert found.one("_diffrn_scan.frames") == "5"
    assert found.setting("omega", found.scans[0], 5) == 22
    (panel,) = found.panels().values()
    expected = [-1261.61 * 0.172, 1306.96 * 0.172, -351]
    assert np.allclose(panel.centre_of(-0.5, -0.5), expected, rtol=0, atol=1e-9)
    assert np.allclose(panel.fast, [0.172, 0, 0])
    assert np.allclose(panel.slow, [0, -0.172, 0])
    assert said(conversion, "unmapped-source", "conflict", "unreadable") == []
    assert values(conversion, "_array_intensities.overload") == ["115898"]


@pytest.mark.parametrize(
    ("text", "gravity"),
    [
        ("X.CW", [0, -1, 0]),
        ("X, CW", [0, -1, 0]),
        ("omega", [0, -1, 0]),
        ("X.CCW", [0, 1, 0]),
        ("X.CW +SLOW", [-1, 0, 0]),
        ("X.CCW +SLOW", [1, 0, 0]),
    ],
)
def test_oscillation_axis(text, gravity, tmp_path):
    """X follows the axis, so where gravity points tells which way that is."""
    found = read(lines(tmp_path, osc=f"# Oscillation_axis {text}"), tmp_path)
    assert np.allclose(found.vector(found.axes["omega"], "vector"), [1, 0, 0])
    assert np.allclose(found.direction("gravity"), gravity)


def test_tau_with_its_unit_twice(tmp_path):
    assert values(lines(tmp_path, Tau="# Tau = 199.1e-09 s s"), "_diffrn_detector.dtime") == [
        "0.1991"
    ]
    assert values(lines(tmp_path, Tau="# Tau = 0 s"), "_diffrn_detector.dtime") is None


def test_swapped_sides_are_put_right(tmp_path):
    swapped = one(
        tmp_path, fast=1043, slow=981, lines={"Detector": "# Detector: PILATUS3 X 1M, S/N 10-0001"}
    )
    assert values(swapped, "_array_structure_list.dimension") == ["981", "1043"]
    assert any("spring8-dimensions" in m for m in said(swapped, "correction"))
    right = one(
        tmp_path, fast=981, slow=1043, lines={"Detector": "# Detector: PILATUS3 X 1M, S/N 10-0001"}
    )
    assert values(right, "_array_structure_list.dimension") == ["981", "1043"]
    assert not said(right, "correction")


DAMAGE = {
    "no distance": ({"Detector_distance": None}, "missing-required", "displacement_start"),
    "no wavelength": ({"Wavelength": None}, "missing-required", "wavelength.value"),
    "no angles": ({"Omega": None, "Start_angle": None}, "missing-required", "angle_start"),
    "no pixel size": ({"Pixel_size": None}, "missing-required", "displacement_increment"),
    "no beam centre": ({"Beam_xy": None}, "assumption", "no beam centre"),
    "beam centre zero": ({"Beam_xy": "# Beam_xy (0.00, 0.00) pixels"}, "no-target", "Beam_xy"),
    "distance zero": ({"Detector_distance": "# Detector_distance 0.0 m"}, "no-target", "of zero"),
    "distance in seconds": (
        {"Detector_distance": "# Detector_distance 0.2 s"},
        "conflict",
        "displacement_start",
    ),
    "wavelength in degrees": ({"Wavelength": "# Wavelength 0.9 deg."}, "conflict", "wavelength"),
    "start against omega": ({"Start_angle": "# Start_angle 99 deg."}, "conflict", "against Omega"),
    "steps disagree": (
        {"Angle_increment": "# Angle_increment 0.7 deg."},
        "conflict",
        "Angle_increment",
    ),
    "chi stands": ({"x_chi": "# Chi 20.0 deg."}, "no-target", "--instrument"),
    "flux is relative": ({"Flux": "# Flux 1.396021"}, "no-target", "too small"),
    "no such date": ({"timestamp": "# 2026-13-31T12:00:00.100"}, "unreadable", "2026-13-31"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_headers_give_a_precise_gap(name, tmp_path):
    changes, kind, word = DAMAGE[name]
    conversion = one(tmp_path, lines=changes)
    assert [m for m in said(conversion, kind) if word in m], [
        (f.name, f.message) for f in conversion.findings
    ]


def test_a_file_cut_short_is_said(tmp_path):
    path = tmp_path / "image_0001.cbf"
    path.write_bytes(minicbf(10, 0.5)[:-200])
    assert any("cut short" in m for m in said(convert(path), "unreadable"))


@settings(max_examples=15, deadline=None)
@given(
    st.floats(-360, 360).map(lambda x: round(x, 4)),
    st.floats(0.01, 2).map(lambda x: round(x, 4)),
    st.floats(0.05, 2).map(lambda x: round(x, 5)),
    st.tuples(st.floats(1, 2000), st.floats(1, 2000)),
)
def test_numbers_of_the_header_arrive(tmp_path_factory, angle, step, distance, centre):
    folder = tmp_path_factory.mktemp("law")
    beam = [round(x, 2) for x in centre]
    changes = {
        "Detector_distance": f"# Detector_distance {distance:.5f} m",
        "Beam_xy": f"# Beam_xy ({beam[0]:.2f}, {beam[1]:.2f}) pixels",
    }
    conversion = one(folder, angle, step, lines=changes)
    found = read(conversion, folder)
    scan_id = found.scans[0]
    assert np.isclose(found.setting("omega", scan_id, 1), angle, atol=1e-4)
    (panel,) = found.panels().values()
    i, j, away = panel.crossing(found.beam)
    assert np.isclose(away, distance * 1000, atol=1e-6)
    assert np.allclose([i + 0.5, j + 0.5], beam, atol=1e-6)
