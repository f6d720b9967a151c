"""What is looked at, how often, and how much memory that takes."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from imgcif_map import make_archives, validate
from imgcif_map.archives import places
from imgcif_map.archives.decode import image_of
from imgcif_map.cif.reader import read_cif
from tests.support.make_image import cbf, hdf5, pixels
from tests.support.packed import pack

BLOCK = """data_{n}
_array_data_external_data.id 1
_array_data_external_data.uri scan.tgz
_array_data_external_data.archive_format TGZ
_array_data_external_data.archive_path {n}.cbf
"""


def found(path: Path, **more) -> list[tuple[str, str]]:
    report = validate(read_cif(path), select=["ARC"], archives=make_archives(**more))
    return [(f.code, f.message) for f in report.findings]


def test_an_archive_is_gone_through_once(tmp_path, monkeypatch):
    listed, opened = [], []
    real = places.list_archive
    monkeypatch.setattr(places, "list_archive", lambda path: listed.append(path) or real(path))
    from imgcif_map.sources import archivetar

    class Counted(archivetar.TarStream):
        def __init__(self, *arguments: object) -> None:
            opened.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(archivetar, "TarStream", Counted)
    pack(tmp_path / "scan", "TGZ", {f"{n}.cbf": cbf(pixels()) for n in range(8)}).rename(
        tmp_path / "scan.tgz"
    )
    path = tmp_path / "x.cif"
    path.write_text("".join(BLOCK.format(n=n) for n in range(8)))
    assert found(path) == []
    assert (len(listed), len(opened)) == (1, 2), "once for its names, once for its images"
    opened.clear()
    rows = "".join(f"{n} scan.tgz TGZ {7 - n}.cbf\n" for n in range(8))
    items = ("id", "uri", "archive_format", "archive_path")
    names = "".join(f"_array_data_external_data.{item}\n" for item in items)
    path.write_text(f"data_x\nloop_\n{names}{rows}")
    assert found(path, images="all") == []
    assert len(opened) == 2, "images are read in the order of the archive"


def test_memory_is_that_of_one_image(tmp_path):
    image = cbf(np.zeros((1000, 1000), np.int32))
    members = {f"{n}.cbf": image for n in range(12)}
    pack(tmp_path / "scan", "TGZ", members).rename(tmp_path / "scan.tgz")
    path = tmp_path / "x.cif"
    path.write_text("".join(BLOCK.format(n=n) for n in range(12)))
    document = read_cif(path)
    validate(document, select=["ARC"], archives=make_archives(images=0))
    tracemalloc.start()
    report = validate(document, select=["ARC"], archives=make_archives())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.findings == ()
    assert peak < 45e6, "twelve images would be more"


def test_what_is_found_is_the_same_each_time(tmp_path):
    pack(tmp_path / "scan", "TGZ", {"0.cbf": cbf(pixels())[:-60]}).rename(tmp_path / "scan.tgz")
    path = tmp_path / "x.cif"
    path.write_text("".join(BLOCK.format(n=n) for n in range(3)))
    assert found(path) == found(path)
    assert [code for code, _ in found(path)] == ["ARC006", "ARC005", "ARC005"]


REAL = [
    "cbf/DLS_I03_smargon_0001.cbf.gz",
    "cbf/DLS_I23_P12M_thau_00001.cbf.gz",
    "smv/TIMEPIX_SU_512-stdgoni_0001.img",
]


@pytest.mark.parametrize("name", REAL)
def test_real_images_as_fabio_sees_them(shared, name, tmp_path):
    fabio = pytest.importorskip("fabio")
    data = (shared / "data" / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    path = tmp_path / Path(name).name.removesuffix(".gz")
    path.write_bytes(data)
    with fabio.open(str(path)) as opened:
        theirs = opened.data
        ours = image_of(data, 1, "x")
        assert (ours.slow, ours.fast) == theirs.shape
        assert ours.highest == theirs.max()
        assert np.dtype(ours.dtype) == theirs.dtype


def test_one_hdf5_file_in_place_of_an_address(tmp_path):
    (tmp_path / "copy.h5").write_bytes(hdf5(np.stack([pixels(dtype="uint16")] * 2)))
    items = ("id", "format", "uri", "path", "frame")
    names = "".join(f"_array_data_external_data.{item}\n" for item in items)
    rows = "".join(f"{n} HDF5 https://x.org/a.h5?x=1 /data {n}\n" for n in (1, 2, 3))
    path = tmp_path / "x.cif"
    path.write_text(f"data_x\nloop_\n{names}{rows}")
    report = found(path, substitutes={"https://x.org/a.h5?x=1": tmp_path / "copy.h5"})
    assert report == [("ARC010", "/data in copy.h5 has 2 images, counted from 1, and no 3")]


def test_a_real_imgcif_with_its_real_hdf5_file(shared):
    path = shared / "data" / "imgcif" / "hdf5_test.imgcif"
    copies = {"http://127.0.0.1:8001/": path.parent}
    report = validate(read_cif(path), select=["ARC"], archives=make_archives(copies, images="all"))
    assert report.findings == ()
