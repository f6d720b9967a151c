"""Instrument files against the collections of geometries that their facts are from.

The CIF files are read with gemmi and followed by code of this test; an instrument is
applied to an image header that says nothing of directions.
"""

from __future__ import annotations

from pathlib import Path

import gemmi
import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.reader import parse_cif
from imgcif_map.cif.writer import format_cif
from imgcif_map.validator import validate
from tests.support.imgcif_eval import NULL, Imgcif, gemmi_rows
from tests.support.make_minicbf import minicbf

PAIRS = {
    ("beamline", "facility_generic"): "facility-generic",
    ("beamline", "AustralianSynchrotron_MX1"): "australian-synchrotron-mx1",
    ("beamline", "esrf_id23"): "esrf-id23",
    ("beamline", "HZB_BESSY_14_2"): "hzb-bessy-14-2",
    ("beamline", "19ID_APS"): "aps-19-id",
    ("laboratory", "generic_kappa"): "generic-kappa",
    ("laboratory", "Bruker_Kappa_APEXII"): "bruker-kappa-apexii",
    ("laboratory", "stoe_stadivari"): "stoe-stadivari",
}
SILENT = {
    "Pixel_size": None,
    "Beam_xy": None,
    "Count_cutoff": None,
    "Kappa": "# Kappa 0.0 deg.",
    "Chi": "# Chi 0.0 deg.",
    "Phi": "# Phi 0.0 deg.",
}


def collection(shared: Path, name: str) -> Path:
    return shared / "data" / "instruments" / f"{name}_geometries.cif"


def facts(shared: Path, name: str, block: str) -> Imgcif:
    blocks = [b.name for b in gemmi.cif.read(str(collection(shared, name)))]
    return Imgcif(gemmi_rows(collection(shared, name), blocks.index(block)))


def applied(instrument: str, folder: Path, shape: tuple[int, int] | None = None):
    """The conversion of a header without geometry; its sides are ``shape``."""
    fast, slow = shape or (10, 20)
    path = folder / "image_0001.cbf"
    path.write_bytes(minicbf(10, 0.5, lines=SILENT, fast=fast, slow=slow))
    conversion = convert(path, mapping="minicbf", instrument=instrument)
    out = folder / "out.cif"
    out.write_text(format_cif(conversion.document), encoding="utf-8")
    return conversion, Imgcif(out)


def carriers(geometry: Imgcif, axis: str) -> list[str]:
    """The positioner axes that carry an axis, inner first."""
    found, at = [], geometry.axes[axis]["depends_on"]
    while at not in NULL and geometry.axes[at]["equipment"] in ("goniometer", "detector"):
        found.append(at)
        at = geometry.axes[at]["depends_on"]
    return found


def surface(geometry: Imgcif) -> list[str]:
    return [row["axis_id"] for row in geometry.rows("array_structure_list_axis")]


@pytest.mark.parametrize(("name", "block"), PAIRS, ids=PAIRS.values())
def test_axes_are_those_of_the_collection(name, block, shared, tmp_path):
    wanted = facts(shared, name, block)
    sides = [int(row["dimension"]) for row in wanted.rows("array_structure_list")]
    conversion, found = applied(PAIRS[name, block], tmp_path, tuple(sides) or None)
    pixels = surface(wanted)
    positioners = {
        axis
        for axis, row in wanted.axes.items()
        if row["equipment"] in ("goniometer", "detector") and axis not in pixels
    }
    assert positioners
    for axis in positioners:
        mine, theirs = found.axes[axis], wanted.axes[axis]
        assert (mine["type"], mine["equipment"]) == (theirs["type"], theirs["equipment"])
        direction = wanted.vector(theirs, "vector")
        direction /= np.linalg.norm(direction)
        assert np.allclose(found.vector(mine, "vector"), direction, rtol=0, atol=1e-9), axis
        offsets = found.vector(mine, "offset"), wanted.vector(theirs, "offset")
        assert np.allclose(*offsets, rtol=0, atol=1e-9), axis
        assert carriers(found, axis) == carriers(wanted, axis)
    gravity = [axis for axis, row in wanted.axes.items() if row["equipment"] == "gravity"]
    for axis in gravity:
        down = wanted.vector(wanted.axes[axis], "vector")
        assert np.allclose(found.direction("gravity"), down, rtol=0, atol=1e-9)
    assert not [f for f in conversion.findings if f.name == "conflict"]
    assert any(f"instrument {PAIRS[name, block]} applies" in f.message for f in conversion.findings)


@pytest.mark.parametrize(
    ("name", "block"),
    [pair for pair in PAIRS if pair[1] not in ("facility_generic", "generic_kappa")],
)
def test_pixels_lie_as_in_the_collection(name, block, shared, tmp_path):
    """Corner of the first pixel, both directions, both sizes, both numbers, and the carrier."""
    wanted = facts(shared, name, block)
    sides = {row["index"]: row for row in wanted.rows("array_structure_list")}
    sets = {
        row.get("axis_set_id", row["axis_id"]): row
        for row in wanted.rows("array_structure_list_axis")
    }
    rows = [sides[index] for index in ("1", "2")]
    axes = [sets[row["axis_set_id"]] for row in rows]
    shape = tuple(int(row["dimension"]) for row in rows)
    _, found = applied(PAIRS[name, block], tmp_path, shape)
    (panel,) = found.panels().values()
    assert (panel.n_fast, panel.n_slow) == shape
    vectors = []
    for mine, axis in zip((panel.fast, panel.slow), axes, strict=True):
        step = float(axis["displacement_increment"])
        vectors.append(wanted.vector(wanted.axes[axis["axis_id"]], "vector"))
        assert np.allclose(mine, step * vectors[-1], rtol=0, atol=1e-9)
    shift = sum(
        wanted.vector(wanted.axes[axis["axis_id"]], "offset")
        + (float(axis["displacement"]) - float(axis["displacement_increment"]) / 2) * vector
        for axis, vector in zip(axes, vectors, strict=True)
    )
    corner = panel.centre_of(-0.5, -0.5) - np.array([0, 0, -351.0])
    # Some collections state half a pixel with a rounding of their own.
    assert np.allclose(corner, shift, rtol=0, atol=1e-6)
    outer = [a["axis_id"] for a in axes]
    first = next(a for a in outer if wanted.axes[a]["depends_on"] not in outer)
    assert carriers(found, "module_slow") == carriers(wanted, first)


def test_every_block_has_its_file(shared):
    for name in ("beamline", "laboratory"):
        blocks = {b.name for b in gemmi.cif.read(str(collection(shared, name)))}
        assert blocks == {block for kind, block in PAIRS if kind == name}


def test_the_collection_has_faults_that_the_files_have_not(shared, tmp_path):
    """MX1: pixel sizes of an array IMAGE, sides of an array 1; detectors of two names."""
    path = collection(shared, "beamline")
    findings = [f for r in validate([path]).files for f in r.findings]
    arrays = [f for f in findings if f.location.item == "_array_element_size.array_id"]
    assert [(f.code, f.count) for f in arrays] == [("DDL027", 2)]
    detectors = [f for f in findings if f.location.item == "_diffrn_detector_axis.detector_id"]
    assert [(f.code, f.count) for f in detectors] == [("DDL024", 3)]
    for instrument in set(PAIRS.values()):
        conversion, found = applied(instrument, tmp_path)
        report = validate(conversion.document, ignore=["IMG"])
        assert [f.message for r in report.files for f in r.findings] == []
        arrays = {row["array_id"] for row in found.rows("array_structure_list")}
        assert {row["array_id"] for row in found.rows("array_element_size")} == arrays
    document = parse_cif(path.read_bytes(), str(path))
    mx1 = next(b for b in document.blocks if "MX1" in b.name)
    assert set(mx1.column("_array_element_size.array_id").texts()) == {"IMAGE"}
    assert set(mx1.column("_array_structure_list.array_id").texts()) == {"1"}
