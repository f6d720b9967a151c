from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.sources.scans.settings import continuity, floats


def cut(starts: list[float], step: float | None = None, numbers: list[int] | None = None):
    count = len(starts)
    steps = None if step is None else np.full(count, step)
    counted = np.array(numbers or range(1, count + 1))
    return continuity(counted, {"Omega": (np.array(starts), steps)})


def test_a_line_has_no_breaks() -> None:
    assert list(cut([0.0, 0.1, 0.2, 0.3], 0.1).breaks) == []


def test_a_restart_breaks() -> None:
    found = cut([0.0, 0.1, 0.2, 90.0, 90.1, 90.2], 0.1)
    assert list(found.breaks) == [3]
    assert found.why == "Omega goes from 0.2 to 90"


def test_images_that_are_missing_in_between_are_counted() -> None:
    assert list(cut([0.0, 0.1, 0.5, 0.6], 0.1, [1, 2, 6, 7]).breaks) == []
    assert list(cut([0.0, 0.1, 0.2, 0.3], 0.1, [1, 2, 6, 7]).breaks) == [2]


def test_a_full_turn_is_no_break() -> None:
    assert list(cut([359.8, 359.9, 0.0, 0.1], 0.1).breaks) == []


def test_stills_at_different_settings_are_one_irregular_scan() -> None:
    found = cut([0.0, 30.0, 75.0, 10.0, 100.0], 0.0)
    assert found.irregular
    assert list(found.breaks) == []


def test_without_steps_the_usual_step_counts() -> None:
    assert list(cut([0.0, 0.5, 1.0, 1.5, 40.0, 40.5, 41.0, 41.5]).breaks) == [4]


def test_one_image() -> None:
    found = cut([12.0], 0.1)
    assert (list(found.breaks), found.irregular) == ([], False)


@given(
    st.floats(-720, 720),
    st.sampled_from([0.05, 0.1, -0.25, 1.0]),
    st.integers(2, 60),
    st.integers(2, 60),
    st.floats(5, 300),
)
def test_two_lines_are_cut_where_they_meet(
    start: float, step: float, first: int, second: int, jump: float
) -> None:
    one = [round(start + step * i, 4) for i in range(first)]
    begin = one[-1] + step + jump
    two = [round(begin + step * i, 4) for i in range(second)]
    found = cut(one + two, step)
    assert list(found.breaks) == [first]


def test_values_that_are_no_numbers() -> None:
    assert floats(["a", "b"], 2) is None
    assert floats(3, 2).tolist() == [3.0, 3.0]
    assert floats([[1, 2], [3, 4]], 2) is None
