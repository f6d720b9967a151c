from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.sources.headers.facts import Fact, Header
from imgcif_map.sources.scans.config import ScanConfig
from imgcif_map.sources.scans.find import FoundScan, find_scans

CONFIG = ScanConfig(("Detector", "Distance"), (("Omega", "Step"), ("Phi", None)))


def header(file: str, **facts: Any) -> Header:
    stated: Mapping[str, Any] = {"Detector": "P6M", "Distance": 0.2, **facts}
    return Header(file, tuple((Fact(key, value),) for key, value in stated.items()))


def run(stem: str, count: int, start: float, first: int = 1, **facts: Any) -> list[Header]:
    return [
        header(f"{stem}_{first + i:03d}.cbf", Omega=round(start + 0.1 * i, 4), Step=0.1, **facts)
        for i in range(count)
    ]


def shown(scans: list[FoundScan]) -> list[tuple[str, tuple[int, ...]]]:
    return [(scan.template, scan.numbers) for scan in scans]


def said(scans: list[FoundScan]) -> list[tuple[str, str]]:
    return [(p.kind, p.message) for scan in scans for p in scan.problems]


def test_files_in_any_order_become_one_scan() -> None:
    found = find_scans(run("a", 4, 0.0)[::-1], CONFIG)
    assert shown(found) == [("a_###.cbf", (1, 2, 3, 4))]
    assert [h.file for h in found[0].headers] == [f"a_00{i}.cbf" for i in (1, 2, 3, 4)]
    assert said(found) == []


def test_names_settings_and_restarts_make_scans() -> None:
    files = (
        run("b_10", 3, 0.0)
        + run("b_2", 3, 0.0)
        + run("a", 2, 0.0)
        + run("a", 2, 0.2, first=3, Distance=0.3)
        + run("c", 3, 0.0)
        + run("c", 3, 45.0, first=4)
    )
    found = find_scans(files, CONFIG)
    assert shown(found) == [
        ("a_###.cbf", (1, 2)),
        ("a_###.cbf", (3, 4)),
        ("b_2_###.cbf", (1, 2, 3)),
        ("b_10_###.cbf", (1, 2, 3)),
        ("c_###.cbf", (1, 2, 3)),
        ("c_###.cbf", (4, 5, 6)),
    ]
    assert said(found) == [
        (
            "assumption",
            "another scan begins with image 4 of c_###.cbf: Omega goes from 0.2 to 45",
        )
    ]


def test_missing_images_are_named() -> None:
    files = [h for h in run("a", 9, 0.0) if h.file[2:5] not in ("003", "006", "007")]
    found = find_scans(files, CONFIG)
    assert shown(found) == [("a_###.cbf", (1, 2, 4, 5, 8, 9))]
    assert said(found) == [("conflict", "3 images of a_###.cbf are missing: 3, 6 to 7")]


def test_repeated_numbers_are_reported_and_the_first_is_used() -> None:
    files = [header("a_01.cbf", Omega=0.0, Step=0.1), header("a_1.cbf", Omega=5.0, Step=0.1)]
    found = find_scans(files, CONFIG)
    assert [h.file for scan in found for h in scan.headers] == ["a_01.cbf"]
    [(kind, message)] = said(found)
    assert kind == "conflict"
    assert message.startswith("two files have the image number 1: a_01.cbf and a_1.cbf")


def test_stills_are_one_scan_and_that_is_said() -> None:
    files = [header(f"s_{i}.cbf", Omega=a, Step=0.0) for i, a in enumerate((3, 90, 12, 55), 1)]
    found = find_scans(files, CONFIG)
    assert shown(found) == [("s_#.cbf", (1, 2, 3, 4))]
    assert "follow no line (Omega goes from 3 to 90)" in said(found)[0][1]


def test_numbers_that_are_names_are_not_called_missing() -> None:
    files = [header(f"idx-{n}.cbf") for n in (20130301060858401, 20130301060959111)]
    found = find_scans(files, CONFIG)
    assert len(found) == 1
    assert said(found)[0][0] == "assumption"


def test_archives_are_kept_apart() -> None:
    one, two = run("a", 1, 0.0)[0], run("a", 1, 0.1)[0]
    files = [Header(one.file, one.lines, "x.tar"), Header(two.file, two.lines, "y.tar")]
    assert len(find_scans(files, CONFIG)) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.floats(-1e3, 1e3)), max_size=25
    )
)
def test_every_file_is_in_one_scan_or_named(files: list[tuple[str, int, float]]) -> None:
    headers = [
        header(f"{stem}{k}/x_{number}.cbf", Omega=angle, Step=0.1)
        for k, (stem, number, angle) in enumerate(files)
    ]
    found = find_scans(headers, CONFIG)
    names = [h.file for scan in found for h in scan.headers]
    assert sorted(names) == sorted(h.file for h in headers)
    assert all(list(scan.numbers) == sorted(set(scan.numbers)) for scan in found)
