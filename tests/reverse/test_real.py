"""Real masters to imgCIF and back: laboratory geometry and what is mapped exactly stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from tests.reverse.conftest import REAL
from tests.reverse.nxdl import Definitions
from tests.reverse.there_and_back import Trip, different
from tests.support.nexus_eval import Nexus

Real = Callable[[str], Trip]
LEFT = {
    # images whose files are missing: how many a file holds is known from the source alone
    "dls-i03-ins": {
        "_array_data.external_data_id", "_array_data_external_data.format",
        "_array_data_external_data.frame", "_array_data_external_data.id",
        "_array_data_external_data.path", "_array_data_external_data.uri",
    },
    # not NXmx: remarks are worded otherwise, and the images are missing
    "soleil-px2-eiger9m": {
        "_array_intensities.details", "_array_intensities.undefined_value",
        "_array_structure.encoding_type", "_audit.creation_method", "_diffrn_detector.details",
    },
}  # fmt: skip
AS_IT_IS = ("dls-i04-p5p1", "dls-i03-ins")
"""Masters that an evaluator can follow without corrections of units, sizes or frame."""


@pytest.mark.parametrize("name", REAL)
def test_the_imgcif_is_the_same(name: str, real: Real) -> None:
    """All data names: numbers to rounding, everything else letter by letter."""
    assert set(different(*real(name).blocks, tolerance=1e-9)) == LEFT.get(name, set())


@pytest.mark.parametrize("name", AS_IT_IS)
def test_the_laboratory_is_that_of_the_master(name: str, real: Real) -> None:
    """Every corner of every module and the turn of the sample, first and last frame."""
    one = real(name)
    with Nexus(one.source) as before, Nexus(one.path) as after:
        for frame in (1, 100, 10**6):
            ours = list(after.modules(frame).values())
            theirs = list(before.modules(frame).values())
            assert len(ours) == len(theirs) > 0
            for mine, their in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(mine.corners(), their.corners(), atol=1e-6)
            turn = before.sample_rotation(frame)
            np.testing.assert_allclose(after.sample_rotation(frame), turn, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "corrected"), [("dls-i04-b4", True), ("dls-i16", True)], ids=lambda x: str(x)
)
def test_a_size_that_was_corrected_stays_right(name: str, corrected: bool, real: Real) -> None:
    one = real(name)
    entry = "entry1" if name == "dls-i16" else "entry"
    with (
        Nexus(one.source, entry, swap_data_size=corrected) as before,
        Nexus(one.path) as after,
    ):
        for frame in (1, 50):
            ours = next(iter(after.modules(frame).values()))
            theirs = next(iter(before.modules(frame).values()))
            np.testing.assert_allclose(ours.corners(), theirs.corners(), atol=1e-6)
            turn = before.sample_rotation(frame)
            np.testing.assert_allclose(after.sample_rotation(frame), turn, atol=1e-6)
    assert one.again.overlays == ()


@pytest.mark.parametrize("name", REAL)
def test_it_is_nxmx(name: str, real: Real, shared: Path) -> None:
    """Nothing is wrong but what the imgCIF does not say, and the report names that."""
    one = real(name)
    with h5py.File(one.path) as file:
        problems = Definitions(shared / "nexus").problems(file["entry"])
    said = {
        f.message.rpartition("/")[2] for f in one.back.findings if f.code in ("GAP001", "GAP002")
    }
    assert {p.rpartition(": ")[2].removesuffix(" is missing") for p in problems} <= said


def test_images_are_linked_to(real: Real) -> None:
    with h5py.File(real("dls-i04-p5p1").path) as file:
        data = file["entry/data"]
        links = [data.get(name, getlink=True) for name in sorted(data)]
        assert [link.filename for link in links] == [f"FJ_P5P1_1_00000{n}.h5" for n in (1, 2, 3, 4)]
        assert sum(len(data[name]) for name in data) == 3600
