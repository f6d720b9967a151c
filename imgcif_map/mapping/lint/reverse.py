"""The section ``reverse:``: functions, data names, units, groups."""

from __future__ import annotations

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.lint.functions import check_call
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.reverse.model import Reverse, Way
from imgcif_map.units import parse_unit


def check_reverse(dictionary: Dictionary | None, book: Notebook) -> None:
    """Check the section; data names only with a dictionary."""
    reverse = book.mapping.reverse
    if reverse is None:
        return
    for path, ways in reverse.fields.items():
        for way in ways:
            _way(way, dictionary, book)
        _group(path, reverse, book)
    for path in (*reverse.constants, *reverse.needs):
        _group(path, reverse, book)
    for code, spelled in reverse.units.items():
        for text in filter(None, (code, spelled)):
            _unit(text, reverse.places.get(code), book)
    if dictionary is not None:
        for name in (*reverse.built, *reverse.follows, *reverse.lost):
            _name(name, reverse.places.get(name), dictionary, book)


def _way(way: Way, dictionary: Dictionary | None, book: Notebook) -> None:
    for number, use in enumerate(way.functions):
        values = len(way.sources) if number == 0 else 1
        check_call(use.name, values + len(use.args), (), way.place, book)
    if way.unit:
        _unit(way.unit, way.place, book)
    for name in (*way.sources, *filter(None, [way.unit_item])):
        if dictionary is not None and not name.startswith("$"):
            _name(name, way.place, dictionary, book)


def _name(name: str, place: Place | None, dictionary: Dictionary, book: Notebook) -> None:
    where = place or Place("")
    if name.endswith(".*"):
        category = name.removeprefix("_").removesuffix(".*")
        if dictionary.category(category) is None:
            hint = near(category, dictionary.categories)
            book.say("unknown-category", f"there is no category '{category}'", where, hint)
    elif dictionary.item(name) is None:
        hint = near(name, [definition.id for definition in dictionary.definitions.values()])
        book.say("unknown-data-name", f"{name} is not in the dictionary", where, hint)


def _unit(text: str, place: Place | None, book: Notebook) -> None:
    if parse_unit(text, text) is None:
        book.say("unknown-unit", f"the unit '{text}' is not known", place or Place(""))


def _group(path: str, reverse: Reverse, book: Notebook) -> None:
    group = path.rpartition("/")[0]
    if group and group not in reverse.groups:
        hint = near(group, reverse.groups) or "list it under groups:"
        place = reverse.places.get(path) or Place("")
        book.say("unknown-name", f"{path} is in no group of the section", place, hint)
