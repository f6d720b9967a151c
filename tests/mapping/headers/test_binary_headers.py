"""MarCCD, mar345, Bruker, ROD and EDF, of which no real file is at hand: generated scans.

Places and rotations are worked out here from what is known of the formats, with matrices of
this file's own: x to the right, y up, z to the source, millimetres and degrees.
"""

from __future__ import annotations

import contextlib
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy import cos, radians, sin
from typer.testing import CliRunner

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.cli.app import app
from imgcif_map.errors import UnreadableInput
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths
from imgcif_map.validator import validate
from tests.cli.outcome import Outcome, check_message
from tests.support import make_binary as make
from tests.support.imgcif_eval import Imgcif

X, Y, Z = np.eye(3)
ONE = {
    "marccd": make.marccd,
    "mar345": make.mar345,
    "bruker": make.bruker,
    "rod": make.rod,
    "edf": make.edf,
}
SCANS = {
    "marccd": lambda i: make.marccd({"start_phi": 500 * i, "end_phi": 500 * (i + 1)}),
    "mar345": lambda i: make.mar345(
        {"phi_start": 500 * i, "phi_end": 500 * (i + 1)},
        {"PHI": f"START {0.5 * i:.3f}  END {0.5 * (i + 1):.3f}  OSC 1"},
    ),
    "bruker": lambda i: make.bruker(
        {
            "START": f"{10 + i * 0.5}",
            "ANGLES": f"0.0 {10 + i * 0.5} 20.0 54.7",
            "ENDING": f"0.0 {10.5 + i * 0.5} 20.0 54.7",
            "NUMBER": str(i + 1),
        }
    ),
    "rod": lambda i: make.rod(omega=(0.5 * i, 0.5 * (i + 1)), kappa=(-30, -30), theta=(20, 20)),
    "edf": lambda i: make.edf({"motor_pos": f"{0.5 * i} 0.0"}),
}
SCANNED = {"marccd": "phi", "mar345": "phi", "bruker": "omega", "rod": "omega", "edf": "omega"}


def said(conversion, kind):
    return [f"{f.message} {f.location.item or ''}" for f in conversion.findings if f.name == kind]


def single(folder, data):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run_0001.img").write_bytes(data)
    return convert(folder / "run_0001.img")


def read(conversion, folder):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def column(conversion, name):
    found = conversion.document.blocks[0].column(name)
    return None if found is None else found.texts()


def about(axis, degrees):
    """The right-handed rotation about a unit vector, column by column."""
    n, a = np.asarray(axis, float), radians(degrees)
    return np.stack(
        [v * cos(a) + np.cross(n, v) * sin(a) + n * (n @ v) * (1 - cos(a)) for v in np.eye(3)],
        axis=1,
    )


def into_file(found):
    """The matrix from x right, y up, z to the source into the coordinates of the file."""
    up = -found.direction("gravity")
    return np.stack([np.cross(up, -found.beam), up, -found.beam], axis=1)


def agrees(found, i, j, by_hand):
    [panel] = found.panels().values()
    return np.allclose(panel.centre_of(i, j), into_file(found) @ by_hand, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_converts_whole_and_valid(name, tmp_path):
    make.series(tmp_path / "in", 4, SCANS[name])
    conversion = convert(tmp_path / "in")
    for kind in ("unmapped-source", "conflict", "unreadable"):
        assert said(conversion, kind) == []
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    found = read(conversion, tmp_path)
    assert found.one("_diffrn_scan.frames") == "4"
    start = found.setting(SCANNED[name], "SCAN1", 1)
    assert found.setting(SCANNED[name], "SCAN1", 4) == pytest.approx(start + 1.5)
    assert column(conversion, "_array_data_external_data.uri")[3] == "run_0004.img"
    if name in ("rod", "edf"):  # the dictionary has no word for these formats
        assert column(conversion, "_array_data_external_data.format") is None


@pytest.mark.parametrize("name", ONE)
def test_titles_say_that_no_real_file_was_tried(name):
    library = Library(mapping_paths(), load_functions())
    [mapping] = library.formats(name)
    assert mapping.id == name
    tree = mapping_paths()[0] / f"{name}.yaml" if mapping_paths()[0].is_dir() else None
    text = (tree or next(p for p in mapping_paths() if p.stem == name)).read_text(encoding="utf-8")
    assert "imgCIF, not yet tried on a real file" in text
    assert "# Not yet tried on a real file" in text


@pytest.mark.parametrize("name", ONE)
def test_inspect_says_that_no_real_file_was_tried(name, tmp_path):
    (tmp_path / "run_0001.img").write_bytes(ONE[name]())
    result = CliRunner().invoke(app, ["inspect", str(tmp_path / "run_0001.img")])
    assert result.exit_code == 0
    assert "not yet tried on a real file" in " ".join(result.output.split())


def test_marccd_in_units_of_its_header(tmp_path):
    # 150.25 mm, pixel 79346 nm, beam at (19.5, 14.25) pixels from the upper left
    found = read(single(tmp_path, make.marccd()), tmp_path)
    p = 0.079346
    by_hand = np.array([(3 + 0.5 - 19.5) * p, -(7 + 0.5 - 14.25) * p, -150.25])
    assert agrees(found, 3, 7, by_hand)
    assert float(found.one("_diffrn_radiation_wavelength.value")) == 0.97934
    assert float(found.one("_diffrn_scan.integration_time")) == 1
    assert found.one("_diffrn_scan.date_start") == "2007-06-26T09:43:09"
    turned = read(single(tmp_path / "2", make.marccd({"start_twotheta": 20_000})), tmp_path)
    assert agrees(turned, 3, 7, about(X, 20) @ by_hand)
    big = read(single(tmp_path / "3", make.marccd(order=">")), tmp_path)
    assert agrees(big, 3, 7, by_hand)


def test_mar345_in_units_of_its_header(tmp_path):
    found = read(single(tmp_path, make.mar345()), tmp_path)
    by_hand = np.array([(39 + 0.5 - 19.5) * 0.15, -(0 + 0.5 - 20.25) * 0.15, -120.5])
    assert agrees(found, 39, 0, by_hand)
    text = {"TWOTHETA": "15.000"}
    turned = read(single(tmp_path / "2", make.mar345({"twotheta": 15_000}, text)), tmp_path)
    assert agrees(turned, 39, 0, about(X, 15) @ by_hand)


def test_rod_kappa_and_tilted_detector(tmp_path):
    tilt = {"e1": 0.3, "e2": -0.7, "alpha": 49.95}
    angles = {"omega": (-12.5, -12.0), "kappa": (-77, -77), "phi": (33, 33), "theta": (25, 25)}
    conversion = single(tmp_path, make.rod(tilt, **angles))
    found = read(conversion, tmp_path)
    turn = about(-Y, 25) @ about(-X, -0.7) @ about(Z, 0.3)
    # from the lower left, columns run up
    flat = np.array([(5 + 0.5 - 19.5) * 0.1, (28 + 0.5 - 14.25) * 0.1, -60.0])
    assert agrees(found, 5, 28, turn @ flat)
    lean = np.array([0, -cos(radians(49.95)), sin(radians(49.95))])
    sample = about(-Y, -12.5) @ about(lean, -77) @ about(-Y, 33)
    t = into_file(found)
    assert np.allclose(found.sample_rotation(), t @ sample @ t.T, rtol=0, atol=1e-8)
    # X of imgCIF is the goniometer's main axis: omega, which points down
    assert np.allclose(t @ -Y, [1, 0, 0], atol=1e-9)


def test_rod_electrons(tmp_path):
    conversion = single(tmp_path, make.rod({"alpha12": 0.0251}))
    assert column(conversion, "_diffrn_radiation.probe") == ["electron"]
    assert column(single(tmp_path, make.rod()), "_diffrn_radiation.probe") == ["x-ray"]


BRUKER_KINDS = {
    # detector: (phi, chi, omega, slow, pixel) as programs have them, with omega less 180
    "CMOS-PHOTONII 36.95490 0.200000 0 0.425": (-Y, Z, Y, Y, 5 / 36.9549 * 1024 / 48),
    "EIGER2-1M 66.0 0.0 0 0": (X, -Z, Y, -Y, 0.075),
}


@pytest.mark.parametrize("kind", BRUKER_KINDS)
def test_bruker_as_programs_have_it(kind, tmp_path):
    phi_axis, chi_axis, omega_axis, slow, pixel = BRUKER_KINDS[kind]
    settings = [(10.0, 20.0, 54.7), (47.5, -31.0, 12.0)]
    rotations, expected = [], []
    for number, (omega, phi, chi) in enumerate(settings):
        keys = {"DETTYPE": kind, "ANGLES": f"-30.0 {omega} {phi} {chi}", "START": str(omega)}
        folder = tmp_path / str(number)
        found = read(single(folder, make.bruker({**keys, "ENDING": None})), folder)
        t = into_file(found)
        rotations.append(t.T @ found.sample_rotation() @ t)
        expected.append(
            about(omega_axis, omega - 180) @ about(chi_axis, chi) @ about(phi_axis, phi)
        )
    # the crystal's own orientation is anybody's choice: what one setting is to the other counts
    first, second = rotations
    by_hand = expected[1] @ expected[0].T
    assert np.allclose(second @ first.T, by_hand, rtol=0, atol=1e-8)
    # centre (19.5, 24.25) pixels of the corrected image, 5.2 cm to the sensor, 2theta about slow
    flat = (4 + 0.5 - 19.5) * pixel * X + (40 + 0.5 - 24.25) * pixel * slow - 52.0 * Z
    assert agrees(found, 4, 40, about(slow, -30) @ flat)


def test_bruker_pixels_of_a_whole_photon(tmp_path):
    conversion = single(tmp_path, make.bruker({"NROWS": "1024 1", "NCOLS": "768 1"}))
    assert float(column(conversion, "_array_element_size.size")[0]) == pytest.approx(
        5e-3 / 36.9549, rel=1e-9
    )


def test_bruker_scan_backwards(tmp_path):
    def image(i):
        return make.bruker(
            {
                "AXIS": "3",
                "START": f"{20 - i}",
                "INCREME": "-1.0",
                "RANGE": "1.0",
                "ANGLES": f"0.0 10.0 {20 - i} 54.7",
                "ENDING": f"0.0 10.0 {19 - i} 54.7",
            }
        )

    make.series(tmp_path / "in", 3, image)
    conversion = convert(tmp_path / "in")
    assert said(conversion, "conflict") == []
    found = read(conversion, tmp_path)
    assert found.setting("phi", "SCAN1", 3) == 18
    assert found.setting("omega", "SCAN1", 3) == 10


def test_edf_units_are_assumed_and_said(tmp_path):
    keys = {"Center_1": "19.5", "Center_2": "14.25"}
    conversion = single(tmp_path, make.edf(keys))
    by_hand = np.array([(0.5 - 19.5) * 0.05, -(0.5 - 14.25) * 0.05, -120.5])
    assert agrees(read(conversion, tmp_path), 0, 0, by_hand)
    assumed = " ".join(said(conversion, "assumption"))
    for words in ("psize_1 has no unit: um", "distance has no unit: mm", "Center_1 has no unit"):
        assert words in assumed


DAMAGE = [
    ("marccd", {"distance": 0}, "no-target", "xtal_to_detector"),
    ("marccd", {"distance": 0}, "missing-required", "_diffrn_scan_axis"),
    ("marccd", {"wavelength": 0}, "missing-required", "_diffrn_radiation_wavelength.value"),
    ("marccd", {"pixel_x": 0}, "missing-required", "displacement_increment"),
    ("marccd", {"nfast": 0}, "missing-required", "_array_structure_list.dimension"),
    ("marccd", {"beam_x": 0, "beam_y": 0}, "assumption", "as if it met the first pixel"),
    ("marccd", {"origin": 3}, "no-target", "the detector is not placed"),
    ("marccd", {"origin": 3}, "missing-required", "_axis.vector[1]"),
    ("marccd", {"origin": 3}, "assumption", "as if it met the first pixel"),
    ("marccd", {"nimages": 2}, "no-target", "several images"),
    ("marccd", {"start_chi": 5000}, "no-target", "the direction of this axis is not known"),
    ("marccd", {"rotation_axis": 5}, "no-target", "no goniometer axis"),
    ("marccd", {"rotx": 200}, "no-target", "tilted"),
    ("marccd", {"bias": 500}, "no-target", "either sign"),
    ("marccd", {"end_phi": 2000}, "conflict", "rotation_range"),
    ("marccd", {"start_distance": 99_000}, "conflict", "xtal_to_detector"),
    ("marccd", {"acquired": b"yesterday"}, "unreadable", "no date"),
    ("marccd", {"nslow": 3000}, "unreadable", "cut short"),
    ("mar345", {"distance": 0}, "conflict", "DISTANCE"),
    ("mar345", {"wavelength": 900_000}, "conflict", "WAVELENGTH"),
    ("mar345", {"phi_start": 90_000}, "conflict", "PHI START"),
    ("mar345", {"pixels": 1700}, "conflict", "FORMAT"),
    ("mar345", {"length": 0}, "missing-required", "displacement_increment"),
    ("mar345", {"chi": 3000}, "no-target", "the direction of this axis is not known"),
    ("bruker", {"DISTANC": None}, "missing-required", "_diffrn_scan_axis"),
    ("bruker", {"DISTANC": "5.0"}, "no-target", "distance to the grid"),
    ("bruker", {"DISTANC": "5.0 9.0"}, "conflict", "distance to the sensor"),
    ("bruker", {"DETTYPE": None}, "missing-required", "displacement_increment"),
    ("bruker", {"DETTYPE": "SMART 60.0 0.2 0 0"}, "no-target", "512 rows"),
    ("bruker", {"NCOLS": "many"}, "missing-required", "_array_structure_list.dimension"),
    ("bruker", {"ANGLES": "0 11 20 54.7"}, "conflict", "START"),
    ("bruker", {"INCREME": "0.7"}, "conflict", "RANGE"),
    ("bruker", {"CENTER": None}, "assumption", "no beam centre"),
    ("bruker", {"DETPAR": "0 0 0 0.1 0 0"}, "no-target", "not applied"),
    ("bruker", {"WAVELEN": None}, "missing-required", "_diffrn_radiation_wavelength.value"),
    ("bruker", {"CREATED": "yesterday"}, "unreadable", "no date"),
    ("bruker", {"NEWKEY": "3"}, "unmapped-source", "NEWKEY"),
    ("rod", {"distance": 0.0}, "missing-required", "_diffrn_scan_axis"),
    ("rod", {"distance": float("nan")}, "unreadable", "not a finite number"),
    ("rod", {"alpha": float("inf")}, "unreadable", "alpha is not a finite number"),
    ("rod", {"pixel_x": 0.0}, "missing-required", "displacement_increment"),
    ("rod", {"x": float("nan")}, "assumption", "as if it met the first pixel"),
    ("rod", {"detector_type": 12}, "no-target", "several panels on an arc"),
    ("rod", {"detector_type": 14}, "missing-required", "_axis.vector[1]"),
    ("rod", {"image_x": 41}, "conflict", "NX"),
    ("rod", {"points": 7}, "conflict", "number of pixels"),
    ("rod", {"beta": 0.1}, "no-target", "not applied"),
    ("rod", {"e3": 0.1}, "no-target", "not applied"),
    ("rod", {"beam_e2": 0.1}, "no-target", "not applied"),
    ("edf", {"DataType": "Float64_"}, "refused", "KeyError: 'Float64_'"),
    ("edf", {"DataType": "Signed16"}, "no-target", "Signed16"),
    ("edf", {"Dim_1": None}, "missing-required", "_array_structure_list.dimension"),
    ("edf", {"waveLength": "0"}, "no-target", "zero is not set"),
    ("edf", {"SampleDistance": "0.3"}, "conflict", "distance"),
    ("edf", {"motor_pos": "1.0"}, "conflict", "names in motor_mne"),
    ("edf", {"bin_1": "2"}, "no-target", "put together"),
    ("edf", {"EDF_BinaryFileName": "x.raw"}, "no-target", "another file"),
    ("edf", {"strange_key": "3"}, "unmapped-source", "strange_key"),
    ("edf", {"date": "yesterday"}, "unreadable", "no date"),
]


@pytest.mark.parametrize(("name", "keys", "kind", "words"), DAMAGE)
def test_damage_gives_a_precise_gap(name, keys, kind, words, tmp_path):
    if kind == "refused":
        with pytest.raises(UnreadableInput, match=words):
            single(tmp_path, ONE[name](keys))
        return
    conversion = single(tmp_path, ONE[name](keys))
    found = said(conversion, kind)
    assert [m for m in found if words in m], [f"{f.name}: {f.message}" for f in conversion.findings]


def test_without_fabio_the_command_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "fabio.edfimage", None)
    (tmp_path / "run_0001.edf").write_bytes(make.edf())
    with pytest.raises(SystemExit) as ended:
        app(["convert", str(tmp_path / "run_0001.edf")], prog_name="imgcif-map")
    outcome = Outcome(int(ended.value.code), *capsys.readouterr())
    check_message(outcome, "fabio", 'pip install "imgcif-map[images]"')


def test_rod_zero_corrections_are_said(tmp_path):
    conversion = single(tmp_path, make.rod(zero_omega=(128,)))
    assert [m for m in said(conversion, "no-target") if "zero_omega" in m]
    assert not [m for m in said(conversion, "no-target") if "zero_phi" in m]


@pytest.mark.parametrize("name", SCANS)
def test_files_that_differ_are_several_scans(name, tmp_path):
    paths = make.series(tmp_path / "in", 3, SCANS[name])
    other = {
        "marccd": lambda: make.marccd({"start_phi": 1000, "end_phi": 1500, "distance": 99_000}),
        "mar345": lambda: make.mar345({"distance": 99_000}, {"DISTANCE": "99.0"}),
        "bruker": lambda: make.bruker({"DISTANC": "9.7 9.9"}),
        "rod": lambda: make.rod({"distance": 99.0}),
        "edf": lambda: make.edf({"distance": "99.0", "motor_pos": "1.0 0.0"}),
    }
    paths[2].write_bytes(other[name]())
    starts = column(convert(tmp_path / "in"), "_diffrn_scan_axis.displacement_start")
    assert len({float(value) for value in starts if value not in (".", "?")}) == 2


PLACES = st.lists(st.tuples(st.integers(64, 2600), st.integers(0, 255)), min_size=1, max_size=8)


@pytest.mark.parametrize("name", ONE)
@settings(max_examples=15, deadline=None)
@given(places=PLACES)
def test_damaged_bytes_give_findings_or_a_refusal(name, places, tmp_path_factory):
    data = bytearray(ONE[name]())
    for at, byte in places:
        data[at % len(data)] = byte
    with contextlib.suppress(UnreadableInput):
        format_cif(single(tmp_path_factory.mktemp("damaged"), bytes(data)).document)
