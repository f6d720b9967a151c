"""All changes from one mapping to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imgcif_map.errors import NOWHERE, Place
from imgcif_map.mapping.changes.facts import ItemFacts, Said, facts_of, sections
from imgcif_map.mapping.changes.model import MappingChange, MappingDiff
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.model import Mapping
from imgcif_map.resources import mapping_paths

_SAID = ("source", "unit", "function", "value", "lookup", "assumption")


def mapping_diff(old: str, new: str, *, library: Library | None = None) -> MappingDiff:
    """What changed in meaning from one mapping to another, or between versions of one file.

    ``old`` and ``new`` are ids or files; each counts together with what it extends. Comments,
    order, quotes and the names of lets are no changes; a changed let shows at the data names
    that it supplies::

        for change in mapping_diff("minicbf", "drafts/minicbf.yaml").changes:
            print(change.kind, change.subject, change.before, change.after)

    Raises UnreadableInput, MappingError.
    """
    library = library or Library(mapping_paths(), load_functions())
    files = [library.file(name) for name in (old, new)]
    before, after = (library.standing(file) for file in files)
    changes = (*_items(before, after), *_sections(before, after))
    return MappingDiff(files[0].path, files[1].path, changes)


def _items(old: Mapping, new: Mapping) -> Iterator[MappingChange]:
    before, after = facts_of(old), facts_of(new)
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is None and other is not None:
            yield MappingChange("gained", other.name, "", other.text, NOWHERE, other.place)
        elif other is None and one is not None:
            yield MappingChange("lost", one.name, one.text, "", one.place, NOWHERE)
        elif one is not None and other is not None:
            yield from _item(one, other)


def _item(old: ItemFacts, new: ItemFacts) -> Iterator[MappingChange]:
    found = 0
    for kind in _SAID:
        before, after = getattr(old, kind), getattr(new, kind)
        if before.keys() != after.keys():
            found += 1
            yield _said(kind, old, new, before, after)
    for kind in ("condition", "reference"):
        if getattr(old, kind) != getattr(new, kind):
            found += 1
            yield MappingChange(kind, old.name, old.text, new.text, old.place, new.place)
    if not found and old.rule != new.rule:
        yield MappingChange("rule", old.name, old.text, new.text, old.place, new.place)


def _said(kind: str, old: ItemFacts, new: ItemFacts, before: Said, after: Said) -> MappingChange:
    gone = {text: place for text, place in before.items() if text not in after}
    come = {text: place for text, place in after.items() if text not in before}
    return MappingChange(
        kind, old.name, "; ".join(gone), "; ".join(come),
        _first(gone, old.place), _first(come, new.place),
    )  # fmt: skip


def _first(said: Said, otherwise: Place) -> Place:
    return next(iter(said.values()), otherwise)


def _sections(old: Mapping, new: Mapping) -> Iterator[MappingChange]:
    before, after = _named(old), _named(new)
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name, _NOTHING), after.get(name, _NOTHING)
        if one[0] != other[0]:
            yield MappingChange("section", name, one[1], other[1], one[2], other[2])


Section = tuple[Any, str, Place]
_NOTHING: Section = (None, "", NOWHERE)


def _named(mapping: Mapping) -> dict[str, Section]:
    """Sections by name; what has the same name twice (two tests, two gaps) is numbered."""
    found: dict[str, Section] = {}
    for name, canonical, words, place in sections(mapping):
        number, single = 1, name
        while single in found:
            number += 1
            single = f"{name} ({number})"
        found[single] = (canonical, words, place)
    return found
