"""MAP018 through functions, MAP025 and MAP034: units of both sides."""

from __future__ import annotations

from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.lint.quantities import CATEGORIES, UNKNOWN, after, fits, stated
from imgcif_map.mapping.lint.rules.types import NUMBER
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.links import Link
from imgcif_map.nexus.definitions import node_at
from imgcif_map.units.codes import needs_unit


def check(subject: Subject) -> None:
    """The unit of the place, after functions, converts to that of the data name.

    Of one place for two items of a category (angle and displacement of an axis) conditions
    choose: one that fits is enough.
    """
    settled = {
        (link.spot, link.item.partition(".")[0])
        for link in subject.traced.links
        if (definition := subject.dictionary.item(link.item)) is not None
        and link.place.file in subject.mapping.forms
        and _fits(link, definition, subject)
    }
    for link in subject.traced.links:
        definition = subject.dictionary.item(link.item)
        if (link.spot, link.item.partition(".")[0]) in settled:
            continue
        if definition is None or not _is_number(definition) or link.flow.joined == "function":
            continue
        if not _given(link, definition, subject) and subject.mapping.definition:
            _defined(link, definition, subject)


def _is_number(definition: Definition) -> bool:
    return definition.contents.casefold() in ("real", "integer")


def _fits(link: Link, definition: Definition, subject: Subject) -> bool:
    """Whether the unit is known and right."""
    unit = after(stated(link.flow, definition.units), link.flow, subject.functions)
    node = node_at(link.spot.steps) if subject.mapping.definition else None
    options = CATEGORIES.get(node.units, ()) if node is not None else ()
    known = [unit] if unit != UNKNOWN else [after(o, link.flow, subject.functions) for o in options]
    return any(code not in ("", UNKNOWN) and fits(code, definition.units) for code in known)


def _given(link: Link, definition: Definition, subject: Subject) -> bool:
    """A unit that the mapping gives; whether there is something to say of it."""
    unit = after(stated(link.flow, definition.units), link.flow, subject.functions)
    if not link.flow.functions or fits(unit, definition.units):
        return False
    subject.book.say(
        "impossible-unit",
        f"{link.flow.unit} after {link.flow.functions[-1][0]} is {unit}, which does not convert "
        f"to {definition.units}, the unit of {definition.id}",
        link.flow.place if link.flow.place.line else link.place,
        "use a unit of the same kind, or another function",
    )
    return True


def _defined(link: Link, definition: Definition, subject: Subject) -> None:
    node = node_at(link.spot.steps)
    if node is None or node.nx_type not in NUMBER:
        return  # MAP026 has to say something of it
    place = link.flow.place if link.flow.place.line else link.place
    options = CATEGORIES.get(node.units, ())
    found = [after(option, link.flow, subject.functions) for option in options]
    if found and not any(fits(unit, definition.units) for unit in found):
        subject.book.say(
            "wrong-unit-category",
            f"{link.spot.path} is {node.units}, and {definition.id} is in {definition.units}",
            place,
            "another place is meant, or a function",
        )
    elif (
        node.kind == "field"
        and not node.units
        and not link.flow.unit
        and needs_unit(definition.units)
        and after("", link.flow, subject.functions) == ""
    ):
        subject.book.say(
            "unit-never-said",
            f"{link.spot.path} has no unit, and {definition.id} is in {definition.units}",
            place,
            "add unit:, if this is the place that is meant",
        )
