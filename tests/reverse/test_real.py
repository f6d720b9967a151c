"""Real masters to imgCIF and back: laboratory geometry and what is mapped exactly stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import h5py
import numpy as np
import pytest

from tests.reverse.conftest import REAL
from tests.reverse.corrected import Meant, meant
from tests.reverse.fields import field_of, fields
from tests.reverse.nxdl import Definitions
from tests.reverse.there_and_back import Trip, different
from tests.support.nexus_eval import Module, Nexus

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
FRAMES = (1, 2, 50, 100, 10**6)
"""The last one stands for the last there is."""


@dataclass(frozen=True)
class Sides:
    """A master as it is meant (see ``corrected.py``) and the NXmx that came of it."""

    trip: Trip
    meant: Meant

    @contextmanager
    def opened(self) -> Iterator[tuple[Nexus, Nexus]]:
        meant = self.meant
        with (
            Nexus(meant.path, meant.entry, swap_data_size=meant.swapped) as before,
            Nexus(self.trip.path) as after,
        ):
            yield before, after

    def turned(self, module: Module) -> Module:
        """A module of the master in the coordinates of NeXus."""
        turn = self.meant.turn
        return replace(
            module,
            origin=turn @ module.origin,
            fast=turn @ module.fast,
            slow=turn @ module.slow,
        )


@pytest.fixture(scope="module")
def sides(real: Real) -> Callable[[str], Sides]:
    """Corrected copies stand beside the copied master, so that its links lead on."""
    return cache(lambda name: Sides(real(name), meant(name, real(name).source)))


@pytest.mark.parametrize("name", REAL)
def test_the_imgcif_is_the_same(name: str, real: Real) -> None:
    """All data names: numbers to rounding, everything else letter by letter."""
    assert set(different(*real(name).blocks, tolerance=1e-9)) == LEFT.get(name, set())


@pytest.mark.parametrize("name", REAL)
def test_pixels_and_beam_are_where_the_master_has_them(
    name: str, sides: Callable[[str], Sides]
) -> None:
    """Corners of all modules in mm to 1e-6, and where the beam meets each one's plane."""
    both = sides(name)
    with both.opened() as (before, after):
        for frame in FRAMES:
            ours = list(after.modules(frame).values())
            theirs = [both.turned(module) for module in before.modules(frame).values()]
            assert len(ours) == len(theirs) > 0
            for mine, their in zip(ours, theirs, strict=True):
                assert (mine.n_fast, mine.n_slow) == (their.n_fast, their.n_slow)
                np.testing.assert_allclose(mine.corners(), their.corners(), rtol=0, atol=1e-6)
                np.testing.assert_allclose(mine.crossing(), their.crossing(), rtol=1e-6)


@pytest.mark.parametrize("name", REAL)
def test_the_goniometer_is_that_of_the_master(name: str, sides: Callable[[str], Sides]) -> None:
    """Names, order, kinds and laboratory directions of its axes; the turn of the sample."""
    both = sides(name)
    turn = both.meant.turn
    with both.opened() as (before, after):
        for frame in FRAMES:
            ours, theirs = after.goniometer(frame), before.goniometer(frame)
            assert [axis[:2] for axis in ours] == [axis[:2] for axis in theirs] != []
            for mine, their in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(mine[2], turn @ their[2], rtol=0, atol=1e-6)
            rotated = turn @ before.sample_rotation(frame) @ turn.T
            np.testing.assert_allclose(after.sample_rotation(frame), rotated, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", REAL)
def test_corrections_are_made_once(name: str, real: Real) -> None:
    """The way back writes what is meant: nothing is left for an overlay to correct."""
    assert real(name).again.overlays == ()


ELSEWHERE = {
    # the positions that these make up together are compared; how they are split is not kept
    ("NXdetector", "depends_on"), ("NXsample", "depends_on"),
    ("NXdetector_module", "module_offset"), ("NXtransformations", "origin_offset"),
    # compared as the numbers of pixels of each module; where a module lies in its image follows
    ("NXdetector_module", "data_size"), ("NXdetector_module", "data_origin"),
}  # fmt: skip
NOT_EQUAL = {
    # "X-ray" and "Synchrotron X-Ray Source": NXDL has words of its own, which are written
    "dls-i16": {("NXsource", "probe"): "x-ray", ("NXsource", "type"): "Synchrotron X-ray Source"},
    # the counter has 12 bits, the images 16: imgCIF has but the largest value of the images
    "soleil-px2-eiger9m": {("NXdetector", "bit_depth_readout"): 16},
}
"""Fields that are not as the master has them, with what they are."""
MOST = {
    "dials-export": 11, "dls-i03-ins": 31, "dls-i04-b4": 28, "dls-i04-p5p1": 30, "dls-i16": 22,
    "soleil-px2-eiger9m": 17,
}  # fmt: skip
"""Fields that both files have and that are equal: this many and no fewer."""
SPEC = "detectorSpecific"
RENAMED = {
    "dials-export": {
        ("NXdetector", "beam_center_x"): "instrument/detector/beam_centre_x",
        ("NXdetector", "beam_center_y"): "instrument/detector/beam_centre_y",
        ("NXdetector", "x_pixel_size"): "instrument/detector/module0/fast_pixel_direction",
        ("NXdetector", "y_pixel_size"): "instrument/detector/module0/slow_pixel_direction",
        ("NXentry", "program_name"): "../program_name",
    },
    "dls-i16": {
        ("NXdetector", "x_pixel_size"): "instrument/pil100k/module/fast_pixel_direction",
        ("NXdetector", "y_pixel_size"): "instrument/pil100k/module/slow_pixel_direction",
    },
    "soleil-px2-eiger9m": {
        ("NXdetector", "saturation_value"):
            f"instrument/detector/{SPEC}/countrate_correction_count_cutoff",
        ("NXdetector", "serial_number"): "instrument/detector/detector_number",
        ("NXentry", "start_time"): f"instrument/detector/{SPEC}/data_collection_date",
        ("NXtransformations", "distance"): "instrument/detector/detector_distance",
        ("NXtransformations", "omega_increment_set"): "sample/goniometer/omega_increment",
    },
}  # fmt: skip
"""What NXmx has under another name than the master."""
MADE = {
    "definition", "nimages", "distance", "data_origin", "depends_on", "module_offset",
    "phi_increment_set", "theta_increment_set", "gamma_increment_set",
}  # fmt: skip
"""Fields that repeat in words of NXmx what else is compared here: counts, axes, modules."""
SAID = {
    ("NXsource", "probe"): "x-ray",  # assumed, and reported as assumed
    ("NXinstrument", "name"): "I04",  # the master has it as an attribute of another field
    ("NXdetector", "type"): "hybrid pixel detector",  # mappings/dectris.yaml states it
    ("NXentry", "program_name"): "detector software 1.6.4",  # with a word before the number
}


@pytest.mark.parametrize("name", REAL)
def test_values_are_those_of_the_master(name: str, sides: Callable[[str], Sides]) -> None:
    """Every field that both have, in units of either; numbers to the precision they had."""
    with sides(name).opened() as (before, after):
        ours, theirs = fields(after.entry), fields(before.entry)
    shared = [key for key in ours if key in theirs and key not in ELSEWHERE]
    unlike = {
        key: ours[key][0].value
        for key in shared
        if not any(mine.same(their) for mine in ours[key] for their in theirs[key])
    }
    said = {k: v.decode() if isinstance(v, bytes) else v for k, v in unlike.items()}
    assert said == NOT_EQUAL.get(name, {})
    assert len(shared) - len(unlike) >= MOST[name]


@pytest.mark.parametrize("name", REAL)
def test_nothing_is_written_that_the_master_does_not_say(
    name: str, sides: Callable[[str], Sides]
) -> None:
    """Under another name, worked out of what is compared here, or assumed."""
    both = sides(name)
    renamed = dict(RENAMED.get(name, {}))
    with both.opened() as (before, after):
        ours, theirs = fields(after.entry), fields(before.entry)
        for key in (key for key in ours if key not in theirs):
            [mine] = ours[key]
            if key in renamed:
                path = renamed.pop(key)
                assert mine.same(field_of(before.entry, path)), (key, mine.value)
            elif key[1] in ("beam_center_x", "beam_center_y"):
                [module] = after.modules().values()
                crossing = module.crossing()["xy".index(key[1][-1])]
                np.testing.assert_allclose(mine.value, crossing, rtol=1e-9)
            elif key[1] not in MADE:
                assert mine.value.decode() == SAID[key], key
    assert renamed == {}


def test_what_is_compared_can_differ(sides: Callable[[str], Sides], tmp_path: Path) -> None:
    """Without the corrections, or with one wrong bit, none of this would hold."""
    both = sides("dials-export")
    with both.opened() as (before, after):
        [raw], [mine] = before.modules().values(), after.modules().values()
        assert not np.allclose(mine.corners(), raw.corners(), atol=1)
    with Nexus(both.trip.source, both.meant.entry) as wrong:
        [module] = wrong.modules().values()
        assert np.linalg.norm(module.origin) > 1e5
    soleil = sides("soleil-px2-eiger9m")
    with soleil.opened() as (before, after):
        key = ("NXdetector", "count_time")
        [one], [other] = fields(after.entry)[key], fields(before.entry)[key]
        assert one.same(other)
        assert not replace(one, value=one.value * 1.000001).same(other)
        assert not replace(one, unit="ms").same(other)


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
