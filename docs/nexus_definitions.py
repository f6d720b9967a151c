"""Writes imgcif_map/nexus/definitions.yaml from the NeXus definitions (NXDL files).

    python docs/nexus_definitions.py PATH_TO_DEFINITIONS

PATH_TO_DEFINITIONS is a checkout with the folders applications/ and base_classes/. Only what
is formal is taken: names, kinds, types, unit categories, enumerations; no documentation.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "imgcif_map" / "nexus" / "definitions.yaml"
NXDL = "{http://definition.nexusformat.org/nxdl/3.1}"
APPLICATION = "NXmx"
HEAD = f"""\
# Names that the NeXus definitions (NXDL) know, with types, unit categories and enumerations: every
# node of the application definition {APPLICATION}, and the members of the base classes that mapping
# files name. Written by docs/nexus_definitions.py. An enumeration that ends in ... is open.
"""
CLASSES = [
    "NXattenuator",
    "NXbeam",
    "NXcrystal",
    "NXdata",
    "NXdetector",
    "NXdetector_channel",
    "NXdetector_group",
    "NXdetector_module",
    "NXentry",
    "NXinstrument",
    "NXmonitor",
    "NXmonochromator",
    "NXpositioner",
    "NXsample",
    "NXsource",
    "NXsubentry",
    "NXtransformations",
    "NXuser",
]


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    TARGET.write_text(HEAD + document(folder), encoding="utf-8")


def document(folder: Path) -> str:
    """The content of the file, without its head."""
    nodes, states = application(folder)
    classes: dict[str, Any] = {}
    todo = list(CLASSES)
    for name in todo:
        path = folder / "base_classes" / f"{name}.nxdl.xml"
        if name not in classes:
            content = classes[name] = members(ET.parse(path).getroot())
            todo += [content["extends"]] if "extends" in content else []
    names = sorted(p.name.removesuffix(".nxdl.xml") for p in folder.glob("base_classes/*.nxdl.xml"))
    listed = {"application": APPLICATION, "nodes": nodes}
    rest = {"states": states, "classes": dict(sorted(classes.items())), "names": names}
    return yaml.safe_dump(listed, sort_keys=False, width=110, default_flow_style=False) + (
        yaml.safe_dump(rest, sort_keys=False, width=100, default_flow_style=None)
    )


def application(folder: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Kind, type and unit category of every node; the enumerations of those that have one."""
    root = ET.parse(folder / "applications" / f"{APPLICATION}.nxdl.xml").getroot()
    nodes: dict[str, str] = {}
    states: dict[str, list[str]] = {}
    for path, element in walked(root, ""):
        nodes[path] = " ".join((element.tag.removeprefix(NXDL), *said(element)))
        if found := enumeration(element):
            states[path] = found
    return nodes, states


def walked(element: ET.Element, path: str) -> Iterator[tuple[str, ET.Element]]:
    """Every node below an element with its path."""
    for child in element:
        tag, name, kind = child.tag.removeprefix(NXDL), child.get("name"), child.get("type")
        here = {
            "group": f"{path}/{name}:{kind}" if name else f"{path}/{kind}",
            "field": f"{path}/{name}",
            "attribute": f"{path}@{name}",
        }.get(tag)
        if here is not None:
            yield here, child
            yield from walked(child, here)


def members(root: ET.Element) -> dict[str, Any]:
    """What a base class says of its own."""
    fields = {e.get("name"): e for e in root.findall(f"{NXDL}field")}
    attributes = {f"@{e.get('name')}": e for e in root.findall(f"{NXDL}attribute")}
    for name, field in fields.items():
        attributes |= {f"{name}@{e.get('name')}": e for e in field.findall(f"{NXDL}attribute")}
    groups = {
        ":".join(filter(None, (e.get("name"), e.get("type")))) for e in root.findall(f"{NXDL}group")
    }
    found = {
        "extends": root.get("extends"),
        "fields": {name: " ".join(said(e)) for name, e in fields.items()},
        "attributes": {name: " ".join(said(e)) for name, e in sorted(attributes.items())},
        "groups": sorted(groups),
        "states": {n: s for n, e in (fields | attributes).items() if (s := enumeration(e))},
    }
    return {key: value for key, value in found.items() if value}


def said(element: ET.Element) -> list[str]:
    """Type and unit category; a group has neither here."""
    if element.tag == f"{NXDL}group":
        return []
    units = element.get("units")
    return [element.get("type") or "NX_CHAR", *([units] if units else [])]


def enumeration(element: ET.Element) -> list[str]:
    """The values of an enumeration; ``...`` at the end of an open one."""
    found = element.find(f"{NXDL}enumeration")
    if found is None:
        return []
    values = [str(item.get("value")) for item in found.findall(f"{NXDL}item")]
    return [*values, "..."] if found.get("open") == "true" else values


if __name__ == "__main__":
    main()
