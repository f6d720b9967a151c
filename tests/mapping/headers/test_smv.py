"""SMV images: generated scans, damage, and real headers against an established reader."""

from __future__ import annotations

import json

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif
from tests.support.make_smv import scan, smv

REAL = {
    "ALS831_Q315_SN926.smv_header.txt": ["smv-als831"],
    "TIMEPIX_SU_512-stdgoni_0001.img": ["smv-timepix-su"],
    "adsc_q4.img.header.txt": [],
    "adxv_smv32_SLS_X06SA.smv_header.txt": ["smv-adxv"],
    "simtbx_jhsim.img.header.txt": [],
}


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def read(conversion, folder):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def column(conversion, name):
    found = conversion.document.blocks[0].column(name)
    return None if found is None else found.texts()


def test_a_scan_stands_where_its_header_says(tmp_path):
    scan(tmp_path / "in", 5)
    conversion = convert(tmp_path / "in")
    assert said(conversion, "unmapped-source") == []
    assert said(conversion, "conflict") == []
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    found = read(conversion, tmp_path)
    assert found.one("_diffrn_scan.frames") == "5"
    assert found.setting("phi", "SCAN1", 4) == pytest.approx(1.5)
    [panel] = found.panels().values()
    # y of the header along the rows, x along the columns, in millimetres; x right, y up
    assert np.allclose(panel.corners()[0], [-1.6, 1.2, -120.5], atol=1e-9)
    assert np.allclose(panel.centre_of(29, 19), [-1.6 + 2.95, 1.2 - 1.95, -120.5], atol=1e-9)
    assert column(conversion, "_array_structure.encoding_type") == ["unsigned 16-bit integer"]
    assert column(conversion, "_array_data_external_data.uri")[4] == "img_005.img"


def test_a_turned_detector_turns_about_the_sample(tmp_path):
    scan(tmp_path / "in", 1, TWOTHETA=30.0)
    [panel] = read(convert(tmp_path / "in"), tmp_path).panels().values()
    x, y, z = -1.6, 1.2, -120.5
    turn = np.radians(30.0)
    by_hand = [x, y * np.cos(turn) - z * np.sin(turn), y * np.sin(turn) + z * np.cos(turn)]
    assert np.allclose(panel.corners()[0], by_hand, atol=1e-9)


@pytest.mark.parametrize(
    ("keys", "kind", "words"),
    [
        ({"DISTANCE": None}, "missing-required", "_diffrn_scan_axis"),
        ({"WAVELENGTH": None}, "missing-required", "_diffrn_radiation_wavelength.value"),
        ({"PIXEL_SIZE": None}, "missing-required", "displacement_increment"),
        ({"SIZE1": None}, "missing-required", "_array_structure_list.dimension"),
        ({"BEAM_CENTER_X": None}, "assumption", "no beam centre"),
        ({"DATE": "yesterday"}, "unreadable", "no date"),
        ({"TYPE": "complex"}, "no-target", "complex"),
        ({"DENZO_Y_BEAM": 1.5}, "conflict", "Denzo"),
        ({"PHI": 9.0}, "conflict", "OSC_START against PHI"),
        ({"XDS_ORGX": 17.5}, "conflict", "XDS_ORGX"),
        ({"MOSFLM_CENTER_Y": 1.6}, "conflict", "MOSFLM_CENTER"),
        ({"NEW_KEY": 3}, "unmapped-source", "NEW_KEY"),
    ],
)
def test_damage_gives_a_precise_gap(keys, kind, words, tmp_path):
    (tmp_path / "img_001.img").write_bytes(smv(keys))
    conversion = convert(tmp_path / "img_001.img")
    found = [f"{f.message} {f.location.item}" for f in conversion.findings if f.name == kind]
    assert [m for m in found if words in m], [f"{f.name}: {f.message}" for f in conversion.findings]


def test_files_of_one_folder_that_differ(tmp_path):
    paths = scan(tmp_path / "in", 6)
    paths[3].write_bytes(smv({"OSC_START": 1.5, "PHI": 1.5, "TIME": None}))
    paths[5].write_bytes(smv({"OSC_START": 2.5, "PHI": 2.5, "DISTANCE": 200}))
    conversion = convert(tmp_path / "in")
    assert column(conversion, "_diffrn_scan.frames") == ["5", "1"] or column(
        conversion, "_diffrn_scan.frames"
    ) == ["4", "1", "1"]
    starts = column(conversion, "_diffrn_scan_axis.displacement_start")
    assert {"120.5", "200"} <= set(starts)


@pytest.mark.parametrize("name", REAL)
def test_real_headers_convert_and_nothing_is_overlooked(name, shared):
    conversion = convert(shared / "data" / "smv" / name)
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    assert said(conversion, "unmapped-source") == []
    assert said(conversion, "conflict") == []
    assert list(conversion.overlays) == REAL[name]


def reference(shared, stem):
    path = shared / "facts" / "reference_geometry" / f"{stem}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def turned(found, vector):
    """A vector with x to the right and y up in the coordinates of the file, whose X is the axis."""
    up = -found.direction("gravity")
    right = np.cross(up, -found.beam)
    x, y, z = vector
    return x * right + y * up + z * -found.beam


def test_adxv_means_another_corner(shared, tmp_path):
    found = read(convert(shared / "data/smv/adxv_smv32_SLS_X06SA.smv_header.txt"), tmp_path)
    [panel] = found.panels().values()
    corner = panel.corners()[0]
    # The pixel under the beam has to be near the middle; taken as ADSC means it, it would be
    # 44 pixels to the side, and adxv's own y counts from the last row.
    assert np.allclose(corner, [-211.3, 2527 * 0.172 - 219.39, -380], rtol=0, atol=1e-6)


def test_timepix_is_where_the_reference_has_it(shared, tmp_path):
    found = read(convert(shared / "data/smv/TIMEPIX_SU_512-stdgoni_0001.img"), tmp_path)
    wanted = reference(shared, "TIMEPIX_SU_512-stdgoni_0001.img")
    [panel] = found.panels().values()
    # The reference cuts the image into four chips, the first of which begins at pixel (1, 1),
    # and gives its place on a common surface.
    surface, chip = wanted["hierarchy"], wanted["panel0"]
    assert chip["raw_image_offset"] == [1, 1]
    down, across = np.array(surface["slow_axis"]), np.array(surface["fast_axis"])
    corner = np.array(surface["origin"]) + chip["origin"][0] * across + chip["origin"][1] * down
    own = panel.centre_of(0.5, 0.5)  # the corner of pixel (1, 1)
    assert np.allclose(own, turned(found, corner), rtol=0, atol=0.005)
    rotation = turned(found, wanted["goniometer"]["rotation_axis"])
    assert np.allclose([1, 0, 0], rotation, rtol=0, atol=1e-4)


def test_jhsim_is_where_its_header_says_and_a_pixel_from_the_reference(shared, tmp_path):
    found = read(convert(shared / "data/smv/simtbx_jhsim.img.header.txt"), tmp_path)
    [panel] = found.panels().values()
    corner = panel.corners()[0]
    # DIALS_ORIGIN of the header itself; the reference's reader puts it one pixel further out,
    # which neither that key nor XDS_ORGX (512.5, counted from 1) bears out.
    assert np.allclose(corner, turned(found, [-28.16, 28.16, -1590]), rtol=0, atol=0.005)
    other = turned(found, reference(shared, "simtbx_jhsim.img")["panel0"]["origin"])
    assert np.allclose(np.abs(corner - other), [0.055, 0.055, 0], rtol=0, atol=0.005)
