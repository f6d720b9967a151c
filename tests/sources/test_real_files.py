"""Files of real instruments; skipped where they are not at hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.base import walk
from imgcif_map.sources.images import resolve_images, resolved_dtype
from imgcif_map.sources.registry import open_source

from .h5 import at

P5P1 = "data/nexus/dls-i04-p5p1/FJ_P5P1_1_master.h5"
FILES = [
    P5P1,
    "data/nexus/dls-i04-p5p1/FJ_P5P1_1_meta.h5",
    "data/nexus/dls-i04-b4/_b4_1_master.h5",
    "data/nexus/dls-i03-ins/ins_8_5.nxs",
    "data/nexus/soleil-px2-eiger9m/dectris_eiger_master.h5",
    "data/nexus/dls-i16/538039.nxs",
    "data/nexus/dials-export/example_nx_mx.nxs",
]


@pytest.mark.parametrize("name", FILES)
def test_everything_can_be_asked(name: str, shared: Path) -> None:
    values = 0
    with open_source(shared / name) as source:
        for record in walk(source.root):
            for node in (record, *record.attributes()):
                assert node.path.startswith("/")
                assert node.identity is not None
                try:
                    value = node.read()
                except UnreadableValue:
                    continue
                if value is not None:
                    values += 1
                    assert np.shape(value) == node.shape
                    assert node.dtype is not None
    assert values >= 40


def test_image_table_equals_the_reference(shared: Path) -> None:
    vectors = json.loads((shared / "facts/geometry_vectors.json").read_text())
    [expected] = [e for e in vectors["external_data"] if e["name"] == "P5P1"]
    with open_source(shared / P5P1) as source:
        record = at(source.root, "entry/data/data")
        table = resolve_images([record], 3600)
        links = [c for c in at(source.root, "entry/data").children() if c.name[:5] == "data_"]
        same = resolve_images(links, 3600)
        assert (record.dtype, resolved_dtype(record)) == ("int32", "uint16")
    assert not table.gaps
    for number, place in expected["frame_lookup_1based"].items():
        k = int(number) - 1
        assert [table.file[k], table.path[k], table.frame[k]] == place
    counts = {file: int((table.file == file).sum()) for _, file, _, _ in expected["links"]}
    assert counts == {file: count for _, file, _, count in expected["links"]}
    for one, other in ((table.file, same.file), (table.frame, same.frame)):
        assert one.tolist() == other.tolist()


def test_one_object_under_two_paths(shared: Path) -> None:
    with open_source(shared / P5P1) as source:
        omega = {r.identity for r in _named(source.root, "omega") if r.is_leaf}
        paths = [r.path for r in _named(source.root, "omega") if r.is_leaf]
    assert len(paths) > len(omega)


def _named(record, name):  # type: ignore[no-untyped-def]
    if record.name == name:
        yield record
    for child in record.children():
        yield from _named(child, name)


def test_images_of_missing_files(shared: Path) -> None:
    with open_source(shared / "data/nexus/dls-i03-ins/ins_8_5.nxs") as source:
        record = at(source.root, "entry/data/data")
        table = resolve_images([record], 3600)
        assert [gap.message.split(":")[0] for gap in table.gaps] == [
            "image files that are missing, 4 in all"
        ]
        assert (table.file[3599], table.path[3599], table.frame[3599]) == (
            "ins_8_5_000004.h5",
            "/data",
            600,
        )
        assert resolved_dtype(record) is None
    with open_source(shared / "data/nexus/dls-i04-b4/_b4_1_master.h5") as source:
        data = [c for c in at(source.root, "entry/data").children() if c.name[:5] == "data_"]
        assert resolve_images(data, 3600).gaps[0].kind == "unreadable"
        assert resolve_images(data, 3600, 1000).file[3599] == "_b4_1_000004.h5"
