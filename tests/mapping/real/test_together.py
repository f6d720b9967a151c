"""Several real masters in one conversion; links that leave the master's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import h5py
import numpy as np

from imgcif_map.api import convert
from tests.mapping.real.facts import table, texts

P5P1 = "data/nexus/dls-i04-p5p1"
MASTER = "FJ_P5P1_1_master.h5"


def _copy(shared: Path, folder: Path) -> Path:
    shutil.copytree(shared / P5P1, folder, copy_function=shutil.copyfile)
    return folder / MASTER


def test_two_sweeps_are_scans_of_one_block(shared: Path, tmp_path: Path) -> None:
    first = _copy(shared, tmp_path / "together")
    second = first.with_name("FJ_P5P1_2_master.h5")
    shutil.copyfile(first, second)
    with h5py.File(second, "r+") as file:
        for name in ("omega", "omega_end"):
            path = f"/entry/sample/transformations/{name}"
            file[path][...] = np.asarray(file[path]) + 45.0
    conversion = convert([first, second])
    [block] = conversion.document.blocks
    assert texts(block, "_diffrn_scan.id") == ["SCAN1", "SCAN2"]
    assert texts(block, "_diffrn_scan.frames") == ["3600", "3600"]
    starts = {
        (scan, axis): start
        for scan, axis, start in zip(
            texts(block, "_diffrn_scan_axis.scan_id"),
            texts(block, "_diffrn_scan_axis.axis_id"),
            texts(block, "_diffrn_scan_axis.angle_start"),
            strict=True,
        )
    }
    assert float(starts["SCAN1", "omega"]) == 0.0
    assert float(starts["SCAN2", "omega"]) == 45.0
    assert len(texts(block, "_axis.id")) == 11
    assert len(set(texts(block, "_array_data.binary_id"))) == 7200


def test_another_detector_is_another_block(shared: Path, tmp_path: Path) -> None:
    first = _copy(shared, tmp_path / "together")
    second = first.with_name("moved_master.h5")
    shutil.copyfile(first, second)
    with h5py.File(second, "r+") as file:
        del file["/entry/instrument/detector/description"]
        file["/entry/instrument/detector/description"] = "Another 16M"
    conversion = convert([first, second])
    assert len(conversion.document.blocks) == 2
    sets = [texts(block, "_audit_dataset.id") for block in conversion.document.blocks]
    assert sets[0] == sets[1]
    assert len(sets[0]) == 1
    makes = [texts(block, "_diffrn_detector.make") for block in conversion.document.blocks]
    assert makes == [["Eiger 16M"], ["Another 16M"]]
    assert [len(table(b, "diffrn_scan", "id")) for b in conversion.document.blocks] == [1, 1]


def test_links_leave_the_folder_only_if_allowed(shared: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    master = _copy(shared, there)
    moved = here / MASTER
    shutil.copyfile(master, moved)
    with h5py.File(moved, "r+") as file:
        detector = file["/entry/instrument/detector"]
        for name in ("saturation_value", "serial_number"):
            link = detector.get(name, getlink=True)
            del detector[name]
            detector[name] = h5py.ExternalLink(str(there / link.filename), link.path)
    refused = convert([moved])
    assert texts(refused.document.blocks[0], "_array_intensities.overload") == []
    assert "unreadable" in {f.name for f in refused.findings}
    allowed = convert([moved], allow_dirs=[there])
    assert texts(allowed.document.blocks[0], "_array_intensities.overload") == ["57619"]
