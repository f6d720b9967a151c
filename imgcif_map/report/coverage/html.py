"""Coverage as one page: both sides of a mapping to look through, or the numbers of several.

The page needs nothing else, see :mod:`imgcif_map.report.html`. Without the script all of it
can be read; with it rows can be filtered by what becomes of them and by text, and sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    ItemRow,
    PlaceRow,
    Target,
    counts,
)
from imgcif_map.report.coverage.chosen import Choice, how, slug
from imgcif_map.report.html.markup import code, escaped, heading, items, said
from imgcif_map.report.html.page import Look, page

_HERE = Path(__file__).parent


def render(found: Sequence[Coverage], choice: Choice) -> Iterable[str]:
    """The whole page."""
    look = Look("Coverage of mappings", "tables", _asset("script.js"), _asset("style.css"))
    if len(found) == 1:
        one = found[0]
        sections = list(_sections(one, choice))
        links = [(name, escaped(title)) for name, title, _, _ in sections]
        return [page(f"Coverage of {one.mapping}", links, _one(one, choice, sections), look)]
    links = []
    if choice.source:
        links.append(("source", "Source"))
    if choice.imgcif:
        links.append(("imgcif", "imgCIF"))
    return [page("Coverage of mappings", links, _matrix(found, choice), look)]


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()


# -- several mappings


def _matrix(found: Sequence[Coverage], choice: Choice) -> Iterator[str]:
    yield "<p>How many header keys, nodes and data names are accounted for, by mapping.</p>"
    if choice.source:
        yield heading(2, "Source: header keys, nodes of NeXus definitions", "source")
        rows = [(c.mapping, len(c.places), counts(c.places, SOURCE_WORDS)) for c in found]
        yield from _numbers("source", "Places of sources by mapping", SOURCE_WORDS, rows)
        yield from _legend(SOURCE_WORDS)
    if choice.imgcif:
        yield heading(2, "imgCIF: data names that raw data need", "imgcif")
        needed = [(c.mapping, len(c.needed), counts(c.needed, ITEM_WORDS)) for c in found]
        yield from _numbers("imgcif", "Data names by mapping", ITEM_WORDS, needed)
        yield from _legend(ITEM_WORDS)


def _numbers(
    side: str,
    caption: str,
    words: Iterable[str],
    rows: Iterable[tuple[str, int, Mapping[str, int]]],
) -> Iterator[str]:
    yield from _table(caption, ["Mapping", "all", *words], "numbers")
    for name, total, found in rows:
        cells = "".join(f"<td>{number}</td>" for number in (total, *found.values()))
        yield f'<tr id="{side}-{slug(name)}"><th scope="row">{said(name)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _legend(words: Mapping[str, str]) -> Iterator[str]:
    yield from items((f"<b>{word}</b>: {escaped(text)}" for word, text in words.items()), "legend")


# -- one mapping

Section = tuple[str, str, Sequence[PlaceRow] | Sequence[ItemRow], Mapping[str, str]]
"""Id, title, rows, and the words for what becomes of them."""


def _sections(one: Coverage, choice: Choice) -> Iterator[Section]:
    """The tables that are wanted, with their rows."""
    places, names = choice.places(one), choice.items(one)
    if choice.source:
        title = f"Nodes of {one.definition}" if one.definition else "Keys and places"
        outside = bool(one.definition)
        yield "source", title, [r for r in places if r.listed or not outside], SOURCE_WORDS
        if one.beyond:
            beyond = [r for r in places if not r.listed]
            yield "beyond", f"Places outside of {one.definition}", beyond, SOURCE_WORDS
    if choice.imgcif:
        needed = [r for r in names if r.needed]
        yield "imgcif", "Data names that raw data need", needed, ITEM_WORDS
        if one.others:
            yield "others", "Other data names", [r for r in names if not r.needed], ITEM_WORDS


def _one(one: Coverage, choice: Choice, sections: Sequence[Section]) -> Iterator[str]:
    yield f"<p>{said(one.title)}</p>"
    yield f'<p class="sentence">{said(one.sentence())}</p>'
    words: dict[str, str] = {}
    for _, _, rows, known in sections:
        for row in rows:
            words.setdefault(row.handling, known[row.handling])
    yield from _filters(sorted(words, key=list({**SOURCE_WORDS, **ITEM_WORDS}).index))
    shown = _Shown(
        {row.path for row in choice.places(one)}, {row.item for row in choice.items(one)}
    )
    for name, title, rows, known in sections:
        yield heading(2, escaped(title), name)
        numbers = (f"{n} {word}" for word, n in counts(rows, known).items() if n)
        yield f"<p>{len(rows)}: {', '.join(numbers)}</p>" if rows else "<p>None.</p>"
        if rows:
            place = known is SOURCE_WORDS
            head = ["Place", "What becomes of it", "Data names"] if place else [
                "Data name", "Where it comes from", "Places",
            ]  # fmt: skip
            yield from _table(title, [*head, "Line"], "rows")
            yield from (shown.row(row) for row in rows)
            yield "</tbody></table></div>"
    yield heading(2, "Words", "words")
    yield from _legend({**SOURCE_WORDS, **ITEM_WORDS} | {"mapped": "a place and a data name meet"})


def _filters(words: Iterable[str]) -> Iterator[str]:
    """Controls that the script shows."""
    yield '<form class="filters" hidden>'
    yield '<label>Text <input type="search" id="text" autocomplete="off"></label>'
    yield "<fieldset><legend>Show</legend>"
    for word in words:
        yield f'<label><input type="checkbox" value="{word}" checked> {word}</label>'
    yield '</fieldset><p role="status" id="shown"></p></form>'


class _Shown:
    """Rows, with links to those that are on the page too."""

    def __init__(self, places: set[str], names: set[str]) -> None:
        self.places = {path: f"place-{number}" for number, path in enumerate(sorted(places), 1)}
        self.names = {name: f"item-{slug(name)}" for name in names}

    def row(self, row: PlaceRow | ItemRow) -> str:
        """One row of a table."""
        place = isinstance(row, PlaceRow)
        own = self.places[row.path] if isinstance(row, PlaceRow) else self.names[row.item]
        name = row.path if isinstance(row, PlaceRow) else row.item
        parts = [self._target(t) for t in row.targets] if isinstance(row, PlaceRow) else [
            self._link(self.places.get(path), path) for path in row.sources
        ]  # fmt: skip
        listed = "".join(f"<li>{part}</li>" for part in parts)
        linked = f"<ul>{listed}</ul>" if listed else ""
        note = f"<p>{said(row.note)}</p>" if row.note else ""
        origin = row.origin if isinstance(row, PlaceRow) and not row.listed else ""
        also = f' <small class="where">{said(origin)}</small>' if origin and place else ""
        return (
            f'<tr id="{own}" data-handling="{row.handling}"><th scope="row">{code(name)}{also}</th>'
            f'<td class="{row.handling}"><b>{row.handling}</b></td>'
            f'<td class="long">{linked}{note}</td><td class="where">{said(row.line)}</td></tr>'
        )

    def _target(self, target: Target) -> str:
        link = self._link(self.names.get(target.item), target.item)
        return f'{link} <span class="where">{said(how(target))}</span>'

    @staticmethod
    def _link(anchor: str | None, text: str) -> str:
        return f'<a href="#{anchor}">{code(text)}</a>' if anchor else code(text)


def _table(caption: str, head: Sequence[str], style: str) -> Iterator[str]:
    """The beginning of a table whose columns the script can sort."""
    text = escaped(caption)
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{text}">'
    yield f'<table class="{style}"><caption class="hidden">{text}</caption>'
    yield (
        "<thead><tr>"
        + "".join(f'<th scope="col">{escaped(c)}</th>' for c in head)
        + "</tr></thead>"
    )
    yield "<tbody>"
