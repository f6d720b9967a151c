"""The predicate of a row: said by the mapping, or worked out from units and functions."""

from __future__ import annotations

import pytest

from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.tracing import match as sssom_match
from imgcif_map.mapping.tracing.match import same_unit, weakest
from imgcif_map.rdf.sssom import MATCHES
from tests.rdf.small_sets import HEADER, NEXUS, made, rows

WORDS = {iri: name for name, iri in MATCHES.items()}

CASES = {
    # value, unit and shape are the same
    "_diffrn_source.beamline: BEAMLINE": "exact",
    "_diffrn_source.beamline: {from: BEAMLINE, null_if: [x]}": "exact",
    "_diffrn_source.beamline: {text: '{BEAMLINE}'}": "exact",
    "_diffrn_detector.layer_thickness: {from: thickness, unit: mm}": "exact",
    "_diffrn_detector.layer_thickness: {from: thickness, unit: millimeter}": "exact",
    "_diffrn_radiation.probe: {from: probe, lookup: {x-ray: x-ray, neutron: neutron}}": "exact",
    # the unit or the coordinates differ, or the value is written in another way
    "_diffrn_detector.layer_thickness: {from: thickness, unit: um}": "close",
    "_diffrn_detector.layer_thickness: thickness": "close",
    "_diffrn_detector.layer_thickness: {from: thickness, unit: {assume: mm}}": "close",
    "_diffrn_detector.layer_thickness: {from: thickness, unit: mm, fn: absolute}": "close",
    "_diffrn_radiation.polarizn_source_ratio: {from: POL, fn: 'scale(2, -1)'}": "close",
    "_diffrn_radiation.probe: {from: probe, lookup: {x: x-ray, n: neutron}}": "close",
    "_diffrn_scan.date_start: {from: date, fn: iso_date}": "close",
    "_array_intensities.overload: {from: max, unit: counts, fn: inclusive_to_exclusive}": "close",
    # several values become one
    "_diffrn.ambient_temperature: {from: T, unit: K, fn: mean}": "broad",
    "_diffrn_radiation.probe: {from: probe, lookup: {a: x-ray, b: x-ray}}": "broad",
    "_diffrn_detector.details: {text: 'serial number {SN}'}": "broad",
    # one part of the value
    "_diffrn_source.beamline: 'names[0]'": "narrow",
    "_diffrn_source.beamline: \"after(NAME, 'beamline')\"": "narrow",
    "'_axis.vector[1..3]': {from: v, fn: to_frame}": "narrow",
    # computed from several, or about the place
    "_diffrn.ambient_temperature: {from: 'v[0]', unit: K, fn: mean}": "related",
    "_diffrn_scan.frames: length(data)": "related",
    "_array_structure.encoding_type: dtype(data)": "related",
}


@pytest.mark.parametrize(("item", "expected"), CASES.items())
def test_it_is_worked_out(item, expected, tmp_path):
    result = made(tmp_path, f"items:\n  {item}\n", HEADER)
    matched = [row for row in result.set.rows if not row.unmatched]
    assert {WORDS[row.predicate_id] for row in matched} == {expected}


@pytest.mark.parametrize(("expression", "expected"), [("times(A, B)", 2), ("minus(A, B)", 2)])
def test_what_is_computed_from_several_is_related_to_each(expression, expected, tmp_path):
    result = made(tmp_path, f"items: {{_diffrn_scan.time_rstrt_incr: '{expression}'}}\n")
    matched = [row for row in result.set.rows if not row.unmatched]
    assert [WORDS[row.predicate_id] for row in matched] == ["related"] * expected
    assert {row.mapping_cardinality for row in matched} == {"n:1"}


@pytest.mark.parametrize("word", MATCHES)
def test_the_mapping_file_has_the_last_word(word, tmp_path):
    text = f"items: {{_diffrn_source.beamline: {{from: B, match: {word}, confidence: 0.25}}}}\n"
    (row,) = [row for row in made(tmp_path, text).set.rows if not row.unmatched]
    assert (WORDS[row.predicate_id], row.confidence) == (word, 0.25)


def test_what_is_said_further_out_counts(tmp_path):
    text = """
let: {b: {from: B, match: close, confidence: 0.9}}
items: {_diffrn_source.beamline: $b, _diffrn_source.details: {from: $b, match: related}}
"""
    found = rows(made(tmp_path, text))
    assert WORDS[found["B", "_diffrn_source.beamline"].predicate_id] == "close"
    assert WORDS[found["B", "_diffrn_source.details"].predicate_id] == "related"
    assert found["B", "_diffrn_source.details"].confidence == 0.9


def test_units_of_nexus_are_those_of_its_definitions(tmp_path):
    text = """
items:
  _diffrn_source.current: "*:NXsource/current"
  _diffrn_scan_collection.details: title
  _array_intensities.scaling: "*:NXdata/data_scaling_factor"
"""
    found = {row.object_label: row for row in made(tmp_path, text, NEXUS).set.rows}
    match = {name: WORDS[row.predicate_id] for name, row in found.items()}
    assert match["_diffrn_source.current"] == "close"  # each file says its unit
    assert match["_diffrn_scan_collection.details"] == "exact"
    assert match["_array_intensities.scaling"] == "exact"


def test_a_corrected_unit_is_the_unit(tmp_path):
    text = """
items: {_diffrn_radiation_wavelength.value: "*:NXbeam/incident_wavelength"}
fix: [{path: "*:NXbeam/incident_wavelength", unit: angstrom, because: the label is wrong}]
"""
    (row,) = [row for row in made(tmp_path, text, NEXUS).set.rows if not row.unmatched]
    assert WORDS[row.predicate_id] == "exact"
    assert row.source_unit == "angstroms"
    assert row.comment == "corrected (unit angstrom): the label is wrong"


def test_units_are_compared_by_what_they_mean():
    assert same_unit("millimetres", "millimetres")
    assert not same_unit("metres", "millimetres")
    assert not same_unit(None, "millimetres")
    assert not same_unit("", "millimetres")
    assert not same_unit("nonsense", "millimetres")
    assert same_unit("", "none")
    assert same_unit("none", "")
    assert not same_unit(None, "none")
    assert not same_unit("percent", "none")


def test_several_ways_promise_no_more_than_each():
    assert weakest(["exact"]) == "exact"
    assert weakest(["exact", "close"]) == "close"
    assert weakest(["close", "broad"]) == "broad"
    assert weakest(["broad", "narrow"]) == "related"
    assert weakest(["exact", "related"]) == "related"


def test_functions_with_a_kind_of_their_own_are_registered():
    named = {*sssom_match.REDUCING, *sssom_match.KEEPING, *sssom_match.PARTS}
    own = {"identifier", "reference", "text"}  # what tracing calls keys, references and templates
    functions = load_functions()
    assert named - own <= set(functions)
    assert not sssom_match.REDUCING & sssom_match.KEEPING
    # one with an inverse needs no entry: its value can be worked back
    assert [n for n in sssom_match.KEEPING - own if functions[n].inverse is not None] in (
        [],
        ["same"],
    )
