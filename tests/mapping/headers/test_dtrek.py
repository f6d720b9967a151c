"""d*TREK images: axes, vectors and beam out of the header itself; generated files only."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.errors import UsageError
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif
from tests.support.make_smv import dtrek, dtrek_scan, scan


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def read(conversion, folder):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def about(axis, angle):
    """The rotation by so many degrees about an axis (Rodrigues)."""
    x, y, z = np.array(axis) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn = np.radians(angle)
    return np.eye(3) + np.sin(turn) * cross + (1 - np.cos(turn)) * cross @ cross


def test_a_scan_stands_where_its_header_says(tmp_path):
    dtrek_scan(tmp_path / "in", 5)
    conversion = convert(tmp_path / "in")
    assert conversion.mapping == "dtrek"
    for kind in ("unmapped-source", "conflict", "missing-required", "unreadable"):
        assert said(conversion, kind) == []
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    found = read(conversion, tmp_path)
    assert found.one("_diffrn_scan.frames") == "5"
    assert found.setting("Omega", "SCAN1", 5) == pytest.approx(12)
    assert found.setting("Chi", "SCAN1", 4) == pytest.approx(54.7)
    [panel] = found.panels().values()
    # the stage listed last carries the detector and moves first, the one listed first last
    flat = np.array([-16 * 0.1, 12 * 0.1, 0])
    placed = about([0, 0, 1], 1.5) @ about([1, 0, 0], -20) @ (flat + 45 * np.array([0, 0, -1]))
    assert np.allclose(panel.corners()[0], placed, rtol=0, atol=1e-6)
    across = about([0, 0, 1], 1.5) @ about([1, 0, 0], -20) @ np.array([1, 0, 0])
    step = panel.centre_of(1, 0) - panel.centre_of(0, 0)
    assert np.allclose(step, 0.1 * across, rtol=0, atol=1e-6)


def test_scans_about_different_axes(tmp_path):
    dtrek_scan(tmp_path / "in", 3)
    for number, start in enumerate((0, 1), start=1):
        keys = {
            "ROTATION_AXIS_NAME": "Phi",
            "ROTATION_VECTOR": "1 0 0",
            "CRYSTAL_GONIO_VALUES": "25.0 -45.0 0.0",
            "CCD_GONIO_VALUES": "1.5 10.0 60.0",
            "ROTATION": f"{start} {start + 1} 1 8 1 0",
        }
        (tmp_path / "in" / f"e_{number:03d}.img").write_bytes(dtrek(keys))
    conversion = convert(tmp_path / "in")
    found = read(conversion, tmp_path)
    first = {a: found.setting(a, "SCAN1", 2) for a in ("Omega", "Chi", "Phi", "Swing")}
    second = {a: found.setting(a, "SCAN2", 2) for a in ("Omega", "Chi", "Phi", "Swing")}
    assert first == pytest.approx({"Omega": 10.5, "Chi": 54.7, "Phi": 30, "Swing": -20})
    assert second == pytest.approx({"Omega": 25, "Chi": -45, "Phi": 1, "Swing": 10})


def test_a_beam_along_another_axis_of_the_header(tmp_path):
    """The beam along x: the same experiment in turned coordinates gives the same output."""
    turned = {
        "SOURCE_VECTORS": "1 0 0 0 1 0",
        "CCD_DETECTOR_VECTORS": "0 0 -1 0 1 0",
        "CCD_GONIO_VECTORS": "1 0 0 0 0 -1 -1 0 0",
        "CRYSTAL_GONIO_VECTORS": "0 0 -1 1 0 0 0 0 -1",
        "ROTATION_VECTOR": "0 0 -1",
    }
    places = []
    for name, keys in (("a", {}), ("b", turned)):
        dtrek_scan(tmp_path / name / "in", 1, **keys)
        found = read(convert(tmp_path / name / "in"), tmp_path / name)
        [panel] = found.panels().values()
        places.append(panel.corners())
    assert np.allclose(places[0], places[1], rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("keys", "kind", "words"),
    [
        ({"CRYSTAL_GONIO_VECTORS": "1 0 0 0"}, "conflict", "no rows of 3"),
        ({"CRYSTAL_GONIO_UNITS": "deg deg"}, "conflict", "different lengths"),
        ({"CRYSTAL_GONIO_UNITS": "deg rad deg"}, "no-target", "rad"),
        ({"CCD_GONIO_VALUES": "1.5 -20"}, "conflict", "a column of 2 rows, keys of 3"),
        ({"ROTATION_AXIS_NAME": "Kappa"}, "no-target", "no axis with the name"),
        ({"ROTATION_VECTOR": "0 1 0"}, "conflict", "ROTATION_VECTOR"),
        ({"ROTATION": "10 10.6 0.5 8"}, "conflict", "width of an image"),
        ({"ROTATION": None}, "missing-required", "_diffrn_scan_axis"),
        ({"SOURCE_VECTORS": None}, "assumption", "no SOURCE_VECTORS"),
        ({"CCD_SPATIAL_BEAM_POSITION": "16 13"}, "conflict", "SPATIAL_BEAM_POSITION"),
        ({"CCD_DETECTOR_DIMENSIONS": "20 30"}, "conflict", "SIZE1"),
        ({"CCD_DETECTOR_VECTORS": None}, "missing-required", "_axis.vector"),
        ({"SCAN_WAVELENGTH": 0.8}, "conflict", "SOURCE_WAVELENGTH"),
        ({"DETECTOR_NUMBER": 2}, "no-target", "several detectors"),
        ({"NEW_KEY": 3}, "unmapped-source", "NEW_KEY"),
        ({"DTREK_DATE_TIME": "soon"}, "unreadable", "no date"),
    ],
)
def test_damage_gives_a_precise_gap(keys, kind, words, tmp_path):
    (tmp_path / "d_001.img").write_bytes(dtrek(keys))
    conversion = convert(tmp_path / "d_001.img")
    found = [f"{f.message} {f.location.item}" for f in conversion.findings if f.name == kind]
    assert [m for m in found if words in m], [f"{f.name}: {f.message}" for f in conversion.findings]


def test_detectors_of_another_name(tmp_path):
    gone = ("CCD_GONIO_NAMES", "CCD_GONIO_UNITS", "CCD_GONIO_VALUES", "CCD_GONIO_VECTORS")
    keys = {
        **dict.fromkeys(gone),
        "DETECTOR_NAMES": "PLT_",
        "PLT_GONIO_NAMES": "Dist",
        "PLT_GONIO_UNITS": "mm",
        "PLT_GONIO_VALUES": 60,
        "PLT_GONIO_VECTORS": "0 0 -1",
        "PLT_DETECTOR_VECTORS": "1 0 0 0 -1 0",
        "PLT_DETECTOR_DIMENSIONS": "30 20",
        "PLT_DETECTOR_SIZE": "3.0 2.0",
        "PLT_SPATIAL_BEAM_POSITION": "16 12",
    }
    (tmp_path / "d_001.img").write_bytes(dtrek(keys))
    found = read(convert(tmp_path / "d_001.img"), tmp_path)
    [panel] = found.panels().values()
    assert np.allclose(panel.corners()[0], [-1.6, 1.2, -60], rtol=0, atol=1e-9)


def test_both_kinds_of_headers_in_one_folder(tmp_path):
    dtrek_scan(tmp_path / "in", 2)
    scan(tmp_path / "in", 2)
    with pytest.raises(UsageError, match="several mappings fit: dtrek, smv"):
        convert(tmp_path / "in")
    conversion = convert(tmp_path / "in", mapping="dtrek")
    assert len(conversion.document.blocks) == 1
