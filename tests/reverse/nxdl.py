"""Holds a NeXus file against application definition and base classes (NXDL), read anew.

Checks what the XML says: groups and fields that have to be there, names that are known,
types, unit categories, enumerations, attributes. Nothing of the package is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import h5py

_N = "{http://definition.nexusformat.org/nxdl/3.1}"
_UNITS = {
    "NX_LENGTH": "mm|m|um|pixel", "NX_ANGLE": "deg", "NX_TIME": "s|us|ms",
    "NX_WAVELENGTH": "angstrom", "NX_TEMPERATURE": "K", "NX_FLUX": "1/s/um\\^2",
    "NX_FREQUENCY": "Hz", "NX_PER_AREA": "1/um\\^2", "NX_DIMENSIONLESS": "1?", "NX_UNITLESS": "",
    "NX_TRANSFORMATION": "mm|deg", "NX_CURRENT": "mA", "NX_VOLTAGE": "kV", "NX_POWER": "kW",
    "NX_ENERGY": "eV|keV|electron_volts",
}  # fmt: skip
_KINDS = {
    "NX_INT": "iu", "NX_FLOAT": "f", "NX_NUMBER": "iuf", "NX_CHAR": "SO", "NX_BOOLEAN": "b",
    "NX_DATE_TIME": "SO", "NX_POSINT": "iu", "NX_UINT": "u",
}  # fmt: skip
_OPTIONAL = (("optional", "true"), ("recommended", "true"), ("minOccurs", "0"))


class Definitions:
    """NXDL files of a folder with ``applications`` and ``base_classes``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Any] = {}

    def root(self, name: str) -> Any:
        if name not in self._known:
            for kind in ("applications", "base_classes"):
                path = self.folder / kind / f"{name}.nxdl.xml"
                if path.is_file():
                    self._known[name] = ElementTree.parse(path).getroot()
                    break
            else:
                self._known[name] = None
        return self._known[name]

    def problems(self, entry: Any, application: str = "NXmx") -> list[str]:
        """All that is wrong with an NXentry."""
        [wanted] = self.root(application).findall(f"{_N}group")
        return list(self._group(entry, wanted))

    def _group(self, node: Any, wanted: Any | None) -> Iterator[str]:
        nx_class = str(node.attrs["NX_class"])
        base = self.root(nx_class)
        if base is None:
            yield f"{node.name}: there is no class {nx_class}"
            return
        if nx_class == "NXcollection":
            return
        fields = {f.get("name"): f for f in base.findall(f"{_N}field")}
        stated = wanted.findall(f"{_N}field") if wanted is not None else []
        own = {f.get("name"): f for f in stated}
        for name in node:
            kind = node.get(name, getlink=True)
            if isinstance(kind, h5py.ExternalLink):
                continue
            child = node[name]
            if isinstance(child, h5py.Group):
                inner = self._wanted_group(wanted, child)
                yield from self._group(child, inner)
                continue
            definition = own.get(name)
            if definition is None:
                definition = fields.get(name)
            if definition is None:
                definition = _named_freely(name, fields)
            if definition is None:
                yield f"{child.name}: {nx_class} has no such field"
                continue
            yield from self._field(child, definition)
        yield from self._missing(node, wanted)

    @staticmethod
    def _wanted_group(wanted: Any | None, child: Any) -> Any | None:
        nx_class = str(child.attrs["NX_class"])
        found = [] if wanted is None else wanted.findall(f"{_N}group")
        return next((g for g in found if g.get("type") == nx_class and not g.get("name")), None)

    @staticmethod
    def _missing(node: Any, wanted: Any | None) -> Iterator[str]:
        for part in () if wanted is None else wanted:
            if part.tag not in (f"{_N}field", f"{_N}group", f"{_N}attribute"):
                continue
            if any(part.get(key) == value for key, value in _OPTIONAL) or part.get("deprecated"):
                continue
            name = part.get("name")
            if part.tag == f"{_N}attribute":
                there = name in node.attrs or part.get("optional") == "true"
            elif part.tag == f"{_N}field":
                there = name in node
            else:
                classes = [
                    str(node[n].attrs.get("NX_class", "")) for n in node
                    if isinstance(node.get(n, getlink=True), h5py.HardLink)
                ]  # fmt: skip
                there = name in node if name else part.get("type") in classes
            if not there:
                yield f"{node.name}: {name or part.get('type')} is missing"

    @staticmethod
    def _field(data: Any, definition: Any) -> Iterator[str]:
        kind = definition.get("type", "NX_CHAR")
        actual = "b" if h5py.check_enum_dtype(data.dtype) else data.dtype.kind
        if actual not in _KINDS.get(kind, actual):
            yield f"{data.name}: {data.dtype} is no {kind}"
        category = definition.get("units")
        unit = str(data.attrs.get("units", ""))
        if category and not re.fullmatch(_UNITS.get(category, ".*"), unit):
            yield f"{data.name}: '{unit}' is no unit of {category}"
        words = [i.get("value") for i in definition.findall(f"{_N}enumeration/{_N}item")]
        if words and actual in "SO":
            text = data[()]
            text = text.decode() if isinstance(text, bytes) else str(text)
            if text not in words and definition.find(f"{_N}enumeration").get("open") != "true":
                yield f"{data.name}: '{text}' is none of {words}"


def _named_freely(name: str, fields: dict[str | None, Any]) -> Any | None:
    """Names that a class leaves open: AXISNAME, AXISNAME_end, DATA."""
    for key, definition in fields.items():
        if key and re.search(r"[A-Z]{3,}", key):
            pattern = re.sub(r"[A-Z]{3,}", "[A-Za-z0-9_.]+", key)
            if re.fullmatch(pattern, name):
                return definition
    return None


def required_attributes(root: Any) -> dict[str, set[str]]:
    """Attributes that fields of the application definition have to have, by field name."""
    found: dict[str, set[str]] = {}
    for field in root.iter(f"{_N}field"):
        names = {
            a.get("name") for a in field.findall(f"{_N}attribute")
            if not any(a.get(key) == value for key, value in _OPTIONAL)
        }  # fmt: skip
        if names:
            found[field.get("name")] = names
    return found
