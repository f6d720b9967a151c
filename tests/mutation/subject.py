"""A CIF text, where its values stand, and edits of it that remember which lines moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.cif.document import Block, Column, Delimiter, Document, Loop
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Definition, Dictionary

_ROWS = 50
_QUOTES = {Delimiter.SINGLE: "'", Delimiter.DOUBLE: '"'}


@dataclass(frozen=True)
class Spot:
    """One value on one line: ``start`` and ``end`` are columns from 0, delimiters included."""

    line: int
    start: int
    end: int
    text: str
    delimiter: Delimiter


@dataclass(frozen=True)
class Item:
    """One column of a file with its definition."""

    block: Block
    loop: Loop
    column: Column
    definition: Definition


@dataclass(frozen=True)
class Mutant:
    """A text with one fault, and the lines of it at which the fault may be reported."""

    kind: str
    what: str
    write: Callable[[], str]
    """The faulty text; written when asked for, since there may be many of a long one."""
    lines: frozenset[int]
    moved: Callable[[int], int]
    """Line of the sound text -> line here."""


def stays(line: int) -> int:
    """No line has moved."""
    return line


@dataclass(frozen=True)
class Subject:
    """A sound file."""

    text: str
    dictionary: Dictionary

    @cached_property
    def document(self) -> Document:
        return parse_cif(self.text)

    def rows(self, loop: Loop) -> range:
        """Rows of a loop to try; of a long one, some."""
        return range(0, len(loop), 1 + len(loop) // _ROWS)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def items(self) -> list[Item]:
        return [
            Item(block, loop, column, definition)
            for block in self.document.blocks
            for loop in block.loops
            for column in loop.columns
            if (definition := self.dictionary.item(column.name)) is not None
        ]

    def spot(self, column: Column, row: int) -> Spot | None:
        """Where a value stands; None for what is not on one line."""
        value, at = column.value(row), column.position(row)
        if value.delimiter not in (Delimiter.BARE, *_QUOTES):
            return None
        quote = _QUOTES.get(value.delimiter, "")
        start = at.column - 1
        end = start + len(value.text) + 2 * len(quote)
        written = self.lines[at.line - 1][start:end]
        if written != f"{quote}{value.text}{quote}":
            return None
        return Spot(at.line, start, end, value.text, value.delimiter)

    def spots(self, column: Column) -> Iterator[tuple[int, Spot]]:
        """Rows and places of the values of a column that are no nulls; of a long one, of some."""
        for row in range(0, len(column), 1 + len(column) // _ROWS):
            spot = None if column.value(row).is_null else self.spot(column, row)
            if spot is not None:
                yield row, spot

    def replaced(self, spot: Spot, new: str) -> Callable[[], str]:
        """The text with another value at that place."""
        line = self.lines[spot.line - 1]
        return self.with_line(spot.line, line[: spot.start] + new + line[spot.end :])

    def with_line(self, number: int, line: str) -> Callable[[], str]:
        """The text with another line in that place."""
        return lambda: "\n".join([*self.lines[: number - 1], line, *self.lines[number:]])

    def value(self, kind: str, item: Item, spot: Spot, new: str) -> Mutant:
        """A mutant with a wrong value in place of a right one."""
        what = f"{item.column.name}: {spot.text} -> {new}"
        return Mutant(kind, what, self.replaced(spot, new), frozenset({spot.line}), stays)

    def inserted(self, after: int, line: str) -> tuple[Callable[[], str], Callable[[int], int]]:
        """The text with a line more, and how the other lines move."""

        def write() -> str:
            return "\n".join([*self.lines[:after], line, *self.lines[after:]])

        return write, lambda at: at if at <= after else at + 1

    def parents(self, item: Item) -> bool:
        """True if a column of the file links to this one, directly or over others."""
        wanted = {item.definition.id.casefold()}
        return any(
            other.definition.linked_item
            and other.definition.purpose.casefold() != "su"
            and (parent := self.dictionary.item(other.definition.linked_item)) is not None
            and parent.id.casefold() in wanted
            for other in self.items
            if other.column is not item.column
        )

    def referred(self, item: Item) -> bool:
        """True if a column of the file links to the item, or to a key that it is a part of."""
        category = item.definition.category
        members = [other for other in self.items if other.definition.category == category]
        if not self.is_key(item):
            return self.parents(item)
        return any(self.parents(other) for other in members if self.is_key(other))

    def parent(self, item: Item) -> Item | None:
        """The column that this one links to, if the file has it with values."""
        definition = item.definition
        if not definition.linked_item or definition.purpose.casefold() == "su":
            return None
        parent = self.dictionary.item(definition.linked_item)
        if parent is None or parent.id == definition.id:
            return None
        for other in self.items:
            if other.definition.id == parent.id and other.block is item.block:
                return other
        return None

    def is_key(self, item: Item) -> bool:
        return self.dictionary.is_key(item.definition)
