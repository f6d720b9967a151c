"""Maps and rings: the plane of the detector, angles, round values."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.figures.maps import map_for
from imgcif_map.figures.rings import angle_of, rings
from imgcif_map.geometry.aim import resolution, two_theta
from imgcif_map.geometry.detector import Module

BEAM = (0.0, 0.0, -1.0)


def module(distance: float = 100.0, half: float = 50.0) -> Module:
    origin = np.array([-half, half, -distance])
    return Module(origin, np.array([1.0, 0, 0]), np.array([0, -1.0, 0]), 0.1, 0.1, 1000, 1000)


def test_a_flat_map_keeps_millimetres() -> None:
    one = module()
    paper = map_for([one], 0, BEAM, one.corners)
    assert paper.flat
    assert paper.place(one.corners) == pytest.approx(
        np.array([[0, 0], [100, 0], [0, 100], [100, 100]])
    )
    assert paper.place(np.array([BEAM]))[0] == pytest.approx([50, 50])


def test_cones_are_circles_round_the_beam_at_right_angles() -> None:
    one = module()
    cone = map_for([one], 0, BEAM, one.corners).cone(20.0)
    radius = np.linalg.norm(cone - [50, 50], axis=1)
    assert radius == pytest.approx(np.full(len(cone), 100 * np.tan(np.radians(20))))


def test_a_wide_detector_is_shown_by_angles() -> None:
    one = module(distance=5.0)
    paper = map_for([one], 0, BEAM, one.corners)
    assert not paper.flat
    at = paper.place(one.corners)
    assert np.linalg.norm(at, axis=1) == pytest.approx(two_theta(one.corners, BEAM))
    # Fast to the right, slow down, as in the image.
    assert at[1][0] > at[0][0]
    assert at[2][1] > at[0][1]


@given(st.floats(0.5, 170), st.floats(0.1, 3), st.lists(st.floats(1, 90), max_size=2))
def test_rings_are_apart_and_called_what_they_are(highest, wavelength, taken) -> None:
    found = rings(highest, wavelength, taken)
    assert len(found) <= 6
    angles = [angle for angle, _ in found]
    assert angles == sorted(angles)
    gap = highest / 7.5
    assert all(b - a >= gap * 0.999 for a, b in pairwise(angles))
    for angle, name in found:
        assert 0 < angle <= highest
        assert float(name.removesuffix(" Å")) == pytest.approx(
            float(resolution(angle, wavelength)), rel=1e-6
        )


def test_a_narrow_range_has_rings() -> None:
    assert len(rings(101.0, 1.0, (), 95.0)) >= 2


def test_a_spacing_beyond_the_sphere_has_no_angle() -> None:
    assert angle_of(0.4, 1.0) is None
    assert angle_of(0.5, 1.0) == pytest.approx(180)
