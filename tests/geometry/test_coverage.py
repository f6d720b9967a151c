"""What scans cover."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.coverage import FULL, Sweep, arcs, coverage, sweeps
from imgcif_map.geometry.instrument import Scan, Setting

AXES = {
    "omega": Axis("omega", "rotation", (1, 0, 0)),
    "kappa": Axis("kappa", "rotation", (0, 0, 1)),
    "x": Axis("x", "translation", (1, 0, 0)),
}


def sweep(start: float, end: float) -> Sweep:
    return Sweep("S", "omega", start, end, 0.1, True)


def test_the_last_frame_counts_to_its_end() -> None:
    scan = Scan("S1", 3600, {"omega": Setting(10.0, 0.1), "kappa": Setting(5.0)})
    (found,) = sweeps(scan)
    assert (found.start, found.end) == (10.0, pytest.approx(370.0))
    assert found.even


def test_what_an_axis_moves_between_frames_is_not_covered_by_the_last() -> None:
    (found,) = sweeps(Scan("S1", 10, {"omega": Setting(0.0, 1.0, width=0.4)}))
    assert (found.start, found.end, found.step) == (0.0, pytest.approx(9.4), 1.0)


def test_settings_frame_by_frame() -> None:
    each = np.array([0.0, 0.1, 0.2, 0.5])
    (found,) = sweeps(Scan("S1", 4, {"omega": Setting.listed(each, None)}))
    assert (found.start, found.end, found.even) == (0.0, pytest.approx(0.6), False)


def test_one_frame_that_turns() -> None:
    (found,) = sweeps(Scan("S1", 1, {"omega": Setting(3.0, 0.5)}))
    assert (found.start, found.end) == (3.0, 3.5)


def test_scans_about_one_axis_add_up_where_the_other_rotations_are_the_same() -> None:
    scans = [
        Scan("a", 100, {"omega": Setting(0.0, 1.0), "kappa": Setting(0.0), "x": Setting(1.0)}),
        Scan("b", 100, {"omega": Setting(50.0, 1.0), "kappa": Setting(0.0), "x": Setting(2.0)}),
        Scan("c", 100, {"omega": Setting(0.0, 1.0), "kappa": Setting(30.0)}),
        Scan("still", 5, {"omega": Setting(0.0), "kappa": Setting(30.0), "x": Setting(0, 1.0)}),
    ]
    found = coverage(scans, AXES)
    assert [(c.axis, c.others, c.scans, c.total) for c in found] == [
        ("omega", (), ("a", "b"), pytest.approx(150.0)),
        ("omega", (("kappa", 30.0),), ("c",), pytest.approx(100.0)),
    ]


def test_a_full_turn_and_more() -> None:
    assert arcs([sweep(-90, 300)]) == ((0.0, FULL),)
    assert arcs([sweep(0, -360)]) == ((0.0, FULL),)


def test_an_arc_across_zero_is_one() -> None:
    assert arcs([sweep(-10, 20)]) == ((350.0, 380.0),)
    assert arcs([sweep(350, 360), sweep(0, 20), sweep(90, 100)]) == ((90, 100), (350, 380))


turns = st.lists(st.tuples(st.floats(-400, 400), st.floats(-200, 200)), max_size=6)


@given(turns)
def test_every_angle_of_a_sweep_is_covered_and_no_other(pairs: list[tuple[float, float]]) -> None:
    swept = [sweep(start, start + size) for start, size in pairs]
    found = arcs(swept)
    assert sum(end - start for start, end in found) <= FULL + 1e-6
    assert all(a[1] < b[0] for a, b in pairwise(found))
    for angle in np.arange(0, 360, 7.31):
        near = min(
            (abs((angle - edge + 180) % 360 - 180) for s in swept for edge in (s.start, s.end)),
            default=1.0,
        )
        if near < 1e-3:
            continue
        covered = any(
            low <= angle + turn <= high
            for s in swept
            for low, high in [sorted((s.start, s.end))]
            for turn in range(-1080, 1081, 360)
        )
        inside = any(start <= angle + turn <= end for start, end in found for turn in (0, 360))
        assert covered == inside, angle
