"""What instrument files say of themselves: for lists, and for one instrument in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text, brief
from imgcif_map.mapping.model import MappingFile
from imgcif_map.mapping.yamltree import Map, Node, Scalar, plain

_PLACES = {
    "facility": "_diffrn_source.facility",
    "beamline": "_diffrn_source.beamline",
    "make": "_diffrn_source.make",
}


@dataclass(frozen=True)
class AxisFacts:
    """One axis, in the coordinates of the file."""

    id: str
    equipment: str
    type: str
    depends_on: str | None
    vector: tuple[float, ...]
    offset: tuple[float, ...]
    setting: tuple[str, ...]
    """Names of the axis in formats."""
    at: float | None


@dataclass(frozen=True)
class InstrumentFacts:
    """One instrument file in plain words."""

    file: MappingFile
    places: dict[str, str]
    """facility, beamline, make: as far as the file has them."""
    gravity: tuple[float, ...] | None
    axes: tuple[AxisFacts, ...]
    image: dict[str, Any]
    recognised: str
    """The condition by which sources are recognised; empty if there is none."""

    @property
    def words(self) -> str:
        """All that a search goes through."""
        names = [axis.id for axis in self.axes]
        return " ".join([self.file.id, self.file.title, *self.places.values(), *names]).casefold()

    def as_json(self) -> dict[str, Any]:
        """JSON-ready, with the same keys for every instrument."""
        return {
            "id": self.file.id,
            "version": self.file.version,
            "title": self.file.title,
            "extends": self.file.extends,
            **{key: self.places.get(key) for key in _PLACES},
            "recognised_by": self.recognised or None,
            "because": self.file.because,
            "facts": self.file.facts,
            "gravity": self.gravity,
            "axes": [
                {
                    "id": axis.id,
                    "equipment": axis.equipment,
                    "type": axis.type,
                    "depends_on": axis.depends_on,
                    "vector": axis.vector,
                    "offset": axis.offset,
                    "setting": axis.setting,
                    "at": axis.at,
                }
                for axis in self.axes
            ],
            "image": self.image,
        }


def facts_of(file: MappingFile) -> InstrumentFacts:
    """What a checked file with an ``instrument:`` section says."""
    root = as_map(file.data, "a mapping file")
    section = as_map(root.get("instrument"), "instrument")
    items = as_map(root.get("items"), "items")
    places = {key: word for key, name in _PLACES.items() if (word := _fixed(items.get(name)))}
    axes = as_map(section.get("axes"), "axes")
    when = root.get("when")
    return InstrumentFacts(
        file,
        places,
        _numbers(section.get("gravity")) or None,
        tuple(_axis(name, as_map(node, name)) for name, node in axes),
        plain(as_map(section.get("image"), "image")),
        "" if when is None else brief(when, 200),
    )


def _fixed(node: Node | None) -> str:
    value = node.get("value") if isinstance(node, Map) else None
    return value.text if isinstance(value, Scalar) else ""


def _numbers(node: Node | None) -> tuple[float, ...]:
    return tuple(plain(item) for item in as_items(node))


def _axis(name: str, axis: Map) -> AxisFacts:
    said = axis.get("setting")
    at = axis.get("at")
    return AxisFacts(
        name,
        as_text(axis.get("equipment"), "equipment"),
        as_text(axis.get("type"), "type") or "rotation",
        as_text(axis.get("depends_on"), "depends_on") or None,
        _numbers(axis.get("vector")),
        _numbers(axis.get("offset")) or (0, 0, 0),
        (name,) if said is None else tuple(as_text(n, "setting") for n in as_items(said)),
        None if at is None else plain(at),
    )


def chains(facts: InstrumentFacts) -> list[str]:
    """What carries what, from the laboratory inwards: ``omega > kappa > phi > sample``."""
    carried = {axis.depends_on for axis in facts.axes}
    by_id = {axis.id: axis for axis in facts.axes}
    found = []
    last = facts.image.get("depends_on")
    for axis in facts.axes:
        if axis.id in carried and axis.id != last:
            continue
        names, at = [axis.id], axis.depends_on
        while at is not None:
            names.append(at)
            at = by_id[at].depends_on
        end = "sample" if axis.equipment == "goniometer" else "image"
        found.append(" > ".join([*reversed(names), end]))
    return found
