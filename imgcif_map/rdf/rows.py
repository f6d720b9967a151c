"""The rows of a CIF file as nodes: typed with their category, items as properties.

``<home><block>/<category>/<row>`` is a row of a category. Nulls are left out, and so are
data names that the dictionary does not know, and binary sections. A number with its
standard uncertainty in parentheses becomes two values, see :func:`uncertainty_iri`.
Everything goes column by column and is streamed, so that long files need no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Block, Column, Delimiter, Document
from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rdf.ntriples import lines, node, term
from imgcif_map.rdf.terms import TYPE, Blanks, Iri, Triple, iri
from imgcif_map.rdf.values import Typed, typed
from imgcif_map.rdf.vocabulary import (
    BASE,
    DDLM,
    XSD,
    category_iri,
    definition_iri,
    encoded,
    local_name,
)

Columns = list[tuple[Definition, Column]]

CHUNK = 2000
"""Rows whose lines are made at once."""
_AGAIN = "\0"
"""Stands for the subject, which is written more than once; no literal can hold it."""


@dataclass(frozen=True)
class Cells:
    """A column on its way: where its values go and how they are made."""

    column: Column
    predicate: Iri
    su: Iri | None
    """Where uncertainties in parentheses go; None where a column of its own has them."""
    typed: Typed

    def tails(self, texts: list[str], kinds: NDArray[np.uint8]) -> list[str]:
        """Of each row, what follows the subject in N-Triples; "" for a null or a structure."""
        start = f" {node(self.predicate)} "
        alike = None if kinds.any() else self.typed.alike(texts)
        if alike is not None:
            end = f'"{alike} .\n'
            start += '"'
            return [f"{start}{x}{end}" for x in texts]
        su = f" .\n{_AGAIN} {node(self.su)} " if self.su else ""
        known: dict[tuple[str, int], str] = {}
        found = []
        for key in zip(texts, kinds.tolist(), strict=True):
            made = known.get(key)
            if made is None:
                made = known[key] = self._tail(*key, start, su)
            found.append(made)
        return found

    def _tail(self, value: str, kind: int, start: str, su: str) -> str:
        bare = kind == Delimiter.BARE
        if kind >= Delimiter.LIST or (bare and value in (".", "?")):
            return ""
        literal, uncertainty = self.typed.measured(value, bare)
        more = f"{su}{term(uncertainty)}" if uncertainty and su else ""
        return f"{start}{term(literal)}{more} .\n"


@dataclass(frozen=True)
class Table:
    """Rows of one category."""

    category: str
    cells: tuple[Cells, ...]
    rows: int
    first: int
    """Number of the first row."""
    looped: bool


def row_lines(
    document: Document | Iterable[Block],
    dictionary: Dictionary,
    home: str,
    base: str = BASE,
    blanks: Blanks | None = None,
) -> Iterator[str]:
    """Everything that the dictionary knows as N-Triples, in pieces of whole lines.

    ``blanks`` gives out the labels of blank nodes, where several documents become one graph.
    """
    blanks = blanks or Blanks("v")
    blocks = document.blocks if isinstance(document, Document) else document
    for block in blocks:
        here = Iri(iri(home) + encoded(block.name))
        yield f"{node(here)} {node(TYPE)} {node(DDLM.Block)} .\n"
        for table in tables(block, dictionary, base):
            yield from _table(table, here, category_iri(dictionary, table.category, base), blanks)


def row_triples(
    document: Document | Iterable[Block], dictionary: Dictionary, home: str, base: str = BASE
) -> Iterator[Triple]:
    """The same as triples, for small files: parsed from the lines, so that they cannot differ."""
    from rdflib import Graph

    from imgcif_map.rdf.output import from_rdflib

    text = "".join(row_lines(document, dictionary, home, base))
    yield from from_rdflib(Graph().parse(data=text, format="nt"))


def uncertainty_iri(
    known: Mapping[str, Definition], definition: Definition, base: str = BASE
) -> Iri:
    """Where the uncertainty of an item's values goes; ``known`` are :func:`uncertainties`.

    It is the item that the dictionary has for it, else ``<item>/su``.
    """
    found = known.get(definition.id.casefold())
    own = definition_iri(definition, base)
    return definition_iri(found, base) if found is not None else Iri(f"{own}/su")


def uncertainties(dictionary: Dictionary) -> dict[str, Definition]:
    """SU items by the casefolded id of what they are the uncertainty of."""
    found: dict[str, Definition] = {}
    for item in dictionary.definitions.values():
        if item.linked_item and item.purpose.casefold() == "su":
            measurand = dictionary.item(item.linked_item)
            if measurand is not None:
                found.setdefault(measurand.id.casefold(), item)
    return found


def tables(block: Block, dictionary: Dictionary, base: str = BASE) -> Iterator[Table]:
    """The rows of a block by category: unlooped items together, each loop by itself."""
    known = uncertainties(dictionary)
    used: dict[str, int] = {}
    for name, columns, looped in _groups(block, dictionary):
        given = {item.id.casefold() for item, _ in columns}
        cells = []
        for item, column in columns:
            su = known.get(item.id.casefold())
            apart = su is not None and su.id.casefold() in given
            target = None if apart else uncertainty_iri(known, item, base)
            cells.append(Cells(column, definition_iri(item, base), target, typed(dictionary, item)))
        rows = len(columns[0][1])
        yield Table(name, tuple(cells), rows, used.get(name, 0) + 1, looped)
        used[name] = used.get(name, 0) + rows


def _groups(block: Block, dictionary: Dictionary) -> Iterator[tuple[str, Columns, bool]]:
    """Category, columns, and whether they are looped."""
    single: dict[str, Columns] = {}
    loops: list[tuple[str, Columns]] = []
    for loop in block.loops:
        groups: dict[str, Columns] = {}
        for column in loop.columns:
            item = dictionary.item(column.name)
            if item is not None and item.category in dictionary.categories:
                groups.setdefault(item.category, []).append((item, column))
        if loop.looped:
            loops += groups.items()
        else:
            for name, columns in groups.items():
                single.setdefault(name, []).extend(columns)
    yield from ((name, columns, False) for name, columns in single.items())
    yield from ((name, columns, True) for name, columns in loops)


def _table(table: Table, block: Iri, category: Iri, blanks: Blanks) -> Iterator[str]:
    columns = [(x, x.column.texts(), x.column.delimiters()) for x in table.cells]
    start = f"<{block}/{local_name(table.category)}/"
    fixed = (f" {node(TYPE)} {node(category)} .\n", f" {node(DDLM.block)} {node(block)} .\n")
    place, end = f' {node(DDLM.row)} "', f'"^^{node(XSD.integer)} .\n'
    for low in range(0, table.rows, CHUNK):
        high = min(low + CHUNK, table.rows)
        numbers = range(table.first + low, table.first + high)
        made = [cells.tails(texts[low:high], kinds[low:high]) for cells, texts, kinds in columns]
        if table.looped:
            made.insert(0, [f"{place}{n}{end}" for n in numbers])
        found = []
        for number, tails in zip(numbers, zip(*made, strict=True), strict=True):
            subject = f"{start}{number}>"
            text = subject.join(("", *fixed, *filter(None, tails)))
            found.append(text.replace(_AGAIN, subject) if _AGAIN in text else text)
        yield "".join(found)
    yield from _structures(table, columns, start, blanks)


def _structures(
    table: Table,
    columns: list[tuple[Cells, list[str], NDArray[np.uint8]]],
    start: str,
    blanks: Blanks,
) -> Iterator[str]:
    """Lists and Tables, which are more than a line each."""
    for cells, _, kinds in columns:
        structured = (kinds == Delimiter.LIST) | (kinds == Delimiter.TABLE)
        for row in np.flatnonzero(structured).tolist():
            subject = Iri(f"{start[1:]}{table.first + row}")
            value, inner = cells.typed.structured(cells.column.value(row), blanks)
            yield from lines([(subject, cells.predicate, value), *inner])
