"""Wrong values: of another type, no listed state, out of range, without parent."""

from __future__ import annotations

import random
from collections.abc import Iterator

from imgcif_map.rules.contents import resolved
from tests.mutation.subject import Item, Mutant, Spot, Subject

_WRONG = {
    "integer": ("many", "1.5", "12x", "'3 4'", "1e", "0x10", "--2", "1,000"),
    "real": ("wide", "1,5", "1.2.3", "'1.0 2.0'", "1e+", "1.5mm", "nan", "+-3"),
    "code": ("'two words'", "'a b c'"),
    "word": ("'two words'", "'a b c'"),
    "name": ("'two words'", "a-b", "a.b"),
    "uri": ("'no uri'", "'http://a b'", "<x>"),
    "date": ("yesterday", "2020-13-01", "2020-02-30", "01/02/2020"),
    "datetime": ("yesterday", "2020-13-01", "2020-02-30", "01/02/2020"),
    "version": ("one", "1.2", "v1.2.3"),
}


def wrong_type(subject: Subject) -> Iterator[Mutant]:
    """Values that do not have the form of their type."""
    for item in subject.items:
        definition = item.definition
        if definition.states or subject.is_key(item) or definition.linked_item:
            continue
        for _, spot in subject.spots(item.column):
            for new in _WRONG.get(resolved(subject.dictionary, definition), ()):
                yield subject.value("type", item, spot, new)


def wrong_state(subject: Subject, chance: random.Random) -> Iterator[Mutant]:
    """Misspelt states: a letter lost, doubled or exchanged."""
    for item in subject.items:
        definition = item.definition
        states = {state.casefold() for state in definition.states}
        if not states or not definition.mandatory or not _is_text(subject, item):
            continue
        for _, spot in subject.spots(item.column):
            for new in _misspelt(spot.text, chance):
                if new.casefold() not in states and new not in (".", "?", ""):
                    quoted = f"'{new}'" if " " in new else new
                    yield subject.value("state", item, spot, quoted)


def _is_text(subject: Subject, item: Item) -> bool:
    return resolved(subject.dictionary, item.definition) in ("code", "word", "text", "name")


def _misspelt(text: str, chance: random.Random) -> Iterator[str]:
    at = chance.randrange(len(text))
    yield text[:at] + text[at + 1 :]
    yield text[:at] + text[at] + text[at:]
    yield text[:at] + chance.choice("qxz") + text[at + 1 :]
    yield text + "s"


def out_of_range(subject: Subject) -> Iterator[Mutant]:
    """Numbers below the least or above the greatest that the dictionary allows."""
    for item in subject.items:
        limits = item.definition.range
        contents = resolved(subject.dictionary, item.definition)
        if limits is None or contents not in ("integer", "real") or item.definition.states:
            continue
        if subject.is_key(item) or subject.parent(item):
            continue
        low, high = limits
        wrong = [] if low is None else [low - 1, low - 7, low - 1000]
        wrong += [] if high is None else [high + 1, high + 7, high + 1000]
        for _, spot in subject.spots(item.column):
            for number in wrong:
                yield subject.value("range", item, spot, _written(number, contents))


def _written(number: float, contents: str) -> str:
    return f"{number:.0f}" if contents == "integer" else repr(number)


def lost_link(subject: Subject) -> Iterator[Mutant]:
    """References to what is not there."""
    for item in subject.items:
        parent = subject.parent(item)
        if parent is None or subject.referred(item) or item.definition.states:
            continue
        if not parent.column.texts() or _all_null(parent):
            continue
        numeric = resolved(subject.dictionary, parent.definition) in ("integer", "real")
        known = set(parent.column.texts())
        for row, spot in subject.spots(item.column):
            for new in _others(spot, row, numeric):
                if new not in known:
                    yield subject.value("link", item, spot, new)


def _others(spot: Spot, row: int, numeric: bool) -> Iterator[str]:
    if numeric:
        yield from (str(90_000 + row), str(70_000 + 3 * row))
    else:
        yield from (f"{spot.text}_{row + 77}", f"NO{spot.text}", f"q{row}q")


def _all_null(item: Item) -> bool:
    return all(value.is_null for value in item.column.values())
