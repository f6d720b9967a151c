"""Axis chains: single transformations, their products, and chains that do not end."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.axes import (
    Axis,
    apply,
    chain,
    compose,
    rotation_matrix,
    split_length,
    transformation,
)

NUMBER = st.floats(-100, 100)
TRIPLE = st.tuples(NUMBER, NUMBER, NUMBER)
DIRECTION = TRIPLE.filter(lambda v: np.linalg.norm(v) > 1e-2)
KIND = st.sampled_from(["rotation", "translation"])
AXIS = st.builds(
    lambda kind, vector, offset, setting: Axis("a", kind, vector, offset, None, setting),
    KIND, DIRECTION, TRIPLE, NUMBER,
)  # fmt: skip


def test_rotation_is_right_handed():
    np.testing.assert_allclose(rotation_matrix((0, 0, 5), 90) @ (1, 0, 0), (0, 1, 0), atol=1e-15)


def test_full_turns_leave_exact_zeros_where_they_can():
    np.testing.assert_array_equal(rotation_matrix((1, 0, 0), 0), np.eye(3))


@given(DIRECTION, NUMBER, TRIPLE)
@settings(deadline=None)
def test_rotation_keeps_lengths_and_its_own_axis(vector, degrees, point):
    turn = rotation_matrix(vector, degrees)
    assert np.linalg.norm(turn @ point) == pytest.approx(np.linalg.norm(point), abs=1e-9)
    np.testing.assert_allclose(turn @ vector, vector, atol=1e-9)
    np.testing.assert_allclose(rotation_matrix(vector, -degrees) @ turn, np.eye(3), atol=1e-12)


@given(AXIS, TRIPLE)
@settings(deadline=None)
def test_one_axis_does_what_the_standards_say(axis, point):
    moved = apply(transformation(axis), point)
    direction = np.array(axis.vector) / np.linalg.norm(axis.vector)
    if axis.type == "translation":
        expected = np.array(point) + axis.setting * direction + axis.offset
    else:
        expected = rotation_matrix(axis.vector, axis.setting) @ point + axis.offset
    np.testing.assert_allclose(moved, expected, atol=1e-9)


@given(st.lists(AXIS, max_size=4), TRIPLE)
@settings(deadline=None)
def test_a_chain_is_its_members_one_after_the_other(axes, point):
    at = np.array(point)
    for axis in axes:
        at = apply(transformation(axis), at)
    np.testing.assert_allclose(apply(compose(axes), point), at, atol=1e-6)


@given(st.lists(st.tuples(DIRECTION, TRIPLE, NUMBER), max_size=4), TRIPLE)
@settings(deadline=None)
def test_translations_alone_add_up_in_any_order(parts, point):
    axes = [Axis(str(i), "translation", v, o, None, s) for i, (v, o, s) in enumerate(parts)]
    forward, backward = compose(axes), compose(axes[::-1])
    np.testing.assert_allclose(apply(forward, point), apply(backward, point), atol=1e-9)
    total = sum((s * np.array(v) / np.linalg.norm(v) + o for v, o, s in parts), np.array(point))
    np.testing.assert_allclose(apply(forward, point), total, atol=1e-9)


def test_settings_over_frames_are_vectorised():
    axes = [
        Axis("phi", "rotation", (1, 0, 0)),
        Axis("x", "translation", (0, 0, 1), setting=2.0),
        Axis("omega", "rotation", (0, 1, 0)),
    ]
    angles = np.linspace(0, 90, 7)
    together = compose(axes, {"omega": angles, "phi": -angles})
    assert together.shape == (7, 4, 4)
    for index, angle in enumerate(angles):
        single = compose(axes, {"omega": angle, "phi": -angle})
        np.testing.assert_allclose(together[index], single, atol=1e-14)
        np.testing.assert_allclose(
            apply(together, (1, 2, 3))[index], apply(single, (1, 2, 3)), atol=1e-12
        )


def test_general_axes_only_carry_their_offset():
    matrix = transformation(Axis("g", "general", (0, 0, 0), (1, 2, 3)), 5.0)
    np.testing.assert_array_equal(apply(matrix, (0, 0, 0)), (1, 2, 3))


def test_chains_run_from_the_inside_out():
    axes = {
        "fast": Axis("fast", "translation", (1, 0, 0), depends_on="slow"),
        "slow": Axis("slow", "translation", (0, 1, 0), depends_on="z"),
        "z": Axis("z", "translation", (0, 0, 1)),
    }
    assert [axis.name for axis in chain(axes, "fast")] == ["fast", "slow", "z"]
    assert chain(axes, None) == []


@pytest.mark.parametrize(
    ("links", "word"),
    [
        ({"a": "b", "b": "a"}, "itself"),
        ({"a": "a"}, "itself"),
        ({"a": "gone"}, "gone"),
    ],
)
def test_chains_that_do_not_end_are_errors(links, word):
    axes = {name: Axis(name, "rotation", (1, 0, 0), depends_on=to) for name, to in links.items()}
    with pytest.raises(GeometryError, match=word):
        chain(axes, "a")


def test_zero_vectors_are_errors():
    for kind in ("rotation", "translation"):
        with pytest.raises(GeometryError):
            transformation(Axis("a", kind, (0, 0, 0)), 1.0)


def test_the_length_of_a_translation_goes_into_its_setting():
    unit, factor = split_length("translation", (0, 0, 2))
    assert unit.tolist() == [0, 0, 1]
    assert factor == 2
    unit, factor = split_length("rotation", (0, 3, 4))
    np.testing.assert_allclose(unit, (0, 0.6, 0.8))
    assert factor == 1


def test_shared_goniometers(shared):
    vectors = json.loads((shared / "facts" / "geometry_vectors.json").read_text())
    for case in vectors["goniometers"]:
        frame = np.array(case["R"])
        axes = {}
        for row in case["axes"]:
            unit, factor = split_length(row["type"], row["vector_nx"])
            np.testing.assert_allclose(frame @ unit, row["vector_cbf_unit"], atol=1e-6)
            if row["type"] == "translation":
                assert factor == pytest.approx(row["vector_norm"])
            outer = None if row["depends_on"] == "." else row["depends_on"]
            axes[row["id"]] = Axis(row["id"], row["type"], tuple(unit), depends_on=outer)
        for state in case["sample_rotation"].values():
            turn = compose(chain(axes, "phi"), {"omega": state["omega"]})[:3, :3]
            np.testing.assert_allclose(turn, state["R_nx"], atol=1e-6)
            np.testing.assert_allclose(frame @ turn @ frame.T, state["R_cbf"], atol=1e-6)
            np.testing.assert_allclose(
                turn @ (0, 0, 1), state["crystal_vector_0_0_1_nx"], atol=1e-6
            )
