"""MAP021: a mapping that says what its format cannot say, says it of everything."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.dictionary.summaries import summaries
from imgcif_map.errors import Place
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.lint.rules.keys import fills_itself
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.links import NEVER, NO_ROWS


def check(subject: Subject) -> None:
    """Each raw-data item is filled from somewhere, or has a reason under no_source."""
    mapping, dictionary = subject.mapping, subject.dictionary
    if not mapping.complete or mapping.overlaid:
        return
    known = filled(subject) | reasoned(subject)
    for name in summaries():
        definition = dictionary.item(name)
        if definition is None or definition.id in known or _is_filled_key(definition, subject):
            continue
        place = _place(definition, subject)
        subject.book.say(
            "unaccounted-item",
            f"{definition.id} gets no value, and no_source: has no reason why",
            place or mapping.complete,
            "map it, or add it to no_source: with the reason",
        )


def filled(subject: Subject) -> set[str]:
    """Data names that get a value from a place, from the mapping, or by computing."""
    found = {link.item for link in subject.traced.links}
    found |= {entry.item for entry in subject.traced.unsourced if _has_value(entry.why)}
    return {_id(name, subject) for name in found | set(_stated(subject))}


def _has_value(why: str) -> bool:
    """Whether any part of a category gives a value that needs no source."""
    return any(not said.startswith((NEVER, NO_ROWS)) for said in why.split("; "))


def _stated(subject: Subject) -> Iterator[str]:
    """Items that a format or overlay writes itself: a parameter may decide about them."""
    for category in subject.mapping.categories.values():
        for part in category.parts:
            for name, value in part.items.items():
                if value.picks and value.place.file not in subject.mapping.forms:
                    yield from (f"_{category.name}.{single}" for single in spelled(name))


def reasoned(subject: Subject) -> set[str]:
    """Data names under no_source."""
    return {_id(entry.name, subject) for entry in subject.mapping.no_source}


def _id(name: str, subject: Subject) -> str:
    definition = subject.dictionary.item(name)
    return definition.id if definition is not None else name


def _is_filled_key(definition: Definition, subject: Subject) -> bool:
    """A key that points to a category of one row, in a category that is filled."""
    filled_here = any(
        value.picks
        for category in subject.mapping.categories.values()
        if category.name == definition.category
        for part in category.parts
        for value in part.items.values()
    )
    return (
        filled_here
        and subject.dictionary.is_key(definition)
        and fills_itself(definition.linked_item, subject)
    )


def _place(definition: Definition, subject: Subject) -> Place | None:
    """Where the mapping names an item that stays empty."""
    category = subject.mapping.categories.get(definition.category)
    for part in category.parts if category is not None else ():
        for name, value in part.items.items():
            if definition.object_id in spelled(name) and value.place.line:
                return value.place
    return None
