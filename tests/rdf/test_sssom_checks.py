"""What the official validator lets pass, said with file and line of the mapping."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imgcif_map.findings import Severity
from imgcif_map.mapping.exportcodes import EXPORT_CODES
from imgcif_map.rdf.sssom_check import check
from imgcif_map.rdf.sssom_set import licence_iri
from tests.rdf.small_sets import HEAD, NEXUS, found, made, packaged

ITEM = "items: {_diffrn_source.beamline: BEAMLINE}\n"
LINES = HEAD.count("\n")


def said(findings):
    return [(f.name, f.location.line) for f in findings if f.severity is Severity.ERROR]


def test_a_good_mapping_passes(tmp_path):
    assert found(tmp_path, ITEM) == []


def test_a_mapping_without_a_licence(tmp_path):
    findings = found(tmp_path, ITEM, head=HEAD.replace("license: CC0-1.0\n", ""))
    assert said(findings) == [("mapping-without-licence", 1)]
    assert findings[0].location.path.endswith("small.yaml")
    assert "SPDX" in findings[0].hint


@pytest.mark.parametrize("licence", ["public domain", "'see LICENSE!'", "ftp://x"])
def test_what_is_no_licence(licence, tmp_path):
    findings = found(tmp_path, ITEM, head=HEAD.replace("CC0-1.0", licence))
    assert said(findings) == [("mapping-without-licence", 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC0-1.0", "https://spdx.org/licenses/CC0-1.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/"),
        ("", None),
        ("a b", None),
        ("https:// x", None),
    ],
)  # fmt: skip
def test_licences_are_addresses(text, expected):
    assert licence_iri(text) == expected


def test_a_licence_is_wanted_of_every_file_that_takes_part(tmp_path):
    (tmp_path / "form.yaml").write_text(
        "imgcif_map: 1\nid: form\nabstract: true\nitems: {_diffrn_source.current: C}\n"
    )
    head = HEAD.replace("source:", "extends: form\nsource:")
    (one,) = found(tmp_path, ITEM, head=head)
    assert (one.name, one.location.path) == ("mapping-without-licence", str(tmp_path / "form.yaml"))


def test_a_data_name_that_does_not_exist(tmp_path):
    findings = found(tmp_path, "items:\n  _diffrn_source.beamlin: BEAMLINE\n")
    assert said(findings) == [("unknown-data-name", LINES + 2)]
    assert "_diffrn_source.beamline" in findings[0].hint


def test_a_name_without_a_source_that_does_not_exist(tmp_path):
    findings = found(tmp_path, "no_source:\n  _diffrn_source.no: never\n")
    assert said(findings) == [("unknown-data-name", LINES + 2)]


def test_exact_with_another_unit(tmp_path):
    text = """items:
  _diffrn_detector.layer_thickness: {from: thickness, unit: m, match: exact}
  _diffrn_detector.dtime: {from: Tau, unit: us, match: exact}
  _diffrn_source.beamline: {from: B, match: exact}
  _diffrn_source.current: {from: C, match: exact}
"""
    findings = found(tmp_path, text)
    assert said(findings) == [
        ("exact-but-converted", LINES + 2),
        ("exact-but-converted", LINES + 5),
    ]
    assert "metres" in findings[0].message
    assert "each file says" in findings[1].message


def test_two_matches_of_one_pair(tmp_path):
    text = """items:
  _diffrn_source.beamline: [{from: B, match: exact}, {from: B, fn: first, match: broad}]
"""
    assert said(found(tmp_path, text)) == [("match-said-twice", LINES + 2)]


def test_doubled_rows(tmp_path):
    result = made(tmp_path, ITEM)
    doubled = replace(result, set=replace(result.set, rows=result.set.rows * 2))
    assert [f.name for f in check(doubled, packaged())][:1] == ["doubled-row"]


def test_a_place_that_the_definitions_lack(tmp_path):
    text = 'let: {det: "*:NXdetector"}\nitems: {_diffrn_source.beamline: $det/beam_lin}\n'
    (one,) = found(tmp_path, text, NEXUS)
    assert (one.name, one.severity) == ("unknown-source-term", Severity.NOTE)
    assert "/NXentry/NXdetector/beam_lin" in one.message


def test_a_class_that_nexus_lacks(tmp_path):
    text = """let: {det: "*:NXdetectr"}
items:
  _diffrn_detector.make: $det/description
"""
    findings = found(tmp_path, text, NEXUS)
    assert [f.name for f in findings if f.severity is Severity.WARNING] == ["unknown-nexus-class"]
    assert "NXdetectr" in findings[0].message
    assert "NXdetector" in findings[0].hint
    assert findings[0].location.line == LINES + 3


def test_each_code_has_a_page_and_a_number_of_its_own():
    from imgcif_map.rules.codes import pages

    known = pages()
    for entry in EXPORT_CODES:
        assert known[entry.code].name == entry.name
        assert entry.what
        assert entry.why
        assert entry.fails != entry.passes
