from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.base import walk
from imgcif_map.sources.record import Record
from imgcif_map.sources.registry import open_source
from tests.support.patience import ends

from .h5 import at, make


def _fill(f: Any) -> None:
    f.attrs["NX_class"] = np.array([b"NXroot"])
    e = f.create_group("entry")
    e.attrs["NX_class"] = "NXentry"
    e["text"] = "vlen µ"
    e["bytes"] = np.bytes_(b"\xc5ngstr\xf6m")
    e.create_dataset("padded", data=np.array([b"rotation"], dtype="S1024"))
    e.create_dataset("texts", data=["a", "bc"], dtype=h5py.string_dtype())
    e["one"] = np.array([[3]], dtype="u2")
    e["single"] = np.float32(0.1)
    e["singles"] = np.array([0.1, 0.2], dtype=">f4")
    e["halves"] = np.array([0.1, 0.5], dtype="f2")
    e["true"] = True
    e["flags"] = np.array([True, False])
    e["empty"] = np.zeros((0, 3))
    e["null"] = h5py.Empty("f8")
    e["state"] = np.array(1, dtype=h5py.enum_dtype({"a": 0, "b": 1, "c": 2}))
    e["matrix"] = np.eye(3)[None]
    e["big"] = np.array([-1, 2], dtype=">i8")
    d = e["singles"]
    d.attrs["units"] = np.array([b"mm"])
    d.attrs["vector"] = np.array([1, 0, 0], dtype="f4")
    d.attrs["NX_class"] = np.array([b"NXodd", b"NXodd"])
    e["big"].attrs["units"] = ""
    e["halves"].attrs["units"] = 5
    e["null"].attrs["nothing"] = h5py.Empty("f8")
    e["complex"] = 1j
    e["compound"] = np.zeros(2, dtype=[("a", "f4"), ("b", "i4")])
    e.create_dataset("reference", data=e.ref, dtype=h5py.ref_dtype)
    e["opaque"] = np.void(b"abc")
    v = e.create_dataset("vlen", (1,), dtype=h5py.vlen_dtype("i4"))
    v[0] = [1, 2, 3]
    e["text"].attrs["odd"] = np.zeros(1, dtype=[("a", "f4")])


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Record]:
    with open_source(make(tmp_path / "m.h5", _fill)) as source:
        yield source.root


@pytest.mark.parametrize(
    ("name", "value", "dtype"),
    [
        ("text", "vlen µ", "text"),
        ("bytes", "Ångström", "text"),
        ("padded", "rotation", "text"),
        ("one", 3, "uint16"),
        ("single", 0.1, "float32"),
        ("true", True, "bool"),
        ("state", 1, "uint8"),
    ],
)
def test_scalars(root: Record, name: str, value: object, dtype: str) -> None:
    record = at(root, f"entry/{name}")
    assert record.read() == value
    assert type(record.read()) is type(value)
    assert (record.shape, record.dtype) == ((), dtype)


@pytest.mark.parametrize(
    ("name", "value", "dtype"),
    [
        ("texts", ["a", "bc"], "text"),
        ("singles", [0.1, 0.2], "float32"),
        ("flags", [True, False], "bool"),
        ("big", [-1, 2], "int64"),
        ("matrix", np.eye(3)[None].tolist(), "float64"),
    ],
)
def test_arrays(root: Record, name: str, value: list[Any], dtype: str) -> None:
    record = at(root, f"entry/{name}")
    assert record.read().tolist() == value
    assert record.read().dtype.isnative
    assert (record.shape, record.dtype) == (np.shape(value), dtype)


def test_half_precision(root: Record) -> None:
    assert at(root, "entry/halves").read().tolist() == [0.1, 0.5]


def test_nothing_to_read(root: Record) -> None:
    assert at(root, "entry/null").read() is None
    assert at(root, "entry/null").shape is None
    assert at(root, "entry/null").dtype is None
    assert at(root, "entry/empty").read() is None
    assert at(root, "entry").read() is None
    attribute = at(root, "entry/null").attribute("nothing")
    assert attribute is not None
    assert attribute.read() is None


@pytest.mark.parametrize("name", ["complex", "compound", "reference", "opaque", "vlen"])
def test_exotic_types_are_unreadable_and_named(root: Record, name: str) -> None:
    record = at(root, f"entry/{name}")
    with pytest.raises(UnreadableValue, match="not supported"):
        record.read()
    assert record.dtype is not None


def test_attributes_of_all_forms(root: Record) -> None:
    record = at(root, "entry/singles")
    assert record.unit == "mm"
    assert record.nx_class == "NXodd"
    vector = record.attribute("vector")
    assert vector is not None
    assert vector.read().tolist() == [1, 0, 0]
    assert (vector.shape, vector.dtype) == ((3,), "float32")
    assert vector.path == "/entry/singles/@vector"
    assert vector.identity == (record.identity, "@vector")
    assert record.attribute("absent") is None
    assert at(root, "entry/big").unit is None
    assert at(root, "entry/halves").unit is None
    assert root.nx_class == "NXroot"
    assert at(root, "entry").nx_class == "NXentry"
    odd = at(root, "entry/text").attribute("odd")
    assert odd is not None
    with pytest.raises(UnreadableValue, match="not supported"):
        odd.read()


def test_every_record_keeps_its_promises(root: Record) -> None:
    seen = 0
    for record in walk(root):
        for node in (record, *record.attributes()):
            try:
                value = node.read()
            except UnreadableValue:
                continue
            if value is None:
                continue
            seen += 1
            assert np.shape(value) == node.shape
            assert not isinstance(value, bytes)
            if isinstance(value, np.ndarray):
                assert value.size > 1
            kind = value.dtype.kind if isinstance(value, np.ndarray) else ""
            assert (isinstance(value, str) or kind == "O") == (node.dtype == "text")
    assert seen >= 20


def test_values_are_kept_and_cannot_be_changed(root: Record) -> None:
    record = at(root, "entry/singles")
    assert record.read() is record.read()
    with pytest.raises(ValueError, match="read-only"):
        record.read()[0] = 5


def test_long_float32_columns(tmp_path: Path) -> None:
    values = np.random.default_rng(0).random(100_000).astype("f4")
    path = make(tmp_path / "l.h5", lambda f: f.create_dataset("x", data=values))
    with open_source(path) as source, ends():
        read = at(source.root, "x").read()
    assert np.array_equal(read.astype("f4"), values)


@pytest.mark.parametrize(
    "declare",
    [
        lambda f: f.create_dataset("x", (100, 5000, 5000), dtype="u2", chunks=(1, 5000, 5000)),
        lambda f: f.create_dataset("x", (4000, 4000), dtype="f4", chunks=(1000, 1000)),
        lambda f: f.create_dataset("x", (10**9,), dtype="f8", chunks=(1000,)),
        lambda f: f.create_dataset("x", (3,), dtype="S2000000000", chunks=(1,)),
        lambda f: f.create_dataset("x", (1, 2**40), dtype="u1", chunks=(1, 1000)),
        lambda f: f.create_dataset("x", (1,), maxshape=(None,), dtype="f8", chunks=(2**28,)),
    ],
)
def test_declared_sizes_are_never_allocated(declare: Any, tmp_path: Path) -> None:
    with open_source(make(tmp_path / "h.h5", declare)) as source:
        record = at(source.root, "x")
        assert record.shape is not None
        with pytest.raises(UnreadableValue, match=r"never read|too large"):
            record.read()


def test_ten_gigabytes_of_declared_text(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(10_000_000_000 % 2**32)
        space = h5py.h5s.create_simple((4,))
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_alloc_time(h5py.h5d.ALLOC_TIME_LATE)
        plist.set_layout(h5py.h5d.CONTIGUOUS)
        h5py.h5d.create(f.id, b"x", kind, space, plist)

    with open_source(make(tmp_path / "h.h5", fill)) as source:
        record = at(source.root, "x")
        assert record.dtype == "text"
        with pytest.raises(UnreadableValue, match="too large"):
            record.read()


def test_compressed_bomb(tmp_path: Path) -> None:
    import zlib

    def fill(f: Any) -> None:
        x = f.create_dataset("x", (1000,), dtype="f8", chunks=(1000,), compression="gzip")
        x.id.write_direct_chunk((0,), zlib.compress(bytes(400 * 2**20), 9))

    with (
        open_source(make(tmp_path / "b.h5", fill)) as source,
        pytest.raises(UnreadableValue, match="compressed"),
    ):
        at(source.root, "x").read()


def test_many_pointers_to_one_huge_text(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        x = f.create_dataset("x", (3,), dtype=h5py.string_dtype())
        x[...] = ["a" * 30_000_000] * 3

    with (
        open_source(make(tmp_path / "v.h5", fill)) as source,
        pytest.raises(UnreadableValue, match="too large"),
    ):
        at(source.root, "x").read()


def test_attributes_of_a_long_file_are_read(tmp_path: Path) -> None:
    def fill(f: Any) -> None:
        f.create_group("entry").attrs["NX_class"] = "NXentry"
        f["entry"].attrs["many"] = np.array(["x"] * 100, dtype=object)
        f.create_dataset("images", (1200, 500, 500), "u1")[1199] = 1

    path = make(tmp_path / "m.h5", fill)
    assert path.stat().st_size > 280 * 10**6  # nearly all of it holes
    with open_source(path) as source:
        entry = at(source.root, "entry")
        assert entry.nx_class == "NXentry"
        many = entry.attribute("many")
        assert many is not None
        with pytest.raises(UnreadableValue, match="too many texts"):
            many.read()


def test_each_object_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(f: Any) -> None:
        for number in range(500):
            made = f.create_group(f"entry/g{number}")
            made.attrs["NX_class"] = "NXcollection"
            made["x"] = number

    opened: list[bytes] = []
    open_object = h5py.h5o.open

    def counting(where: Any, name: bytes) -> Any:
        opened.append(name)
        return open_object(where, name)

    monkeypatch.setattr(h5py.h5o, "open", counting)
    with open_source(make(tmp_path / "m.h5", fill)) as source:
        for _ in range(2):
            nodes = list(walk(source.root))
            assert sum(node.nx_class == "NXcollection" for node in nodes) == 500
            assert sum(node.read() for node in nodes if node.is_leaf) == sum(range(500))
    assert len(nodes) == 1002
    assert len(opened) <= len(nodes) + 1, opened[:20]


def test_objects_of_a_closed_file_are_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imgcif_map.sources.h5files.OPEN_FILES", 2)
    monkeypatch.setattr("imgcif_map.sources.h5files.OPEN_OBJECTS", 3)

    def fill(f: Any) -> None:
        for number in range(6):
            f[f"e{number}"] = h5py.ExternalLink(f"{number}.h5", "/a")

    for number in range(6):
        make(tmp_path / f"{number}.h5", lambda f, n=number: f.__setitem__("a/x", n))
    with open_source(make(tmp_path / "m.h5", fill)) as source:
        groups = [at(source.root, f"e{number}") for number in range(6)]
        assert [group.error for group in groups] == [None] * 6
        assert [at(group, "x").read() for group in groups] == list(range(6))
