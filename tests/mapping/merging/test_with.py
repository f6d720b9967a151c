"""``--with``: a log or another source beside images fills, replaces what was assumed, compares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.errors import UnreadableInput
from imgcif_map.validator import validate
from tests.support import make_minicbf
from tests.support.imgcif_eval import Imgcif
from tests.support.make_expt import panel, write
from tests.support.make_xds import write as write_xds

SIZE = {"fast": 300, "slow": 400}
LINES = {
    "Pixel_size": "# Pixel_size 100e-6 m x 200e-6 m",
    "Wavelength": "# Wavelength 0.98 A",
    "Detector_distance": "# Detector_distance 0.150 m",
    "Beam_xy": "# Beam_xy (100.0, 100.0) pixels",
}


def images(folder: Path, count: int = 4, **more) -> Path:
    lines = {**LINES, **more.pop("lines", {})}
    make_minicbf.scan(folder / "in", count, start=5.0, step=0.5, lines=lines, **SIZE, **more)
    return folder / "in"


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def texts(conversion, name):
    column = conversion.document.blocks[0].column(name)
    return None if column is None else column.texts()


def evaluated(conversion, folder: Path) -> Imgcif:
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


VERTICAL = {"goniometer": [{"axes": [[0, 1, 0]], "names": ["GON"], "angles": [0], "scan_axis": 0}]}


def test_geometry_replaces_what_was_assumed(tmp_path: Path) -> None:
    said_alike = {"thickness": 0.45, "trusted_range": [0, 115897]}
    turned = panel(fast_axis=[0, 1, 0], slow_axis=[1, 0, 0], origin=[-20, -10, -150], **said_alike)
    top = {"fast_axis": [1, 0, 0], "slow_axis": [0, 1, 0], "origin": [0, 0, 0],
           "children": [{"panel": 0}]}  # fmt: skip
    detector = [{"panels": [turned], "hierarchy": top}]
    expt = write(tmp_path / "x.expt", detector=detector, **VERTICAL)
    conversion = convert(images(tmp_path), beside=[expt])
    assert said(conversion, "conflict") == []
    assert any("stand as in x.expt" in m for m in said(conversion, "correction"))
    found = evaluated(conversion, tmp_path)
    # The axis is vertical: X of the file points up, gravity is -X, and Y = Z x X points left.
    assert np.allclose(found.direction("gravity"), [-1, 0, 0])
    [own] = found.panels().values()
    up, left = np.array([1.0, 0, 0]), np.array([0, 1.0, 0])
    corner = -20 * -left - 10 * up + np.array([0, 0, -150.0])
    assert np.allclose(own.corners()[0], corner, atol=1e-9)
    assert np.allclose(own.fast, 0.1 * up)
    assert np.allclose(own.slow, 0.2 * -left)
    assert found.setting("GON", "SCAN1", 3) == pytest.approx(6.0)
    assert found.one("_diffrn_measurement.number_of_axes") == "1"
    assert texts(conversion, "_array_data_external_data.uri")[0] == "run_1_0001.cbf"


def test_facts_that_are_missing_are_filled_with_their_origin(tmp_path: Path) -> None:
    source = images(tmp_path, lines={"Wavelength": None})
    assert any("wavelength" in f.message for f in convert(source).findings if f.code == "GAP001")
    conversion = convert(source, beside=[write(tmp_path / "x.expt")])
    assert texts(conversion, "_diffrn_radiation_wavelength.value") in (None, ["0.98"])
    assert texts(conversion, "_array_intensities.gain") == ["1.0"]
    kinds = {
        column["item"]: (column["kind"], column["sources"][0]["file"])
        for column in conversion.provenance["blocks"][0]["columns"]
        if column["kind"] == "with"
    }
    assert kinds["_array_intensities.gain"] == ("with", "x.expt")
    assert kinds["_axis.id"] == ("with", "x.expt")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"beam": [{"direction": [0, 0, 1], "wavelength": 1.2}]},
         "_diffrn_radiation_wavelength.value is 0.98 here, 1.2 in x.expt"),
        ({"scan": [{"image_range": [1, 4], "oscillation": [7.0, 0.5]}]},
         "the start of the axis that turns: 5 here, 7 degrees there"),
        ({"scan": [{"image_range": [1, 5], "oscillation": [5.0, 0.5]}]},
         "cannot be used: the scans have 4 and 5 frames"),
        ({"detector": [{"panels": [panel(pixel_size=[0.2, 0.2])]}]}, "size of pixels"),
        ({"detector": [{"panels": [panel(image_size=[10, 10])]}]}, "pixels of the image"),
    ],
)  # fmt: skip
def test_what_differs_is_a_conflict(changes, words, tmp_path: Path) -> None:
    conversion = convert(images(tmp_path), beside=[write(tmp_path / "x.expt", **changes)])
    assert any(words in m for m in said(conversion, "conflict")), said(conversion, "conflict")
    assert texts(conversion, "_diffrn_radiation_wavelength.value") == ["0.98"]


def test_other_numbers_of_blocks_are_not_guessed(tmp_path: Path) -> None:
    one = {"beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "imageset": 0}
    beams = [{"direction": [0, 0, 1], "wavelength": w} for w in (0.98, 0.99)]
    expt = write(tmp_path / "x.expt", beam=beams, experiment=[one, {**one, "beam": 1}])
    conversion = convert(images(tmp_path), beside=[expt])
    assert any("1 data blocks here, 2 in x.expt" in m for m in said(conversion, "conflict"))


def test_a_log_fills_headers_and_answers(tmp_path: Path) -> None:
    source = images(tmp_path, lines={"Wavelength": None, "Flux": None})
    log = tmp_path / "log.csv"
    log.write_text(
        "key,value,unit\nWavelength,0.098,nm\nFlux,2e12,\n_diffrn_source.beamline,X04,\n"
    )
    conversion = convert(source, beside=[log])
    assert texts(conversion, "_diffrn_radiation_wavelength.value") == ["0.98"]
    assert texts(conversion, "_diffrn_source.beamline") == ["X04"]
    assert said(conversion, "conflict") == []
    rows = [c for c in conversion.provenance["blocks"][0]["columns"] if "beamline" in c["item"]]
    assert rows[0]["kind"] == "answer"
    assert rows[0]["mapping"] == "log.csv"


def test_a_log_with_a_row_per_image(tmp_path: Path) -> None:
    keys = ("Omega", "Omega_increment", "Start_angle", "Angle_increment")
    source = images(tmp_path, lines=dict.fromkeys(keys))
    log = tmp_path / "angles.csv"
    rows = "".join(f"run_1_{n:04d}.cbf,{10 + n * 0.25},0.25\n" for n in range(1, 5))
    log.write_text(f"file,Omega [deg],Omega_increment [deg]\n{rows}")
    conversion = convert(source, beside=[log])
    assert "10.25" in texts(conversion, "_diffrn_scan_axis.angle_start")
    assert "0.25" in texts(conversion, "_diffrn_scan_axis.angle_increment")


def test_a_log_beside_a_master_gives_answers_and_names_the_rest(tmp_path: Path) -> None:
    from tests.support.make_expt import write as expt

    log = tmp_path / "log.json"
    log.write_text('{"_diffrn_source.beamline": "X04", "Humidity": 40}')
    conversion = convert(expt(tmp_path / "x.expt"), beside=[log])
    assert texts(conversion, "_diffrn_source.beamline") == ["X04"]
    assert any(
        "keys that nothing reads: Humidity" in m for m in said(conversion, "unmapped-source")
    )


def test_wrong_files_beside_are_refused(tmp_path: Path) -> None:
    source = images(tmp_path)
    with pytest.raises(UnreadableInput, match="no such file"):
        convert(source, beside=[tmp_path / "none.csv"])
    bad = tmp_path / "bad.yaml"
    bad.write_text("_diffrn_source.beemline: X\n")
    with pytest.raises(UnreadableInput, match="is not a data name"):
        convert(source, beside=[bad])


SENSOR = {"thickness": 0.45, "trusted_range": [0, 115897]}
KNOWN = {"detector": [{"panels": [panel(**SENSOR)]}]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ORGX": "$ORGX"}, "it does not say where the detector is"),
        ({"ROTATION_AXIS": None}, "it does not say the direction of each axis"),
        ({"OSCILLATION_RANGE": "1 2"}, "it does not say the setting of the axis rotation"),
        ({"DETECTOR_DISTANCE": "0"}, "it does not say the setting of the axis distance"),
        ({"QX": None}, "it does not say the size of the pixels"),
        ({"NX": None}, "it does not say how many pixels the image has"),
    ],
)
def test_half_a_geometry_does_not_count(changes, words, tmp_path: Path) -> None:
    source = images(tmp_path)
    conversion = convert(source, beside=[write_xds(tmp_path / "XDS.INP", changes)])
    assert any(f"cannot be used: {words}" in m for m in said(conversion, "conflict"))
    for name in ("_axis.id", "_axis.offset[1]", "_diffrn_scan_axis.angle_start"):
        assert texts(conversion, name) == texts(convert(source), name)
    assert any("rows of the image" in m for m in said(conversion, "assumption"))


def test_faults_of_the_other_source_are_said_with_its_name(tmp_path: Path) -> None:
    beside = [write_xds(tmp_path / "XDS.INP", {"ORGX": "$ORGX"})]
    found = [f for f in convert(images(tmp_path), beside=beside).findings if "$ORGX" in f.message]
    assert [f.name for f in found] == ["unreadable"]
    assert found[0].message.startswith("XDS.INP: /ORGX cannot be read")
    assert found[0].location.path.endswith("XDS.INP")


def test_what_was_assumed_and_replaced_is_not_said_any_more(tmp_path: Path) -> None:
    source = images(tmp_path)
    assert any("rows of the image" in m for m in said(convert(source), "assumption"))
    conversion = convert(source, beside=[write_xds(tmp_path / "XDS.INP")])
    assumptions = said(conversion, "assumption")
    assert not any("rows of the image" in m or "no directions" in m for m in assumptions)
    assert any(m.startswith("XDS.INP: [0, -1, 0]: XDS.INP does not say") for m in assumptions)


def test_other_beam_centres_are_a_conflict(tmp_path: Path) -> None:
    origin = panel(origin=[-10.2, 20, -150], **SENSOR)
    conversion = convert(
        images(tmp_path), beside=[write(tmp_path / "x.expt", detector=[{"panels": [origin]}])]
    )
    [message] = said(conversion, "conflict")
    assert "beam centre (_diffrn_detector_element.reference_center_fast): 99.5 here" in message
    assert "101.5 there" in message


def test_the_distance_goes_with_the_axes(tmp_path: Path) -> None:
    farther = panel(origin=[-10, 20, -170], **SENSOR)
    conversion = convert(
        images(tmp_path), beside=[write(tmp_path / "x.expt", detector=[{"panels": [farther]}])]
    )
    [message] = said(conversion, "conflict")
    assert "distance is 150.0 here, 170.0 in x.expt; the second goes with the axes" in message
    found = evaluated(conversion, tmp_path)
    [own] = found.panels().values()
    assert own.crossing(found.beam)[2] == pytest.approx(170)
    assert found.one("_diffrn_measurement.sample_detector_distance") == "170.0"


def test_axes_of_a_known_instrument_stay(tmp_path: Path) -> None:
    source, known = images(tmp_path), "aps-19-id"  # its detector and its goniometer
    alone = convert(source, instrument=known)
    assert not any("no directions" in m for m in said(alone, "assumption"))
    beside = [write(tmp_path / "x.expt", **KNOWN)]
    conversion = convert(source, instrument=known, beside=beside)
    assert texts(conversion, "_axis.id") == texts(alone, "_axis.id")
    assert texts(conversion, "_axis.vector[2]") == texts(alone, "_axis.vector[2]")
    assert not any("stand as in" in m for m in said(conversion, "correction"))


def test_a_fact_that_is_stated_replaces_one_that_is_assumed(tmp_path: Path) -> None:
    source = images(tmp_path)
    beam = [{"direction": [0, 0, 1], "wavelength": 0.98, "probe": "neutron"}]
    conversion = convert(source, beside=[write(tmp_path / "x.expt", beam=beam, **KNOWN)])
    assert texts(conversion, "_diffrn_radiation.probe") == ["neutron"]
    assert said(conversion, "conflict") == []
    silent = [{"direction": [0, 0, 1], "wavelength": 0.98}]
    conversion = convert(source, beside=[write(tmp_path / "x.expt", beam=silent, **KNOWN)])
    assert texts(conversion, "_diffrn_radiation.probe") == ["x-ray"]
    assert not any("probe" in m for m in said(conversion, "correction"))


def test_a_wavelength_that_is_missing_is_filled_and_linked_to(tmp_path: Path) -> None:
    source = images(tmp_path, lines={"Wavelength": None})
    conversion = convert(source, beside=[write(tmp_path / "x.expt", **KNOWN)])
    found = evaluated(conversion, tmp_path)
    assert found.one("_diffrn_radiation_wavelength.value") == "0.98"
    assert found.one("_diffrn_radiation.wavelength_id") == found.one(
        "_diffrn_radiation_wavelength.id"
    )
    assert not any("wavelength" in f.message for f in conversion.findings if f.code == "GAP001")


def test_scans_are_matched_by_their_images(tmp_path: Path) -> None:
    for name, start in (("a", 5.0), ("b", 60.0)):
        make_minicbf.scan(tmp_path / "in", 4, start=start, step=0.5, stem=name, lines=LINES, **SIZE)
    one = {"beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "imageset": 0}
    expt = write(
        tmp_path / "x.expt",
        experiment=[{**one, "scan": 1, "imageset": 1}, one],  # the second scan first
        scan=[{"image_range": [1, 4], "oscillation": [s, 0.5]} for s in (5.0, 60.0)],
        imageset=[{"template": f"/secret/{n}_####.cbf"} for n in "ab"],
        **KNOWN,
    )
    conversion = convert(tmp_path / "in", beside=[expt])
    assert said(conversion, "conflict") == []
    assert any("stand as in x.expt" in m for m in said(conversion, "correction"))
    found = evaluated(conversion, tmp_path)
    for scan in found.scans:
        name = found.external(1, scan)["uri"]
        start = {"a_0001.cbf": 5.0, "b_0001.cbf": 60.0}[name]
        assert found.setting("omega", scan, 2) == pytest.approx(start + 0.5)
