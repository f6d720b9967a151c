"""The drafts of real mappings: all load, compose and pass lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.findings import Severity
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.mapping.load import chain, load_all, load_file
from imgcif_map.mapping.model import Mapping, MappingFile

LINT = {
    "nxmx": {"MAP007"},
    "dls-data-size-before-2021-09": {"MAP007"},
    "dials-export-nxmx": {"MAP007"},
}
"""Known of the drafts: a let and a loop variable are both called module."""


@pytest.fixture(scope="module")
def files(shared: Path) -> dict[str, MappingFile]:
    return {file.id: file for file in load_all([shared / "drafts" / "mappings"])}


def composed(name: str, files: dict[str, MappingFile]) -> Mapping:
    together = chain(files[name], list(files.values()))
    return compose([load_file(Path(file.path)) for file in together])


def test_all_drafts(files: dict[str, MappingFile], shared: Path) -> None:
    folder = shared / "dictionaries"
    dictionary = load_dictionary(folder / "cif_img.dic", import_paths=[folder])
    assert len(files) >= 12
    for name in files:
        made = composed(name, files)
        assert len(made.categories) >= 20
        errors = [f for f in lint_mapping(made, dictionary) if f.severity is Severity.ERROR]
        assert {f.code for f in errors} == LINT.get(name, set()), errors


def test_two_overlays_on_one_format(files: dict[str, MappingFile]) -> None:
    names = ("base", "minicbf-pilatus", "dls-i03-smargon", "reversed-axis-pilatus")
    made = compose([load_file(Path(files[name].path)) for name in names])
    entries = made.tables["axes"].entries
    assert list(entries) == ["omega", "twotheta", "distance", "height", "chi", "phi"]
    assert entries["omega"]["vector"].picks[0].literal == [-1, 0, 0]
