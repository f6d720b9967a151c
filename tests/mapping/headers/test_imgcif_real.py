"""Real full CBF files and headers: each converts, is valid, and stands where it should.

The reference geometry is an established reader's. It takes the displacement of the first
pixel for that of its corner in all files. The dictionary asks for the centre: a file that
puts half a pixel there means the centre, so there the reference is compared with the
centre; files that put 0 mean the corner, which the mapping assumes and reports.
"""

from __future__ import annotations

import json

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif

FILES = {
    "omega_scan.cbf": ("omega_scan", "corner"),
    "DLS_I03_smargon_0001.cbf.gz": ("DLS_I03_smargon_0001", "corner"),
    "20190911_omega_0001.cbf.header.txt": ("20190911_omega_0001", "centre"),
}
WHOLE = (*FILES, "221109_phi_0001.cbf.header.txt", "idx-20130301060858401.cbf.header.txt")
TEMPLATES = (
    "template_adscquantum315_3072x3072.cbf.header.txt",
    "template_mar345_2300x2300.cbf.header.txt",
    "template_pilatus6m_2463x2527.cbf.header.txt",
    "cbf_6M_template.cbf.header.txt",
)


def converted(shared, name):
    return convert(shared / "data" / "cbf" / name)


def read(conversion, folder):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def reference(shared, name):
    path = shared / "facts" / "reference_geometry" / f"{name}.cbf.json"
    return json.loads(path.read_text(encoding="utf-8"))


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


@pytest.mark.parametrize("name", [*WHOLE, *TEMPLATES])
def test_output_is_valid_and_nothing_is_overlooked(name, shared):
    conversion = converted(shared, name)
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    assert said(conversion, "unmapped-source") == []


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_required_is_missing(name, shared):
    assert said(converted(shared, name), "missing-required") == []


@pytest.mark.parametrize("name", FILES)
def test_geometry_is_that_of_the_reference(name, shared, tmp_path):
    stem, point = FILES[name]
    wanted = reference(shared, stem)
    found = read(converted(shared, name), tmp_path)
    [panel] = found.panels().values()
    first = panel.corners()[0] if point == "corner" else panel.centre_of(0, 0)
    other = wanted["panel0"]
    assert np.allclose(first, other["origin"], rtol=0, atol=0.005)
    for side in ("fast", "slow"):
        own = getattr(panel, side)
        assert np.linalg.norm(own) == pytest.approx(other["pixel_size"][0])
        assert np.allclose(own / np.linalg.norm(own), other[f"{side}_axis"], rtol=0, atol=1e-4)
    assert [panel.n_fast, panel.n_slow] == other["image_size"]
    assert np.allclose(found.direction("source"), wanted["beam"]["direction"], atol=1e-4)
    value = float(found.one("_diffrn_radiation_wavelength.value"))
    assert value == pytest.approx(wanted["beam"]["wavelength"])


@pytest.mark.parametrize("name", FILES)
def test_goniometer_is_that_of_the_reference(name, shared, tmp_path):
    wanted = reference(shared, FILES[name][0])["goniometer"]
    found = read(converted(shared, name), tmp_path)
    for axis, vector, angle in zip(wanted["names"], wanted["axes"], wanted["angles"], strict=True):
        assert np.allclose(found.vector(found.axes[axis], "vector"), vector, rtol=0, atol=1e-4)
        assert found.setting(axis, "SCAN1" if "SCAN1" in found.scans else "SCAN", 1) == angle


def test_the_half_pixel_is_an_assumption_where_the_file_says_zero(shared):
    for name, (_, point) in FILES.items():
        assumed = [m for m in said(converted(shared, name), "assumption") if "pixel_ref" in m]
        assert bool(assumed) == (point == "corner"), name


def test_sixty_four_elements_in_four_arrays(shared, tmp_path):
    """The reference gives panel 0 in the frame of its sensor, the detector in the laboratory."""
    conversion = converted(shared, "idx-20130301060858401.cbf.header.txt")
    found = read(conversion, tmp_path)
    panels = found.panels()
    assert len(panels) == 64
    assert found.one("_diffrn_detector.number_of_axes") == "104"
    wanted = reference(shared, "idx-20130301060858401")
    settings = {axis: found.setting(axis, "SCAN1", 1) for axis in found.axes}
    place = found.place("AXIS_D0_R", settings)[1]
    assert np.allclose(place, wanted["hierarchy"]["origin"], rtol=0, atol=0.005)
    turn, shift = found.place("FS_D0Q0S0", settings)
    panel, other = panels["ARRAY_D0Q0S0A0"], wanted["panel0"]
    assert np.allclose(turn.T @ (panel.corners()[0] - shift), other["origin"], rtol=0, atol=0.005)
    for side in ("fast", "slow"):
        own = turn.T @ getattr(panel, side) / other["pixel_size"][0]
        assert np.allclose(own, other[f"{side}_axis"], rtol=0, atol=1e-4)
    # the pixels of no two ASICs overlap, and all are within one detector
    firsts = np.array([p.centre_of(97, 92.5) for p in panels.values()])
    gaps = np.linalg.norm(firsts[:, None] - firsts[None], axis=-1) + 1e9 * np.eye(64)
    assert gaps.min() > 20
    assert np.abs(firsts[:, :2]).max() < 110
    assert np.allclose(firsts[:, 2], -130.1066, atol=0.01)
    frames = [row["frame"] for row in found.rows("array_data_external_data")]
    assert frames == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("omega_scan.cbf", "conflict", "sample to detector distance: 105.0"),
        ("omega_scan.cbf", "conflict", "degree of polarisation: 0.8 against 0.98"),
        ("20190911_omega_0001.cbf.header.txt", "correction", "it belongs to DIFFRN_RADIATION"),
        ("20190911_omega_0001.cbf.header.txt", "conflict", "axes listed for the goniometer"),
        ("221109_phi_0001.cbf.header.txt", "conflict", "an index that counts down"),
        ("221109_phi_0001.cbf.header.txt", "unreadable", "is cut short"),
        ("idx-20130301060858401.cbf.header.txt", "unreadable", "2013-03-01T06:08Z58.401"),
        ("idx-20130301060858401.cbf.header.txt", "no-target", "'xfel' is not in the lookup"),
        ("idx-20130301060858401.cbf.header.txt", "no-target", "is a detector element here"),
        ("template_mar345_2300x2300.cbf.header.txt", "missing-required", "_array_data"),
        ("template_pilatus6m_2463x2527.cbf.header.txt", "missing-required", "_array_structure_l"),
        ("template_pilatus6m_2463x2527.cbf.header.txt", "conflict", "not described: 6"),
        ("cbf_6M_template.cbf.header.txt", "conflict", "_wide_ is not a number"),
        ("cbf_6M_template.cbf.header.txt", "missing-required", "_diffrn_scan_axis.angle_start"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(name, kind, message, shared):
    conversion = converted(shared, name)
    assert [m for m in said(conversion, kind) if message in m], said(conversion, kind)


def test_the_header_with_both_agrees_with_itself(shared):
    """Distance, beam centre, angles and wavelength of the two headers are the same."""
    [only] = said(converted(shared, "DLS_I03_smargon_0001.cbf.gz"), "conflict")
    assert only.startswith("degree of polarisation")


def test_templates_keep_what_they_say(shared, tmp_path):
    found = read(converted(shared, TEMPLATES[0]), tmp_path)
    assert found.one("_diffrn_source.facility") == "SSRL"
    assert found.one("_diffrn_source.beamline") == "1-5"
    assert found.one("_diffrn_detector.id") == "ADSCQ315-SNXXX"
    rows = found.rows("array_structure_list_axis")
    assert [float(row["displacement_increment"]) for row in rows] == [0.102588, -0.102588]
