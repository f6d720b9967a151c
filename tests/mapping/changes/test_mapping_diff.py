"""What changed in meaning between two mappings, and what did not."""

from __future__ import annotations

import json

import pytest

from imgcif_map.mapping.changes import mapping_diff
from imgcif_map.mapping.changes.model import KINDS
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.resources import mapping_paths
from tests.cli.conftest import _one_cache, invoke, shared_cache  # noqa: F401
from tests.cli.outcome import check_message

SMALL = """imgcif_map: 1
id: small
version: 1.0.0
license: CC0-1.0
source: {format: cbf}
blocks: {each: "/scan/*"}
params: {sense: {one_of: [keep, turn], default: keep}}
let:
  h: ./header
  speed: $h/Speed
  mode: {from: $h/Mode, lookup: {fast: rotation, slow: translation}}
items:
  _diffrn_source.beamline: $h/BEAMLINE
  _diffrn_source.current: {from: $h/Current, unit: mA}
  _diffrn_source.facility: {value: ESRF}
  _diffrn_radiation.probe: {from: $h/Probe, assume: x-ray, because: it is used with X-rays}
  _diffrn_detector.dtime: {from: $speed, fn: reciprocal, unit: s}
  _diffrn_scan_collection.type: $mode
checks:
  - {name: twice, compare: [$h/A, $h/B], tolerance: 0.1}
gaps:
  - {from: $h/Colour, note: no home}
no_source: {_diffrn_source.power: never said}
tests:
  - name: one
    given: {BEAMLINE: B1}
    expect: {_diffrn_source.beamline: B1}
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(mapping_paths(), load_functions())


@pytest.fixture
def changes(tmp_path, library):
    """The changes that an edit of the small mapping makes, as (kind, subject, before, after)."""

    def made(*edits: tuple[str, str]):
        text = SMALL
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "old.yaml").write_text(SMALL)
        (tmp_path / "new.yaml").write_text(text)
        names = str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")
        found = mapping_diff(*names, library=library).changes
        back = mapping_diff(*reversed(names), library=library).changes
        assert sorted((c.subject, c.before, c.after) for c in found) == sorted(
            (c.subject, c.after, c.before) for c in back
        )
        assert {c.kind for c in found} <= set(KINDS)
        return found

    return made


SAME = {
    "comments": ("let:", "# the header\nlet:   # of names"),
    "quotes": ("{value: ESRF}", '{value: "ESRF"}'),
    "style": ("{from: $h/Current, unit: mA}", "\n    unit: mA\n    from: $h/Current"),
    "order": ("  h: ./header\n  speed: $h/Speed\n", "  speed: $h/Speed\n  h: ./header\n"),
    "version": ("version: 1.0.0", "version: 1.1.0"),
    "a let written out": ("{from: $speed, fn", "{from: $speed, fn"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same(changes, name):
    assert changes(SAME[name]) == ()


def test_another_name_of_a_let(changes):
    assert changes(("speed:", "velocity:"), ("$speed", "$velocity")) == ()


DTIME = "_diffrn_detector.dtime"
DIFFERENT = {
    "gained": (("no_source: {_diffrn_source.power: never said}\n", ""),
               [("section", "no_source _diffrn_source.power", "never said", "")]),
    "lost": (("  _diffrn_source.facility: {value: ESRF}\n", ""),
             [("lost", "_diffrn_source.facility", "value: ESRF", "")]),
    "source of a let": (("$h/Speed", "$h/Rate"), "source"),
    "unit": (("unit: mA", "unit: A"), "unit"),
    "function": (("fn: reciprocal", "fn: absolute"), "function"),
    "value": (("value: ESRF", "value: DESY"),
              [("value", "_diffrn_source.facility", "ESRF", "DESY")]),
    "lookup of a let": (("slow: translation", "slow: general"),
                        [("lookup", "_diffrn_scan_collection.type", "slow -> translation",
                          "slow -> general")]),
    "assumption": (("assume: x-ray", "assume: neutron"),
                   [("assumption", "_diffrn_radiation.probe", "x-ray", "neutron")]),
    "condition": (("{value: ESRF}", "{value: ESRF, when: $h/Site}"), "condition"),
    "null": (("unit: mA}", "unit: mA, null_if: [0]}"), "rule"),
    "parameter": (("default: keep", "default: turn"),
                  [("section", "param sense", "default keep", "default turn")]),
    "check": (("tolerance: 0.1", "tolerance: 0.5"),
              [("section", "check twice", "within 0.1", "within 0.5")]),
    "gap": (("note: no home", "note: none"), [("section", "gap $h/Colour", "no home", "none")]),
    "test": (("expect: {_diffrn_source.beamline: B1}", "expect: {_diffrn_source.beamline: B2}"),
             [("section", "test small: one", "", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_means_something_else(changes, name):
    edit, expected = DIFFERENT[name]
    found = changes(edit)
    if isinstance(expected, str):
        assert [change.kind for change in found] == [expected]
    else:
        assert [(c.kind, c.subject, c.before, c.after) for c in found] == expected


@pytest.mark.parametrize("other", ["scale(3, constant=1)", "scale(2, constant=2)"])
def test_an_argument_of_a_function(tmp_path, library, other):
    names = []
    for name, call in (("a.yaml", "scale(2, constant=1)"), ("b.yaml", other)):
        (tmp_path / name).write_text(SMALL.replace("fn: reciprocal", f'fn: "{call}"'))
        names.append(str(tmp_path / name))
    (change,) = mapping_diff(*names, library=library).changes
    assert (change.kind, change.subject) == ("rule", DTIME)
    assert "scale(2, constant=1)" in change.before
    assert other in change.after


def test_a_let_shows_at_its_data_name_and_at_its_line(changes):
    (change,) = changes(("$h/Speed", "$h/Rate"))
    assert change.subject == DTIME
    assert change.before.endswith("/Speed")
    assert change.after.endswith("/Rate")
    assert (change.old_place.line, change.new_place.line) == (10, 10)
    assert change.old_place.file.endswith("old.yaml")
    assert change.new_place.file.endswith("new.yaml")


@pytest.mark.parametrize("name", ["nxmx", "minicbf", "dls-i24"])
def test_packaged_ones_are_as_they_are(library, name):
    assert mapping_diff(name, name, library=library).changes == ()


def test_two_formats_differ_in_where_things_are(library):
    found = mapping_diff("smv", "dtrek", library=library).changes
    kinds = {change.kind for change in found}
    assert {"source", "section"} <= kinds


# -- as a user runs it


def test_the_command(invoke, tmp_path):  # noqa: F811
    (tmp_path / "a.yaml").write_text(SMALL)
    (tmp_path / "b.yaml").write_text(SMALL.replace("ESRF", "DESY"))
    assert invoke("mapping", "diff", "a.yaml", "a.yaml").code == 0
    outcome = invoke("mapping", "diff", "a.yaml", "b.yaml")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out == (
        "old: a.yaml\nnew: b.yaml\n\n_diffrn_source.facility: value\n"
        "  - ESRF  [a.yaml:15:28]\n  + DESY  [b.yaml:15:28]\n\n1 change\n"
    )
    told = json.loads(invoke("mapping", "diff", "a.yaml", "b.yaml", "--format", "json").out)
    (change,) = told["changes"]
    assert change["old_place"] == {"file": "a.yaml", "line": 15, "column": 28}


def test_what_is_no_mapping(invoke, tmp_path):  # noqa: F811
    (tmp_path / "bad.yaml").write_text("a: [1\n")
    check_message(invoke("mapping", "diff", "nxmx", "bad.yaml"), "bad.yaml")
    check_message(invoke("mapping", "diff", "nxmx", "no-such"), "no-such")
