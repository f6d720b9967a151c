"""Official dictionaries: every finding is argued for in real_dictionaries.yaml."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.dictionary.manifest import PACKAGED
from imgcif_map.findings import Finding
from imgcif_map.linter import lint_dictionary
from imgcif_map.resources import packaged_dir

LIST = yaml.safe_load((Path(__file__).parent / "real_dictionaries.yaml").read_text("utf-8"))


def compare(path: Path, expected: list[list[Any]]) -> None:
    found = lint_dictionary(path).findings
    argued = Counter((code, where, count) for code, where, count, _ in expected)
    seen = Counter((f.code, place(f), f.count) for f in found)
    assert seen - argued == Counter(), [f.message for f in found]
    assert argued - seen == Counter()


def place(finding: Finding) -> str:
    return finding.location.frame or finding.location.item or "header"


@pytest.mark.parametrize("name", LIST["official"])
def test_every_finding_is_a_true_fault(name: str, shared: Path) -> None:
    compare(shared / "dictionaries" / name, LIST["official"][name])


@pytest.mark.parametrize("name", LIST["packaged"])
def test_packaged_dictionaries(name: str) -> None:
    compare(packaged_dir("dictionaries") / name, LIST["packaged"][name])


def test_all_packaged_dictionaries_are_listed() -> None:
    assert set(LIST["packaged"]) == set(PACKAGED)


def test_every_reason_is_given_and_used() -> None:
    entries = [*LIST["official"].values(), *LIST["packaged"].values()]
    assert {entry[3] for found in entries for entry in found} == set(LIST["reasons"])
