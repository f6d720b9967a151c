"""Which imported definitions a dictionary's own ones hide, and what that costs.

Source: ddl.dic 4.2, ``_import_details.if_dupl``: with Ignore an imported
definition gives way to one with the same save frame. (Another save frame that
defines the same item is a duplicate definition, DIC009.)
"""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.attributes import category_of
from imgcif_map.dictionary.model import Definition
from imgcif_map.dictionary.source import RawFrame
from imgcif_map.rules.dic.meaning import purpose_of
from imgcif_map.rules.dic.subject import Own, Subject


def hidden(subject: Subject) -> Iterator[tuple[Own, RawFrame]]:
    """Its own definitions that hide imported ones; a Head hides nothing."""
    for place, frame in subject.importer.hidden.items():
        own = subject.own.get(place.frame)
        if place.path == subject.source.path and own is not None and not own.full.is_head:
            yield own, frame


def lost_keys(subject: Subject) -> Iterator[tuple[Own, RawFrame, tuple[Definition, ...]]]:
    """Its own categories that hide one with a key item that they do not have as key."""
    dictionary = subject.dictionary
    for own, frame in hidden(subject):
        if not (own.full.is_category and frame.is_category) or own.lacking:
            continue
        names = map(dictionary.item, category_of(frame).keys)
        lost = tuple(x for x in names if x is not None and not dictionary.is_key(x))
        if lost:
            yield own, frame, lost


def linked_to(subject: Subject, parent: Definition) -> tuple[Definition, ...]:
    """Every item, imported or not, that is a Link to some item."""
    name = parent.id.casefold()
    return tuple(x for x in _by_target(subject).get(name, ()) if purpose_of(x) == "link")


def _by_target(subject: Subject) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    for definition in subject.dictionary.definitions.values():
        if definition.linked_item:
            target = subject.dictionary.item(definition.linked_item)
            if target is not None:
                found.setdefault(target.id.casefold(), []).append(definition)
    return found
