"""A draft lists every key once, is valid as it is, and can be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map import convert
from imgcif_map.api import draft_mapping
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.resources import mapping_paths
from tests.support.make_minicbf import LINES, scan

NEW = {"gadget": "# Gadget_current 12.5 A", "note": "# Note: a # sign, 'quotes' and: colons"}


@pytest.fixture
def images(tmp_path: Path) -> Path:
    scan(tmp_path / "images", 3, lines=NEW)
    return tmp_path / "images"


def write(folder: Path, text: str) -> Path:
    path = folder / "my-detector.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_stands_there_once_with_its_value(images: Path) -> None:
    text = draft_mapping(images, "my-detector")
    keys = re.findall(r"(?m)^  # (\S+) = ", text)
    assert len(keys) == len(set(keys))
    wanted = {line[2:].split()[0].rstrip(":=") for key, line in LINES.items() if key[0].isupper()}
    assert wanted | {"Gadget_current", "Note", "sensor_thickness", "timestamp"} <= set(keys)
    assert "  # Gadget_current = 12.5 A\n  #   _?: Gadget_current\n" in text
    assert "  # Omega = [0.0, 0.1, 0.2] deg. (one value per file)\n" in text


def test_what_packaged_mappings_know_is_suggested(images: Path) -> None:
    text = draft_mapping(images, "my-detector")
    assert "_diffrn_detector.layer_thickness: sensor_thickness   # as in minicbf" in text
    assert re.search(r"#     exposure: Exposure_time   # as in (\w+, )*minicbf\n", text)
    assert re.search(r"an axis: tables/axes/omega: angle in (\w+, )*minicbf\n", text)


def test_a_draft_is_valid_and_maps_nothing(images: Path, tmp_path: Path) -> None:
    path = write(tmp_path, draft_mapping(images, "my-detector"))
    functions = load_functions()
    library = Library(mapping_paths(), functions)
    conversion = convert(images, mapping=str(path))
    findings = lint_mapping(
        library.compose(library.file(str(path))), conversion.dictionary, functions
    )
    assert list(findings) == []
    unread = [f.message for f in conversion.findings if f.name == "unmapped-source"]
    [message] = [message for message in unread if message.endswith("in /scan/SCAN1")]
    assert int(re.search(r"and (\d+) more", message)[1]) > 15


def test_a_line_without_its_sign_is_a_mapping(images: Path, tmp_path: Path) -> None:
    text = draft_mapping(images, "my-detector")
    line = "  #   _diffrn_detector.layer_thickness: sensor_thickness   # as in minicbf"
    assert line in text
    path = write(tmp_path, text.replace(line, line.replace("  #   _", "  _")))
    column = (
        convert(images, mapping=str(path))
        .document.blocks[0]
        .column("_diffrn_detector.layer_thickness")
    )
    assert column is not None
    assert column.texts() == ["0.45"]


def test_hdf5_files_have_drafts_too(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["run/lambda"] = 0.97
        file["run/lambda"].attrs["units"] = "angstrom"
    text = draft_mapping(tmp_path / "x.h5", "other")
    assert "extends: base" in text
    assert "  # run/lambda = 0.97 angstrom\n" in text


def test_wrong_ids_and_files(images: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be the id"):
        draft_mapping(images, "My Detector")
    with pytest.raises(UnreadableInput, match="no such file"):
        draft_mapping(tmp_path / "none.cbf")
