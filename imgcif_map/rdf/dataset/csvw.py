"""CSV on the Web: what the columns of a table of images mean.

Source: W3C, Metadata Vocabulary for Tabular Data, 2015.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from imgcif_map.rdf.dataset.framerows import FrameColumn
from imgcif_map.rdf.dataset.frames import FrameTable
from imgcif_map.rdf.dataset.summary import Summary
from imgcif_map.rdf.units import unit_term
from imgcif_map.rdf.vocabulary import BASE, QUDT, item_iri

SUFFIX = "-metadata.json"
"""Ends the name of the metadata of ``x.csv``: ``x.csv-metadata.json``."""
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_NAME = re.compile(r"[^A-Za-z0-9_.]")
_KEY = ("data_block", "scan_id", "frame_number", "array_id", "array_section_id")


def metadata(table: FrameTable, url: str, of: Summary, base: str = BASE) -> Iterator[str]:
    """The metadata document of a table whose file is called ``url``."""
    record = of.record
    made: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"The {table.rows} images, one by one",
        "dc:description": (
            "Settings are those at the start of each image. Texts that begin like a formula of a "
            "spreadsheet have an apostrophe before them."
        ),
        "dc:isPartOf": {"@id": str(of.iri)},
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {"columns": [_column(column, of, base) for column in table.columns]},
    }
    if record.licence is not None:
        made["dc:license"] = {"@id": record.licence.iri}
    key = _key(table)
    if key:
        made["tableSchema"]["primaryKey"] = key
    yield json.dumps(made, indent=1, ensure_ascii=True) + "\n"


def column_name(text: str) -> str:
    """A name that may stand in a URI template."""
    plain = _NAME.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text
    )
    return f"x{plain}" if plain.startswith("_") else plain


def _column(column: FrameColumn, of: Summary, base: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column_name(column.name), "titles": column.name}
    definition = of.dictionary.item(column.item) if column.item else None
    if definition is not None:
        made["propertyUrl"] = str(item_iri(of.dictionary, definition.id, base))
        units = definition.units
        if units and units not in ("none", "unspecified"):
            made["schema:unitText"] = units.replace("_", " ")
            unit = unit_term(units).iri
            if unit is not None:
                made[str(QUDT.hasUnit)] = {"@id": str(unit)}
    if column.axis:
        made["dc:description"] = f"Setting of the axis {column.axis}"
    made["datatype"] = _datatype(column)
    return made


def _datatype(column: FrameColumn) -> str:
    if isinstance(column.values, np.ndarray):
        return "integer" if column.values.dtype.kind == "i" else "double"
    given = {value for value in column.values if value}
    if column.name == "date" and all(_DATE.fullmatch(value) for value in given):
        return "dateTime"
    return "string"


def _key(table: FrameTable) -> list[str]:
    """The columns that tell the rows apart, if each row has them all."""
    columns = [column for column in table.columns if column.name in _KEY]
    values = [
        column.values.tolist() if isinstance(column.values, np.ndarray) else column.values
        for column in columns
    ]
    if not columns or any(value is None or value == -1 for part in values for value in part):
        return []
    rows = set(zip(*values, strict=True))
    return [column_name(column.name) for column in columns] if len(rows) == table.rows else []
