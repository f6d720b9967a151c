from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import pytest

from imgcif_map.sources.images import (
    ImageTable,
    images_of,
    resolve_images,
    resolved_dtype,
)
from imgcif_map.sources.record import Record, TreeRecord
from imgcif_map.sources.registry import open_source
from tests.support.patience import ends

from .h5 import at, make

SHAPE = (3, 2)


def rows(table: ImageTable) -> list[tuple[Any, Any, Any]]:
    return list(zip(table.file.tolist(), table.path.tolist(), table.frame.tolist(), strict=True))


def images_file(path: Path, count: int, name: str = "data", dtype: str = "u2") -> None:
    make(path, lambda f: f.create_dataset(name, (count, *SHAPE), dtype=dtype))


def virtual(f: Any, name: str, parts: Sequence[tuple[str, str, int]], dtype: str = "i4") -> None:
    layout = h5py.VirtualLayout((sum(n for _, _, n in parts), *SHAPE), dtype=dtype)
    start = 0
    for file, path, count in parts:
        layout[start : start + count] = h5py.VirtualSource(file, path, shape=(count, *SHAPE))
        start += count
    f.create_virtual_dataset(name, layout)


def series(f: Any, files: Sequence[str]) -> None:
    for number, file in enumerate(files, 1):
        f[f"entry/data/data_{number:06}"] = h5py.ExternalLink(file, "/data")


EXPECTED = [("d1.h5", "/data", 1), ("d1.h5", "/data", 2), ("sub/d2.h5", "/data", 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    images_file(tmp_path / "d1.h5", 2)
    images_file(tmp_path / "sub" / "d2.h5", 1)
    return tmp_path


def test_virtual_data_set_over_external_links(folder: Path) -> None:
    def fill(f: Any) -> None:
        series(f, ["d1.h5", "sub/d2.h5"])
        names = [f"/entry/data/data_{k:06}" for k in (1, 2)]
        virtual(f, "entry/data/data", [(".", names[0], 2), (".", names[1], 1)])
        f["entry/soft"] = h5py.SoftLink("/entry/data/data")

    with open_source(make(folder / "m.h5", fill)) as source:
        for name in ("entry/data/data", "entry/soft"):
            record = at(source.root, name)
            table = resolve_images([record], 3)
            assert rows(table) == EXPECTED
            assert not table.gaps
            assert (record.dtype, resolved_dtype(record)) == ("int32", "uint16")
        linked = [r for r in at(source.root, "entry/data").children() if r.name != "data"]
        assert rows(resolve_images(linked[::-1], 3)) == EXPECTED
        assert rows(resolve_images(linked)) == EXPECTED
        assert [resolved_dtype(r) for r in linked] == ["uint16", "uint16"]


@pytest.mark.parametrize("two_steps", [True, False])
def test_missing_files_are_named_by_the_virtual_data_set(two_steps: bool, tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        if two_steps:
            series(f, ["d1.h5", "sub/d2.h5"])
            names = [f"/entry/data/data_{k:06}" for k in (1, 2)]
            virtual(f, "v", [(".", names[0], 2), (".", names[1], 1)])
        else:
            virtual(f, "v", [("d1.h5", "/data", 2), ("sub/d2.h5", "/data", 1)])

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        record = at(source.root, "v")
        table = resolve_images([record], 3)
        assert rows(table) == EXPECTED
        (gap,) = table.gaps
        assert gap.kind == "unreadable"
        assert gap.message == "image files that are missing, 2 in all: d1.h5, sub/d2.h5"
        assert resolved_dtype(record) is None
        assert record.shape == (3, *SHAPE)


NOWHERE = (None, None, None)


@pytest.mark.parametrize("name", ["{out}/d.h5", "../out/d.h5"])
@pytest.mark.parametrize("how", ["virtual", "linked", "both"])
def test_files_outside_are_neither_opened_nor_written(how: str, name: str, tmp_path: Path) -> None:
    images_file(tmp_path / "out" / "d.h5", 2, dtype="u1")
    there = name.format(out=tmp_path / "out")

    def fill(f: Any) -> None:
        if how == "virtual":
            virtual(f, "v", [(there, "/data", 2)])
            return
        f["l" if how == "both" else "v"] = h5py.ExternalLink(there, "/data")
        if how == "both":
            virtual(f, "v", [(".", "/l", 2)])

    master = make(tmp_path / "in" / "m.h5", fill)
    with open_source(master) as source:
        record = at(source.root, "v")
        table = resolve_images([record], 2)
        assert rows(table) == [NOWHERE, NOWHERE]
        gap, rest = table.gaps
        assert (gap.kind, rest.kind) == ("unreadable", "unreadable")
        assert rest.message == "2 of 2 images have no known place"
        assert gap.message.startswith("image files outside the allowed folders")
        assert gap.message.endswith(f"1 in all: {there}")
        assert resolved_dtype(record) is None
    with open_source(master, [tmp_path / "out"]) as source:
        assert resolved_dtype(at(source.root, "v")) == "uint8"
        assert not resolve_images([at(source.root, "v")], 2).gaps


def test_only_the_frames_of_files_outside_are_unknown(folder: Path) -> None:
    def fill(f: Any) -> None:
        virtual(f, "v", [("d1.h5", "/data", 2), ("/nowhere/x.h5", "/data", 2), ("e", "/data", 1)])
        series(f, ["d1.h5", "/nowhere/x.h5", "sub/d2.h5"])

    with open_source(make(folder / "m.h5", fill)) as source:
        table = resolve_images([at(source.root, "v")], 5)
        assert rows(table) == [*EXPECTED[:2], NOWHERE, NOWHERE, ("e", "/data", 1)]
        assert [gap.message.split(",")[0] for gap in table.gaps] == [
            "image files outside the allowed folders (use --allow-dir DIR)",
            "image files that are missing",
            "2 of 5 images have no known place",
        ]
        linked = at(source.root, "entry/data").children()
        table = resolve_images(linked, 5)
        assert rows(table) == [*EXPECTED[:2], NOWHERE, NOWHERE, EXPECTED[2]]
        table = resolve_images(linked)
        assert rows(table) == EXPECTED[:2]
        assert "/nowhere/x.h5 cannot be read, so its number" in table.gaps[-1].message


def test_absent_files_are_summed(tmp_path: Path) -> None:
    parts = [(f"d{k}.h5", "/data", 1) for k in range(9)]
    (tmp_path / "d1.h5").write_bytes(b"no HDF5")
    make(tmp_path / "d2.h5", lambda f: f.create_dataset("data", (3,), "u2"))
    make(tmp_path / "d3.h5", lambda f: f.create_group("other"))
    with open_source(make(tmp_path / "m.h5", lambda f: virtual(f, "v", parts))) as source:
        table = resolve_images([at(source.root, "v")], 9)
    assert [gap.kind for gap in table.gaps] == ["unreadable"] * 4
    missing, damaged, unfit, rest = (gap.message for gap in table.gaps)
    assert rest == "2 of 9 images have no known place"
    assert missing.endswith("missing, 6 in all: d0.h5, d4.h5, d5.h5 and 3 more")
    assert damaged.endswith("cannot be read as HDF5, 1 in all: d1.h5")
    assert "2 in all: d2.h5: 1 dimensions" in unfit
    assert "no such object: /data" in unfit
    assert [row[0] for row in rows(table)[:5]] == ["d0.h5", "d1.h5", None, None, "d4.h5"]


def test_modules_in_missing_files_are_a_gap(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        layout = h5py.VirtualLayout((2, 6, 2), dtype="i4")
        for k, name in enumerate("ab"):
            layout[:, 3 * k : 3 * k + 3] = h5py.VirtualSource(f"{name}.h5", "data", (2, *SHAPE))
        f.create_virtual_dataset("v", layout)

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        table = resolve_images([at(source.root, "v")], 2)
    assert rows(table) == [("m.h5", "/v", 1), ("m.h5", "/v", 2)]
    assert [gap.message for gap in table.gaps] == [
        "image files that are missing, 2 in all: a.h5, b.h5"
    ]


def test_too_many_images_in_a_file_that_cannot_be_reached(tmp_path: Path) -> None:
    for name in ("a.h5", "/nowhere/a.h5"):
        path = make(tmp_path / "m.h5", lambda f, n=name: series(f, [n]))
        with open_source(path) as source:
            data = at(source.root, "entry/data").children()
            table = resolve_images(data, per_file=10**9)
        assert table.file.tolist() == []
        assert "1000000000 frames" in table.gaps[-1].message


def test_selection_inside_the_sources(tmp_path: Path) -> None:
    """Every second frame, frames from the middle, and a virtual set of a virtual set."""
    images_file(tmp_path / "a.h5", 6)

    def fill(f: Any) -> None:
        layout = h5py.VirtualLayout((4, *SHAPE), dtype="u2")
        source = h5py.VirtualSource("a.h5", "data", shape=(6, *SHAPE))
        layout[0:4:2] = source[1:3]
        layout[1:4:2] = source[0:6:3]
        f.create_virtual_dataset("v", layout)
        outer = h5py.VirtualLayout((3, *SHAPE), dtype="u2")
        outer[:] = h5py.VirtualSource(".", "/v", shape=(4, *SHAPE))[1:4]
        f.create_virtual_dataset("w", outer)

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        frames = [row[2] for row in rows(resolve_images([at(source.root, "v")], 4))]
        assert frames == [2, 1, 3, 4]
        table = rows(resolve_images([at(source.root, "w")], 3))
        assert table == [("a.h5", "/data", 1), ("a.h5", "/data", 3), ("a.h5", "/data", 4)]
        assert resolved_dtype(at(source.root, "w")) == "uint16"


def test_modules_side_by_side_have_whole_frames_only_together(tmp_path: Path) -> None:
    for name in "ab":
        images_file(tmp_path / f"{name}.h5", 2)

    def fill(f: Any) -> None:
        layout = h5py.VirtualLayout((2, 6, 2), dtype="i4")
        for k, name in enumerate("ab"):
            layout[:, 3 * k : 3 * k + 3] = h5py.VirtualSource(f"{name}.h5", "data", (2, *SHAPE))
        f.create_virtual_dataset("v", layout)

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        record = at(source.root, "v")
        assert rows(resolve_images([record], 2)) == [("m.h5", "/v", 1), ("m.h5", "/v", 2)]
        assert resolved_dtype(record) == "uint16"


def test_frames_that_nobody_holds_are_a_gap(tmp_path: Path) -> None:
    images_file(tmp_path / "a.h5", 1)

    def fill(f: Any) -> None:
        layout = h5py.VirtualLayout((4, *SHAPE), dtype="u2")
        layout[1:3] = h5py.VirtualSource("a.h5", "data", shape=(2, *SHAPE))
        f.create_virtual_dataset("v", layout)

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        table = resolve_images([at(source.root, "v")], 4)
    nothing = (None, None, None)
    assert rows(table) == [nothing, ("a.h5", "/data", 1), nothing, nothing]
    assert [gap.kind for gap in table.gaps] == ["unreadable"]


@pytest.mark.parametrize("dropped", [False, True])
def test_one_image_and_ordinary_data(dropped: bool, tmp_path: Path) -> None:
    shape = SHAPE if dropped else (1, *SHAPE)
    path = make(tmp_path / "m.h5", lambda f: f.create_dataset("e/x", shape, dtype="f4"))
    with open_source(path) as source:
        table = resolve_images([at(source.root, "e/x")], 1)
        assert rows(table) == [("m.h5", "/e/x", 1)]
        assert resolved_dtype(at(source.root, "e/x")) == "float32"


def test_four_dimensions_are_not_numbered(tmp_path: Path) -> None:
    path = make(tmp_path / "m.h5", lambda f: f.create_dataset("x", (2, 3, 4, 5), dtype="u1"))
    with open_source(path) as source:
        table = resolve_images([at(source.root, "x")], 6)
    assert table.file.tolist() == [None] * 6
    assert "4 dimensions" in table.gaps[0].message


def test_unreachable_series(tmp_path: Path) -> None:
    path = make(tmp_path / "m.h5", lambda f: series(f, ["a.h5", "b.h5", "c.h5"]))
    with open_source(path) as source:
        data = at(source.root, "entry/data").children()
        unknown = resolve_images(data, 5)
        assert unknown.file.tolist() == [None] * 5
        assert [gap.kind for gap in unknown.gaps] == ["unreadable"] * 2
        assert "missing, 3 in all: a.h5, b.h5, c.h5" in unknown.gaps[0].message
        assert "--set images_per_file=" in unknown.gaps[1].message
        given = resolve_images(data, 5, 2)
        assert [r[::2] for r in rows(given)] == [
            ("a.h5", 1),
            ("a.h5", 2),
            ("b.h5", 1),
            ("b.h5", 2),
            ("c.h5", 1),
        ]
        assert [gap.message for gap in given.gaps] == [unknown.gaps[0].message]
        alone = resolve_images(data[:1], 3)
        assert [r[2] for r in rows(alone)] == [1, 2, 3]
        assert [gap.message for gap in alone.gaps] == [
            "image files that are missing, 1 in all: a.h5"
        ]


def test_one_unknown_length_follows_from_the_others(folder: Path) -> None:
    path = make(folder / "m.h5", lambda f: series(f, ["d1.h5", "gone.h5", "sub/d2.h5"]))
    with open_source(path) as source:
        table = resolve_images(at(source.root, "entry/data").children(), 5)
    assert [r[::2] for r in rows(table)] == [
        ("d1.h5", 1),
        ("d1.h5", 2),
        ("gone.h5", 1),
        ("gone.h5", 2),
        ("sub/d2.h5", 1),
    ]


@pytest.mark.parametrize("n", [2, 4])
def test_disagreeing_numbers_are_a_conflict(n: int, folder: Path) -> None:
    path = make(folder / "m.h5", lambda f: series(f, ["d1.h5", "sub/d2.h5"]))
    with open_source(path) as source:
        table = resolve_images(at(source.root, "entry/data").children(), n)
    assert len(table.file) == n
    assert [gap.kind for gap in table.gaps] == ["conflict"]
    assert rows(table)[:2] == EXPECTED[:2]


def test_series_is_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    for number in (9, 10):
        images_file(tmp_path / f"{number}.h5", 1)

    def fill(f: Any) -> None:
        for number in (9, 10):
            f[f"e/data_{number}"] = h5py.ExternalLink(f"{number}.h5", "/data")

    with open_source(make(tmp_path / "m.h5", fill)) as source:
        table = resolve_images(at(source.root, "e").children(), 2)
    assert table.file.tolist() == ["9.h5", "10.h5"]


def test_several_that_are_no_series_are_a_conflict(folder: Path) -> None:
    def fill(f: Any) -> None:
        f["a"] = h5py.ExternalLink("d1.h5", "/data")
        f["b"] = h5py.ExternalLink("sub/d2.h5", "/data")
        f["same"] = h5py.SoftLink("/a")

    with open_source(make(folder / "m.h5", fill)) as source:
        a, b, same = (at(source.root, name) for name in ("a", "b", "same"))
        table = resolve_images([a, b], 2)
        assert [gap.kind for gap in table.gaps] == ["conflict"]
        assert table.file.tolist() == ["d1.h5", "d1.h5"]
        assert not resolve_images([a, same], 2).gaps


def test_records_of_other_sources() -> None:
    import numpy as np

    root = TreeRecord("", file="folder/x.cbf")
    record = root.add(TreeRecord("image", value=np.zeros((2, 2)), file="folder/x.cbf"))
    assert rows(resolve_images([record], 1)) == [("x.cbf", "/image", 1)]
    broken: Record = root.add(TreeRecord("b", problem="gone"))
    assert images_of(broken).problem == "gone"
    assert resolve_images([broken], 1).gaps[0].kind == "unreadable"
    assert resolve_images([], 2).file.tolist() == [None, None]


def test_a_hundred_thousand_frames(tmp_path: Path) -> None:
    parts = [(f"d_{k:06}.h5", "/data", 1000) for k in range(1, 101)]
    path = make(tmp_path / "m.h5", lambda f: virtual(f, "v", parts))
    with open_source(path) as source:
        record = at(source.root, "v")
        with ends():
            table = resolve_images([record], 100_000)
    assert rows(table)[99_999] == ("d_000100.h5", "/data", 1000)
