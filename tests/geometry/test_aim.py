"""Where the beam meets a detector: numbers worked out by hand, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.geometry.aim import aim, resolution, rim, two_theta
from imgcif_map.geometry.axes import rotation_matrix
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.vectors import GeometryError

BEAM = (0.0, 0.0, -1.0)


def flat(x: float, y: float, distance: float, width: int = 200, height: int = 100) -> Module:
    """Pixels of 1 mm, fast to the right, slow down; (x, y): the corner of the first pixel."""
    origin = np.array([x, y, -distance])
    fast, slow = np.array([1.0, 0.0, 0.0]), np.array([0.0, -1.0, 0.0])
    return Module(origin, fast, slow, 1.0, 1.0, width, height)


def turned(module: Module, axis: tuple[float, float, float], angle: float) -> Module:
    matrix = np.eye(4)
    matrix[:3, :3] = rotation_matrix(axis, angle)
    return module.moved(matrix)


def test_a_detector_across_the_beam() -> None:
    met = aim([flat(-60, 40, 250)], BEAM)
    assert (met.crossing.fast, met.crossing.slow) == (60, 40)
    assert met.crossing.distance == met.distance == 250
    assert met.tilt == 0
    assert met.crossing.outside == 0


def test_a_detector_at_two_theta() -> None:
    met = aim([turned(flat(-60, 40, 250), (1, 0, 0), 30)], BEAM)
    assert met.tilt == pytest.approx(30)
    assert met.distance == pytest.approx(250)
    assert met.crossing.distance == pytest.approx(250 / np.cos(np.radians(30)))


def test_resolution_of_bragg() -> None:
    assert resolution(60.0, 1.0) == pytest.approx(1.0)
    assert resolution(180.0, 1.0) == pytest.approx(0.5)
    assert np.isinf(resolution(0.0, 1.0))


def test_edge_and_corner() -> None:
    seen = rim([flat(-60, 40, 250)], BEAM)
    assert seen.edge == pytest.approx(np.degrees(np.arctan2(40, 250)))  # the upper edge
    assert seen.corner == pytest.approx(np.degrees(np.arctan2(np.hypot(140, 60), 250)))


def test_a_beam_beside_the_detector_has_no_edge() -> None:
    seen = rim([flat(10, 40, 250)], BEAM)
    assert seen.edge is None
    assert seen.corner == pytest.approx(np.degrees(np.arctan2(np.hypot(210, 60), 250)))


def test_gaps_between_modules_do_not_count() -> None:
    left, right = flat(-101, 50, 250, 100), flat(1, 50, 250, 100)
    seen = rim([left, right], BEAM)
    assert seen.edge == pytest.approx(np.degrees(np.arctan2(50, 250)), rel=1e-3)
    assert aim([left, right], BEAM).crossing.outside == pytest.approx(1)


def test_a_beam_on_the_corner_of_a_module_beside_gaps() -> None:
    four = [flat(x, y, 250, 100, 50) for x in (-105, 0) for y in (0, 55)]
    seen = rim(four, BEAM)
    assert seen.edge == pytest.approx(np.degrees(np.arctan2(50, 250)), rel=0.2)


def test_a_detector_of_many_modules() -> None:
    many = [flat(-200 + 10 * i, 160 - 10 * j, 250, 10, 10) for i in range(40) for j in range(32)]
    seen, one = rim(many, BEAM), rim([flat(-200, 160, 250, 400, 320)], BEAM)
    assert seen.edge == pytest.approx(one.edge, rel=1e-4)
    assert seen.corner == pytest.approx(one.corner)


def test_nothing_to_aim_at() -> None:
    with pytest.raises(GeometryError, match="no plane"):
        aim([turned(flat(-60, 40, 250), (1, 0, 0), 90)], BEAM)
    with pytest.raises(GeometryError, match="no detector"):
        rim([], BEAM)


places = st.tuples(st.floats(-190, -10), st.floats(10, 90), st.floats(20, 900))


@settings(max_examples=60, deadline=None)
@given(places, st.floats(-80, 80), st.floats(-180, 180))
def test_no_point_of_the_detector_is_beyond_its_rim(
    place: tuple[float, float, float], tilt: float, roll: float
) -> None:
    module = turned(turned(flat(*place), (1, 0, 0), tilt), (0, 0, 1), roll)
    seen = rim([module], BEAM)
    points = np.array([module.point(f, s) for f in range(0, 201, 8) for s in range(0, 101, 4)])
    angles = two_theta(points, BEAM)
    assert angles.max() <= seen.corner + 1e-9
    edge = np.concatenate([
        [module.point(f, s) for f in range(201) for s in (0, 100)],
        [module.point(f, s) for s in range(101) for f in (0, 200)],
    ])  # fmt: skip
    met = aim([module], BEAM)
    if met.crossing.distance > 0 and met.crossing.outside == 0:
        assert seen.edge is not None
        assert seen.edge <= two_theta(edge, BEAM).min() + 1e-9
        assert seen.edge == pytest.approx(two_theta(edge, BEAM).min(), rel=0.02, abs=0.05)


@settings(max_examples=40, deadline=None)
@given(places, st.floats(-60, 60), st.floats(-180, 180))
def test_turning_everything_changes_nothing(
    place: tuple[float, float, float], tilt: float, turn: float
) -> None:
    module = turned(flat(*place), (1, 0, 0), tilt)
    axis = (0.6, 0.0, 0.8)
    beam = rotation_matrix(axis, turn) @ np.array(BEAM)
    one, other = aim([module], BEAM), aim([turned(module, axis, turn)], beam)
    assert one.distance == pytest.approx(other.distance, abs=1e-9)
    assert one.tilt == pytest.approx(other.tilt, abs=1e-6)
    assert one.crossing.fast == pytest.approx(other.crossing.fast, abs=1e-6)
    first, second = rim([module], BEAM), rim([turned(module, axis, turn)], beam)
    assert first.corner == pytest.approx(second.corner, abs=1e-9)
