"""MAP022: every candidate of a value can be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from imgcif_map.errors import NOWHERE
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.model import MISSING, Each, Mapping, Pick, Value, Zip


def check(subject: Subject) -> None:
    """Nothing stands behind a candidate that always has a value, or twice."""
    for value in values(subject.mapping):
        _value(value, subject)


def _value(value: Value, subject: Subject) -> None:
    ends: Pick | None = None
    for number, pick in enumerate(value.picks):
        if ends is not None and ends.place.file == pick.place.file:
            subject.book.say(
                "unreachable-fallback",
                f"never used: the candidate in line {ends.place.line} always has a value",
                pick.place,
                "put it before that one",
            )
        elif ends is None and any(_same(pick, before) for before in value.picks[:number]):
            subject.book.say(
                "unreachable-fallback", "the same candidate stands here twice", pick.place
            )
        if always(pick):
            ends = ends or pick


def _same(pick: Pick, other: Pick) -> bool:
    return replace(pick, place=NOWHERE) == replace(other, place=NOWHERE)


def always(pick: Pick) -> bool:
    """Whether a candidate has a value whatever the source says."""
    if pick.when is not None or pick.kind in ("key", "ref"):
        return False
    if pick.assume is not MISSING and pick.assume is not None:
        return True
    return (
        pick.kind == "value"
        and pick.literal is not None
        and not (pick.null_if or pick.functions or pick.lookup)
    )


def values(mapping: Mapping) -> Iterator[Value]:
    """Every value of a mapping, with those inside."""
    outer: list[Value] = [*mapping.blocks, *mapping.lets.values(), *mapping.frame.x]
    outer += [v for v in (mapping.block_name, mapping.frame.beam, mapping.frame.up) if v]
    for table in mapping.tables.values():
        outer += table.fields.values()
        outer += [cell for row in table.entries.values() for cell in row.values()]
        outer += [v for level in table.rows or () for v in _level(level)]
    for category in mapping.categories.values():
        for part in category.parts:
            outer += part.items.values()
            outer += [v for level in part.rows or () for v in _level(level)]
    for test in mapping.checks:
        outer += [test.left, test.right]
    for value in outer:
        yield from _inside(value)


def _level(level: object) -> list[Value]:
    if isinstance(level, Each):
        return list(level.sources)
    return list(level.columns.values()) if isinstance(level, Zip) else []


def _inside(value: Value) -> Iterator[Value]:
    yield value
    for pick in value.picks:
        inner = [*pick.objects, *pick.members]
        if isinstance(pick.source, Value):
            inner.append(pick.source)
        if pick.unit is not None and pick.unit.source is not None:
            inner.append(pick.unit.source)
        for member in inner:
            yield from _inside(member)
