"""Whole outputs of small experiments, byte by byte; see ``update.py`` for how to renew them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.api import convert
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths
from imgcif_map.validator import validate
from tests.mapping.golden.cases import CASES
from tests.mapping.golden.outputs import HERE, converted, expected, text


@pytest.mark.parametrize("name", CASES)
def test_output_is_the_golden_one_and_valid(name: str, tmp_path: Path) -> None:
    conversion = converted(CASES[name], tmp_path)
    assert text(conversion) == expected(name).read_text(encoding="utf-8")
    report = validate(conversion.document, ignore=["IMG"])
    assert [f"{f.code} {f.message}" for file in report.files for f in file.findings] == []


@pytest.mark.parametrize("name", [n for n, case in CASES.items() if case.overlay])
def test_overlay_is_used_and_reported(name: str, tmp_path: Path) -> None:
    conversion = converted(CASES[name], tmp_path)
    assert CASES[name].overlay in conversion.overlays
    reports = [f.message for f in conversion.findings if f.name == "correction"]
    assert any(m.startswith(f"overlay {CASES[name].overlay} applies: ") for m in reports)


def test_a_value_of_no_use_is_named(tmp_path: Path) -> None:
    """A sensor thickness of zero is no thickness, and the report says where the zero stands."""
    case = CASES["dials-export"]
    conversion = convert(case.build(tmp_path), profile="reprocessing")
    [gap] = [f for f in conversion.findings if "layer_thickness: profile" in f.message]
    assert gap.looked == ("/entry/experiment0/instrument/detector/sensor_thickness",)


def test_plain_files_need_no_overlay(tmp_path: Path) -> None:
    for name in ("single-module", "dectris"):
        assert converted(CASES[name], tmp_path / name).overlays == ()


def test_every_nexus_mapping_and_overlay_has_a_golden_output() -> None:
    library = Library(mapping_paths(), load_functions())
    family = {f.id for f in library.formats("nexus")}
    overlays = {f.id for f in library.files.values() if f.kind == "overlay" and f.extends in family}
    assert overlays == {case.overlay for case in CASES.values() if case.overlay}


def test_no_golden_output_is_left_over() -> None:
    assert {path.stem for path in HERE.glob("*.cif")} == set(CASES)
