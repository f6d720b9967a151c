"""Reads experiment logs: CSV and TSV, JSON, YAML. What a file is, its suffix says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from imgcif_map.errors import MappingError, UnreadableInput
from imgcif_map.mapping.logs.model import FILE_COLUMNS, Log, key_and_unit, made_fact
from imgcif_map.sources.headers.facts import Fact
from imgcif_map.sources.inputs import open_regular

MAX_BYTES = 64 << 20
_KEYS = frozenset({"key", "name", "parameter", "item", "data name", "data_name"})
_VALUES = frozenset({"value", "values"})


def is_log(path: Path) -> bool:
    """Whether the suffix is one of an experiment log."""
    return path.suffix.lower() in _READERS


def read_log(path: Path) -> Log:
    """An experiment log.

    Key-value: two or three columns headed key, value, unit; one row below headings; or
    a JSON or YAML map. Tabular: a column ``file`` and one row per image; or a list of
    maps. A unit stands in a column ``unit``, in brackets after the heading
    (``distance [mm]``) or as ``{value: 120, unit: mm}``. Raises UnreadableInput, which
    says where.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnreadableInput(f"{path} is no experiment log", hint=f"known suffixes: {known}")
    with open_regular(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"{path} has more than {MAX_BYTES >> 20} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"{path} is not text in UTF-8 (byte {error.start})", hint="save it as UTF-8"
        ) from error
    if not text.strip():
        raise UnreadableInput(f"{path} is empty")
    return reader(path, text)


# -- CSV ----------------------------------------------------------------------------------


def _read_csv(path: Path, text: str) -> Log:
    first = text.lstrip().splitlines()[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = [
            (number, [cell.strip() for cell in row])
            for number, row in _numbered(csv.reader(io.StringIO(text), delimiter=mark, strict=True))
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise UnreadableInput(f"{path}: not a table: {error}") from error
    if not rows:
        raise UnreadableInput(f"{path} has no cells that say anything")
    heading, rest = rows[0][1], rows[1:]
    low = [cell.lower() for cell in heading]
    if len(heading) in (2, 3) and low[0] in _KEYS and low[1] in _VALUES:
        return _made(path, _key_values(path, rest))
    for number, row in rest:
        if len(row) != len(heading):
            raise UnreadableInput(
                f"{path}:{number}: {len(row)} cells below {len(heading)} headings",
                hint="a cell with the separator in it needs quotes",
            )
    records = [(number, dict(zip(heading, row, strict=True))) for number, row in rest]
    if len(set(heading)) < len(heading):
        twice = next(cell for cell in heading if heading.count(cell) > 1)
        raise UnreadableInput(f"{path}:{rows[0][0]}: the heading {twice!r} stands twice")
    return _from_records(path, records)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each ends."""
    for row in reader:
        yield reader.line_num, row


def _key_values(
    path: Path, rows: Sequence[tuple[int, Sequence[str]]]
) -> Iterator[tuple[str, Any, str | None, str]]:
    for number, row in rows:
        place = f"{path}:{number}"
        if len(row) not in (2, 3):
            raise UnreadableInput(f"{place}: {len(row)} cells, expected key, value and unit")
        yield row[0], row[1], row[2] if len(row) == 3 and row[2] else None, place


# -- JSON and YAML ------------------------------------------------------------------------


def _read_json(path: Path, text: str) -> Log:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise UnreadableInput(f"{path}: the key {twice!r} stands twice")
        return found

    def refused(word: str) -> Any:
        raise UnreadableInput(f"{path}: {word} is no value of a measurement")

    try:
        content = json.loads(text, object_pairs_hook=once, parse_constant=refused)
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"{path}:{error.lineno}:{error.colno}: {error.msg}") from error
    except RecursionError:
        raise UnreadableInput(f"{path} is nested too deep") from None
    return _from_tree(path, content)


def _read_yaml(path: Path, text: str) -> Log:
    from imgcif_map.mapping.yamltree import parse_yaml, plain

    try:
        return _from_tree(path, plain(parse_yaml(text, str(path))))
    except MappingError as error:
        raise UnreadableInput(error.message, hint=error.hint) from error


def _from_tree(path: Path, content: Any) -> Log:
    if isinstance(content, dict):
        return _made(path, ((str(k), *_value_and_unit(v), str(path)) for k, v in content.items()))
    if isinstance(content, list) and content and all(isinstance(c, dict) for c in content):
        return _from_records(path, list(enumerate(content, 1)))
    raise UnreadableInput(
        f"{path}: neither keys with values nor a list of rows with keys and values"
    )


def _value_and_unit(value: Any) -> tuple[Any, str | None]:
    if isinstance(value, dict) and set(value) <= {"value", "unit"} and "value" in value:
        unit = value.get("unit")
        return value["value"], None if unit is None else str(unit)
    return value, None


# -- all ----------------------------------------------------------------------------------


def _from_records(path: Path, records: Sequence[tuple[int, Mapping[str, Any]]]) -> Log:
    files = {k for _, record in records for k in record if str(k).lower() in FILE_COLUMNS}
    if not files:
        if len(records) == 1:
            number, record = records[0]
            rows = ((str(k), *_value_and_unit(v), f"{path}:{number}") for k, v in record.items())
            return _made(path, rows)
        raise UnreadableInput(
            f"{path}: {len(records)} rows and no column that says of which image",
            hint="name it file; or give key, value, unit in three columns",
        )
    if len(files) > 1:
        raise UnreadableInput(f"{path}: two columns name files: {', '.join(sorted(files))}")
    column = files.pop()
    single: dict[str, dict[str, Fact]] = {}
    for number, record in records:
        place = f"{path}:{number}"
        name = str(record.get(column) or "")
        if not name:
            raise UnreadableInput(f"{place}: no file is named")
        if name in single:
            raise UnreadableInput(f"{place}: a second row for {name}")
        rows = ((str(k), *_value_and_unit(v), place) for k, v in record.items() if k != column)
        single[name] = dict(_facts(rows))
    return Log(str(path), single=single)


def _made(path: Path, rows: Iterator[tuple[str, Any, str | None, str]]) -> Log:
    found = dict(_facts(rows))
    names = {key: fact for key, fact in found.items() if key.startswith("_")}
    return Log(str(path), {k: f for k, f in found.items() if k not in names}, names=names)


def _facts(rows: Iterator[tuple[str, Any, str | None, str]]) -> Iterator[tuple[str, Fact]]:
    known: set[str] = set()
    for heading, value, unit, place in rows:
        key, written = key_and_unit(heading)
        if not key.strip("_"):
            raise UnreadableInput(f"{place}: a value without a key")
        if key in known:
            raise UnreadableInput(f"{place}: {heading.strip()} stands twice")
        known.add(key)
        if isinstance(value, dict) or _nested(value):
            raise UnreadableInput(
                f"{place}: {heading.strip()} is neither a value nor a list of values"
            )
        fact = made_fact(key, value, unit or written)
        if fact is not None:
            yield key, fact


def _nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(v, list | dict) for v in value)


_READERS: Mapping[str, Callable[[Path, str], Log]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".json": _read_json,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
