"""Tests that mapping files carry, in both directions, and lookups of the way back."""

from __future__ import annotations

import pytest

from imgcif_map import dictionary_impact
from tests.mapping.impact.answers import MAPPINGS, OPTIONS, PACKAGED, lines, told, worst
from tests.mapping.impact.previous import Version
from tests.mapping.impact.searched import lines_of, with_text

WIDTH = "_diffrn_radiation.beam_width"
DTIME = "_diffrn_detector.dtime"


def test_what_an_embedded_test_expects(invoke, tmp_path, text):
    """The only ones that see it: the number that is expected is one in the old unit."""
    version = Version(text)
    version.edit(WIDTH, "micrometres", "millimetres")
    new = version.write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, "imgcif", "--format", "json")
    answer = told(outcome)
    assert lines(answer)["broken"] == lines_of([MAPPINGS / "imgcif.yaml"], WIDTH, ["tests"])
    assert [result["mapping"] for result in answer["failing"]] == ["imgcif"]
    assert outcome.code == 1


MINE = """\
imgcif_map: 1
id: mine
extends: nxmx
version: 1.0.0
title: One more node on the way back
license: CC0-1.0
reverse:
  fields:
    /entry:NXentry/source:NXsource/probe:
      from: _diffrn_radiation.probe
      lookup:
        x-ray: x-ray
        neutron: neutron
        electron: electron
        gamma: gamma
tests:
  - name: "back: microseconds"
    given_cif: {_diffrn_detector.dtime: 0.2}
    expect_source:
      /entry:NXentry/instrument:NXinstrument/detector:NXdetector/dead_time: {value: 0.2, unit: us}
  - name: "back: a length of waves, which stays right"
    given_cif: {_diffrn_radiation_wavelength.value: 0.9795, _diffrn_detector.dtime: 0.2}
    expect_source:
      /entry:NXentry/instrument:NXinstrument/beam:NXbeam/incident_wavelength: 0.9795
"""


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    return path


def of(path, named):
    """The lines of one file."""
    return {
        verdict: {x for x in found if x.startswith(f"{path}:")} for verdict, found in named.items()
    }


def test_what_a_test_of_the_way_back_gives(invoke, tmp_path, text, mine):
    """The number means something else now; only the test that fails for it is named."""
    version = Version(text)
    version.edit(DTIME, "microseconds", "milliseconds")
    new = version.write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, mine, "--format", "json")
    answer = told(outcome)
    assert of(mine, lines(answer)) == worst(broken=with_text([mine], r"given_cif: \{_diffrn_det"))
    assert [result["name"] for result in answer["failing"]] == ["back: microseconds"]
    assert outcome.code == 1


def test_from_python_the_way_back_is_tested_too(tmp_path, text, mine):
    version = Version(text)
    version.edit(DTIME, "microseconds", "milliseconds")
    result = dictionary_impact(version.write(tmp_path / "new"), PACKAGED, [str(mine)])
    assert [one.name for one in result.failing] == ["back: microseconds"]
    assert result.breaks


@pytest.mark.parametrize("direction", ["new", "old"])
def test_words_of_lookups_on_the_way_back(invoke, tmp_path, text, mine, direction):
    """A word that is gone, and one that has no word of the target."""
    version = Version(text)
    version.state("_diffrn_radiation.probe", "gamma", "muon")
    other = version.write(tmp_path / direction)
    if direction == "new":
        answer = told(invoke("dictionary", "impact", other, mine, *OPTIONS))
        expected = worst(
            outdated=with_text([mine], "^ +gamma:"), check=with_text([mine], "^ +lookup:")
        )
    else:
        answer = told(invoke("dictionary", "impact", PACKAGED, mine, "--old", other, *OPTIONS))
        expected = worst()  # gamma has its word already, muon never had one
    assert of(mine, lines(answer)) == expected
    assert not answer["breaks"]
