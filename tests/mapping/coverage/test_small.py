"""What coverage says of small mappings: each word on both sides, in the cases there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.errors import MappingError
from imgcif_map.mapping.coverage.model import ITEM_WORDS, SOURCE_WORDS

from .small import HEADERS, NEXUS, items, places, small


def test_a_header_key_in_every_way(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        """
items:
  _diffrn_source.beamline: {when: [$block/flag = 1], from: BEAM}
checks: [{name: twice, compare: [distance, alpha], when: beta}]
gaps: [{from: gamma, note: no data name for it}]
ignore: [{from: delta, because: nobody needs it}]
""",
    )
    said = places(found)
    assert set(said.values()) == set(SOURCE_WORDS)
    assert said["BEAM"] == "mapped"
    assert said["flag"] == "structure", "a condition reads it"
    assert said["beta"] == "structure", "a check depends on it"
    assert said["bin_x"] == said["start_omega"] == said["turn_omega"] == "structure", "scans"
    assert said["distance"] == said["alpha"] == "checked"
    assert said["gamma"] == "gap"
    assert said["delta"] == "ignored"
    assert said["gain"] == said["turn_phi"] == said["images/file"] == "open", "the reader knows it"
    notes = {row.path: (row.note, row.line) for row in found.places}
    assert notes["gamma"] == ("no data name for it", "small.yaml:10")
    assert notes["delta"] == ("nobody needs it", "small.yaml:11")
    assert notes["alpha"][0] == "check: twice"
    assert "scan" not in said, "what is above a data block is no key"


def test_a_data_name_in_every_way(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        """
params: {made: {default: null}}
items:
  _diffrn.id:                      {value: D}
  _diffrn_source.beamline:         BEAM
  _diffrn_radiation.probe:         {assume: x-ray, because: our tube}
  _diffrn_detector.number_of_axes: {count: diffrn_detector_axis}
  _diffrn_detector.make:           $made
  _exptl_crystal.description:      SAMPLE
no_source: {_diffrn_source.current: unknown}
""",
    )
    said = items(found)
    assert said["_diffrn.id"] == "constant"
    assert said["_diffrn_source.beamline"] == "mapped"
    assert said["_diffrn_radiation.probe"] == "assumed"
    assert said["_diffrn_detector.number_of_axes"] == "computed"
    assert said["_diffrn_detector.make"] == "parameter"
    assert said["_diffrn_source.current"] == "no-source"
    assert said["_diffrn_radiation.diffrn_id"] == "key"
    assert said["_diffrn_source.voltage"] == "open"
    assert set(said.values()) == set(ITEM_WORDS)
    assert len(found.needed) == 240
    assert [row.item for row in found.others] == ["_diffrn.id", "_exptl_crystal.description"]
    rows = {row.item: row for row in found.items}
    assert rows["_diffrn_source.current"].note == "unknown"
    assert rows["_diffrn_radiation.probe"].note == "assumed x-ray (our tube)"
    assert rows["_diffrn_source.beamline"].sources == ("BEAM",)
    assert rows["_diffrn_source.beamline"].line == "small.yaml:10"


def test_a_key_of_a_category_that_is_not_written_is_open(tmp_path: Path) -> None:
    said = items(small(tmp_path, "items: {_diffrn.id: {value: D}}"))
    assert said["_diffrn_radiation.diffrn_id"] == "open"


def test_what_is_assumed_counts_more_than_what_is_stated(tmp_path: Path) -> None:
    text = """items:
  _diffrn_radiation.probe: {from: [{when: A, value: neutron}, {assume: x-ray, because: usual}]}
"""
    assert items(small(tmp_path, text))["_diffrn_radiation.probe"] == "assumed"


def test_units_functions_and_reasons_stand_at_the_link(tmp_path: Path) -> None:
    text = """items:
  _diffrn_detector.layer_thickness: {from: T, unit: {force: um}, fn: mean, because: the writer errs}
fix: [{path: T, fn: absolute, because: a sign}]
"""
    (row,) = [row for row in small(tmp_path, text).places if row.path == "T"]
    (target,) = row.targets
    assert (target.item, target.match) == ("_diffrn_detector.layer_thickness", "broad")
    assert target.unit == "micrometres → millimetres"
    assert (target.functions, target.steps) == ("mean", ("mean",))
    assert "the writer errs" in target.because
    assert "corrected (absolute): a sign" in target.because
    assert target.line == "small.yaml:7"


def test_patterns_account_for_keys(tmp_path: Path) -> None:
    said = places(small(tmp_path, 'ignore: [{from: "turn_*", because: said twice}]'))
    assert said["turn_*"] == "ignored"
    assert "turn_kappa" not in said
    assert said["end_kappa"] == "open"


def test_groups_of_nexus_files_are_structure(tmp_path: Path) -> None:
    head = NEXUS.replace("nexus}", "nexus, definition: NXmx}")
    text = """items:
  _diffrn_detector.id:   {from: "name(*:NXinstrument/*:NXdetector)"}
  _diffrn_detector.make: "*:NXinstrument/*:NXdetector/description"
  _diffrn_source.power:  "*:NXinstrument/*:NXsource/power"
"""
    found = small(tmp_path, text, head)
    said = {row.path: row.handling for row in found.listed}
    assert len(said) == 99
    assert said["/NXentry"] == said["/NXentry/NXinstrument"] == "structure"
    assert said["/NXentry/NXinstrument/NXdetector"] == "structure", "though its name is taken"
    assert said["/NXentry/NXinstrument/NXdetector/description"] == "mapped"
    assert said["/NXentry/title"] == "open"
    beyond = {row.path: (row.handling, row.origin) for row in found.beyond}
    assert beyond["/NXentry/NXinstrument/NXsource/power"] == ("mapped", "NXsource/power")
    assert found.sentence().startswith("4 of 99 nodes of NXmx, ")


def test_a_pattern_means_nodes_that_nothing_else_names(tmp_path: Path) -> None:
    head = NEXUS.replace("nexus}", "nexus, definition: NXmx}")
    text = """items: {_diffrn_scan_collection.details: "*:NXsample/name"}
ignore: [{from: "*:NXsample/*", because: not ours}]
"""
    said = {row.path: (row.handling, row.note) for row in small(tmp_path, text, head).listed}
    assert said["/NXentry/NXsample/name"] == ("mapped", "")
    assert said["/NXentry/NXsample/temperature"] == ("ignored", "not ours")
    assert said["/NXentry/title"] == ("open", "")


def test_nexus_files_without_a_definition_have_no_list(tmp_path: Path) -> None:
    found = small(tmp_path, 'items: {_diffrn_source.power: "*:NXsource/power"}', NEXUS)
    assert places(found) == {
        "/NXentry": "structure",
        "/NXentry/NXsource": "structure",
        "/NXentry/NXsource/power": "mapped",
    }


def test_a_mapping_that_is_wrong_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"small\.yaml:6"):
        small(tmp_path, "items: {_diffrn.id: {from: '['}}", HEADERS)
