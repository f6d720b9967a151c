"""Where a value came from, or why there is none, as the conversion itself recorded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.errors import Place
from imgcif_map.findings import Finding
from imgcif_map.mapping.convert import Converted
from imgcif_map.mapping.engine.provenance import Trail
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import Mapping
from imgcif_map.mapping.testing.model import Made

MOST = 4
"""Origins, reasons and places named for one item."""


def made_by(converted: Converted, item: str, rows: Sequence[int] = ()) -> tuple[Made, ...]:
    """The ways of an item's values to some rows (numbers from 1 on), or to all of them."""
    found: dict[Made, None] = {}
    number = 0
    for block in converted.blocks:
        for trail, count in block.provenance.trails:
            if trail.item != item:
                continue
            last = number + trail.rows * count
            if not rows or any(number < row <= last for row in rows):
                found[_made(trail)] = None
            number = last
    return tuple(found)[:MOST]


def _made(trail: Trail) -> Made:
    units = ("", "")
    if trail.unit and trail.target_unit and trail.unit != trail.target_unit:
        units = (trail.unit, trail.target_unit)
    sources = dict.fromkeys(origin.path for origin in trail.origins)
    return Made(trail.kind, trail.place, tuple(sources)[:MOST], trail.functions, units)


def why_absent(
    converted: Converted, definition: Definition, dictionary: Dictionary
) -> tuple[str, ...]:
    """The gaps of an item, and what the mapping has to say of it."""
    return tuple(dict.fromkeys(_reasons(converted, definition, dictionary)))[:MOST]


def _reasons(converted: Converted, definition: Definition, dictionary: Dictionary) -> Iterator[str]:
    gaps = [
        finding
        for finding in converted.findings
        if finding.location.item and _same(finding.location.item, definition, dictionary)
    ]
    yield from map(gap_in_short, gaps)
    looked = converted.looked(definition.id)
    if looked:
        yield f"looked for in {listed(looked)}, in vain"
    mapping = converted.blocks[0].mapping if converted.blocks else converted.mapping
    unsaid = [entry for entry in mapping.no_source if _same(entry.name, definition, dictionary)]
    for entry in unsaid:
        yield f"no_source: says: {entry.because or 'nothing supplies it'}"
    names = list(_names(mapping, definition.category))
    places = [p for name, p in names if dictionary.object(definition.category, name) == definition]
    if places and not looked and not gaps:
        yield f"{listed(map(_shown, places))} has it, {_unused(converted, definition, dictionary)}"
    elif not places and not unsaid:
        hint = near(definition.id.rpartition(".")[2], [name for name, _ in names])
        said = "nothing in the mapping writes it"
        yield f"{said}; {hint}" if hint else said


def _unused(converted: Converted, definition: Definition, dictionary: Dictionary) -> str:
    """Why an item that the mapping has is nowhere in the output."""
    names = (name for block in converted.blocks for name in block.block.columns)
    known = (dictionary.item(name) for name in names)
    if any(other is not None and other.category == definition.category for other in known):
        return "but it does not apply in any row"
    return f"but nothing in given: makes a row of {definition.category}"


def _same(name: str, definition: Definition, dictionary: Dictionary) -> bool:
    return dictionary.item(name) == definition


def _names(mapping: Mapping, category: str) -> Iterator[tuple[str, Place]]:
    found = mapping.categories.get(category.casefold())
    for part in found.parts if found is not None else ():
        for name, value in part.items.items():
            for object_id in spelled(name):
                yield object_id, value.place


def nearest_item(name: str, dictionary: Dictionary) -> str:
    """``did you mean …?`` of a data name that there is not: one of its category comes first."""
    category, _, object_id = name.removeprefix("_").partition(".")
    known = dictionary.members.get(category.casefold(), ())
    ids = {definition.id.partition(".")[2]: definition.id for definition in known}
    hint = near(object_id, ids)
    if hint or ids:
        return hint.replace("'", f"'_{category}.", 1)
    return near(name, [definition.id for definition in dictionary.definitions.values()])


def gap_in_short(finding: Finding, limit: int = 160) -> str:
    """A gap on one line."""
    item = finding.location.item or ""
    about = "" if item in finding.message else f"{item}: "
    text = f"{finding.code} {finding.name}: {about}{finding.message}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(places: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    names = list(dict.fromkeys(places))
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more


def _shown(place: Place) -> str:
    return str(shortened(place))


def shortened(place: Place) -> Place:
    """Relative to the folder one is in, where it lies below it."""
    try:
        return Place(str(Path(place.file).relative_to(Path.cwd())), place.line, place.column)
    except (ValueError, OSError):
        return place
