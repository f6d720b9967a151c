from __future__ import annotations

import pytest

from imgcif_map.errors import UnreadableValue, UsageError
from imgcif_map.sources.base import walk
from imgcif_map.sources.given import record_from_given
from imgcif_map.sources.images import images_of, resolve_images, resolved_dtype

from .h5 import at


def test_paths_classes_and_attributes() -> None:
    root = record_from_given(
        {
            "/entry:NXentry/definition": "NXmx",
            "/entry:NXentry/instrument:NXinstrument/@short_name": "I04",
            "/entry/instrument/detector:NXdetector/module/data_size": [10, 20],
            "/entry/start/@units": "mm",
            "/entry/one": [7],
            "/entry/texts": ["a", "b"],
            "/entry/flag": True,
        }
    )
    assert [r.path for r in walk(root)][:3] == ["/", "/entry", "/entry/definition"]
    assert at(root, "entry").nx_class == "NXentry"
    assert at(root, "entry/instrument/detector").nx_class == "NXdetector"
    assert at(root, "entry/instrument/detector/module/data_size").read().tolist() == [10, 20]
    short = at(root, "entry/instrument").attribute("short_name")
    assert short is not None
    assert (short.read(), short.path) == ("I04", "/entry/instrument/short_name")
    assert at(root, "entry/start").unit == "mm"
    assert at(root, "entry/one").read() == 7
    assert at(root, "entry/texts").read().dtype == object
    assert at(root, "entry/flag").dtype == "bool"


def test_maps() -> None:
    axis = {"value": [0, 0.1], "unit": "deg", "@vector": [-1, 0, 0], "@depends_on": "."}
    root = record_from_given(
        {
            "/e/axis": axis,
            "/e/broken": {"error": "gone"},
            "/e/same": {"link": "/e/axis"},
            "/e/nowhere": {"link": "/e/x"},
            "/e/group": {"class": "NXdata"},
        }
    )
    record = at(root, "e/axis")
    assert record.read().tolist() == [0, 0.1]
    assert record.unit == "deg"
    assert {a.name for a in record.attributes()} == {"units", "vector", "depends_on"}
    same = at(root, "e/same")
    assert same.identity == record.identity
    assert (same.path, same.origin) == ("/e/same", record.origin)
    assert same.read().tolist() == [0, 0.1]
    assert at(root, "e/group").nx_class == "NXdata"
    for name in ("broken", "nowhere"):
        assert at(root, f"e/{name}").error
        with pytest.raises(UnreadableValue):
            at(root, f"e/{name}").read()


def test_image_data() -> None:
    sources = [
        {"link": "a.h5:/d", "shape": [2, 4, 5], "dtype": "uint16"},
        {"link": "b.h5:/d", "shape": [1, 4, 5], "dtype": "uint16"},
    ]
    root = record_from_given(
        {
            "/e/data": {"shape": [3, 4, 5], "dtype": "int32", "sources": sources},
            "/e/plain": {"shape": [2, 4, 5], "dtype": "float32"},
            "/e/far_1": {"link": "a.h5:/x"},
            "/e/far_2": {"link": "b.h5:/x", "shape": [2, 4, 5], "dtype": "uint8"},
        },
        {"file": "m.h5"},
    )
    data = at(root, "e/data")
    assert (data.shape, data.dtype, resolved_dtype(data)) == ((3, 4, 5), "int32", "uint16")
    with pytest.raises(UnreadableValue, match="never read"):
        data.read()
    table = resolve_images([data], 3)
    assert table.file.tolist() == ["a.h5", "a.h5", "b.h5"]
    assert table.frame.tolist() == [1, 2, 1]
    assert resolve_images([at(root, "e/plain")], 2).file.tolist() == ["m.h5", "m.h5"]
    far = [at(root, f"e/far_{k}") for k in (1, 2)]
    assert far[0].error is not None
    assert far[1].error is None
    assert images_of(far[1]).dtype == "uint8"
    assert resolve_images(far, 3).file.tolist() == ["a.h5", "b.h5", "b.h5"]


def test_keys_without_a_path() -> None:
    root = record_from_given({"Omega": 0, "Size": {"value": 1, "unit": "m"}})
    assert at(root, "Omega").read() == 0
    under = record_from_given({"Omega": 0, "/x": 1}, {"under": "/scan/member"})
    assert at(under, "scan/member/Omega").read() == 0
    assert at(under, "x").read() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"/": 1},
        {"/x": {"valu": 1}},
        {"/x": {"link": "/y", "value": 1}},
        {"/x": {"shape": "big"}},
        {"/x": {"shape": [-1]}},
        {"/x": {"link": "/y"}, "/x/y": 1},
        {"/x": {"sources": [{"link": "/y"}]}},
        {"/x": [[1, 2], [3]]},
    ],
)
def test_mistakes_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="given"):
        record_from_given(given)
