"""A mapping as a table for people: which place goes to which data name, and how."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from imgcif_map.harmless import spreadsheet_cell
from imgcif_map.mapping.tracing.match import units_shown
from imgcif_map.rdf.sssom import MATCHES, NO_TERM, MappingSet, Row

COLUMNS = ("source", "data_name", "match", "unit", "function", "because", "line")
_WORDS = {iri: name for name, iri in MATCHES.items()}


def concordance(made: MappingSet) -> Iterator[str]:
    """CSV, line by line: one row for each place and data name, gaps of both sides included."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in made.rows:
        writer.writerow([spreadsheet_cell(cell) for cell in _cells(row)])
    yield from line.getvalue().splitlines(keepends=True)


def _cells(row: Row) -> tuple[str, ...]:
    match = "none" if row.unmatched else _WORDS[row.predicate_id]
    return (
        "" if row.subject_id == NO_TERM else row.source_path or row.subject_label,
        "" if row.object_id == NO_TERM else row.object_label,
        match,
        units_shown(row.source_unit, row.target_unit),
        row.functions,
        row.comment,
        row.mapping_line,
    )
