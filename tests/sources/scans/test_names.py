from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.sources.scans.names import numbered


def made(*names: str) -> list[tuple[str, int | None]]:
    return [(found.template, found.number) for found in numbered(names)]


def test_the_last_run_of_digits_counts_the_images() -> None:
    assert made("run_1_0001.cbf", "run_1_0002.cbf") == [
        ("run_1_####.cbf", 1),
        ("run_1_####.cbf", 2),
    ]


def test_the_last_run_that_differs_counts_where_a_later_one_does_not() -> None:
    assert made("im_001_v2.img", "im_002_v2.img") == [
        ("im_###_v2.img", 1),
        ("im_###_v2.img", 2),
    ]


def test_other_digits_that_differ_name_other_series() -> None:
    assert made("run_1_0001.cbf", "run_2_0001.cbf", "run_2_0002.cbf") == [
        ("run_1_####.cbf", 1),
        ("run_2_####.cbf", 1),
        ("run_2_####.cbf", 2),
    ]


def test_one_file_alone() -> None:
    assert made("thau_3_2_0001.cbf.gz") == [("thau_3_2_####.cbf.gz", 1)]


def test_numbers_without_padding() -> None:
    assert made("a9.img", "a10.img") == [("a#.img", 9), ("a#.img", 10)]


def test_folders_and_suffixes_keep_series_apart() -> None:
    found = made("a/x_01.cbf", "b/x_02.cbf", "a/x_03.img")
    assert [template for template, _ in found] == ["a/x_##.cbf", "b/x_##.cbf", "a/x_##.img"]


def test_names_without_digits() -> None:
    assert made("image.cbf") == [("image.cbf", None)]


def test_a_dot_between_digits_is_part_of_the_stem() -> None:
    assert made("d1.5_0001.img", "d1.5_0002.img")[1] == ("d1.5_####.img", 2)


@given(
    st.lists(
        st.from_regex(r"[ab_01][ab_01.]{0,8}", fullmatch=True), min_size=1, max_size=12, unique=True
    )
)
def test_template_and_number_give_the_name_back(names: list[str]) -> None:
    for name, found in zip(names, numbered(names), strict=True):
        if found.number is None:
            assert found.template == name
            continue
        hole = found.template.index("#")
        width = found.template.count("#")
        before, after = found.template[:hole], found.template[hole + width :]
        digits = name[len(before) : len(name) - len(after)]
        assert name == before + digits + after
        assert int(digits) == found.number
        assert width in (1, len(digits))
