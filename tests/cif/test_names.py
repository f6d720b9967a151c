"""Names that repeat: the same is found whether there are few or many of them."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.cif import names, parse_cif
from imgcif_map.findings import Finding

PARTS = st.lists(
    st.sampled_from(["_a 1", "_A 1", "_b 2", "_é 3", "_É 3", "loop_ _c _d 4 5", "_lost", "7"])
    | st.sampled_from(["data_x", "data_X", "data_y", "global_", "stop_ 8"])
    | st.sampled_from(["save_f", "save_F", "save_g", "save_"]),
    max_size=40,
)
LATER = ["_other 1", "save_x", "_a 1", "save_", "_y 2", "_z 3"]


def found(parts: list[str], **sizes: object) -> tuple[Finding, ...]:
    text = "#\\#CIF_2.0\ndata_first\n" + "\n".join(parts) + "\n"
    with patch.multiple(names, **sizes):
        return parse_cif(text).problems


@given(PARTS, st.integers(1, 3), st.integers(1, 5))
def test_many_names_are_held_against_each_other_as_few_are(
    parts: list[str], few: int, piece: int
) -> None:
    assert found(parts, _FEW=few, _PIECE=piece) == found(parts, _FEW=10**6)


@given(PARTS)
def test_equal_hashes_do_not_make_names_equal(parts: list[str]) -> None:
    one_for_all = {"_FEW": 1, "hash": lambda key: 7, "create": True}
    assert found(parts, **one_for_all) == found(parts, _FEW=10**6)


@given(st.lists(st.sampled_from(["_a", "_A", "_b", "_c", "_é", "_É"]), max_size=30))
def test_each_repeat_is_found_with_the_line_of_the_first(written: list[str]) -> None:
    expected = []
    for line, name in enumerate(written):
        before = [other.lower() for other in written].index(name.lower())
        if before < line:
            expected.append((line + 3, f"{name} stands already in line {before + 3}"))
    problems = found([f"{name} 1" for name in written], _FEW=2, _PIECE=4)
    assert [(p.location.line, p.message) for p in problems] == expected


@pytest.mark.parametrize(
    ("parts", "repeats"),
    [
        (["_a 1", "save_x", "_a 1", "save_", "_b 2"], []),
        (["_a 1", "save_x", "_b 1", "save_", "_b 2"], []),
        (["_a 1", *LATER, "_a 2"], [("_a", 10)]),
        (["_a 1", "data_x", *LATER, "_z 3"], [("_z", 11)]),
        (["save_", "_a 1", "save_", "data_x", "save_x", "_a 1", "save_"], []),
    ],
)
def test_frames_and_blocks_have_names_of_their_own(
    parts: list[str], repeats: list[tuple[str, int]]
) -> None:
    problems = [p for p in found(parts, _FEW=1, _PIECE=2) if p.code == "CIF012"]
    assert [(p.location.item, p.location.line) for p in problems] == repeats


def test_masses_of_repeats_are_counted_in_the_end() -> None:
    parts = [f"_n{i}\n1" for i in range(4000)] * 2
    problems = [p for p in found(parts, _FEW=100, _SAID=70) if p.code == "CIF012"]
    assert len(problems) == 51
    assert sum(p.count for p in problems) == 4000
    assert problems[0].message == "_n0 stands already in line 3"
