"""SSSOM/TSV: a YAML header in comment lines, then a table. Written and read again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from imgcif_map.errors import UnreadableInput
from imgcif_map.mapping.yamltree import parse_yaml, plain
from imgcif_map.rdf.sssom import CIFMAP, EXTENSIONS, VERSION, MappingSet, Row, clean
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import XSD

HEADER: Final = (
    "mapping_set_id", "mapping_set_version", "mapping_set_source", "mapping_set_title",
    "mapping_set_description", "creator_id", "creator_label", "license", "subject_source",
    "subject_source_version", "object_type", "object_source", "object_source_version",
    "mapping_tool", "mapping_tool_version", "mapping_date",
)  # fmt: skip
"""Slots of the set in the order of the standard."""
COLUMNS: Final = (
    "record_id", "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "author_id", "author_label", "mapping_cardinality", "confidence",
    "comment", *EXTENSIONS,
)  # fmt: skip
"""Slots of a row in the order of the standard, then our own."""
URIS: Final = frozenset({"mapping_set_id", "mapping_set_source", "license"})
"""Slots that are written as whole URIs, not abbreviated."""
_NEEDED: Final = (
    "record_id", "subject_id", "predicate_id", "object_id", "mapping_justification",
)  # fmt: skip
_LOCAL: Final = re.compile(r"[A-Za-z0-9_.~%-]+")
_MULTIPLE: Final = frozenset(
    {"author_id", "author_label", "creator_id", "creator_label", "mapping_set_source"}
)
_NAMES: Final = frozenset(
    {"record_id", "subject_id", "predicate_id", "object_id", "mapping_justification", "author_id",
     "creator_id", "subject_source", "object_source"}
)  # fmt: skip


def lines(made: MappingSet) -> Iterator[str]:
    """The file, line by line. Columns that no row fills are left out."""
    short = _Names(made.prefixes)
    table = list(_table(made.rows, short))
    header = list(_header(made, short))
    yield f"# sssom_version: {json.dumps(VERSION)}\n"
    yield "# curie_map:\n"
    for name in sorted(short.used):
        yield f"#   {name}: {_yaml(made.prefixes[name])}\n"
    yield from header
    yield from table


def _header(made: MappingSet, short: _Names) -> Iterator[str]:
    for slot in HEADER:
        value = getattr(made, slot)
        if value in ("", None, ()):
            continue
        if slot in _MULTIPLE:
            yield f"# {slot}:\n"
            for member in value:
                yield f"#   - {_yaml(short.slot(slot, member))}\n"
        else:
            yield f"# {slot}: {_yaml(short.slot(slot, value))}\n"
    yield "# extension_definitions:\n"
    for slot in EXTENSIONS:
        yield f"#   - slot_name: {slot}\n"
        yield f"#     property: {_yaml(short.curie(CIFMAP[slot]))}\n"
        yield f"#     type_hint: {_yaml(short.curie(XSD.string))}\n"


def _table(rows: Sequence[Row], short: _Names) -> Iterator[str]:
    columns = [
        name
        for name in COLUMNS
        if name in _NEEDED or any(getattr(row, name) not in ("", None, ()) for row in rows)
    ]
    line = io.StringIO()
    writer = csv.writer(line, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(name, getattr(row, name), short) for name in columns])
    yield from line.getvalue().splitlines(keepends=True)


def _cell(slot: str, value: Any, short: _Names) -> str:
    if value is None:
        return ""
    if slot in _MULTIPLE:
        return "|".join(short.slot(slot, member).replace("|", "\\|") for member in value)
    return repr(value) if isinstance(value, float) else short.slot(slot, value)


class _Names:
    """Abbreviates IRIs, and remembers the prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._starts = sorted(prefixes.items(), key=lambda entry: -len(entry[1]))
        self.used: set[str] = set()

    def slot(self, slot: str, value: Any) -> str:
        if slot in _NAMES and isinstance(value, Iri):
            return self.curie(value)
        return clean(str(value))

    def curie(self, name: Iri) -> str:
        for prefix, start in self._starts:
            local = name.removeprefix(start)
            if local != name and _LOCAL.fullmatch(local):
                self.used.add(prefix)
                return f"{prefix}:{local}"
        return name


def _yaml(text: str) -> str:
    """Text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


# -- reading


def read(text: str, name: str = "SSSOM") -> MappingSet:
    """A file as :func:`lines` writes it; raises UnreadableInput for anything else."""
    head, body = _split(text)
    raw = plain(parse_yaml("\n".join(head), name)) if head else None
    if not isinstance(raw, dict) or not isinstance(raw.get("curie_map"), dict):
        raise UnreadableInput(f"{name}: there is no SSSOM header with a curie_map")
    prefixes = {str(key): str(value) for key, value in raw["curie_map"].items()}
    rows = tuple(_rows(body, prefixes, name))
    slots = {key: _header_value(key, raw[key], prefixes) for key in HEADER if key in raw}
    if "mapping_set_id" not in slots:
        raise UnreadableInput(f"{name}: the header has no mapping_set_id")
    return MappingSet(**slots, prefixes=prefixes, rows=rows)


def _rows(body: str, prefixes: Mapping[str, str], name: str) -> Iterator[Row]:
    try:
        table = list(csv.reader(io.StringIO(body, newline=""), delimiter="\t", strict=True))
    except csv.Error as error:
        raise UnreadableInput(f"{name}: the table cannot be read: {error}") from None
    columns = table[0] if table else []
    unknown = [column for column in columns if column not in COLUMNS]
    missing = [column for column in _NEEDED if column not in columns]
    if unknown or missing:
        said = f"the column {unknown[0]} is not known" if unknown else f"no column {missing[0]}"
        raise UnreadableInput(f"{name}: {said}")
    for number, cells in enumerate(table[1:], 1):
        found = dict(zip(columns, cells, strict=False))
        empty = [column for column in _NEEDED if not found.get(column)]
        if len(cells) != len(columns) or empty:
            said = f"has no {empty[0]}" if empty else f"has {len(cells)} cells"
            raise UnreadableInput(f"{name}: row {number} {said}")
        try:
            yield Row(**{key: _read(key, text, prefixes) for key, text in found.items() if text})
        except ValueError:
            raise UnreadableInput(f"{name}: row {number}: confidence is no number") from None


def _split(text: str) -> tuple[list[str], str]:
    head: list[str] = []
    at = 0
    while text.startswith("#", at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        head.append(text[at + 1 : end].removeprefix(" "))
        at = min(end + 1, len(text))
    return head, text[at:]


def _header_value(slot: str, value: Any, prefixes: Mapping[str, str]) -> Any:
    if slot in _MULTIPLE:
        return tuple(_one(slot, str(member), prefixes) for member in value)
    return _one(slot, str(value), prefixes)


def _read(slot: str, cell: str, prefixes: Mapping[str, str]) -> Any:
    if slot == "confidence":
        return float(cell)
    if slot in _MULTIPLE:
        members = re.split(r"(?<!\\)\|", cell)
        return tuple(_one(slot, member.replace("\\|", "|"), prefixes) for member in members)
    return _one(slot, cell, prefixes)


def _one(slot: str, text: str, prefixes: Mapping[str, str]) -> Any:
    if slot in URIS:
        return Iri(text)
    if slot not in _NAMES:
        return text
    prefix, colon, local = text.partition(":")
    return Iri(prefixes[prefix] + local) if colon and prefix in prefixes else Iri(text)
