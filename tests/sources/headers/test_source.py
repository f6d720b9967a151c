from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgcif_map.sources.headers.facts import Fact, Header
from imgcif_map.sources.headers.source import HeaderSource, stem_of
from imgcif_map.sources.images import resolve_images

SAME_D = {"scans": {"same": ["D"]}}


@pytest.mark.parametrize(
    ("template", "stem"),
    [
        ("x/run_1_####.cbf.gz", "run_1"),
        ("thau_3_2_####.cbf.bz2.header.txt", "thau_3_2"),
        ("d1.5_###.img", "d1.5"),
        ("####.cbf", "images"),
        ("image.img", "image"),
    ],
)
def test_what_a_series_is_called(template: str, stem: str) -> None:
    assert stem_of(template) == stem


def test_a_mapping_says_what_makes_scans() -> None:
    headers = [Header(f"x_{i}.cbf", ((Fact("D", 1 + i // 3),),)) for i in range(1, 6)]
    source = HeaderSource("cbf", Path("folder"), headers)
    assert len(source.root.child("scan").children()) == 1
    one, two = source.arranged(SAME_D).child("scan").children()
    assert (one.child("frames").read(), two.child("frames").read()) == (2, 3)
    assert two.child("numbers").read().tolist() == [3, 4, 5]
    assert two.child("template").read() == "x_#.cbf"
    assert two.path == "/scan/SCAN2"


def test_images_are_one_to_a_file() -> None:
    headers = [Header(f"x_{i}.cbf", ()) for i in (1, 2, 3)]
    [scan] = HeaderSource("cbf", Path("f"), headers).root.child("scan").children()
    table = resolve_images([scan.child("images")], 3)
    assert table.gaps == ()
    assert table.file.tolist() == ["x_1.cbf", "x_2.cbf", "x_3.cbf"]
    assert np.array_equal(table.frame, [1, 1, 1])


def test_own_leaves_win_over_header_keys_of_that_name() -> None:
    [scan] = (
        HeaderSource("cbf", Path("f"), [Header("x_1.cbf", ((Fact("frames", 9),),))])
        .root.child("scan")
        .children()
    )
    assert scan.child("frames").read() == 1
