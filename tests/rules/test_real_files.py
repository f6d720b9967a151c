"""Files of real instruments: every finding is argued for in real_files.yaml."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.validator import validate

LIST = yaml.safe_load((Path(__file__).parent / "real_files.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LIST["files"])
def test_every_finding_is_a_true_fault(
    name: str, shared: Path, dictionaries: dict[str, Dictionary]
) -> None:
    data = (shared / "data" / name).read_bytes()
    document = parse_cif(gzip.decompress(data) if name.endswith(".gz") else data, name)
    # Rules on images: see real_img.yaml. Of some images only the text before the pixels is there;
    # their syntax is not judged.
    ignore = ["IMG"] + (["CIF"] if name.endswith(".header.txt") else [])
    found = validate(document, dictionaries["img"], ignore=ignore).findings
    seen = [[finding.code, finding.location.item, finding.count] for finding in found]
    assert seen == [entry[:3] for entry in LIST["files"][name]]


def test_every_reason_is_given_and_used() -> None:
    used = {entry[3] for entries in LIST["files"].values() for entry in entries}
    assert used == set(LIST["reasons"])
