"""Coverage as CSV: one row for each place and data name, or the numbers of several mappings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from imgcif_map.harmless import safe, spreadsheet_cell
from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    counts,
)
from imgcif_map.report.coverage.chosen import Choice, Pair, pairs

COLUMNS = (
    "mapping", "source", "handling", "data_name", "item_handling", "match", "unit", "function",
    "note", "line",
)  # fmt: skip


def render(found: Sequence[Coverage], choice: Choice) -> Iterable[str]:
    """Both sides of one mapping; of several the numbers alone."""
    if len(found) > 1:
        return _lines(_numbers(found, choice))
    return _lines([COLUMNS, *(_cells(one, pair) for one in found for pair in pairs(one, choice))])


def _cells(coverage: Coverage, pair: Pair) -> Sequence[str]:
    place, item, target = pair.place, pair.item, pair.target
    alone = place or item
    return (
        coverage.mapping,
        place.path if place is not None else "",
        place.handling if place is not None else "",
        target.item if target is not None else item.item if item is not None else "",
        item.handling if item is not None else "",
        target.match if target is not None else "",
        target.unit if target is not None else "",
        target.functions if target is not None else "",
        target.because if target is not None else alone.note if alone is not None else "",
        target.line if target is not None else alone.line if alone is not None else "",
    )


def _numbers(found: Sequence[Coverage], choice: Choice) -> Iterator[Sequence[str]]:
    head = ["mapping"]
    if choice.source:
        head += ["source", *(f"source_{word}" for word in SOURCE_WORDS)]
    if choice.imgcif:
        head += ["imgcif", *(f"imgcif_{word}" for word in ITEM_WORDS)]
    yield head
    for one in found:
        row = [one.mapping]
        if choice.source:
            numbers = counts(one.places, SOURCE_WORDS).values()
            row += [str(n) for n in (len(one.places), *numbers)]
        if choice.imgcif:
            numbers = counts(one.needed, ITEM_WORDS).values()
            row += [str(n) for n in (len(one.needed), *numbers)]
        yield row


def _lines(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([spreadsheet_cell(safe(cell)) for cell in row])
    return text.getvalue().splitlines(keepends=True)
