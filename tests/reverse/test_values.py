"""Values that have a function or a structure of their own on the way back."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from imgcif_map.reverse import to_nexus
from tests.reverse.there_and_back import Trip, different, trip
from tests.support import make_nexus
from tests.support.experiments import imgcif

BEAM = "/entry/instrument/beam"


@pytest.fixture(scope="module")
def polarised(tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """Values per frame, an oblique goniometer, dates of frames, a threshold."""
    folder = tmp_path_factory.mktemp("polarised")

    def fill(nexus: make_nexus.Nexus) -> None:
        detector = make_nexus.basic(nexus, data=None, frames=4)
        make_nexus.goniometer(nexus, [0, 0.1, 0.2, 0.3], vector=(-0.6, 0.8, 0))
        make_nexus.one_module(nexus, depends_on=make_nexus.distance(nexus))
        stokes = [[1, 0.9, 0.1, 0]] * 2 + [[1, 0.8, 0.1, 0]] * 2
        nexus.put(f"{BEAM}/incident_polarization_stokes", stokes)
        nexus.put(f"{BEAM}/incident_polarization_stokes_errors", [[0.1, 0.2, 0.3, 0.4]] * 4)
        nexus.put(f"{BEAM}/incident_beam_divergence", [0.3, 0.1], "deg")
        start = "2024-03-01T12:00:00Z"
        nexus.put(f"{detector}/start_time", [0, 0.5, 1.0, 1.75], "s", start=start)
        nexus.put(f"{detector}/threshold_energy", 6.5, "keV")
        nexus.put("/entry/program_name", "acquisition 3")

    return trip(make_nexus.create(folder / "m.h5", fill), folder)


def test_the_imgcif_is_the_same(polarised: Trip) -> None:
    left = set(different(*polarised.blocks, tolerance=1e-9))
    assert left <= {"_array_structure.encoding_type", "_array_intensities.undefined_value"}


def test_vectors_are_those_of_the_source_again(polarised: Trip) -> None:
    with h5py.File(polarised.source) as source, h5py.File(polarised.path) as back:
        for name in ("incident_polarization_stokes", "incident_beam_divergence"):
            ours, theirs = back[f"{BEAM}/{name}"], source[f"{BEAM}/{name}"]
            np.testing.assert_allclose(ours[()], theirs[()], atol=1e-9)
        errors = back[f"{BEAM}/incident_polarization_stokes_errors"][()]
        np.testing.assert_allclose(np.broadcast_to(errors, (4, 4)), [[0.1, 0.2, 0.3, 0.4]] * 4)
        [detector] = [n for n in back["entry/instrument"] if n.startswith("det")]
        times = back[f"entry/instrument/{detector}/start_time"]
        assert times[()].tolist() == [0, 0.5, 1.0, 1.75]
        assert times.attrs["start"] == "2024-03-01T12:00:00.000Z"
        threshold = back[f"entry/instrument/{detector}/threshold_energy"]
        assert (threshold[()], threshold.attrs["units"]) == (6.5, "keV")
        axis = back["entry/sample/transformations/omega"]
        np.testing.assert_allclose(axis.attrs["vector"], [-0.6, 0.8, 0], atol=1e-12)


def made(text: str, folder: Path) -> h5py.File:
    (folder / "made.cif").write_text(text, encoding="utf-8")
    to_nexus(folder / "made.cif").write(folder / "made.nxs")
    return h5py.File(folder / "made.nxs")


def kinds(text: str, folder: Path) -> set[tuple[str, str | None]]:
    (folder / "made.cif").write_text(text, encoding="utf-8")
    findings = to_nexus(folder / "made.cif").findings
    return {(f.name, f.location.item) for f in findings}


@pytest.mark.parametrize(
    ("overload", "written"), [("65536", 65535), ("65535.5", 65535.5), ("1000001.0", 1000000)]
)
def test_saturation_is_inclusive(overload: str, written: float, tmp_path: Path) -> None:
    with made(imgcif() + f"_array_intensities.overload {overload}\n", tmp_path) as file:
        assert file["entry/instrument/D/saturation_value"][()] == written


def test_an_offset_comes_before_the_scale(tmp_path: Path) -> None:
    more = "_array_intensities.scaling 0.1\n_array_intensities.offset -40\n"
    with made(imgcif() + more, tmp_path) as file:
        assert file["entry/data/data_scaling_factor"][()] == 0.1
        assert file["entry/data/data_offset"][()] == -400


def test_a_state_without_a_word_is_reported(tmp_path: Path) -> None:
    text = imgcif().replace("_diffrn_radiation.probe x-ray", "_diffrn_radiation.probe gamma")
    assert ("no-target", "_diffrn_radiation.probe") in kinds(text, tmp_path)


def test_a_remark_that_nobody_knows_is_reported(tmp_path: Path) -> None:
    text = imgcif() + "_diffrn_detector.details 'sensor Si; painted green'\n"
    assert ("no-target", "_diffrn_detector.details") in kinds(text, tmp_path)
    with made(text, tmp_path) as file:
        assert file["entry/instrument/D/sensor_material"].asstr()[()] == "Si"


def test_no_gravity_is_an_assumption(tmp_path: Path) -> None:
    assert ("assumption", None) in kinds(imgcif(), tmp_path)


def test_gravity_along_the_beam_is_a_conflict(tmp_path: Path) -> None:
    text = imgcif().replace(
        "  fast translation", "  g general gravity . 0 0 -1 0 0\n  fast translation"
    )
    text = text.replace("g general gravity", "g general gravity")
    assert ("conflict", None) in kinds(text, tmp_path)


def test_names_that_nexus_cannot_have(tmp_path: Path) -> None:
    text = imgcif().replace("omega", "'ome/ga'")
    assert ("lossy", "_axis.id") in kinds(text, tmp_path)
    with made(text, tmp_path) as file:
        assert list(file["entry/sample/transformations"]) == ["ome_ga", "ome_ga_increment_set"]


def test_a_curved_surface_is_a_conflict(tmp_path: Path) -> None:
    text = imgcif().replace("fast translation", "fast rotation").replace(
        "_array_structure_list_axis.displacement\n", "_array_structure_list_axis.angle\n"
    ).replace("_array_structure_list_axis.displacement_increment",
              "_array_structure_list_axis.angle_increment")  # fmt: skip
    assert any(kind in ("conflict", "missing-required") for kind, _ in kinds(text, tmp_path))
