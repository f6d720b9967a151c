"""Items against the dictionary: names, links, states, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.lint.values import literal_path
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import MISSING, CategoryPart, Pick, Value
from imgcif_map.units import convertible, parse_unit

_RANGE = re.compile(r"\[(\d+)\.\.(\d+)\]")
_MOST = 100


def expand(object_id: str) -> list[str]:
    """``vector[1..3]`` as ``vector[1]``, ``vector[2]``, ``vector[3]``."""
    found = _RANGE.search(object_id)
    if found is None:
        return [object_id]
    first, last = int(found.group(1)), int(found.group(2))
    numbers = range(first, min(last, first + _MOST) + 1)
    return [object_id[: found.start()] + f"[{n}]" + object_id[found.end() :] for n in numbers]


def check_categories(dictionary: Dictionary, book: Notebook) -> None:
    """Check every category, part and item of the mapping."""
    for name, category in book.mapping.categories.items():
        if dictionary.category(name) is None:
            hint = near(name, dictionary.categories)
            book.say("unknown-category", f"there is no category '{name}'", category.place, hint)
            continue
        for part in category.parts:
            _part(name, part, dictionary, book)
    for entry in book.mapping.no_source:
        if dictionary.item(entry.name) is None:
            _unknown(entry.name, entry.place, dictionary, book)


def _part(category: str, part: CategoryPart, dictionary: Dictionary, book: Notebook) -> None:
    seen: dict[str, str] = {}
    for object_id, value in part.items.items():
        for single in expand(object_id):
            definition = dictionary.object(category, single)
            key = (definition.id if definition is not None else single).casefold()
            if key in seen:
                book.say(
                    "doubled-item",
                    f"_{category}.{single} is supplied by '{seen[key]}' and by '{object_id}'",
                    value.name_place,
                )
            seen[key] = object_id
            if definition is None:
                _unknown(f"_{category}.{single}", value.name_place, dictionary, book)
                break
        else:
            first = expand(object_id)[0]
            definition = dictionary.object(category, first)
            if definition is not None:
                _current(f"_{category}.{first}", definition, value.name_place, book)
                _item(definition, value, dictionary, book)


def _current(name: str, definition: Definition, place: Place, book: Notebook) -> None:
    """An alias is an older name."""
    if definition.id.casefold() != name.casefold():
        book.say(
            "replaced-data-name",
            f"{name} is an alias of {definition.id}",
            place,
            f"use {definition.id}",
        )


def _unknown(name: str, place: Place, dictionary: Dictionary, book: Notebook) -> None:
    category = name.removeprefix("_").partition(".")[0].casefold()
    siblings = [definition.id for definition in dictionary.members.get(category, ())]
    hint = near(name, siblings) or near(name, [d.id for d in dictionary.definitions.values()])
    book.say("unknown-data-name", f"{name} is not in the dictionary", place, hint)


def _item(definition: Definition, value: Value, dictionary: Dictionary, book: Notebook) -> None:
    if definition.replaced_by:
        names = ", ".join(name for name in definition.replaced_by if name)
        book.say(
            "replaced-data-name",
            f"{definition.id} has been replaced",
            value.name_place,
            f"use {names}" if names else "it has been withdrawn",
        )
    for pick in final_picks(value, book):
        _links(definition, pick, dictionary, book)
        _states(definition, pick, book)
        _unit(definition, pick, book)


def final_picks(value: Value, book: Notebook, depth: int = 0) -> Iterator[Pick]:
    """The candidates whose result is written as it is, through ``from`` and plain lets."""
    for pick in value.picks:
        yield pick
        if pick.functions or pick.lookup is not None or depth > 10:
            continue
        if isinstance(pick.source, Value):
            yield from final_picks(pick.source, book, depth + 1)
        else:
            inner = book.mapping.lets.get(literal_path(pick.source) or "")
            if inner is not None:
                yield from final_picks(inner, book, depth + 1)


def _links(definition: Definition, pick: Pick, dictionary: Dictionary, book: Notebook) -> None:
    if pick.kind == "count" and pick.count not in book.mapping.categories:
        hint = near(pick.count, book.mapping.categories)
        book.say("unknown-category", f"the mapping does not fill '{pick.count}'", pick.place, hint)
    if pick.kind != "ref":
        return
    if pick.to is None and not definition.linked_item:
        book.say(
            "ref-without-target",
            f"the dictionary does not say where {definition.id} points",
            pick.place,
            "add to: category.object",
        )
    elif pick.to is not None and dictionary.item(f"_{pick.to.removeprefix('_')}") is None:
        names = [d.id.removeprefix("_") for d in dictionary.definitions.values()]
        book.say(
            "ref-without-target",
            f"to: {pick.to} is not a data name",
            pick.place,
            near(pick.to.removeprefix("_"), names),
        )


def _states(definition: Definition, pick: Pick, book: Notebook) -> None:
    if not definition.states or not definition.mandatory:
        return
    legal = {state.casefold() for state in definition.states}
    for candidate in written(pick):
        texts = candidate if isinstance(candidate, list) else [candidate]
        for text in texts:
            if text is None or isinstance(text, list) or str(text).casefold() in legal:
                continue
            hint = near(str(text), definition.states) or (
                f"legal are {', '.join(definition.states[:12])}"
            )
            book.say(
                "unknown-state",
                f"'{text}' is not a legal value of {definition.id}",
                pick.place,
                hint,
            )


def written(pick: Pick) -> Iterator[Any]:
    """Values of the mapping that this candidate may write."""
    if pick.lookup is not None:
        yield from pick.lookup.table.values()
        if pick.lookup.otherwise == "value":
            yield pick.lookup.value
    elif pick.kind == "value" and not pick.functions:
        yield pick.literal
    if pick.assume is not MISSING:
        yield pick.assume


def _unit(definition: Definition, pick: Pick, book: Notebook) -> None:
    if pick.unit is None or pick.functions or pick.lookup or not definition.units:
        return
    for text in (pick.unit.given, pick.unit.force, pick.unit.assume):
        code = parse_unit(text, definition.units) if text else None
        if code is not None and not convertible(code, definition.units):
            book.say(
                "impossible-unit",
                f"'{text}' does not convert to {definition.units}, the unit of {definition.id}",
                pick.place,
                "use a unit of the same kind, or a function",
            )
