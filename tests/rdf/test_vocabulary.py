"""IRIs of items, categories, states, NeXus concepts and units."""

from __future__ import annotations

import csv
import math
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Graph

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.rdf import output
from imgcif_map.rdf.units import has_unit, unit_codes, unit_term, unit_triples
from imgcif_map.rdf.vocabulary import (
    CIFUNIT,
    DCT,
    UNIT,
    category_iri,
    checked_base,
    dictionary_iri,
    item_iri,
    nexus_iri,
    scheme_iri,
    state_iri,
    term_iri,
    version_iri,
)


@pytest.fixture(scope="module")
def img() -> Dictionary:
    return load_dictionary("cif_img.dic")


def test_items(img: Dictionary) -> None:
    assert item_iri(img, "_Axis.Vector[1]") == "https://w3id.org/cif/cif_img#_axis.vector%5B1%5D"
    core = "https://w3id.org/cif/cif_core#_diffrn_radiation_wavelength.value"
    assert item_iri(img, "_diffrn_radiation_wavelength.value") == core
    assert item_iri(img, "_diffrn_radiation_wavelength") == core, "an alias is its item"
    own = item_iri(img, "_axis.id", "https://example.org/x/")
    assert own == "https://example.org/x/cif_img#_axis.id"
    with pytest.raises(UsageError, match="no data name _axis"):
        item_iri(img, "_axis.nothing")


def test_no_two_terms_share_an_iri(img: Dictionary) -> None:
    items = [item_iri(img, name) for name in img.definitions]
    categories = [category_iri(img, name) for name in img.categories]
    assert len({*items, *categories}) == len(items) + len(categories)
    with pytest.raises(UsageError, match="no category"):
        category_iri(img, "nothing")


def test_hostile_names_stay_local() -> None:
    name = '_a.b/../#?x y<>"%C3\u202eÄ\ud800'
    made = term_iri('T"> <x', name)
    assert made.startswith("https://w3id.org/cif/t%22%3E%20%3Cx#_a.b%2F..%2F%23%3Fx%20y")
    assert made.isascii()
    assert made.count("#") == 1


def test_states_keep_their_case() -> None:
    item = term_iri("T", "_a.b")
    assert scheme_iri(item) == "https://w3id.org/cif/t#_a.b/states"
    assert state_iri(item, "P 1") == "https://w3id.org/cif/t#_a.b/state/P%201"
    assert state_iri(item, "states") != scheme_iri(item)
    assert state_iri(item, "N") != state_iri(item, "n")


def test_dictionaries_and_versions() -> None:
    assert dictionary_iri("CIF_IMG") == "https://w3id.org/cif/cif_img"
    assert version_iri("CIF_IMG", "1.8.9+a b") == "https://w3id.org/cif/cif_img/1.8.9%2Ba%20b"


def test_nexus_concepts() -> None:
    start = "https://w3id.org/PaN/NeXus/definitions#"
    made = nexus_iri("/NXmx/ENTRY/INSTRUMENT/DETECTOR/bit_depth_readout", "field")
    assert made == start + "nxmx-entry-instrument-detector-bit-depth-readout-field"
    made = nexus_iri("NXtransformations/AXISNAME@depends_on", "attribute")
    assert made == start + "nxtransformations-axisname-depends-on-attribute"
    with pytest.raises(UsageError, match="kind"):
        nexus_iri("NXmx", "thing")


def test_the_words_of_python_are_names_like_others() -> None:
    assert (DCT.title, DCT["format"]) == (
        "http://purl.org/dc/terms/title",
        "http://purl.org/dc/terms/format",
    )


@pytest.mark.parametrize("base", ["", "cif", "https://e.org", "https://e.org/a b/", "x:#", "h:<>/"])
def test_a_base_must_be_one(base: str) -> None:
    with pytest.raises(UsageError, match="no base"):
        checked_base(base)


def test_bases() -> None:
    for base in ("https://example.org/cif/", "urn:cif:", "http://localhost/"):
        assert checked_base(base) == base


def test_every_unit_code_of_the_dictionaries_is_described() -> None:
    codes = load_dictionary("ddl.dic").definitions["_units.code"].states
    assert len(codes) == 81
    assert set(unit_codes()) == set(codes)
    for code in codes:
        term = unit_term(code)
        if code in ("unspecified", "arbitrary"):
            assert (term.iri, term.ucum, term.multiplier) == (None, "", ""), code
            continue
        assert term.ucum.isascii(), code
        assert Decimal(term.multiplier) > 0, code
        assert term.dimension, code
        assert has_unit(code) == (term.qudt if term.exact else term.own), code


def test_units_by_hand() -> None:
    assert has_unit("millimetres") == UNIT.MilliM
    assert unit_term("millimetres").multiplier == "0.001"
    assert has_unit("photons") == CIFUNIT.photons
    assert unit_term("photons").qudt == UNIT.COUNT
    volts = unit_term("kilovolts")
    assert (volts.multiplier, str(volts.dimension).rpartition("/")[2]) == (
        "1000.0",
        "A0E-1L2I0M1H0T-3D0",
    )
    assert unit_term("radians").multiplier == "1.0"
    assert unit_term("Celsius").offset == "273.15"
    assert unit_term("centimetres_squared_per_gram").multiplier == "0.1"
    eightpi = unit_term("8pi_angstroms_squared")
    assert math.isclose(float(eightpi.multiplier), 8 * math.pi**2 * 1e-20, rel_tol=1e-15)
    assert math.isclose(float(unit_term("cycles").multiplier), 2 * math.pi)
    assert has_unit("furlongs") is None
    assert has_unit("") is None
    assert unit_term("fur longs>").own == CIFUNIT["fur%20longs%3E"]


def test_units_against_the_facts(shared: Path) -> None:
    with (shared / "facts" / "units.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 38
    for row in rows:
        term = unit_term(row["cif_unit_code"])
        assert (str(term.qudt or "")) == row["qudt_unit_iri"], row
        assert term.ucum == row["ucum_code"].strip('"'), row
        assert term.exact == (row["skos_match"] == "exactMatch"), row
        if row["qudt_conversionMultiplier"]:
            wanted = float(row["qudt_conversionMultiplier"])
            assert math.isclose(float(term.multiplier), wanted, rel_tol=1e-6), row
            assert str(term.dimension).endswith("/" + row["qudt_dimension_vector"]), row


def test_unit_descriptions_are_rdf() -> None:
    text = output.as_text(unit_triples([*unit_codes(), "furlongs", "none"]))
    graph = Graph().parse(data=text, format="turtle")
    assert len(set(graph.subjects())) == 82
    assert "cifunit:angstrom_squared" in text
    assert "qudt:conversionMultiplier 0.00000000000000000001" in text
