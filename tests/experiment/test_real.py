"""Conversions of real files: the model, the independent evaluator and an established reader.

The reader's frame has the same Z; its X is not turned to the goniometer axis. So distances
and angles are compared that no turn about Z changes. Its pixels count from the corner of
the first one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgcif_map.api import convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.experiment import Experiment, experiments
from imgcif_map.rules.context import Context
from tests.support.imgcif_eval import Imgcif

HALF_A_PIXEL, ONE_PIXEL = 0.5, 1.0
REFERENCES = {
    "nexus/dls-i04-b4/_b4_1_master.h5": ("_b4_1_master.h5", 0.0),
    "nexus/dls-i04-p5p1/FJ_P5P1_1_master.h5": ("FJ_P5P1_1_master.h5", 0.0),
    "cbf/omega_scan.cbf": ("omega_scan.cbf", 0.0),
    "cbf/DLS_I03_smargon_0001.cbf.gz": ("DLS_I03_smargon_0001.cbf", 0.0),
    # The file puts half a pixel into the displacement, which the reader takes for the corner's.
    "cbf/20190911_omega_0001.cbf.header.txt": ("20190911_omega_0001.cbf", HALF_A_PIXEL),
    "smv/TIMEPIX_SU_512-stdgoni_0001.img": ("TIMEPIX_SU_512-stdgoni_0001.img", 0.0),
    # The reader is one pixel off the origin that the header itself states.
    "smv/simtbx_jhsim.img.header.txt": ("simtbx_jhsim.img", ONE_PIXEL),
}
FILES = (
    *REFERENCES,
    "cbf/idx-20130301060858401.cbf.header.txt",
    "cbf/221109_phi_0001.cbf.header.txt",
    "cbf/DLS_I23_P12M_thau_00001.cbf.gz",
    "nexus/dls-i03-ins",
    "nexus/dls-i16",
    "nexus/soleil-px2-eiger9m",
    "nexus/dials-export",
    "smv/ALS831_Q315_SN926.smv_header.txt",
    "smv/adsc_q4.img.header.txt",
    "dials/6R17.expt",
    "dials/cspad-single-image.expt",
    "dials/l_cysteine_imported.expt",
    "xds/XDS.INP",
)


def source(shared: Path, name: str) -> Path:
    """The file, or the one master of a folder."""
    path = shared / "data" / name
    if path.is_file():
        return path
    return next(p for p in sorted(path.iterdir()) if p.suffix in (".h5", ".nxs", ".hdf5"))


@pytest.fixture(scope="module")
def made(request: Any, shared: Path, tmp_path_factory: Any) -> tuple[str, list[Experiment], Path]:
    document = convert(source(shared, request.param)).document
    path = tmp_path_factory.mktemp("real") / "made.cif"
    path.write_text(format_cif(document), encoding="utf-8")
    context = Context(document, load_dictionary())
    wholes = context.wholes
    found = [one for whole in wholes for one in experiments(whole, context.dictionary)]
    return request.param, found, path


@pytest.mark.parametrize("made", FILES, indirect=True)
def test_the_evaluator_agrees(made: tuple[str, list[Experiment], Path]) -> None:
    name, found, path = made
    assert found, name
    for number, experiment in enumerate(found[:3]):
        other = Imgcif(path, number)
        assert experiment.instrument.beam == pytest.approx(other.beam, abs=1e-12)
        for scan in experiment.scans[:2]:
            for frame in sorted({1, min(scan.frames, 5), min(scan.frames, 200)}):
                panels = other.panels(scan.id, frame)
                surfaces = experiment.surfaces(scan)
                assert len(panels) == len(surfaces) > 0
                for surface in surfaces:
                    panel = panels[surface.element or ""]
                    for f, s in ((0, 0), (panel.n_fast - 1, panel.n_slow - 1)):
                        mine = experiment.pixel(f, s, scan=scan, frame=frame, surface=surface)
                        np.testing.assert_allclose(mine, panel.at(f, s), rtol=0, atol=1e-9)


def placed(known: dict[str, Any]) -> list[np.ndarray]:
    """Origin, fast and slow axis of the first panel, which stands on what the hierarchy says."""
    above = known["hierarchy"]
    fast, slow = np.array(above["fast_axis"]), np.array(above["slow_axis"])
    turn = np.stack([fast, slow, np.cross(fast, slow)], axis=1)
    first, *axes = (np.array(known["panel0"][n]) for n in ("origin", "fast_axis", "slow_axis"))
    return [turn @ first + above["origin"], *(turn @ axis for axis in axes)]


@pytest.mark.parametrize("made", REFERENCES, indirect=True)
def test_an_established_reader_agrees(
    made: tuple[str, list[Experiment], Path], shared: Path
) -> None:
    name, (experiment, *_), _ = made
    stem, off = REFERENCES[name]
    text = (shared / f"facts/reference_geometry/{stem}.json").read_text(encoding="utf-8")
    known = json.loads(text)
    panel, beam = known["panel0"], -np.array(known["beam"]["direction"])
    origin, fast, slow = placed(known)
    pitches, sizes = panel["pixel_size"], panel["image_size"]
    module = experiment.modules(experiment.scans[0])[0]
    # the reader divides one of the detectors into its chips
    assert sizes[0] <= module.n_fast
    assert sizes[1] <= module.n_slow
    start = panel["raw_image_offset"]
    assert [module.pitch_fast, module.pitch_slow] == pytest.approx(pitches, abs=1e-9)
    places = ((0, 0), (sizes[0], 0), (0, sizes[1]), sizes)
    corners = [origin + f * pitches[0] * fast + s * pitches[1] * slow for f, s in places]
    shift = off * pitches[0] * 1.5
    own_beam = np.array(experiment.instrument.beam)
    for place, theirs in zip(places, corners, strict=True):
        mine = module.point(place[0] + start[0], place[1] + start[1])
        assert np.linalg.norm(mine) == pytest.approx(np.linalg.norm(theirs), abs=0.005 + shift)
        assert mine @ own_beam == pytest.approx(theirs @ beam, abs=0.005 + shift)
    met = experiment.aim(experiment.scans[0])
    normal = np.cross(fast, slow)
    distance = abs(float(normal @ corners[0]))
    assert met.distance == pytest.approx(distance, abs=0.005)
    along = (normal @ corners[0]) / (normal @ beam) * beam
    sides = zip((fast, slow), pitches, start, strict=True)
    centre = [(along - corners[0]) @ side / pitch + first for side, pitch, first in sides]
    tolerance = 0.005 / min(pitches) + off * 1.01
    assert [met.crossing.fast, met.crossing.slow] == pytest.approx(centre, abs=tolerance)
