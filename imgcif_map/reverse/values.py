"""Single facts: each field of the plan from the first of its ways that yields something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.mapping.reverse.model import Way
from imgcif_map.reverse.build import BackCall, Detector, Entry, Geometry
from imgcif_map.units import convert, convertible, parse_unit

_NO_UNIT = ("none", "")


def put_values(
    entry: Entry,
    functions: Mapping[str, Function],
    geometry: Mapping[str, Geometry],
) -> None:
    """All fields of an entry; ``geometry`` by the name of a detector."""
    plan = entry.building.plan
    for path, ways in plan.fields.items():
        several = "NXdetector" in path or "NXdata" in path
        for detector in entry.detectors if several else entry.detectors[:1]:
            _put(entry, path, ways, detector, functions, geometry.get(detector.name, {}))
    for path, value in plan.reverse.constants.items():
        name, _, attribute = path.partition("@")
        if attribute:
            place = entry.building.place(name.rstrip("/"), entry.name, entry.detectors[0].name)
            entry.building.tree.attribute(place, attribute, value)
        else:
            place = entry.building.place(path, entry.name, entry.detectors[0].name)
            entry.building.tree.put(place, value)


def _put(
    entry: Entry,
    path: str,
    ways: tuple[Way, ...],
    detector: Detector,
    functions: Mapping[str, Function],
    geometry: Geometry,
) -> None:
    building = entry.building
    for way in ways:
        found = _value(entry, way, detector, functions, geometry)
        if found is None:
            continue
        building.written.update(item.casefold() for item in way.sources)
        data, unit = found
        node, _, attribute = path.partition("@")
        place = building.place(node, entry.name, detector.name)
        if attribute:
            building.tree.attribute(place, attribute, data)
        elif "NXdata" not in path or not building.tree.has(place):
            building.tree.put(place, data, units=unit or None)
        return


def _value(
    entry: Entry,
    way: Way,
    detector: Detector,
    functions: Mapping[str, Function],
    geometry: Geometry,
) -> tuple[Any, str] | None:
    """The value to write with the spelling of its unit; None if there is none."""
    building = entry.building
    if way.alone and len(detector.surfaces) > 1:
        return None
    sources = [_source(entry, way, item, detector, geometry) for item in way.sources]
    value = sources[0]
    if value is None:
        return None
    if way.text is not None:
        value = _remark(value, way.text)
    item = way.sources[0]
    try:
        for number, use in enumerate(way.functions):
            if value is None:
                return None
            more = sources[1:] if number == 0 else []
            value = _called(functions[use.name], entry, item, [value, *more], use.args)
    except (UnreadableValue, KeyError) as problem:
        building.report("unreadable", str(problem), item)
        return None
    if value is None:
        return None
    if way.lookup:
        word = way.lookup.get(str(value.data).casefold())
        if word is None:
            building.report("no-target", f"there is no word for '{value.data}'", item)
            return None
        value = value.with_data(word, unit=None)
    return _in_unit(entry, way, item, value)


def _source(
    entry: Entry, way: Way, item: str, detector: Detector, geometry: Geometry
) -> Quantity | None:
    """A data name as it stands in the file, with the unit of the dictionary."""
    if item.startswith("$"):
        return Quantity(geometry[item], "millimetres") if item in geometry else None
    elements = frozenset(s.element for s in detector.surfaces if s.element is not None)
    arrays = frozenset({detector.array}) if detector.array else frozenset()
    chosen = replace(entry.chosen, arrays=arrays, elements=elements)
    rows = entry.building.rows
    data = rows.values(item, chosen)
    if data is None:
        return None
    definition = rows.dictionary.item(item)
    unit = definition.units if definition is not None and definition.units else None
    if way.unit_item and item == way.sources[0]:
        stated = rows.values(way.unit_item, chosen)
        unit = parse_unit(stated) if isinstance(stated, str) else None
    if np.ndim(data) and not way.every and not _by_frame(data, entry):
        entry.building.report("lossy", f"{len(data)} values, of which the first is kept", item)
        data = next(one for one in data.tolist() if one is not None and one == one)
    return Quantity(data, unit)


def _by_frame(data: Any, entry: Entry) -> bool:
    return entry.chosen.frames > 1 and len(data) == entry.chosen.frames


def _called(
    function: Function, entry: Entry, item: str, values: list[Quantity | None], args: Any
) -> Quantity | None:
    """A function of the mapping language on quantities; None if one that it needs is missing."""
    from inspect import signature

    given: list[Any] = [*values, *args]
    parameters = list(signature(function.run).parameters.values())
    if parameters and parameters[0].name == "call":
        parameters = parameters[1:]
        given_call: list[Any] = [BackCall(entry.building, function.name, item)]
    else:
        given_call = []
    for parameter, one in zip(parameters, given, strict=False):
        if one is None and "None" not in str(parameter.annotation):
            return None
    found: Quantity | None = function.run(*given_call, *given)
    return found


def _remark(value: Quantity, text: tuple[str, str, str]) -> Quantity | None:
    """What stands between the words of a remark, if it is among those of a text."""
    before, after, joiner = text
    for part in str(value.data).split(joiner):
        if part.startswith(before) and part.endswith(after) and len(part) > len(before + after):
            inner = part[len(before) : len(part) - len(after)]
            return value.with_data(inner.strip(), unit=None)
    return None


def _in_unit(entry: Entry, way: Way, item: str, value: Quantity) -> tuple[Any, str] | None:
    """The data in the unit that is written for its own."""
    code = value.unit or ""
    if isinstance(value.data, str | bool) or value.is_text or code in _NO_UNIT:
        return value.data, way.unit
    spelled = way.unit or entry.building.plan.reverse.units.get(code, code)
    wanted = parse_unit(spelled, code) if spelled else code
    if wanted is None or not convertible(code, wanted):
        entry.building.report("conflict", f"{code} cannot be written as {spelled}", item)
        return None
    data = np.asarray(value.data, dtype=np.float64)  # what has a unit is no count
    data = data if wanted == code else np.asarray(convert(data, code, wanted))
    return (data.item() if data.ndim == 0 else data), spelled
