"""What is known of the NeXus definitions: lookups, and the file against the NXDL files."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import yaml

from imgcif_map.nexus.definitions import (
    DATA,
    application_nodes,
    class_names,
    lineage,
    members_of,
    node_at,
)

ENTRY, INSTRUMENT, DETECTOR = "*:NXentry", "*:NXinstrument", "*:NXdetector"


def test_a_field_has_type_and_unit_category():
    node = node_at((ENTRY, INSTRUMENT, DETECTOR, "sensor_thickness"))
    assert node is not None
    assert (node.kind, node.nx_type, node.units) == ("field", "NX_FLOAT", "NX_LENGTH")
    assert node.name == "NXmx/entry/instrument/detector/sensor_thickness"


def test_enumerations_are_closed_or_open():
    vector = node_at(
        (ENTRY, "*:NXsample", "*:NXtransformations", "AXISNAME", "@transformation_type")
    )
    assert vector is not None
    assert vector.states == ("translation", "rotation")
    assert not vector.is_open
    kind = node_at((ENTRY, "*:NXsource", "type"))
    assert kind is not None
    assert kind.is_open
    assert "Synchrotron X-ray Source" in kind.states
    assert "..." not in kind.states


def test_members_include_those_of_the_extended_class():
    assert "description" in members_of("NXattenuator")  # of NXcomponent
    assert [c.name for c in lineage("NXattenuator")] == ["NXattenuator", "NXcomponent", "NXobject"]
    assert members_of("NXnothing") == {}


def test_the_application_definition_has_99_nodes():
    assert len(application_nodes()) == 99
    assert sum(node.kind == "group" for node in application_nodes().values()) == 15


def test_class_names():
    assert {"NXentry", "NXdetector", "NXobject"} <= class_names()


def test_the_file_is_what_the_definitions_say(shared: Path, root: Path):
    spec = importlib.util.spec_from_file_location("made", root / "docs" / "nexus_definitions.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    text = DATA.read_text(encoding="utf-8")
    assert text == made.HEAD + made.document(shared / "nexus")


def test_every_member_has_a_type():
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for content in raw["classes"].values():
        for said in (*content.get("fields", {}).values(), *content.get("attributes", {}).values()):
            assert said.startswith("NX_")
