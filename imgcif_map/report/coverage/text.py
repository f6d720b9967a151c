"""Coverage for a terminal: numbers of several mappings, or both sides of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    ItemRow,
    PlaceRow,
    counts,
)
from imgcif_map.report.coverage.chosen import Choice, how
from imgcif_map.report.plain import cut, safe, width, wrap

_COLOURS = {"open": "31;1", "gap": "33", "mapped": "32", "assumed": "33"}
_BOLD, _FAINT = "1", "2"
_NARROWEST = 40
_FIRST = 11
"""Columns of the word before a row."""


def render(
    found: Sequence[Coverage], choice: Choice, *, columns: int = 100, color: bool = False
) -> Iterable[str]:
    """Lines with their ends."""
    show = _Text(choice, max(columns, _NARROWEST), color)
    lines = show.matrix(found) if len(found) != 1 else show.one(found[0])
    return [f"{line}\n" for line in lines]


class _Text:
    def __init__(self, choice: Choice, columns: int, color: bool) -> None:
        self.choice, self.width, self.color = choice, columns, color

    # -- several mappings

    def matrix(self, found: Sequence[Coverage]) -> Iterator[str]:
        """A table for each side with a line for each mapping."""
        if self.choice.source:
            yield from self.heading("Source: header keys, nodes of NeXus definitions")
            rows = [(c.mapping, len(c.places), counts(c.places, SOURCE_WORDS)) for c in found]
            yield from self.numbers(SOURCE_WORDS, rows)
            for one in found:
                if one.definition:
                    yield from wrap(f"{one.mapping}: {one.sentence()}", self.width, "", "  ")
        if self.choice.source and self.choice.imgcif:
            yield ""
        if self.choice.imgcif:
            yield from self.heading("imgCIF: data names that raw data need")
            rows = [(c.mapping, len(c.needed), counts(c.needed, ITEM_WORDS)) for c in found]
            yield from self.numbers(ITEM_WORDS, rows)

    def numbers(
        self, words: Iterable[str], rows: Sequence[tuple[str, int, Mapping[str, int]]]
    ) -> Iterator[str]:
        """Numbers under their words; on a narrow terminal a block for each mapping."""
        head = ["all", *words]
        first = max(width(safe(name)) for name, _, _ in rows) if rows else 0
        columns = [max(len(word), 4) for word in head]
        if first + sum(columns) + 2 * len(columns) > self.width:
            for name, total, found in rows:
                said = [f"{n} {word}" for word, n in found.items() if n]
                yield from wrap(f"{name}: {total} ({', '.join(said)})", self.width, "", "  ")
            return
        cells = [f"{word:>{size}}" for word, size in zip(head, columns, strict=True)]
        yield self.paint("  ".join([" " * first, *cells]), _FAINT)
        for name, total, found in rows:
            line = [safe(name) + " " * (first - width(safe(name)))]
            for word, size in zip(head, columns, strict=True):
                number = total if word == "all" else found[word]
                cell = f"{number:>{size}}"
                line.append(
                    self.paint(cell, _COLOURS["open"]) if word == "open" and number else cell
                )
            yield "  ".join(line)

    # -- one mapping

    def one(self, coverage: Coverage) -> Iterator[str]:
        """Both sides, row by row."""
        yield from wrap(f"{coverage.mapping}: {coverage.title}", self.width, "", "  ")
        yield from wrap(coverage.sentence(), self.width, "", "  ")
        if self.choice.source:
            title = f"Nodes of {coverage.definition}" if coverage.definition else "Keys and places"
            yield from self.side(title, coverage.listed, SOURCE_WORDS, self.choice.places(coverage))
            if coverage.beyond:
                title = f"Places outside of {coverage.definition}"
                wanted = self.choice.places(coverage)
                yield from self.side(title, coverage.beyond, SOURCE_WORDS, wanted)
        if self.choice.imgcif:
            wanted_items = self.choice.items(coverage)
            title = "Data names that raw data need"
            yield from self.side(title, coverage.needed, ITEM_WORDS, wanted_items)
            if coverage.others:
                yield from self.side("Other data names", coverage.others, ITEM_WORDS, wanted_items)

    def side(
        self,
        title: str,
        rows: Sequence[PlaceRow] | Sequence[ItemRow],
        words: Iterable[str],
        wanted: Sequence[PlaceRow] | Sequence[ItemRow],
    ) -> Iterator[str]:
        """A heading with numbers, then those of the rows that are wanted."""
        numbers = [f"{n} {word}" for word, n in counts(rows, words).items() if n]
        yield ""
        yield from self.heading(f"{title}: {len(rows)}")
        yield from wrap(", ".join(numbers), self.width, "  ", "  ")
        kept = set(map(id, wanted))
        for row in rows:
            if id(row) in kept:
                yield from self.row(row)

    def row(self, row: PlaceRow | ItemRow) -> Iterator[str]:
        """What it is called and where that is said; then what it is linked to, or why not."""
        name = row.path if isinstance(row, PlaceRow) else row.item
        word = self.paint(f"{row.handling:<{_FIRST}}", _COLOURS.get(row.handling, _FAINT))
        said = safe(name)
        room = self.width - _FIRST - width(said) - len(row.line) - 2
        line = f"  {self.paint(row.line, _FAINT)}" if row.line and room >= 0 else ""
        yield f"{word}{said}{line}"
        margin = " " * _FIRST
        if isinstance(row, PlaceRow):
            for target in row.targets:
                yield from wrap(
                    f"{target.item} ({how(target)})", self.width, f"{margin}→ ", f"{margin}  "
                )
        else:
            for path in row.sources:
                yield f"{margin}← {cut(safe(path), max(20, self.width - _FIRST - 2))}"
        if row.note:
            yield from wrap(row.note, self.width, margin, margin)

    def heading(self, text: str) -> Iterator[str]:
        for line in wrap(text, self.width, "", "  "):
            yield self.paint(line, _BOLD)

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text
