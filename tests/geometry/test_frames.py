"""Frames: imgCIF's X, Y and Z from beam, gravity and axes, and the way back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.frames import frame_from, inverse_frame

BEAM, UP = (0, 0, 1), (0, 1, 0)
HALF, ROOT = 0.5, 0.75**0.5

COORDINATE = st.floats(-1, 1)
VECTOR = st.tuples(COORDINATE, COORDINATE, COORDINATE).filter(lambda v: np.linalg.norm(v) > 1e-3)


def orthonormal(matrix):
    return np.allclose(matrix @ matrix.T, np.eye(3), atol=1e-12) and np.isclose(
        np.linalg.det(matrix), 1.0, atol=1e-12
    )


@pytest.mark.parametrize(
    ("candidates", "matrix", "used"),
    [
        ([(-1, 0, 0)], [[-1, 0, 0], [0, 1, 0], [0, 0, -1]], 0),
        ([(2, 0, 0)], [[1, 0, 0], [0, -1, 0], [0, 0, -1]], 0),
        ([(0, 1, 0)], [[0, 1, 0], [1, 0, 0], [0, 0, -1]], 0),
        ([(ROOT, 0, HALF)], [[ROOT, 0, HALF], [0, -1, 0], [HALF, 0, -ROOT]], 0),
        ([None, (-1, 0, 0)], [[-1, 0, 0], [0, 1, 0], [0, 0, -1]], 1),
        ([(0, 0, 0), (-1, 0, 0)], [[-1, 0, 0], [0, 1, 0], [0, 0, -1]], 1),
        ([(0, 0.1, 1), (-1, 0, 0)], [[-1, 0, 0], [0, 1, 0], [0, 0, -1]], 1),
        ([], [[1, 0, 0], [0, -1, 0], [0, 0, -1]], None),
        ([(0, 0, 1)], [[1, 0, 0], [0, -1, 0], [0, 0, -1]], None),
    ],
)
def test_x_is_the_first_axis_tilted_enough(candidates, matrix, used):
    frame = frame_from(BEAM, UP, candidates)
    np.testing.assert_allclose(frame.matrix, matrix, atol=1e-15)
    assert frame.used == used
    assert frame.rule == ("gravity" if used is None else f"candidate {used + 1}")


def test_names_of_rules_and_angle():
    frame = frame_from(BEAM, UP, [None, (ROOT, 0, HALF)], names=["goniometer", "detector-fast"])
    assert frame.rule == "detector-fast"
    assert frame.angle == pytest.approx(60)


@pytest.mark.parametrize(("degrees", "used"), [(22.0, None), (23.0, 0)])
def test_the_smallest_angle_is_22_5_degrees(degrees, used):
    angle = np.radians(degrees)
    assert frame_from(BEAM, UP, [(np.sin(angle), 0, np.cos(angle))]).used == used
    assert frame_from(BEAM, UP, [(np.sin(angle), 0, -np.cos(angle))]).used == used


def test_flip_reverses_x_and_y():
    frame = frame_from(BEAM, UP, [(-1, 0, 0)], flip=True)
    np.testing.assert_array_equal(frame.matrix, [[1, 0, 0], [0, -1, 0], [0, 0, -1]])
    assert frame.flipped


@pytest.mark.parametrize(
    ("beam", "up", "candidates"),
    [
        ((0, 0, 0), UP, []),
        ((0, 0, np.nan), UP, []),
        (BEAM, None, []),
        (BEAM, (0, 0, 1), []),
        (BEAM, (0, 0, 0), []),
        ("text", UP, []),
        (BEAM, UP, [(1, 0)]),
    ],
)
def test_degenerate_input_is_an_error(beam, up, candidates):
    with pytest.raises(GeometryError):
        frame_from(beam, up, candidates)


def test_gravity_is_not_needed_where_an_axis_serves():
    assert frame_from(BEAM, None, [(1, 0, 0)]).used == 0


@given(VECTOR, VECTOR, VECTOR, st.booleans())
@settings(deadline=None)
def test_frames_keep_lengths_and_handedness(beam, up, axis, flip):
    assume(np.linalg.norm(np.cross(beam, up)) > 1e-3 * np.linalg.norm(up))
    frame = frame_from(beam, up, [axis], flip=flip)
    assert orthonormal(frame.matrix)
    in_frame = frame.matrix @ (-np.asarray(beam) / np.linalg.norm(beam))
    assert in_frame[2] > 0  # Z towards the source
    assert abs(in_frame[1]) < 1e-9  # Z in the plane of X and beam
    if frame.used == 0:
        x = frame.matrix @ np.asarray(axis) / np.linalg.norm(axis)
        np.testing.assert_allclose(x, [-1 if flip else 1, 0, 0], atol=1e-8)


@given(VECTOR, VECTOR, VECTOR)
@settings(deadline=None)
def test_there_and_back_by_beam_and_gravity(axis, up, point):
    """What a file says of beam and gravity is enough to find the NeXus frame again."""
    beam = np.array([0.0, 0.0, 1.0])
    assume(np.linalg.norm(np.cross(beam, up)) > 1e-2)
    upright = np.array([0.0, 1.0, 0.0])
    matrix = frame_from(beam, upright, [axis]).matrix
    back = inverse_frame(matrix @ beam, matrix @ -upright)
    np.testing.assert_allclose(back @ matrix, np.eye(3), atol=1e-7)
    np.testing.assert_allclose(back @ (matrix @ point), point, atol=1e-7)


def test_inverse_with_gravity_not_orthogonal_to_the_beam():
    tilt = np.radians(5)
    matrix = inverse_frame([0, np.sin(tilt), -np.cos(tilt)], [0, -1, 0])
    expected = [[-1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, np.sin(tilt), -np.cos(tilt)]]
    np.testing.assert_allclose(matrix, expected, atol=1e-12)


@pytest.mark.parametrize("gravity", [(0, 0, 1), (0, 0, 0), (0, 0, -2)])
def test_inverse_needs_beam_and_gravity_apart(gravity):
    with pytest.raises(GeometryError):
        inverse_frame((0, 0, -1), gravity)


def test_shared_vectors(shared):
    vectors = json.loads((shared / "facts" / "geometry_vectors.json").read_text())
    assert vectors["frames"]
    for case in vectors["frames"]:
        wanted = [case["input"].get("axis"), case["input"].get("fast")]
        frame = frame_from(BEAM, UP, wanted, names=["goniometer", "detector-fast"])
        np.testing.assert_allclose(frame.matrix, case["R"], atol=1e-6, err_msg=case["name"])
        assert frame.rule == case["rule"]
        for name, vector in (("beam", BEAM), ("source", (0, 0, -1)), ("gravity", (0, -1, 0))):
            got = frame.matrix @ vector
            np.testing.assert_allclose(got, case[f"{name}_cbf"], atol=1e-6, err_msg=case["name"])
    assert vectors["inverse_frames"]
    for case in vectors["inverse_frames"]:
        matrix = inverse_frame(case["beam_cbf"], case["gravity_cbf"])
        np.testing.assert_allclose(matrix, case["M"], atol=1e-6, err_msg=case["name"])
