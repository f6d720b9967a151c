"""A mapping as a table for people: which place goes to which data name, and how."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from imgcif_map.rdf.sssom import MATCHES, NO_TERM, MappingSet, Row

COLUMNS = ("source", "data_name", "match", "unit", "function", "because", "line")
_WORDS = {iri: name for name, iri in MATCHES.items()}
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet would take for a formula at the start of a cell."""


def concordance(made: MappingSet) -> Iterator[str]:
    """CSV, line by line: one row for each place and data name, gaps of both sides included."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in made.rows:
        writer.writerow([_harmless(cell) for cell in _cells(row)])
    yield from line.getvalue().splitlines(keepends=True)


def _cells(row: Row) -> tuple[str, ...]:
    match = "none" if row.unmatched else _WORDS[row.predicate_id]
    return (
        "" if row.subject_id == NO_TERM else row.source_path or row.subject_label,
        "" if row.object_id == NO_TERM else row.object_label,
        match,
        _unit(row),
        row.functions,
        row.comment,
        row.mapping_line,
    )


def _unit(row: Row) -> str:
    """``m → millimetres``; one unit where they are the same."""
    if not row.source_unit or row.source_unit == row.target_unit:
        return row.target_unit
    return f"{row.source_unit} → {row.target_unit}" if row.target_unit else row.source_unit


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
