"""Rules on images against files of real instruments and our own conversions; see real_img.yaml."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.api import convert
from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import parse_cif, read_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.archive import make_plan
from imgcif_map.sample import build
from imgcif_map.validator import validate

HERE = Path(__file__).parent
LIST = yaml.safe_load((HERE / "real_img.yaml").read_text(encoding="utf-8"))
GOLDEN = HERE.parent / "mapping" / "golden"
OUTPUTS = sorted(path.stem for path in GOLDEN.glob("*.cif"))
URI = "_array_data_external_data.uri"


def found(document: Document, dictionary: Dictionary) -> list[list[Any]]:
    """Code, data name and number of rows of each finding."""
    report = validate(document, dictionary, select=LIST["codes"])
    return [[finding.code, finding.location.item, finding.count] for finding in report.findings]


@pytest.mark.parametrize("name", LIST["files"])
def test_every_finding_in_a_real_file_is_a_true_fault(
    name: str, shared: Path, dictionaries: dict[str, Dictionary]
) -> None:
    data = (shared / "data" / name).read_bytes()
    document = parse_cif(gzip.decompress(data) if name.endswith(".gz") else data, name)
    assert found(document, dictionaries["img"]) == [entry[:3] for entry in LIST["files"][name]]


def test_every_real_file_is_listed(shared: Path) -> None:
    folders = (shared / "data" / folder for folder in ("imgcif", "instruments", "cbf"))
    files = (path for folder in folders for path in folder.iterdir() if path.suffix != ".h5")
    assert {f"{path.parent.name}/{path.name}" for path in files} == set(LIST["files"])


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_finding_in_a_conversion_is_argued(
    name: str, dictionaries: dict[str, Dictionary]
) -> None:
    document = read_cif(GOLDEN / f"{name}.cif")
    uris = [block.column(URI) for block in document.blocks]
    count = sum(len(column) for column in uris if column is not None)
    expected = LIST["conversions"].get(name, [["IMG011", URI, count]])
    assert found(document, dictionaries["img"]) == [entry[:3] for entry in expected]


def test_a_conversion_that_knows_the_archive_has_none(
    tmp_path: Path, dictionaries: dict[str, Dictionary]
) -> None:
    archive = make_plan(["https://zenodo.org/records/1/files/{file}"])
    made = convert([build(tmp_path)], archive=archive)
    assert found(made.document, dictionaries["img"]) == []


def test_every_reason_is_given_and_used() -> None:
    lists: Iterable[list[list[Any]]] = (*LIST["files"].values(), *LIST["conversions"].values())
    assert {entry[3] for entries in lists for entry in entries} == set(LIST["reasons"])
    assert set(LIST["conversions"]) < set(OUTPUTS)
