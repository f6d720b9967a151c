"""Detector modules: corners, where the beam meets them, mounting, beam properties."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.axes import Axis, apply, chain, compose, rotation_matrix, split_length
from imgcif_map.geometry.detector import (
    Module,
    crossing,
    fold_offsets,
    nearest,
    rotate_stokes,
    rotate_widths,
    vertical_offset,
)
from imgcif_map.geometry.frames import frame_from

BEAM = (0, 0, 1)
PIXEL = st.floats(-500, 3000)


def flat(origin=(100, 80, 200), pitch=0.1, n_fast=2000, n_slow=1600):
    return Module(
        np.array(origin, dtype=float), np.array([-1.0, 0, 0]), np.array([0, -1.0, 0]),
        pitch, pitch, n_fast, n_slow,
    )  # fmt: skip


def test_the_beam_meets_a_flat_module_where_it_should():
    hit = crossing(flat(), BEAM)
    assert (hit.fast, hit.slow, hit.distance, hit.outside) == (1000.0, 800.0, 200.0, 0.0)


def test_corners_and_centre():
    module = flat()
    expected = [(100, 80, 200), (-100, 80, 200), (100, -80, 200), (-100, -80, 200)]
    np.testing.assert_allclose(module.corners, expected)
    np.testing.assert_allclose(module.centre, (0, 0, 200))


@given(PIXEL, PIXEL, st.floats(50, 500), st.floats(-40, 40), st.floats(-40, 40))
@settings(deadline=None)
def test_the_crossing_is_a_point_of_the_module_and_of_the_beam(f, s, distance, tilt, turn):
    rotation = rotation_matrix((1, 0, 0), tilt) @ rotation_matrix((0, 1, 0), turn)
    fast, slow = rotation @ (-1, 0, 0), rotation @ (0, -1, 0)
    origin = np.array([0, 0, distance]) - 0.1 * f * fast - 0.1 * s * slow
    module = Module(origin, fast, slow, 0.1, 0.1, 2000, 1600)
    hit = crossing(module, BEAM)
    np.testing.assert_allclose(module.point(hit.fast, hit.slow), (0, 0, distance), atol=1e-6)
    assert hit.distance == pytest.approx(distance, abs=1e-6)
    assert (hit.fast, hit.slow) == (pytest.approx(f, abs=1e-4), pytest.approx(s, abs=1e-4))
    assert (hit.outside > 0) == (not (-1e-9 <= hit.fast <= 2000 and -1e-9 <= hit.slow <= 1600))


def test_pixel_axes_need_not_be_orthogonal():
    slow = np.array([0.1, -1.0, 0]) / np.hypot(0.1, 1)
    origin = np.array([0, 0, 150.0]) + 0.1 * 300 * np.array([1.0, 0, 0]) - 0.1 * 200 * slow
    module = Module(origin, np.array([-1.0, 0, 0]), slow, 0.1, 0.1, 1000, 1000)
    hit = crossing(module, BEAM)
    assert (hit.fast, hit.slow) == (pytest.approx(300), pytest.approx(200))


@pytest.mark.parametrize("beam", [(1, 0, 0), (0, 1, 0), (0, 0, 0)])
def test_a_beam_along_the_plane_meets_nothing(beam):
    with pytest.raises(GeometryError):
        crossing(flat(), beam)


def test_pixels_without_size_are_an_error():
    with pytest.raises(GeometryError):
        crossing(flat(pitch=0.0), BEAM)


def test_of_several_modules_the_one_hit_or_nearest():
    left, right = flat((300, 80, 200)), flat((110, 80, 200))
    position, hit = nearest([left, right], BEAM)
    assert position == 1
    assert hit.fast == pytest.approx(1100)
    assert nearest([left], BEAM)[1].outside == pytest.approx(1000)
    assert nearest([flat(pitch=0.0)], BEAM) is None
    assert nearest([], BEAM) is None


def test_height_above_the_beam():
    raised = flat((100, 95, 200))
    assert vertical_offset([raised], BEAM, (0, 1, 0)) == pytest.approx(15)
    assert vertical_offset([raised], BEAM, (0, 1, 0.3)) == pytest.approx(15)
    assert vertical_offset([raised], BEAM, (1, 0, 0)) == 0
    with pytest.raises(GeometryError):
        vertical_offset([raised], BEAM, (0, 0, 1))
    with pytest.raises(GeometryError):
        vertical_offset([], BEAM, (0, 1, 0))


def test_offsets_fold_into_one():
    step = ((1, 2, 3), (10, 0, 0))
    zero, some = (0, 0, 0), (0, 5, 0)
    assert fold_offsets([step], (zero, zero)).tolist() == [11, 2, 3]
    assert fold_offsets([step], (some, zero)).tolist() == [11, 7, 3]
    assert fold_offsets([step], (zero, some)).tolist() == [11, 7, 3]
    assert fold_offsets([step], (some, some)).tolist() == [11, 7, 3]
    assert fold_offsets([step], (some, some), serial=True).tolist() == [11, 12, 3]
    with pytest.raises(GeometryError, match="different"):
        fold_offsets([step], (some, (0, 6, 0)))


def test_stokes_turn_by_twice_the_angle():
    vertical = frame_from(BEAM, (0, 1, 0), [(0, 1, 0)]).matrix
    turned = rotate_stokes([1, 0.9, 0.1, 0], vertical)
    np.testing.assert_allclose(turned[:2], (1, -0.9), atol=1e-12)
    assert abs(turned[2]) == pytest.approx(0.1)
    horizontal = frame_from(BEAM, (0, 1, 0), [(-1, 0, 0)]).matrix
    assert rotate_stokes([1, 0.9, 0, 0.2], horizontal).tolist() == [1, 0.9, 0, 0.2]


@given(st.tuples(*[st.floats(-1, 1)] * 4), st.floats(25, 155), st.floats(0, 360))
@settings(deadline=None)
def test_stokes_keep_intensity_and_degree_of_polarisation(stokes, tilt, turn):
    axis = rotation_matrix((0, 0, 1), turn) @ (
        np.sin(np.radians(tilt)),
        0,
        np.cos(np.radians(tilt)),
    )
    frame = frame_from(BEAM, (0, 1, 0), [axis]).matrix
    i, q, u, v = rotate_stokes(stokes, frame)
    assert (i, v) == (stokes[0], stokes[3])
    assert np.hypot(q, u) == pytest.approx(np.hypot(stokes[1], stokes[2]), abs=1e-6)


def test_widths_change_places_on_a_vertical_goniometer():
    vertical = frame_from(BEAM, (0, 1, 0), [(0, 1, 0)]).matrix
    np.testing.assert_allclose(rotate_widths([0.3, 0.1], vertical), (0.1, 0.3, 0), atol=1e-15)
    horizontal = frame_from(BEAM, (0, 1, 0), [(-1, 0, 0)]).matrix
    np.testing.assert_allclose(rotate_widths([[0.3, 0.1]], horizontal), [(0.3, 0.1, 0)])


def test_widths_on_a_diagonal_goniometer_are_correlated():
    diagonal = frame_from(BEAM, (0, 1, 0), [(1, 1, 0)]).matrix
    x, y, xy = rotate_widths([0.3, 0.1], diagonal)
    assert x**2 == pytest.approx(0.05)
    assert y**2 == pytest.approx(0.05)
    assert abs(xy) == pytest.approx(0.04)


def test_shared_detectors(shared):
    vectors = json.loads((shared / "facts" / "geometry_vectors.json").read_text())
    for case in vectors["detectors"]:
        for module in case["modules"]:
            _check_module(case, module)


def _check_module(case, module):
    n_slow, n_fast = module["data_size_slow_fast"]
    nexus = module["nx"]
    source = Module(
        *(np.array(nexus[key]) for key in ("origin", "fast", "slow")),
        *module["pixel_size_fast_slow_mm"], n_fast, n_slow,
    )  # fmt: skip
    hit = crossing(source, BEAM)
    pixels = module["beam_intersection_pixels_from_reference"]
    assert hit.fast == pytest.approx(pixels["fast"], abs=1e-6 * 1e3)
    assert hit.slow == pytest.approx(pixels["slow"], abs=1e-6 * 1e3)
    assert hit.distance == pytest.approx(module["distance_along_beam_mm"], abs=1e-6)
    names = ("origin", "corner_fast", "corner_slow", "corner_far")
    np.testing.assert_allclose(source.corners, [nexus[name] for name in names], atol=1e-6)
    settings_ = module["diffrn_scan_axis_settings"]
    axes = {}
    for row in module["axis_rows"]:
        outer = None if row["depends_on"] == "." else row["depends_on"]
        axes[row["id"]] = Axis(
            row["id"], row["type"], tuple(row["vector"]), tuple(row["offset"]), outer,
            settings_.get(row["id"], 0.0),
        )  # fmt: skip
    target = module["cbf"]
    carriers = chain(axes, f"{module['name']}_fast")
    np.testing.assert_allclose(apply(compose(carriers), (0, 0, 0)), target["origin"], atol=1e-6)
    steps = {f"{module['name']}_{side}": count * pitch for side, count, pitch in (
        ("fast", n_fast, source.pitch_fast), ("slow", n_slow, source.pitch_slow))}  # fmt: skip
    np.testing.assert_allclose(
        apply(compose(carriers, steps), (0, 0, 0)), target["corner_far"], atol=1e-6
    )
    moved = source.moved(np.block([[np.array(case["R"]), np.zeros((3, 1))], [np.eye(4)[3:]]]))
    np.testing.assert_allclose(moved.corners, [target[name] for name in names], atol=1e-6)
    for axis in case["chain_inner_to_outer"]:
        _, factor = split_length(axis["type"], axis["vector"])
        assert axis["value"] * factor == pytest.approx(settings_[axis["id"]], abs=1e-6)
