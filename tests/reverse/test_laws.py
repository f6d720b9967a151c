"""Random instruments keep their geometry on the way to NXmx; two evaluators agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.reverse import to_nexus
from tests.support.imgcif_eval import Imgcif
from tests.support.make_instrument import Made, instruments
from tests.support.nexus_eval import Nexus

TO_MCSTAS = np.diag([-1.0, 1.0, -1.0])
"""Where gravity is along -Y and the beam along -Z."""


def written(text: str, folder: Path) -> Path:
    """The NeXus file of imgCIF text."""
    (folder / "made.cif").write_text(text, encoding="utf-8")
    path = folder / "made.nxs"
    to_nexus(folder / "made.cif", folder=folder).write(path)
    return path


def agree(theirs: np.ndarray, ours: np.ndarray) -> None:
    np.testing.assert_allclose(theirs, ours, atol=1e-6)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(made=instruments(), pixel=st.tuples(st.integers(0, 4000), st.integers(0, 4000)))
def test_every_pixel_stays_where_it_is(made: Made, pixel: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = written(made.text, Path(name))
        before = Imgcif(Path(name) / "made.cif")
        for number, scan in enumerate(made.scans, 1):
            entry = "entry" if len(made.scans) == 1 else f"entry_{number:03d}"
            with Nexus(path, entry) as after:
                for frame in range(1, made.frames + 1):
                    modules = {p.rpartition("/")[2]: m for p, m in after.modules(frame).items()}
                    panels = before.panels(scan, frame)
                    assert set(modules) == set(panels) == set(made.elements)
                    for element, panel in panels.items():
                        module = modules[element]
                        assert (module.n_fast, module.n_slow) == (panel.n_fast, panel.n_slow)
                        place = module.at(pixel[0] + 0.5, pixel[1] + 0.5)
                        agree(place, TO_MCSTAS @ panel.at(*pixel))
                    turn = TO_MCSTAS @ before.sample_rotation(scan, frame) @ TO_MCSTAS.T
                    agree(after.sample_rotation(frame), turn)


@given(st.data())
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_the_frame_comes_from_gravity_and_source(data: st.DataObject) -> None:
    """Any directions of beam and gravity: distances and angles stay, the beam is along z."""
    made = data.draw(instruments(most_elements=1))
    x, y = data.draw(st.floats(-1, 1)), data.draw(st.sampled_from((-1.0, -0.3, 0.7)))
    axes = f"g general gravity . {x!r} {y!r} 0.1 0 0 0\ns general source . 0 0 1 0 0 0\n"
    text = made.text.replace(" _axis.offset[3]\n", f" _axis.offset[3]\n{axes}")
    with tempfile.TemporaryDirectory() as name:
        path = written(text, Path(name))
        before = Imgcif(Path(name) / "made.cif")
        matrix = before.to_nexus()
        agree(matrix @ before.beam, np.array([0.0, 0.0, 1.0]))
        assert (matrix @ before.direction("gravity"))[1] < 0
        entry = "entry" if len(made.scans) == 1 else "entry_001"
        with Nexus(path, entry) as after:
            (panel,) = before.panels().values()
            (module,) = after.modules().values()
            agree(module.at(3.5, 7.5), matrix @ panel.at(3, 7))


@pytest.mark.parametrize("between", [0.0, 0.25])
def test_what_lies_between_frames_is_kept(between: float, tmp_path: Path) -> None:
    """With a range that counts it, the restart increment is part of the way to the next frame."""
    from tests.support.experiments import imgcif

    text = imgcif(scans={"S": (4, 10.0, 0.5)}).replace(
        "  _diffrn_scan_axis.displacement_start\n",
        "  _diffrn_scan_axis.angle_rstrt_incr\n  _diffrn_scan_axis.angle_range\n"
        "  _diffrn_scan_axis.displacement_start\n",
    )
    whole = 4 * 0.5 + 3 * between
    text = text.replace("omega 10.0 0.5", f"omega 10.0 0.5 {between} {whole}")
    text = text.replace("distance . .", "distance . . . .")
    path = written(text, tmp_path)
    with Nexus(path) as after:
        axis = after.entry["sample/transformations/omega"]
        starts = 10.0 + np.arange(4) * (0.5 + between)
        np.testing.assert_allclose(axis[()], starts, atol=1e-12)
        ends = after.entry["sample/transformations/omega_end"]
        np.testing.assert_allclose(ends[()], starts + 0.5, atol=1e-12)
