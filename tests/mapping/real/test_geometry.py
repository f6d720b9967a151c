"""Geometry of real files against an established reader, another format, and itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imgcif_map.api import convert
from imgcif_map.cif.document import Block
from tests.mapping.real.conftest import Converter
from tests.mapping.real.facts import NAMES, expectation, table, texts, triple

Vector = NDArray[np.float64]


def panel(block: Block) -> dict[str, Vector]:
    """Corner of the first pixel, directions and pitch of a detector on translations only."""
    axes = table(block, "axis", "id")
    settings = table(block, "diffrn_scan_axis", "axis_id")
    pitches = table(block, "array_structure_list_axis", "axis_id")
    slow = next(name for name in axes if name.endswith("_slow"))
    origin, name = np.zeros(3), slow
    while name != ".":
        row = axes[name]
        origin = origin + triple(row, "offset")
        if name in settings:
            assert row["type"] == "translation"
            origin = origin + float(settings[name]["displacement_start"]) * np.array(
                triple(row, "vector")
            )
        name = row["depends_on"]
    fast = slow.replace("_slow", "_fast")
    return {
        "origin": origin,
        "fast": np.array(triple(axes[fast], "vector")),
        "slow": np.array(triple(axes[slow], "vector")),
        "pitch": np.array([float(pitches[n]["displacement_increment"]) for n in (fast, slow)]),
    }


def agree(ours: dict[str, Vector], theirs: dict[str, Any], tolerance: float) -> None:
    """Both frames have Z towards the source; X of ours is along the goniometer axis."""
    assert ours["origin"] == pytest.approx(np.array(theirs["origin"]), abs=tolerance)
    assert ours["fast"] == pytest.approx(np.array(theirs["fast_axis"]), abs=1e-6)
    assert ours["slow"] == pytest.approx(np.array(theirs["slow_axis"]), abs=1e-6)
    assert ours["pitch"] == pytest.approx(np.array(theirs["pixel_size"]), abs=1e-9)


@pytest.mark.parametrize("name", [n for n in NAMES if "reference" in expectation(n)])
def test_against_an_established_reader(name: str, shared: Path, real: Converter) -> None:
    expected = expectation(name)
    known = json.loads(
        (shared / "facts/reference_geometry" / expected["reference"]).read_text(encoding="utf-8")
    )
    [block] = real(expected["file"]).document.blocks
    agree(panel(block), known["panel0"], 1e-6)
    axes = table(block, "axis", "id")
    goniometer = known["goniometer"]
    for axis, vector in zip(goniometer["names"], goniometer["axes"], strict=True):
        wanted = np.array(vector) / np.linalg.norm(vector)
        assert triple(axes[axis], "vector") == pytest.approx(wanted, abs=1e-6)
    assert texts(block, "_array_structure_list.dimension") == [
        str(n) for n in known["panel0"]["image_size"]
    ]
    assert float(texts(block, "_diffrn_radiation_wavelength.value")[0]) == pytest.approx(
        known["beam"]["wavelength"], rel=1e-9
    )
    assert (
        int(texts(block, "_array_intensities.overload")[0])
        == known["panel0"]["trusted_range"][1] + 1
    )


def test_the_same_experiment_as_cbf(shared: Path, real: Converter) -> None:
    """Another program's model of the same images written as CBF, rounded to 0.003 mm."""
    known = json.loads((shared / "data/dials/6RLR-cbf.expt").read_text(encoding="utf-8"))
    [detector] = known["detector"]
    [block] = real("data/nexus/dls-i04-b4/_b4_1_master.h5").document.blocks
    ours = panel(block)
    agree(ours, detector["panels"][0], 0.005)
    theirs = detector["panels"][0]
    normal = np.cross(theirs["fast_axis"], theirs["slow_axis"])
    distance = abs(float(np.dot(theirs["origin"], normal)))
    mine = abs(float(np.dot(ours["origin"], np.cross(ours["fast"], ours["slow"]))))
    assert mine == pytest.approx(distance, abs=0.005)


def test_detector_vectors(shared: Path, real: Converter) -> None:
    vectors = json.loads((shared / "facts/geometry_vectors.json").read_text(encoding="utf-8"))
    known = next(d for d in vectors["detectors"] if d["name"] == "P5P1 single module")
    [block] = real("data/nexus/dls-i04-p5p1/FJ_P5P1_1_master.h5").document.blocks
    ours, module = panel(block), known["modules"][0]
    first = table(block, "array_structure_list_axis", "axis_id")
    start = (
        ours["origin"]
        + float(first["module_fast"]["displacement"]) * ours["fast"]
        + float(first["module_slow"]["displacement"]) * ours["slow"]
    )
    wanted = module["cbf"]["first_pixel_centre_if_corner_convention"]
    assert start == pytest.approx(np.array(wanted), abs=1e-6)
    element = table(block, "diffrn_detector_element", "id")["module"]
    centre = module["imgcif_reference_center"]["if_corner_convention"]["pixels_fast_slow"]
    assert [float(element[f"reference_center_{n}"]) for n in ("fast", "slow")] == pytest.approx(
        centre, abs=1e-5
    )


def test_image_rows(shared: Path, real: Converter) -> None:
    vectors = json.loads((shared / "facts/geometry_vectors.json").read_text(encoding="utf-8"))
    known = next(e for e in vectors["external_data"] if e["name"] == "P5P1")
    [block] = real("data/nexus/dls-i04-p5p1/FJ_P5P1_1_master.h5").document.blocks
    rows = list(
        zip(
            *(texts(block, f"_array_data_external_data.{n}") for n in ("uri", "path", "frame")),
            strict=True,
        )
    )
    expected = [
        (file, path, str(frame))
        for _, file, path, count in known["links"]
        for frame in range(1, count + 1)
    ]
    assert rows == expected
    for number, place in known["frame_lookup_1based"].items():
        assert list(rows[int(number) - 1]) == [place[0], place[1], str(place[2])]


def test_broken_links_need_a_number(shared: Path) -> None:
    master = shared / "data/nexus/dls-i04-b4/_b4_1_master.h5"
    conversion = convert([master], settings={"images_per_file": "1000"})
    [said] = [f.message for f in conversion.findings if f.name == "unreadable"]
    assert said.startswith("image files that are missing, 4 in all: _b4_1_000001.h5, ")
    assert not [f for f in conversion.findings if f.name in ("missing-required", "conflict")]
    [block] = conversion.document.blocks
    names = texts(block, "_array_data_external_data.uri")
    frames = texts(block, "_array_data_external_data.frame")
    assert (names[1000], frames[1000]) == ("_b4_1_000002.h5", "1")
    assert (names[3599], frames[3599]) == ("_b4_1_000004.h5", "600")
