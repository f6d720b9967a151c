"""Faults of whole rows and names: keys, loop counts, quotes, data names."""

from __future__ import annotations

import random
from collections.abc import Iterator

from imgcif_map.cif.document import Delimiter, Loop
from tests.mutation.subject import Item, Mutant, Spot, Subject, stays


def _loops(subject: Subject) -> Iterator[tuple[Loop, list[Item]]]:
    loops = {id(item.loop): item.loop for item in subject.items if item.loop.looped}
    for key, loop in loops.items():
        yield loop, [item for item in subject.items if id(item.loop) == key]


def _row(subject: Subject, loop: Loop, row: int) -> list[Spot] | None:
    """Places of a row's values; None unless the row has its line for itself."""
    spots = [subject.spot(column, row) for column in loop.columns]
    found = [spot for spot in spots if spot is not None]
    if len(found) != len(spots) or len({spot.line for spot in found}) != 1:
        return None
    line = subject.lines[found[0].line - 1]
    return found if len(line.split()) >= len(found) and "#" not in line else None


def wrong_key(subject: Subject) -> Iterator[Mutant]:
    """Keys that stand twice, and keys that are null."""
    for loop, items in _loops(subject):
        category = subject.dictionary.category(items[0].definition.category)
        if category is None or not category.is_loop or not category.keys:
            continue
        keys = {key.casefold() for key in category.keys}
        given = [item for item in items if item.definition.id.casefold() in keys]
        if not given or len({i.definition.category for i in items}) > 1:
            continue
        absent = keys - {item.definition.id.casefold() for item in given}
        if any(not _elided(subject, name) for name in absent):
            continue
        for row in subject.rows(loop):
            spots = _row(subject, loop, row)
            if spots is None:
                continue
            last = loop.columns[-1].position(len(loop) - 1).line
            if not any(item.column.value(row).is_null for item in given):
                text, moved = subject.inserted(last, subject.lines[spots[0].line - 1])
                what = f"{category.id}: row {row + 1} once more"
                yield Mutant("key", what, text, frozenset({spots[0].line, last + 1}), moved)
        for item in given:
            if item.definition.default or subject.parents(item) or len(loop) < 2:
                continue
            for _, spot in subject.spots(item.column):
                yield subject.value("key", item, spot, "?")


def _elided(subject: Subject, name: str) -> bool:
    definition = subject.dictionary.item(name)
    return definition is not None and definition.default not in (None, ".", "?")


def wrong_count(subject: Subject, chance: random.Random) -> Iterator[Mutant]:
    """A value too few or too many in a loop."""
    for loop, _ in _loops(subject):
        if len(loop.columns) < 2:
            continue
        first = loop.position.line
        last = max(column.position(len(loop) - 1).line for column in loop.columns)
        lines = frozenset(range(first, last + 2))
        for row in subject.rows(loop):
            column = chance.choice(loop.columns)
            spot = subject.spot(column, row)
            if spot is None:
                continue
            for what, new in (("lost", ""), ("more", f"{_written(spot)} {_written(spot)}")):
                text = subject.replaced(spot, new)
                yield Mutant("count", f"{column.name} row {row + 1}: {what}", text, lines, stays)


def _written(spot: Spot) -> str:
    quote = {Delimiter.SINGLE: "'", Delimiter.DOUBLE: '"'}.get(spot.delimiter, "")
    return f"{quote}{spot.text}{quote}"


def lost_quote(subject: Subject) -> Iterator[Mutant]:
    """Quotes and semicolons that are missing, and quotes too many."""
    for block in subject.document.blocks:
        for loop in block.loops:
            for column in loop.columns:
                for row in subject.rows(loop):
                    yield from _unquoted(subject, column.name, subject.spot(column, row))
                    if column.value(row).delimiter == Delimiter.TEXT:
                        yield from _unfenced(subject, column.name, column.position(row).line)


def _unquoted(subject: Subject, name: str, spot: Spot | None) -> Iterator[Mutant]:
    if spot is None:
        return
    here = frozenset({spot.line})
    if spot.delimiter == Delimiter.BARE:
        text = subject.replaced(spot, f"'{spot.text}")
        if "'" not in subject.lines[spot.line - 1][spot.end :]:
            yield Mutant("quote", f"{name}: a quote before {spot.text}", text, here, stays)
        return
    written = _written(spot)
    text = subject.replaced(spot, written[:-1])
    if written[0] not in subject.lines[spot.line - 1][spot.end :]:
        yield Mutant("quote", f"{name}: no quote after {spot.text}", text, here, stays)
    if " " in spot.text:
        text = subject.replaced(spot, written[1:])
        yield Mutant("quote", f"{name}: no quote before {spot.text}", text, here, stays)


def _unfenced(subject: Subject, name: str, line: int) -> Iterator[Mutant]:
    end = next(
        (n for n in range(line + 1, len(subject.lines) + 1) if subject.lines[n - 1][:1] == ";"), 0
    )
    if end and subject.lines[end - 1].strip() == ";":
        text = subject.with_line(end, "")
        yield Mutant("quote", f"{name}: text without end", text, frozenset({line}), stays)


def wrong_name(subject: Subject, chance: random.Random) -> Iterator[Mutant]:
    """Misspelt data names."""
    for item in subject.items:
        column, at = item.column, item.column.name_position
        line = subject.lines[at.line - 1]
        end = at.column - 1 + len(column.name)
        for new in _misspelt(column.name, chance):
            if subject.dictionary.item(new) is None and item.block.column(new) is None:
                text = subject.with_line(at.line, line[: at.column - 1] + new + line[end:])
                lines = frozenset({at.line})
                yield Mutant("name", f"{column.name} -> {new}", text, lines, stays)


def _misspelt(name: str, chance: random.Random) -> Iterator[str]:
    start = name.find(".") + 1 or 1
    for _ in range(4):
        at = chance.randrange(start, len(name))
        yield name[:at] + name[at + 1 :]
        yield name[:at] + chance.choice("qxz") + name[at + 1 :]
        yield name[:at] + chance.choice("qxz") + name[at:]
