"""Full CBF: generated scans of a kappa goniometer with a 2theta arm, and what damage gives."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.findings import Severity
from imgcif_map.validator import validate
from tests.support import make_cbf
from tests.support.imgcif_eval import Imgcif, _rodrigues


def evaluated(conversion, folder):
    """The written file as another reader sees it; it has to be valid."""
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path)


def errors(conversion):
    report = validate(conversion.document, ignore=["IMG"])
    found = (f for file in report.files for f in file.findings)
    return [f.message for f in found if f.severity is Severity.ERROR]


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def one_file(folder, change=None, mini="", **settings):
    """A folder with one CBF file, its categories changed."""
    content = make_cbf.categories({**make_cbf.SETTINGS, **settings})
    if change is not None:
        change(content)
    folder.mkdir(exist_ok=True)
    path = folder / "image_0001.cbf"
    path.write_bytes(make_cbf.cbf(content, mini))
    return path


def place(settings, pixel):
    """A pixel's centre by hand: surface, distance and arm of the generated detector."""
    f, s = pixel
    on_arm = np.array([-4 + (f + 0.5) * 0.1, 3 - (s + 0.5) * 0.1, -settings["DIST"]])
    return _rodrigues(np.array([-1.0, 0, 0]), settings["TWOTHETA"]) @ on_arm


def test_a_scan_of_files_is_a_scan(tmp_path):
    make_cbf.scan(tmp_path / "in", 12, mini=make_cbf.MINI)
    conversion = convert(tmp_path / "in")
    assert said(conversion, "conflict") == []
    assert said(conversion, "unmapped-source") == []
    found = evaluated(conversion, tmp_path)
    assert found.scans == ["SCAN1"]
    assert found.one("_diffrn_scan.frames") == "12"
    for number in (1, 7, 12):
        now = {**make_cbf.SETTINGS, "OMEGA": 10 + 0.5 * (number - 1)}
        assert all(found.setting(a, "SCAN1", number) == pytest.approx(v) for a, v in now.items())
        turn = found.sample_rotation("SCAN1", number)
        by_hand = [_rodrigues(np.array(make_cbf.AXES[a][3], float), now[a])
                   for a in ("OMEGA", "KAPPA", "PHI")]  # fmt: skip
        assert np.allclose(turn, by_hand[0] @ by_hand[1] @ by_hand[2], atol=1e-9)
    panel = found.panels("SCAN1", 3)["ELE"]
    assert (panel.n_fast, panel.n_slow) == make_cbf.PIXELS
    for pixel in ((0, 0), (79, 0), (0, 59), (12, 34)):
        assert np.allclose(panel.centre_of(*pixel), place(make_cbf.SETTINGS, pixel), atol=1e-6)


def test_ids_are_those_of_the_file(tmp_path):
    make_cbf.scan(tmp_path / "in", 2)
    found = evaluated(convert(tmp_path / "in"), tmp_path)
    assert list(found.axes) == list(make_cbf.AXES)
    assert found.one("_diffrn.id") == "LAB"
    assert found.one("_diffrn_detector.id") == "DET"
    assert found.one("_diffrn_detector_element.id") == "ELE"
    assert found.one("_diffrn_measurement.id") == "GON"
    assert found.one("_array_structure.id") == "IMG"
    assert [r["axis_set_id"] for r in found.rows("array_structure_list")] == ["PIX_F", "PIX_S"]
    assert [r["axis_id"] for r in found.rows("diffrn_detector_axis")] == ["TWOTHETA", "DIST"]
    assert found.one("_diffrn_radiation_wavelength.id") == "W"


def test_old_data_names_become_todays(tmp_path):
    found = evaluated(convert(one_file(tmp_path / "in")), tmp_path)
    assert found.one("_diffrn_radiation_wavelength.value") == "0.975"
    assert found.one("_diffrn_detector.make") == "Pixels"
    assert found.one("_diffrn_source.device") == "synch"
    assert found.one("_diffrn_source.facility") == "SRC"
    assert found.one("_diffrn_source.beamline") == "7"
    assert found.one("_diffrn_scan.integration_time") == "0.09"
    assert found.one("_diffrn_scan.time_period") == "0.1"


def test_kappa_turns_and_scans_at_other_settings_are_apart(tmp_path):
    make_cbf.scan(tmp_path / "in", 5, turns="KAPPA", step=-0.25, stem="a_1")
    make_cbf.scan(tmp_path / "in", 4, TWOTHETA=-30.0, stem="a_2", PHI=5.0)
    found = evaluated(convert(tmp_path / "in"), tmp_path)
    assert found.scans == ["SCAN1", "SCAN2"]
    assert found.setting("KAPPA", "SCAN1", 5) == pytest.approx(39.0)
    assert found.setting("OMEGA", "SCAN2", 4) == pytest.approx(11.5)
    settings = {**make_cbf.SETTINGS, "TWOTHETA": -30.0}
    panel = found.panels("SCAN2", 1)["ELE"]
    assert np.allclose(panel.centre_of(3, 4), place(settings, (3, 4)), atol=1e-6)


def test_a_scan_that_starts_again_breaks_there(tmp_path):
    make_cbf.scan(tmp_path / "in", 10, OMEGA=0.0)
    make_cbf.scan(tmp_path / "in", 10, OMEGA=0.0, PHI=90.0, first=11)
    conversion = convert(tmp_path / "in")
    found = evaluated(conversion, tmp_path)
    assert found.scans == ["SCAN1", "SCAN2"]
    assert [row["frames"] for row in found.rows("diffrn_scan")] == ["10", "10"]
    assert any("another scan begins with image 11" in m for m in said(conversion, "assumption"))


def test_settings_without_a_line_are_written_frame_by_frame(tmp_path):
    angles = [0.0, 3.0, 1.0, 7.0]
    for number, omega in enumerate(angles, 1):
        make_cbf.scan(tmp_path / "in", 1, OMEGA=omega, first=number, step=0.1)
    found = evaluated(convert(tmp_path / "in"), tmp_path)
    assert [found.setting("OMEGA", "SCAN1", n) for n in (1, 2, 3, 4)] == angles


def test_another_wavelength_is_another_data_block(tmp_path):
    one_file(tmp_path / "in")
    content = make_cbf.categories()
    content["diffrn_radiation_wavelength"][0]["wavelength"] = 1.2
    (tmp_path / "in" / "image_0002.cbf").write_bytes(make_cbf.cbf(content))
    conversion = convert(tmp_path / "in")
    assert errors(conversion) == []
    columns = [
        [block.column(name).texts() for block in conversion.document.blocks]
        for name in ("_diffrn_radiation_wavelength.value", "_diffrn.id", "_diffrn_scan.id")
    ]
    assert sorted(columns[0]) == [["0.975"], ["1.2"]]
    assert columns[1][0] != columns[1][1]
    assert columns[2][0] != columns[2][1]


def test_zero_for_the_first_pixel_is_taken_as_its_corner_and_said_so(tmp_path):
    def at_zero(content):
        for row in content["array_structure_list_axis"]:
            row["displacement"] = 0.0

    path = one_file(tmp_path / "in", at_zero)
    conversion = convert(path)
    assert any("pixel_reference = corner" in m for m in said(conversion, "assumption"))
    panel = evaluated(conversion, tmp_path).panels()["ELE"]
    assert np.allclose(panel.centre_of(0, 0), place(make_cbf.SETTINGS, (0, 0)), atol=1e-6)
    kept = convert(path, settings={"pixel_reference": "centre"})
    panel = evaluated(kept, tmp_path).panels()["ELE"]
    assert np.allclose(panel.centre_of(0, 0), place(make_cbf.SETTINGS, (-0.5, -0.5)), atol=1e-6)


def test_a_stated_displacement_needs_no_assumption(tmp_path):
    assert said(convert(one_file(tmp_path / "in")), "assumption") == []


def test_the_beam_centre_is_where_the_axes_put_it(tmp_path):
    found = evaluated(convert(one_file(tmp_path / "in", TWOTHETA=0.0)), tmp_path)
    fast, slow, distance = found.panels()["ELE"].crossing(found.beam)
    assert distance == pytest.approx(120.0)
    row = found.rows("diffrn_detector_element")[0]
    assert float(row["reference_center_fast"]) == pytest.approx(fast)
    assert float(row["reference_center_slow"]) == pytest.approx(slow)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("# Wavelength 1.10000 A\n", "wavelength: 0.975"),
        ("# Omega 11.0000 deg.\n", "angle of omega: 10.0"),
        ("# Kappa 41.0000 deg.\n", "angle of kappa: 40.0"),
        ("# Detector_2theta 2.0 deg.\n", "angle of 2theta: 0.0"),
        ("# Exposure_time 0.5 s\n", "exposure time: 0.09"),
        ("# Exposure_period 0.5 s\n", "time from image to image: 0.1"),
        ("# Beam_xy (41.6, 30.0) pixels\n", "beam centre of the axes against that of the header"),
        ("# Detector_distance 0.11900 m\n", "distance of the axes against that of the header"),
        ("# Pixel_size 172e-6 m x 172e-6 m\n", "pixel size: 0.1"),
        ("# Count_cutoff 5000 counts\n", "first value that is too high: 1000000"),
    ],
)
def test_a_miniCBF_line_that_says_something_else_is_a_conflict(line, message, tmp_path):
    conversion = convert(one_file(tmp_path / "in", mini=line, TWOTHETA=0.0))
    assert [m for m in said(conversion, "conflict") if m.startswith(message)]
    assert evaluated(conversion, tmp_path).one("_diffrn_radiation_wavelength.value") == "0.975"


def test_miniCBF_lines_supply_what_the_imgCIF_lacks(tmp_path):
    def without(content):
        del content["diffrn_radiation_wavelength"][0]["wavelength"]
        del content["array_intensities"][0]["overload"]

    mini = make_cbf.MINI.format(**make_cbf.SETTINGS) + "# Tau = 124.0e-09 s\n"
    found = evaluated(convert(one_file(tmp_path / "in", without, mini)), tmp_path)
    assert found.one("_diffrn_radiation_wavelength.value") == "0.975"
    assert found.one("_array_intensities.overload") == "1000000"
    assert found.one("_diffrn_detector.layer_thickness") == "0.45"
    assert found.one("_diffrn_detector.dtime") == "0.124"
    assert "S/N 1-0001" in found.one("_diffrn_detector.details")


def _decreasing(content):
    content["array_structure_list"][1]["direction"] = "decreasing"


def _misplaced(content):
    content["diffrn_radiation_wavelength"][0]["polarizn_source_ratio"] = 0.9


def _too_few_axes(content):
    content["diffrn_detector"][0]["number_of_axes"] = 4


def _unlisted(content):
    content["diffrn_measurement_axis"] = content["diffrn_measurement_axis"][:1]


def _unknown_axis(content):
    content["diffrn_scan_frame_axis"][0]["axis_id"] = "OMEGAS"


def _stale(content):
    content["diffrn_scan_frame_axis"][-1]["angle"] = 12.0


def _long(content):
    content["axis"][0]["vector[1]"] = 2


def _dangling(content):
    content["axis"][1]["depends_on"] = "NOWHERE"


def _two_values(content):
    row = dict(content["diffrn_scan_frame_axis"][-1], angle=77.0)
    content["diffrn_scan_frame_axis"].append(row)


def _not_a_number(content):
    content["array_structure_list"][0]["dimension"] = "_wide_"


def _other_size(content):
    content["array_element_size"][0]["size"] = 0.000172


def _wrong_image(content):
    content["array_structure_list"][0]["dimension"] = 81


def _surface_moves(content):
    extra = {"frame_id": "FRAME1", "axis_id": "PIX_F", "angle": "?", "displacement": 2.5}
    content["diffrn_scan_frame_axis"].append(extra)


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (_decreasing, "conflict", "an index that counts down"),
        (_misplaced, "correction", "it belongs to DIFFRN_RADIATION"),
        (_too_few_axes, "conflict", "number of detector axes against their list: 4 against 2"),
        (_unlisted, "conflict", "axes listed for the goniometer against those described: 1 aga"),
        (_unknown_axis, "conflict", "axes that have settings and are not described: 1"),
        (_stale, "conflict", "axes whose setting in the first image is not the start"),
        (_long, "correction", "direction 2 0 0 has the length 2"),
        (_dangling, "conflict", "_axis.depends_on refers to something that has no _axis.id: NOWH"),
        (_two_values, "conflict", "2 rows for OMEGA differ"),
        (_not_a_number, "conflict", "_array_structure_list.dimension: _wide_ is not a number"),
        (_other_size, "conflict", "step from pixel to pixel against the size of a pixel, fast"),
        (_wrong_image, "conflict", "pixels in a row against the image: 81 against 80"),
        (_surface_moves, "conflict", "setting of an axis of the detector's surface"),
    ],
)
def test_a_defect_is_named(change, kind, message, tmp_path):
    conversion = convert(one_file(tmp_path / "in", change))
    assert [m for m in said(conversion, kind) if message in m], conversion.findings


def test_what_counts_down_is_kept(tmp_path):
    found = evaluated(convert(one_file(tmp_path / "in", _decreasing)), tmp_path)
    rows = found.rows("array_structure_list")
    assert [row["direction"] for row in rows] == ["increasing", "decreasing"]


@pytest.mark.parametrize("category", sorted({*make_cbf.categories()} - {"axis"}))
def test_a_category_that_is_missing_never_ends_the_conversion(category, tmp_path):
    def without(content):
        del content[category]

    path = one_file(tmp_path / "in", without)
    conversion = convert(path)
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    if category in ("array_structure_list", "diffrn_radiation_wavelength"):
        assert said(conversion, "missing-required")


def test_a_header_without_its_image_links_to_none(tmp_path):
    text = make_cbf.cbf(make_cbf.categories()).split(b"_array_data.data")[0]
    (tmp_path / "header.cbf.txt").write_bytes(text)
    conversion = convert(tmp_path / "header.cbf.txt")
    assert any("_array_data_external_data.uri" in m for m in said(conversion, "missing-required"))


def test_two_elements_in_two_arrays(tmp_path):
    def second(content):
        content["diffrn_detector_element"].append({"id": "ELE2", "detector_id": "DET"})
        content["diffrn_data_frame"].append(
            {"id": "FRAME1", "detector_element_id": "ELE2", "array_id": "IMG2", "binary_id": 2}
        )
        content["axis"] += make_cbf.axis_rows(
            {
                "P2S": ("translation", "detector", "DIST", (0, -1, 0), (6, 3, -1)),
                "P2F": ("translation", "detector", "P2S", (1, 0, 0), (0, 0, 0)),
            }
        )
        for category, names in (("array_structure_list", ("array_id", "axis_set_id")),
                                ("array_structure_list_axis", ("axis_set_id", "axis_id")),
                                ("array_structure", ("id",)), ("array_intensities", ("array_id",)),
                                ("array_element_size", ("array_id",))):  # fmt: skip
            to = {"IMG": "IMG2", "PIX_F": "P2F", "PIX_S": "P2S"}
            content[category] += [
                {k: to[v] if k in names else v for k, v in row.items()} for row in content[category]
            ]

    conversion = convert(one_file(tmp_path / "in", second))
    assert said(conversion, "conflict") == []
    found = evaluated(conversion, tmp_path)
    panels = found.panels()
    assert set(panels) == {"ELE", "ELE2"}
    gap = panels["ELE2"].first - panels["ELE"].first
    arm = _rodrigues(np.array([-1.0, 0, 0]), 25.0)
    assert np.allclose(gap, arm @ np.array([10.0, 0, -1.0]), atol=1e-6)
    frames = [row["frame"] for row in found.rows("array_data_external_data")]
    assert frames == ["1", "2"]


def test_centres_that_the_file_states_are_kept(tmp_path):
    def stated(content):
        centre = {"center_fast": 39.0, "center_slow": 29.5, "center_units": "pixels"}
        content["diffrn_data_frame"][0] |= centre
        content["diffrn_detector_element"][0] |= {f"reference_{k}": v for k, v in centre.items()}

    found = evaluated(convert(one_file(tmp_path / "in", stated)), tmp_path)
    row, element = found.rows("diffrn_data_frame")[0], found.rows("diffrn_detector_element")[0]
    assert [row["center_fast"], row["center_slow"], row["center_units"]] == [
        "39.0",
        "29.5",
        "pixels",
    ]
    assert element["reference_center_fast"] == "39.0"
    assert element["reference_center_units"] == "pixels"


def test_the_older_name_of_a_category_is_known(tmp_path):
    def renamed(content):
        content["diffrn_frame_data"] = content.pop("diffrn_data_frame")

    conversion = convert(one_file(tmp_path / "in", renamed))
    assert said(conversion, "unmapped-source") == []
    assert evaluated(conversion, tmp_path).one("_diffrn_data_frame.detector_element_id") == "ELE"


def test_a_file_that_says_less_is_apart_and_takes_the_start_of_its_scan(tmp_path):
    make_cbf.scan(tmp_path / "in", 5)
    content = make_cbf.categories({**make_cbf.SETTINGS, "OMEGA": 11.0})
    del content["diffrn_scan_frame_axis"]
    (tmp_path / "in" / "run_1_0003.cbf").write_bytes(make_cbf.cbf(content))
    found = evaluated(convert(tmp_path / "in"), tmp_path)
    frames = {row["id"]: row["frames"] for row in found.rows("diffrn_scan")}
    assert sorted(frames.values()) == ["1", "4"]
    alone = next(scan for scan, count in frames.items() if count == "1")
    assert found.setting("OMEGA", alone, 1) == 11.0


def test_a_key_that_some_files_lack_is_named(tmp_path):
    make_cbf.scan(tmp_path / "in", 4)
    content = make_cbf.categories({**make_cbf.SETTINGS, "OMEGA": 10.5})
    del content["diffrn_scan_frame"][0]["integration_time"]
    (tmp_path / "in" / "run_1_0002.cbf").write_bytes(make_cbf.cbf(content))
    conversion = convert(tmp_path / "in")
    wanted = "diffrn_scan_frame/integration_time is missing in 1 of 4 files: run_1_0002.cbf"
    assert any(wanted in m for m in said(conversion, "unreadable"))
    assert (
        not evaluated(conversion, tmp_path)
        .rows("diffrn_scan")[0]
        .get("integration_time", "?")[0]
        .isdigit()
    )


def test_a_file_cut_in_its_axes_is_reported(tmp_path):
    make_cbf.scan(tmp_path / "in", 3)
    path = tmp_path / "in" / "run_1_0002.cbf"
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"PIX_S translation") + 30])
    conversion = convert(tmp_path / "in")
    assert any(
        "run_1_0002.cbf" in m
        for m in [*said(conversion, "conflict"), *said(conversion, "unreadable")]
    )
    assert errors(conversion) == []
