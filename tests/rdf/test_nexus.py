"""NeXus terms: places of NeXus files by the names of the NeXus definitions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from imgcif_map.rdf.nexus import DATA, class_names, nexus_term

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


# -- against the definitions themselves

NXDL = "{http://definition.nexusformat.org/nxdl/3.1}"


def nodes(element: ET.Element, path: str = ""):
    for child in element:
        tag = child.tag.removeprefix(NXDL)
        name, kind = child.get("name"), child.get("type")
        if tag == "group":
            here = f"{path}/{name}:{kind}" if name else f"{path}/{kind}"
        elif tag == "field":
            here = f"{path}/{name}"
        elif tag == "attribute":
            here = f"{path}@{name}"
        else:
            continue
        units = child.get("units", "")
        yield here, f"{tag} {units}".strip()
        yield from nodes(child, here)


def test_the_nodes_are_those_of_the_application_definition(shared: Path):
    root = ET.parse(shared / "nexus" / "applications" / "NXmx.nxdl.xml").getroot()
    assert RAW["nodes"] == dict(nodes(root))
    assert len(RAW["nodes"]) == 99


def test_the_names_are_those_of_all_base_classes(shared: Path):
    files = (shared / "nexus" / "base_classes").glob("*.nxdl.xml")
    assert sorted(path.name.removesuffix(".nxdl.xml") for path in files) == RAW["names"]


@pytest.mark.parametrize("nx_class", RAW["classes"])
def test_the_members_are_those_of_the_base_class(nx_class: str, shared: Path):
    root = ET.parse(shared / "nexus" / "base_classes" / f"{nx_class}.nxdl.xml").getroot()
    content = RAW["classes"][nx_class]
    fields = {e.get("name"): e.get("units", "") for e in root.findall(f"{NXDL}field")}
    assert content.get("fields", {}) == fields
    assert content.get("extends") == root.get("extends")
    groups = {
        ":".join(filter(None, (e.get("name"), e.get("type")))) for e in root.findall(f"{NXDL}group")
    }
    assert set(content.get("groups", ())) == groups
