"""``convert --to nexus`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import pytest

from tests.support.experiments import imgcif


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.cif"
    path.write_text(imgcif(scans={"A": (3, 0.0, 0.5), "B": (2, 90.0, 1.0)}), encoding="utf-8")
    return path


def test_each_scan_is_an_entry(invoke, scan, tmp_path):
    done = invoke("convert", "scan.cif", "--to", "nexus", "-o", "scan.nxs")
    assert done.code == 0
    assert done.out == ""
    with h5py.File(tmp_path / "scan.nxs") as file:
        assert list(file) == ["entry_001", "entry_002"]
        assert file["entry_001/definition"].asstr()[()] == "NXmx"
        assert file["entry_001/sample/transformations/omega"][()].tolist() == [0.0, 0.5, 1.0]
        assert file["entry_002/sample/transformations/omega"][()].tolist() == [90.0, 91.0]


def test_what_has_no_place_is_reported(invoke, scan, tmp_path):
    text = scan.read_text() + "_cell.length_a 78.1\n_my_own.thing 3\n"
    scan.write_text(text, encoding="utf-8")
    assert (
        invoke("convert", "scan.cif", "--to", "nexus", "-o", "s.nxs", "--gaps", "g.json").code == 0
    )
    [file] = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["files"]
    found = {(f["code"], f["item"]) for f in file["findings"]}
    assert {("GAP003", "_cell.length_a"), ("GAP003", "_my_own.thing")} <= found
    assert {("GAP003", "_diffrn_radiation.type")} <= found
    assert file["path"] == "scan.cif"


def test_a_missing_wavelength_is_exit_code_1(invoke, scan, tmp_path):
    scan.write_text(scan.read_text().replace("_diffrn_radiation_wavelength.value 1.0\n", ""))
    done = invoke("convert", "scan.cif", "--to", "nexus", "-o", "scan.nxs")
    assert done.code == 1
    assert "GAP001" in done.err
    assert "incident_wavelength" in done.err
    assert (tmp_path / "scan.nxs").is_file()


def test_back_again(invoke, scan, tmp_path):
    invoke("convert", "scan.cif", "--to", "nexus", "-o", "scan.nxs", "-q")
    assert invoke("convert", "scan.nxs", "-o", "again.cif", "-q").code in (0, 1)
    again = (tmp_path / "again.cif").read_text(encoding="utf-8")
    assert "Counter 1M" in again
    assert "Example Light Source" in again


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("scan.cif", "--to", "nexus"), "binary"),
        (("scan.cif", "--to", "nexus", "-o", "scan.cif"), "would overwrite an input"),
        (("scan.cif", "--to", "nexus", "-o", "no/where.nxs"), "does not exist"),
        (("scan.cif", "--to", "nexus", "-o", "o.nxs", "--doi", "10.5281/zenodo.1"), "--doi"),
        (("scan.cif", "--to", "nexus", "-o", "o.nxs", "--no-overlays"), "overlays"),
        (("none.cif", "--to", "nexus", "-o", "o.nxs"), "none.cif"),
        (("empty.cif", "--to", "nexus", "-o", "o.nxs"), "empty.cif"),
        (("cell.cif", "--to", "nexus", "-o", "o.nxs"), "describes no experiment"),
        (("scan.cif", "--to", "nexus", "-o", "o.nxs", "-m", "smv"), "no way back"),
        (("-", "--to", "nexus", "-o", "o.nxs"), "standard input"),
    ],
)
def test_calls_that_make_no_sense(arguments, said, invoke, scan, tmp_path):
    (tmp_path / "empty.cif").write_text("")
    (tmp_path / "cell.cif").write_text("data_cell\n_cell.length_a 3\n")
    done = invoke("convert", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "o.nxs").exists()


def linked(folder: Path, uri: str, more: str = "") -> Path:
    """imgCIF of two frames whose images are at some address."""
    from tests.support.experiments import loop

    text = imgcif(scans={"A": (2, 0.0, 0.5)}, uri="")
    frames = [("F1", "A", 1), ("F2", "A", 2)]
    text += loop("diffrn_scan_frame", ("frame_id", "scan_id", "frame_number"), frames)
    text += loop("diffrn_data_frame", ("id", "detector_element_id", "array_id", "binary_id"),
                 [("F1", "E", "A", 1), ("F2", "E", "A", 2)])  # fmt: skip
    text += loop("array_data", ("array_id", "binary_id", "external_data_id"),
                 [("A", 1, 1), ("A", 2, 2)])  # fmt: skip
    places = [(n, "HDF5", f"'{uri}'", "/data", n) for n in (1, 2)]
    text += loop("array_data_external_data", ("id", "format", "uri", "path", "frame"), places)
    path = folder / "linked.cif"
    path.write_text(text + more, encoding="utf-8")
    return path


def test_images_beside_are_linked_to_from_another_folder(invoke, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "out").mkdir()
    linked(tmp_path / "raw", "images.h5")
    with h5py.File(tmp_path / "raw" / "images.h5", "w") as file:
        file["data"] = [[[1, 2]], [[3, 4]]]
    invoke("convert", "raw/linked.cif", "--to", "nexus", "-o", "out/linked.nxs")
    with h5py.File(tmp_path / "out" / "linked.nxs") as file:
        assert file["entry/data/data"][1].tolist() == [[3, 4]]
        assert file["entry/data"].attrs["signal"] == "data"


@pytest.mark.parametrize(
    "uri",
    ["../secret.h5", "/etc/secret.h5", "https://example.org/a.h5", "a%2F..%2Fb.h5", "C:\\\\a"],
)
def test_images_elsewhere_are_listed(uri, invoke, tmp_path):
    """A link out of the folder of the imgCIF file is never made."""
    linked(tmp_path, uri)
    done = invoke("convert", "linked.cif", "--to", "nexus", "-o", "o.nxs")
    assert "listed, not linked to" in done.err.replace("\n    ", " ")
    with h5py.File(tmp_path / "o.nxs") as file:
        assert "data" not in file["entry/data"]
        listed = (
            file["entry/images_detector"]
            if "images_detector" in file["entry"]
            else file["entry/images_D"]
        )
        assert listed["uri"].asstr()[()] == uri.replace("\\\\", "\\\\")
        assert listed["frame"].asstr()[()].tolist() == ["1", "2"]
