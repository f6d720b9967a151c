"""DIALS experiments: each real file reproduces the geometry that it states itself."""

from __future__ import annotations

import json

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.errors import UnreadableInput
from imgcif_map.validator import validate
from tests.support.imgcif_eval import Imgcif, _rodrigues
from tests.support.make_expt import experiments, write

FILES = (
    "6R17",
    "6RLR-cbf",
    "8CUB",
    "aluminium_imported",
    "cspad-single-image",
    "l_cysteine_imported",
    "ssx_imported",
    "xrd-285",
)


def said(conversion, kind):
    return [f.message for f in conversion.findings if f.name == kind]


def read(conversion, folder, block=0):
    path = folder / "out.cif"
    path.write_text(format_cif(conversion.document), encoding="utf-8")
    return Imgcif(path, block)


def hierarchy_places(detector):
    """(origin, fast, slow) of every panel in the laboratory, worked out from the JSON alone."""

    def frame(group):
        fast, slow = np.array(group["fast_axis"]), np.array(group["slow_axis"])
        return np.stack([fast, slow, np.cross(fast, slow)], axis=1), np.array(group["origin"])

    found = {}

    def walk(group, turn, origin):
        for child in group.get("children", ()):
            if "panel" in child:
                local, at = frame(detector["panels"][child["panel"]])
                place = turn @ local
                found[child["panel"]] = (origin + turn @ at, place[:, 0], place[:, 1])
            else:
                local, at = frame(child)
                walk(child, turn @ local, origin + turn @ at)

    top, at = frame(detector["hierarchy"])
    walk(detector["hierarchy"], top, at)
    return found


def turned(found, beam):
    """Rows X, Y, Z of the file's coordinates in those of the experiment (z to the source, y up)."""
    source = np.array(beam) / np.linalg.norm(beam)
    up_in_file = -found.direction("gravity")
    right = np.cross([0, 1, 0], source)
    right /= np.linalg.norm(right)
    up = np.cross(source, right)
    right_in_file = np.cross(up_in_file, found.direction("source"))
    return lambda v: (
        np.dot(v, right) * right_in_file + np.dot(v, up) * up_in_file
        + np.dot(v, source) * found.direction("source")
    )  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_real_files_stand_where_they_say(name, shared, tmp_path):
    path = shared / "data" / "dials" / f"{name}.expt"
    content = json.loads(path.read_text())
    conversion = convert(path)
    blocks = {}
    for experiment in content["experiment"]:
        blocks.setdefault((experiment["beam"], experiment["detector"]), experiment)
    assert len(conversion.document.blocks) == len(blocks)
    for number, experiment in enumerate(blocks.values()):
        found = read(conversion, tmp_path, number)
        turn = turned(found, content["beam"][experiment["beam"]]["direction"])
        places = hierarchy_places(content["detector"][experiment["detector"]])
        panels = list(found.panels().values())
        assert len(panels) == len(places)
        for index, (origin, fast, slow) in places.items():
            panel = panels[index]
            assert np.allclose(panel.corners()[0], turn(origin), rtol=0, atol=1e-6)
            size = content["detector"][experiment["detector"]]["panels"][index]["pixel_size"]
            assert np.allclose(panel.fast, turn(fast) * size[0], rtol=0, atol=1e-9)
            assert np.allclose(panel.slow, turn(slow) * size[1], rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", [n for n in FILES if n != "cspad-single-image"])
def test_the_sample_turns_as_the_file_says(name, shared, tmp_path):
    path = shared / "data" / "dials" / f"{name}.expt"
    content = json.loads(path.read_text())
    experiment = content["experiment"][0]
    goniometer = content["goniometer"][experiment["goniometer"]]
    scan = content["scan"][experiment["scan"]]
    found = read(convert(path), tmp_path)
    turn = turned(found, content["beam"][experiment["beam"]]["direction"])
    axes = goniometer.get("axes") or [goniometer["rotation_axis"]]
    angles = list(goniometer.get("angles") or [0.0])
    stated = scan.get("properties", {}).get("oscillation")
    stated = stated or [scan["oscillation"][0]]
    angles[goniometer.get("scan_axis", 0)] = stated[0]
    wanted = np.eye(3)
    for axis, angle in zip(axes, angles, strict=True):  # the sample's axis first
        wanted = _rodrigues(turn(axis), angle) @ wanted
    assert np.allclose(found.sample_rotation("SCAN1", 1), wanted, atol=1e-6)
    first, last = scan["image_range"]
    assert found.rows("diffrn_scan")[0]["frames"] == str(last - first + 1)


@pytest.mark.parametrize("name", FILES)
def test_output_is_valid_and_nothing_is_overlooked(name, shared):
    conversion = convert(shared / "data" / "dials" / f"{name}.expt")
    report = validate(conversion.document, ignore=["IMG"])
    assert [f.message for file in report.files for f in file.findings] == []
    assert said(conversion, "unmapped-source") == []
    text = format_cif(conversion.document)
    assert "/gpfs/" not in text
    assert "kluyvert" not in text


def test_two_routes_place_the_detector_alike(shared, tmp_path):
    """6RLR-cbf.expt and the b4 master are one experiment."""
    one = read(convert(shared / "data/dials/6RLR-cbf.expt"), tmp_path)
    folder = shared / "data/nexus/dls-i04-b4"
    master = next(p for p in folder.iterdir() if p.suffix in (".h5", ".nxs") and "master" in p.name)
    two = read(convert(master), tmp_path)
    first, second = (next(iter(found.panels().values())) for found in (one, two))
    for pixel in ((0, 0), (4147, 0), (0, 4361), (2000, 2100)):
        assert np.allclose(first.centre_of(*pixel), second.centre_of(*pixel), rtol=0, atol=0.005)
    assert np.allclose(first.fast, second.fast, rtol=0, atol=1e-4)
    assert np.allclose(first.slow, second.slow, rtol=0, atol=1e-4)


def made(tmp_path, **changes):
    return convert(write(tmp_path / "x.expt", **changes))


def test_a_made_experiment(tmp_path):
    conversion = made(tmp_path)
    found = read(conversion, tmp_path)
    [panel] = found.panels().values()
    assert np.allclose(panel.corners()[0], [-10, 20, -150])
    assert np.allclose(panel.slow, [0, -0.2, 0])
    assert found.setting("omega", "SCAN1", 3) == pytest.approx(6.0)
    assert [found.external(n)["uri"] for n in (1, 4)] == ["x_0001.cbf", "x_0004.cbf"]
    assert "secret" not in format_cif(conversion.document)
    assert said(conversion, "conflict") == []


def test_crystals_in_the_same_images_are_one_scan(tmp_path):
    one = experiments()["experiment"][0]
    conversion = made(tmp_path, experiment=[one, {**one, "crystal": 0}], crystal=[{}])
    assert conversion.document.blocks[0].column("_diffrn_scan.frames").texts() == ["4"]


def test_a_setting_rotation_turns_the_axis(tmp_path):
    quarter = [0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]  # x to y
    conversion = made(
        tmp_path, goniometer=[{"rotation_axis": [1, 0, 0], "setting_rotation": quarter}]
    )
    found = read(conversion, tmp_path)
    # The axis points up now; the file's X follows it, so gravity is -X.
    assert np.allclose(found.direction("gravity"), [-1, 0, 0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"__id__": "ExperimentList", "experiment": 3}', "not an experiment list"),
        ('{"__id__": "ExperimentList", "experiment": [', ":1:45: not JSON"),
        ('{"__id__": "ExperimentList", "experiment": [NaN]}', "NaN is no number"),
    ],
)
def test_damaged_files_say_where(text, words, tmp_path):
    path = tmp_path / "x.expt"
    path.write_text(text)
    with pytest.raises(UnreadableInput) as caught:
        convert(path)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"beam": [{"direction": [0, 0, 1]}]}, "missing-required", "wavelength"),
        ({"imageset": [{"template": ""}]}, "missing-required", "external_data"),
        ({"scan": [{"image_range": [4, 1]}]}, "unreadable", "image range"),
        ({"imageset": [{"template": "x_####.mrc"}]}, "no-target", "mrc"),
    ],
)
def test_what_is_missing_is_said(changes, kind, words, tmp_path):
    conversion = made(tmp_path, **changes)
    found = [f"{f.message} {f.location.item}" for f in conversion.findings if f.name == kind]
    assert [m for m in found if words in m], [f"{f.name}: {f.message}" for f in conversion.findings]
