"""The images one by one, as a table: scan, number, settings of the axes, where each image is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.experiment.model import Experiment
from imgcif_map.experiment.read import experiments
from imgcif_map.experiment.tables import Tables
from imgcif_map.rdf.dataset.framerows import FrameColumn, Part, Values
from imgcif_map.rules.context import Context

CHUNK = 5000
"""Rows that are turned into text at once."""
_EXECUTED = re.compile(r"[=+@\t\r]|-(?![\d.])")
"""Beginnings of texts that spreadsheets take for a formula."""


@dataclass(frozen=True, slots=True)
class FrameTable:
    """All images of a file."""

    columns: tuple[FrameColumn, ...]
    rows: int

    def text(self) -> Iterator[str]:
        """The table as CSV (RFC 4180), in pieces."""
        yield from _lines([[column.name for column in self.columns]])
        for low in range(0, self.rows, CHUNK):
            parts = [column.values[low : low + CHUNK] for column in self.columns]
            yield from _lines(zip(*map(_shown, parts), strict=True))


def _lines(rows: Any) -> Iterator[str]:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    yield buffer.getvalue()


def _shown(values: Values) -> list[Any]:
    """Numbers as they are, nothing where there is none, texts that no spreadsheet executes."""
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "i":
            return ["" if value < 0 else value for value in values.tolist()]
        return ["" if value != value else value for value in values.tolist()]
    starts = {value[:1] for value in values if value}
    if starts.isdisjoint("=+-@\t\r"):
        return ["" if value is None else value for value in values]
    return ["" if v is None else f"'{v}" if _EXECUTED.match(v) else v for v in values]


def frame_table(document: Document, dictionary: Dictionary, base_url: str = "") -> FrameTable:
    """The table of a document. Columns in which no row has a value are left out.

    Relative addresses start at ``base_url``, if there is one.
    """
    parts: list[dict[str, FrameColumn]] = []
    sizes: list[int] = []
    for whole in Context(document, dictionary).wholes:
        blocks = [block for block in whole if block.outer is None]
        found: dict[str, list[Experiment]] = {}
        for experiment in experiments(blocks, dictionary):
            found.setdefault(experiment.block, []).append(experiment)
        for block in blocks:
            if block.name in found:
                others = (other for other in blocks if other is not block)
                tables = Tables((block, *others), dictionary)
                size, columns = Part(tables, found[block.name], base_url).made()
                columns.insert(0, FrameColumn("data_block", "", [block.name] * size))
                parts.append({column.name: column for column in columns})
                sizes.append(size)
    names = dict.fromkeys(name for part in parts for name in part)
    if len({part["data_block"].values[0] for part in parts if part["data_block"].values}) < 2:
        names.pop("data_block", None)
    joined = (_joined(name, parts, sizes) for name in names)
    return FrameTable(tuple(column for column in joined if _says(column)), sum(sizes))


def _joined(name: str, parts: list[dict[str, FrameColumn]], sizes: list[int]) -> FrameColumn:
    first = next(part[name] for part in parts if name in part)
    if len(parts) == 1:
        return first
    numeric = isinstance(first.values, np.ndarray)
    values: list[Any] = []
    for part, size in zip(parts, sizes, strict=True):
        column = part.get(name)
        if column is None:
            values.append(np.full(size, np.nan) if numeric else [None] * size)
        else:
            values.append(column.values)
    if not numeric:
        return FrameColumn(name, first.item, [x for part in values for x in part], first.axis)
    if isinstance(first.values, np.ndarray) and first.values.dtype.kind == "i":
        values = [np.where(np.isnan(part), -1, part).astype(np.int64) for part in values]
    return FrameColumn(name, first.item, np.concatenate(values), first.axis)


def _says(column: FrameColumn) -> bool:
    if isinstance(column.values, np.ndarray):
        if column.values.dtype.kind == "i":
            return bool((column.values >= 0).any())
        return bool(np.isfinite(column.values).any())
    return any(value is not None for value in column.values)
