"""Tests of the way back that travel with mappings: what they find, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.errors import MappingError, UsageError
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.testing import Problem, TestResult, run_mapping_tests
from imgcif_map.mapping.testing.model import DifferentRow
from imgcif_map.resources import mapping_paths
from imgcif_map.reverse.example import small_experiment
from imgcif_map.reverse.testing import run_back

HEAD = """\
imgcif_map: 1
id: over
extends: nxmx
title: An overlay
license: CC0-1.0
when: "*:NXinstrument/name = 'nowhere'"
because: a test
tests:
  - name: one
"""
DETECTOR = "/entry:NXentry/instrument:NXinstrument/detector:NXdetector"
BEAM = "/entry:NXentry/instrument:NXinstrument/beam:NXbeam"


def results(folder: Path, test: str, names: Sequence[str] = ("over",)) -> list[TestResult]:
    (folder / "over.yaml").write_text(HEAD + test, encoding="utf-8")
    library = Library([folder, *mapping_paths()], load_functions())
    return run_mapping_tests(names, library=library, back=run_back)


def problems(folder: Path, given: str, expect: str, more: str = "") -> tuple[Problem, ...]:
    test = f"    given_cif: {{{given}}}\n    expect_source:\n      {expect}\n{more}"
    [result] = results(folder, test)
    return result.problems


def test_a_value_that_differs_with_the_way_it_took(tmp_path: Path) -> None:
    [found] = problems(
        tmp_path, "_array_intensities.overload: 57619", f"{DETECTOR}/saturation_value: 57619"
    )
    assert found.message == "/entry/instrument/detector/saturation_value is 57618.0, expected 57619"
    assert found.rows == (DifferentRow(1, "57619", "57618.0", "-1"),)
    assert (found.place.line, found.place.column) == (12, 7)
    [made] = found.made
    assert made.sources == ("_array_intensities.overload",)
    assert made.functions == ("exclusive_to_inclusive",)
    assert Path(made.place.file).name == "nxmx.yaml"


@pytest.mark.parametrize(
    ("expect", "kind", "message", "hint"),
    [
        (
            f"{BEAM}/incident_wavelength: {{value: 1.0, unit: nm}}", "value",
            "/entry/instrument/beam/incident_wavelength@units is angstrom, expected nm", "",
        ),
        (
            f"{BEAM}/incident_wavelength: null", "value",
            "/entry/instrument/beam/incident_wavelength is 1.0, expected null (.)", "",
        ),
        (
            f"{BEAM}/incident_wavelenght: 1.0", "absent",
            "/entry/instrument/beam/incident_wavelenght is absent, expected 1.0",
            "did you mean '/entry/instrument/beam/incident_wavelength'?",
        ),
        (
            f"{BEAM.replace('NXbeam', 'NXbeem')}/incident_wavelength: 1.0", "class",
            "/entry/instrument/beam is an NXbeam, expected NXbeem", "",
        ),
        (
            "/entry:NXentry/sample:NXsample/name: Lys", "absent",
            "/entry/sample/name is absent, expected Lys", "",
        ),
        (
            "/entry:NXentry/@version: '2.0'", "value",
            "/entry@version is 1.0, expected 2.0", "",
        ),
        (
            "/entry:NXentry/sample:NXsample/transformations:NXtransformations/omega: [0]", "rows",
            "/entry/sample/transformations/omega has 2 values, expected 1", "",
        ),
    ],
)  # fmt: skip
def test_kinds_of_difference(
    expect: str, kind: str, message: str, hint: str, tmp_path: Path
) -> None:
    [found] = problems(tmp_path, "_diffrn.id: x", expect)
    assert (found.kind, found.message, found.hint) == (kind, message, hint)


def test_what_is_missing_says_what_it_is_made_from(tmp_path: Path) -> None:
    [found] = problems(tmp_path, "_diffrn.id: x", "/entry:NXentry/sample:NXsample/name: Lys")
    assert found.reasons == ("it is made from _exptl_crystal.description",)


def test_gaps_of_the_way_back(tmp_path: Path) -> None:
    expect = "/entry:NXentry/definition: NXmx"
    given = "_database.dataset_DOI: 10.5/x"
    assert problems(tmp_path, given, expect, "    gaps: [no-target]\n") == ()
    [found] = problems(tmp_path, given, expect, "    gaps: [lossy]\n")
    assert found.message == "no gap of kind lossy was reported"
    doi = "GAP003 no-target: _database.dataset_DOI: no place: NXmx has no field for it"
    assert doi in found.reasons


def test_a_misspelt_data_name(tmp_path: Path) -> None:
    [found] = problems(tmp_path, "_diffrn_detector.mak: x", "/entry:NXentry/definition: NXmx")
    assert (found.kind, found.hint) == ("name", "did you mean '_diffrn_detector.make'?")
    assert (found.place.line, found.place.column) == (10, 17)


def test_columns_that_do_not_fit_together(tmp_path: Path) -> None:
    given = "_diffrn_scan_frame.frame_number: [1, 2], _diffrn_scan_frame.integration_time: [1]"
    [found] = problems(tmp_path, given, "/entry:NXentry/definition: NXmx")
    assert (found.kind, found.message) == (
        "error",
        "given_cif: columns of diffrn_scan_frame differ in length",
    )


@pytest.mark.parametrize(
    ("test", "message"),
    [
        (
            "    given: {/a: 1}\n    expect_source: {/a: 1}\n",
            "over.yaml:10:5: expect_source: and given: in one test",
        ),
        ("    expect_source: {/a: 1}\n", "over.yaml:9:5: a test needs given_cif:"),
        ("    expect: {_diffrn.id: 1}\n", "over.yaml:9:5: a test needs given:"),
    ],
)
def test_a_test_goes_one_way(test: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError) as refused:
        results(tmp_path, test)
    assert message in str(refused.value)


def test_a_mapping_without_a_way_back(tmp_path: Path) -> None:
    text = HEAD.replace("extends: nxmx", "extends: minicbf").replace("id: over", "id: mini")
    test = "    given_cif: {_diffrn.id: x}\n    expect_source: {/entry: x}\n"
    (tmp_path / "mini.yaml").write_text(text + test, encoding="utf-8")
    library = Library([tmp_path, *mapping_paths()], load_functions())
    [result] = run_mapping_tests(["mini"], library=library, back=run_back)
    [found] = result.problems
    assert (found.kind, found.message) == ("error", "the mapping mini has no way back")


def test_without_the_layer_above_they_are_left_out() -> None:
    names = [result.name for result in run_mapping_tests(["nxmx"])]
    both = run_mapping_tests(["nxmx"], back=run_back)
    back = [result.name for result in both if result.name.startswith("back:")]
    assert len(back) >= 8
    assert [result.name for result in both] == [*names, *back]
    assert all(result.passed for result in both)


def test_the_small_experiment_is_one(tmp_path: Path) -> None:
    """But for images and the range of the scan it is whole; given columns join it or replace it."""
    from imgcif_map import validate
    from imgcif_map.cif.writer import write_cif

    dictionary = load_dictionary()
    write_cif(small_experiment({}, dictionary), tmp_path / "small.cif")
    report = validate(tmp_path / "small.cif")
    assert [f.code for f in report.findings] == ["IMG010", "IMG020"]
    [block] = small_experiment({"_diffrn_scan.frames": 3}, dictionary).blocks
    frames, scan = block.column("_diffrn_scan.frames"), block.column("_diffrn_scan.id")
    assert frames is not None
    assert scan is not None
    assert (frames.texts(), scan.texts()) == (["3"], ["SCAN1"])
    given = {"_diffrn_radiation_wavelength.value": [1.0, 1.1]}
    [block] = small_experiment(given, dictionary).blocks
    assert block.column("_diffrn_radiation_wavelength.id") is None
    with pytest.raises(UsageError, match="differ in length"):
        small_experiment({"_axis.id": ["a"], "_axis.type": ["b", "c"]}, dictionary)
