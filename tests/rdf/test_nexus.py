"""NeXus terms: places of NeXus files by the names of the NeXus definitions."""

from __future__ import annotations

import pytest
import yaml

from imgcif_map.nexus.definitions import DATA
from imgcif_map.rdf.nexus import class_names, nexus_term

START = "https://w3id.org/PaN/NeXus/definitions#"
RAW = yaml.safe_load(DATA.read_text("utf-8"))
ENTRY, INSTRUMENT, DETECTOR = "*:NXentry", "*:NXinstrument", "*:NXdetector"


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ((ENTRY, "title"), "nxmx-entry-title-field"),
        ((ENTRY,), "nxmx-entry-group"),
        ((ENTRY, "@version"), "nxmx-entry-version-attribute"),
        (
            (ENTRY, INSTRUMENT, DETECTOR, "sensor_thickness"),
            "nxmx-entry-instrument-detector-sensor-thickness-field",
        ),
        (
            (ENTRY, INSTRUMENT, "name", "@short_name"),
            "nxmx-entry-instrument-name-short-name-attribute",
        ),
        # a subentry has what an entry has
        (("*:NXsubentry", "title"), "nxmx-entry-title-field"),
        (("*:NXsubentry", "definition_local"), "nxsubentry-definition-local-field"),
        # members of base classes that the application definition leaves out
        ((ENTRY, "*:NXsource", "current"), "nxsource-current-field"),
        ((ENTRY, "*:NXsource", "name"), "nxmx-entry-source-name-field"),
        ((ENTRY, INSTRUMENT, "*:NXsource", "name"), "nxsource-name-field"),
        (
            ("*:NXtransformations", "AXISNAME", "@vector"),
            "nxtransformations-axisname-vector-attribute",
        ),
        # of the class that a class extends
        ((ENTRY, "*:NXattenuator", "description"), "nxcomponent-description-field"),
        # groups
        ((ENTRY, "*:NXmonitor"), "nxentry-monitor-group"),
        (
            (ENTRY, INSTRUMENT, DETECTOR, "*:NXdetector_channel"),
            "nxmx-entry-instrument-detector-channelname-channel-group",
        ),
        (
            (ENTRY, INSTRUMENT, "*:NXbeam", "incident_wavelength_spectrum"),
            "nxmx-entry-instrument-beam-incident-wavelength-spectrum-group",
        ),
        # a group without a class is of the class it is called like
        ((ENTRY, "instrument", "detector", "description"), "nxdetector-description-field"),
    ],
)
def test_places_have_terms(steps, name):
    assert nexus_term(steps).iri == START + name
    assert nexus_term(steps).kind == name.rpartition("-")[2]


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("title",),
        (ENTRY, "titel"),
        (ENTRY, "nowhere", "title"),
        (ENTRY, INSTRUMENT, DETECTOR, "detectorSpecific", "nimages"),
        (ENTRY, INSTRUMENT, DETECTOR, "distance", "deeper", "still"),
        (ENTRY, "*:NXnothing", "name"),
        (ENTRY, "*:NXdata", "*"),
        ("**", "*:NXuser"),
    ],
)
def test_other_places_have_none(steps):
    assert nexus_term(steps) is None


def test_what_has_a_unit():
    assert nexus_term((ENTRY, "*:NXsource", "current")).has_unit
    assert not nexus_term((ENTRY, "title")).has_unit
    assert not nexus_term((ENTRY, "*:NXattenuator", "attenuator_transmission")).has_unit


def test_terms_are_iris_of_their_own():
    names = [
        (f"*:{nx_class}", field)
        for nx_class, content in RAW["classes"].items()
        for field in content.get("fields", ())
        if nx_class != "NXsubentry"  # has what an entry has
    ]
    terms = {nexus_term(steps).iri for steps in names}
    assert len(terms) == len(names) > 300
    assert all(term.isascii() and " " not in term for term in terms)


def test_every_class_is_extended_to_the_end():
    assert set(RAW["classes"]) <= class_names()
    for content in RAW["classes"].values():
        assert content.get("extends", "NXobject") in RAW["classes"]
