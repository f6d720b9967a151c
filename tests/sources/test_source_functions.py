from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgcif_map.mapping.archive import ArchivePlan, make_plan
from imgcif_map.mapping.functions import archives, source
from imgcif_map.mapping.functions.registry import collect
from imgcif_map.mapping.located import Locator
from imgcif_map.mapping.quantity import NOT_KNOWN, Quantity
from imgcif_map.sources.given import record_from_given
from imgcif_map.sources.record import Record
from tests.support.patience import ends

from .h5 import at


class FakeCall:
    """What these functions ask of the engine."""

    name = "test"

    def __init__(self, plan: ArchivePlan | None = None) -> None:
        self.plan = plan
        self.locator = Locator()
        self.reports: list[tuple[str, str]] = []

    def option(self, name: str) -> Any:
        return {"archive": self.plan, "locator": self.locator}[name]

    def before(self, table: str) -> int:
        return 0

    def position(self) -> int:
        return 2

    def report(self, kind: str, message: str, *, records: Any = ()) -> None:
        self.reports.append((kind, message))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.reports]


def texts(*names: str | None) -> Quantity:
    column = np.empty(len(names), dtype=object)
    column[:] = names
    return Quantity(column)


def column(record: Record | None, name: str) -> Any:
    assert record is not None
    child = record.child(name)
    assert child is not None
    value = child.read()
    return value.tolist() if isinstance(value, np.ndarray) else value


@pytest.fixture
def root() -> Record:
    return record_from_given(
        {
            "/e/data": {"shape": [3, 4, 5], "dtype": "uint16"},
            "/e/data_1": {"link": "a.h5:/d", "shape": [2, 4, 5], "dtype": "uint16"},
            "/e/data_2": {"link": "b.h5:/d", "shape": [1, 4, 5], "dtype": "int32"},
            "/e/data_3": {"link": "c.h5:/d"},
            "/e/axis": [1.0, 2.0],
            "/e/name": "text",
        }
    )


def test_all_functions_are_documented() -> None:
    found = collect(source, archives)
    assert set(found) == {
        "shape",
        "dtype",
        "length",
        "images",
        "expand",
        "files",
        "frames_in",
        "archive_uri",
        "archive_path",
        "archive_format",
        "from_common_folder",
    }
    assert all(len(f.doc) > 60 and f.group == "source" and f.result for f in found.values())


def test_shape(root: Record) -> None:
    found = source.shape((at(root, "e/data_3"), at(root, "e/data")))
    assert found is not None
    assert found.data.tolist() == [3, 4, 5]
    axis = source.shape((at(root, "e/axis"),))
    assert axis is not None
    assert axis.data == 2
    assert source.shape((at(root, "e/data_3"),)) is None
    assert source.shape((at(root, "e/name"),)) is None


def test_dtype(root: Record) -> None:
    call = FakeCall()
    found = source.dtype(call, (at(root, "e/data_1"), at(root, "e/data_2")))
    assert found is not None
    assert found.data == "uint16"
    assert call.kinds == ["conflict"]
    assert source.dtype(FakeCall(), (at(root, "e/data_3"),)) is None


def test_length(root: Record) -> None:
    def count(*names: str) -> Any:
        found = source.length(tuple(at(root, f"e/{name}") for name in names))
        return None if found is None else found.data

    assert count("data") == 3
    assert count("data_1", "data_2") == 3
    assert count("data_1", "data_1") == 2
    assert count("data_1", "data_3") is None
    assert count("axis") == 2
    assert count("name") == 1
    assert count() is None
    whole = source.length(Quantity(np.arange(7)))
    one = source.length(Quantity(5))
    assert whole is not None
    assert one is not None
    assert (whole.data, one.data) == (7, 1)


def test_images(root: Record) -> None:
    call = FakeCall()
    series = tuple(at(root, f"e/data_{k}") for k in (1, 2, 3))
    found = source.images(call, series, 5)
    assert column(found, "file") == ["a.h5", "a.h5", "b.h5", "c.h5", "c.h5"]
    assert column(found, "frame") == [1, 2, 1, 1, 2]
    assert column(found, "path") == ["/d"] * 5
    assert call.kinds == ["unreadable"]  # c.h5 is missing
    one = source.images(FakeCall(), series[1:2], 1)
    assert (column(one, "file"), column(one, "frame")) == ("b.h5", 1)
    assert source.images(call, series[2:], None) is None
    assert call.kinds == ["unreadable"] * 3
    assert source.images(FakeCall(), (), 3) is None


def test_expand() -> None:
    call = FakeCall()
    span = Quantity(np.array([9, 11]))
    found = source.expand(call, "/d/#1/a_####.cbf", span)
    assert column(found, "file") == ["/d/#1/a_0009.cbf", "/d/#1/a_0010.cbf", "/d/#1/a_0011.cbf"]
    assert found is not None
    assert found.child("frame") is None
    whole = source.expand(call, "m.h5", span)
    assert (column(whole, "file"), column(whole, "frame")) == (["m.h5"] * 3, [9, 10, 11])
    picked = source.expand(call, "m.h5", span, Quantity(np.array([0, 2, 4])))
    assert column(picked, "frame") == [1, 3, 5]
    assert not call.reports
    source.expand(call, "m.h5", span, Quantity(np.array([0, 2])))
    assert call.kinds == ["conflict"]


@pytest.mark.parametrize("span", [[5, 1], [1, 10**12], [1], "x", [np.nan, 1], [np.inf, 1]])
def test_wrong_image_ranges(span: Any) -> None:
    call = FakeCall()
    assert source.expand(call, "a_#.cbf", Quantity(span)) is None
    assert source.frames_in(call, Quantity(span)) is None
    assert call.kinds == ["unreadable"] * 2


def test_frames_in() -> None:
    found = source.frames_in(FakeCall(), Quantity(np.array([9, 11])))
    assert found is not None
    assert found.data == 3


def test_files() -> None:
    assert column(source.files(texts("a", "b")), "file") == ["a", "b"]
    assert column(source.files(Quantity("a")), "file") == "a"
    assert source.files(Quantity(np.empty(0, dtype=object))) is None


def test_without_an_archive() -> None:
    call = FakeCall()
    found = archives.archive_uri(call, texts("a b.h5", None, "a b.h5"))
    assert found is not None
    assert found.data.tolist() == ["a%20b.h5", None, "a%20b.h5"]
    assert call.kinds == ["missing-recommended"]
    assert "--archive-uri" in call.reports[0][1]
    assert archives.archive_path(call, texts("a.h5")) is None
    assert archives.archive_format(call, texts("a.h5")) is None


def test_one_archive() -> None:
    call = FakeCall(make_plan("https://x/all.tgz"))
    names = texts("s/a.h5", "/data/b.h5")
    uri = archives.archive_uri(call, names)
    path = archives.archive_path(call, names)
    packing = archives.archive_format(call, names)
    assert uri is not None
    assert path is not None
    assert packing is not None
    assert uri.data.tolist() == ["https://x/all.tgz"] * 2
    assert path.data.tolist() == ["s/a.h5", "b.h5"]
    assert packing.data.tolist() == ["TGZ", "TGZ"]
    assert call.kinds == ["assumption"]


def test_an_archive_for_each_scan() -> None:
    call = FakeCall(make_plan(["https://x/1.zip", "https://x/{scan}_{n:02}.zip"]))
    found = archives.archive_uri(call, Quantity("a.h5"), "SCAN 2")
    assert found is not None
    assert found.data == "https://x/SCAN%202_02.zip"
    assert archives.archive_uri(call, Quantity("a.h5"), None, 2) is None
    assert archives.archive_uri(call, Quantity("a.h5"), "x", 3) is None
    first = archives.archive_uri(call, Quantity("a.h5"), "x", 1)
    assert first is not None
    assert first.data == "https://x/1.zip"
    assert call.kinds == ["missing-recommended"] * 2


def test_several_files_at_one_address_without_a_format() -> None:
    call = FakeCall(make_plan("https://x/records/1"))
    archives.archive_uri(call, texts("a.h5", "b.h5"))
    assert call.kinds == ["conflict"]
    single = FakeCall(make_plan("https://x/records/1"))
    archives.archive_uri(single, texts("a.h5", "a.h5"))
    assert single.kinds == []


def test_manifest(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "uri,member\nhttps://x/1.tgz,r1/a.h5\nhttps://x/2.tgz,r2/a.h5\nhttps://x/b.h5,\n"
    )
    call = FakeCall(make_plan(manifest=tmp_path / "m.csv"))
    names = texts("r1/a.h5", "b.h5", "a.h5", "c.h5")
    uri = archives.archive_uri(call, names)
    path = archives.archive_path(call, names)
    packing = archives.archive_format(call, names)
    assert uri is not None
    assert path is not None
    assert packing is not None
    assert uri.data.tolist() == ["https://x/1.tgz", "https://x/b.h5", NOT_KNOWN, NOT_KNOWN]
    assert path.data.tolist() == ["r1/a.h5", None, NOT_KNOWN, NOT_KNOWN]
    assert packing.data.tolist() == ["TGZ", None, NOT_KNOWN, NOT_KNOWN]
    assert sorted(call.kinds) == ["conflict", "missing-recommended"]


def test_sizes_and_checksums_have_no_data_name(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "uri,size,checksum\nhttps://x/a.h5,0,md5:1\nhttps://x/b.h5,,md5:2\nhttps://x/c.h5,,\n"
    )
    call = FakeCall(make_plan(manifest=tmp_path / "m.csv"))
    names = texts("a.h5", "b.h5", "c.h5")
    assert archives.archive_uri(call, names) is not None
    archives.archive_path(call, names)
    archives.archive_format(call, names)
    ((kind, message),) = call.reports
    assert kind == "no-target"
    assert "checksums of 2 files and sizes of 1 file" in message


def test_a_hundred_thousand_names() -> None:
    names = texts(*[f"scan_{k // 1000:05}.h5" for k in range(100_000)])
    with ends():
        found = archives.archive_uri(FakeCall(make_plan("https://x/{file}")), names)
    assert found is not None
    assert found.data[-1] == "https://x/scan_00099.h5"
