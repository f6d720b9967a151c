"""Vectors of frames, detectors, goniometers, scans and scalars through the whole engine.

HDF5 files are built from the numbers, converted, written, read back by three CIF
readers and evaluated by code that is not the package's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map import api
from imgcif_map.cif.writer import format_cif

from . import checks
from .conversion import Converted, Converter

FACTS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, Any]:
    text = (shared / "facts" / "geometry_vectors.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.fixture(scope="module")
def scalars(convert: Converter) -> Converted:
    return convert(checks.SCALARS)


def cases(section: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case", FACTS[section], ids=[c.get("name", c.get("item")) for c in FACTS[section]]
    )


@cases("frames")
def test_frame(convert: Converter, case: checks.Case) -> None:
    checks.check_frame(convert, case)


@cases("inverse_frames")
def test_inverse_frame(convert: Converter, case: checks.Case, tmp_path: Path) -> None:
    checks.check_inverse_frame(convert, case, tmp_path)


@cases("detectors")
@pytest.mark.parametrize(
    ("offset_on", "unit"),
    [(("module_offset",), "mm"), (("fast", "slow"), "m"), (("slow",), "um"), (("fast",), "cm")],
    ids=["module_offset", "both, m", "slow, um", "fast, cm"],
)
def test_detector(
    convert: Converter, case: checks.Case, tmp_path: Path, offset_on: tuple[str, ...], unit: str
) -> None:
    checks.check_detector(convert, case, tmp_path, offset_on, unit)


@cases("goniometers")
def test_goniometer(convert: Converter, case: checks.Case) -> None:
    checks.check_goniometer(convert, case)


@cases("scans")
def test_scan(convert: Converter, case: checks.Case) -> None:
    checks.check_scan(convert, case)


@cases("external_data")
def test_external_data(convert: Converter, case: checks.Case) -> None:
    checks.check_external(convert, case)


@cases("scalars")
def test_scalar(scalars: Converted, case: checks.Case) -> None:
    checks.check_scalar(scalars, case)


def test_the_public_function_gives_the_same(convert: Converter) -> None:
    done = convert(checks.detector_plan(FACTS["detectors"][0], ("module_offset",)))
    again = api.convert([done.source]).document
    assert format_cif(again) == done.path.read_text(encoding="utf-8")


def test_shared_frames(convert: Converter, vectors: dict[str, Any]) -> None:
    for case in vectors["frames"]:
        checks.check_frame(convert, case)


def test_shared_inverse_frames(convert: Converter, vectors: dict[str, Any], tmp_path: Path) -> None:
    for case in vectors["inverse_frames"]:
        checks.check_inverse_frame(convert, case, tmp_path)


def test_shared_detectors(convert: Converter, vectors: dict[str, Any], tmp_path: Path) -> None:
    for case in vectors["detectors"]:
        checks.check_detector(convert, case, tmp_path)


def test_shared_goniometers(convert: Converter, vectors: dict[str, Any]) -> None:
    for case in vectors["goniometers"]:
        checks.check_goniometer(convert, case)


def test_shared_scans(convert: Converter, vectors: dict[str, Any]) -> None:
    for case in vectors["scans"]:
        checks.check_scan(convert, case)


def test_shared_external_data(convert: Converter, vectors: dict[str, Any]) -> None:
    for case in vectors["external_data"]:
        checks.check_external(convert, case)


def test_shared_scalars(scalars: Converted, vectors: dict[str, Any]) -> None:
    assert len(vectors["scalars"]) == 9
    for case in vectors["scalars"]:
        checks.check_scalar(scalars, case)
