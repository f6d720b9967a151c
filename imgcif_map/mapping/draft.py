"""Drafts a mapping for a source that no mapping knows: every key listed, to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.model import Table, Value, Zip
from imgcif_map.sources.base import Source, walk
from imgcif_map.sources.record import Record

MAX_KEYS = 2000
_SHOWN = 48
_CLOSE = 0.86
_OWN = ("frames", "numbers", "template", "stem", "images")
"""What the program itself says of a scan."""
HEADERS = "headers"
"""The form of image headers."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the source with one of its values, and where shipped mappings put its like."""

    path: str
    sample: str
    unit: str
    varies: bool
    numeric: bool = False
    targets: tuple[tuple[str, str], ...] = ()
    """(where, which mapping): ``_diffrn_detector.make`` or ``modules/pitch_fast``."""


def draft(source: Source, library: Library, name: str) -> str:
    """A mapping file (YAML) for one source. It is valid as it is, and maps nothing yet.

    Suggestions come from the packaged mappings: keys that are spelled alike there.
    """
    start, images = _start(source)
    known = _known(library, images)
    keys = [_key(record, start, known) for record in _leaves(start, images)]
    lines = [*_head(source, name, images, keys), *_tables(keys, images), *_items(keys)]
    return "\n".join(lines) + "\n"


def _start(source: Source) -> tuple[Record, bool]:
    """Where the keys stand: the first scan of image headers, else the root."""
    scans = source.root.child("scan")
    if scans is not None and scans.children():
        return scans.children()[0], True
    return source.root, False


def _leaves(start: Record, images: bool) -> Iterator[Record]:
    for count, record in enumerate(walk(start)):
        if count > MAX_KEYS:
            return
        own = images and any(r.name in _OWN for r in (record, *record.ancestors()[:1]))
        if record.is_leaf and record is not start and not own:
            yield record


def _key(record: Record, start: Record, known: Mapping[str, Sequence[tuple[str, str]]]) -> Key:
    path = record.path.removeprefix(start.path.rstrip("/")).lstrip("/")
    try:
        shape = record.shape
        data = None if shape and len(shape) > 1 else record.read()
        value = "" if data is None else str(getattr(data, "tolist", lambda: data)())
    except UnreadableValue as problem:
        value, shape = f"cannot be read: {problem.message}", None
    text = " ".join(value.split())
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    shown = "".join(c if c.isprintable() else "?" for c in text)
    frames = start.child("frames")
    count = frames.read() if frames is not None else 1
    varies = bool(shape) and count != 1 and (shape or (0,))[0] == count
    numeric = record.dtype not in (None, "text")
    return Key(path, shown, record.unit or "", varies, numeric, _alike(record.name, known))


def _alike(
    name: str, known: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[tuple[str, str], ...]:
    plain = _plain(name)
    found = known.get(plain)
    if found is None and len(plain) > 3:
        near = get_close_matches(plain, known, 1, _CLOSE)
        found = known[near[0]] if near else None
    merged: dict[str, list[str]] = {}
    for target, mapping in found or ():
        merged.setdefault(target, []).append(mapping)
    return tuple((target, ", ".join(dict.fromkeys(names))) for target, names in merged.items())


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _known(library: Library, images: bool) -> dict[str, list[tuple[str, str]]]:
    """Where the packaged formats put the keys they read, by the key without case and signs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for header in library.files.values():
        if header.kind != "format" or (header.extends == HEADERS) is not images:
            continue
        mapping = library.compose(library.file(header.id))
        for category in mapping.categories.values():
            for part in category.parts:
                for item, value in part.items.items():
                    _note(found, value, f"_{category.name}.{item}", header.id)
        for table in mapping.tables.values():
            _note_table(found, table, header.id)
    return found


def _note_table(found: dict[str, list[tuple[str, str]]], table: Table, mapping: str) -> None:
    for field, value in table.fields.items():
        _note(found, value, f"{table.name}/{field}", mapping)
    for level in table.rows or ():
        if isinstance(level, Zip):
            for column, value in level.columns.items():
                _note(found, value, f"{table.name}/{column}", mapping)
    for row, cells in table.entries.items():
        for cell in ("angle", "turn"):
            for key in _literals(cells.get(cell)):
                target = f"{table.name}/{row}: {cell}"
                found.setdefault(_plain(key), []).append((target, mapping))


def _literals(value: Value | None) -> Iterator[str]:
    """The texts that a cell can have."""
    for pick in value.picks if value is not None else ():
        if isinstance(pick.source, Value):
            yield from _literals(pick.source)
        many = pick.literal if isinstance(pick.literal, list | tuple) else (pick.literal,)
        yield from (key for key in many if isinstance(key, str))


def _note(found: dict[str, list[tuple[str, str]]], value: Value, target: str, mapping: str) -> None:
    for pick in value.picks:
        if isinstance(pick.source, Value):
            _note(found, pick.source, target, mapping)
        for key in () if isinstance(pick.source, Value | None) else _keys(pick.source):
            found.setdefault(_plain(key), []).append((target, mapping))


def _keys(expression: ast.Expression) -> Iterator[str]:
    """The names at the ends of the paths that a value is made of."""
    if isinstance(expression, ast.Call):
        for argument in expression.args[:1]:
            yield from _keys(argument)
    elif isinstance(expression, ast.Path) and expression.steps:
        last = expression.steps[-1]
        if isinstance(last, ast.Child) and len(last.parts) == 1 and isinstance(last.parts[0], str):
            yield last.parts[0]


def _head(source: Source, name: str, images: bool, keys: Sequence[Key]) -> Iterator[str]:
    yield "# A draft: every key of the source stands here once, as a comment. Take the # away where"
    yield "# a key has a home, move the others to gaps: (no data name for it) or ignore: (nobody"
    yield f"# needs it), then try it:  imgcif-map convert SOURCE --mapping {name}.yaml"
    yield "# What a data name means: imgcif-map explain _diffrn_detector.make"
    yield "imgcif_map: 1"
    yield f"id: {name}"
    yield f"extends: {'headers' if images else 'base'}"
    yield "version: 0.1.0"
    yield f"title: {name} to imgCIF"
    yield "license: CC0-1.0"
    if not images:
        yield f"source: {{format: {source.format}}}"
        yield ""
        yield "frame: {beam: [0, 0, 1], up: [0, 1, 0]}   # directions in the source's coordinates"
        yield "blocks:"
        yield "  each: /"
        return
    yield "source:"
    yield f"  format: {source.format}"
    yield "  scans:"
    yield "    same: []     # keys that are equal in all files of one scan: detector, distance …"
    yield "    turns: {}    # key of an axis: key of its step, as in {Omega: Omega_increment}"
    varying = ", ".join(key.path for key in keys if key.varies)
    if varying:
        yield f"    # different from file to file here: {varying[:300]}"
    yield ""
    yield "blocks:"
    yield "  each: groups(/scan/*)   # with keys in quotes: one data block for each, 'Detector'"


def _tables(keys: Sequence[Key], images: bool) -> Iterator[str]:
    """Comments where shipped mappings feed tables with such keys."""
    yield ""
    yield "tables:"
    suggested: dict[str, list[str]] = {}
    for key in keys:
        for target, mapping in key.targets:
            table, _, field = target.partition("/")
            if field and ":" not in field:
                line = f"#     {field}: {_source(key)}   # as in {mapping}"
                suggested.setdefault(table, []).append(line)
    if images:
        yield "  # axes:    # each with its direction: x right, y up, z towards the source"
        yield "  #   entries:"
        yield "  #     omega: {vector: [1, 0, 0], angle: KEY, turn: KEY}"
        yield "  #     distance: {equipment: detector, type: translation, vector: [0, 0, -1],"
        yield "  #                angle: KEY, unit: mm}"
    for table, lines in suggested.items():
        yield f"  # {table}:"
        yield "  #   fields:"
        yield from (f"  {line}" for line in dict.fromkeys(lines))


def _source(key: Key) -> str:
    return f"{{from: {key.path}, unit: ?}}" if key.numeric and not key.unit else key.path


def _items(keys: Sequence[Key]) -> Iterator[str]:
    yield ""
    yield "items:"
    for key in keys:
        unit = f" {key.unit}" if key.unit else ""
        varies = " (one value per file)" if key.varies else ""
        yield f"  # {key.path} = {key.sample}{unit}{varies}"
        names = [(t, mapping) for t, mapping in key.targets if t.startswith("_")]
        for target, mapping in names:
            yield f"  #   {target}: {_source(key)}   # as in {mapping}"
        for target, mapping in key.targets:
            if ":" in target:
                yield f"  #   an axis: tables/{target} in {mapping}"
        if not key.targets:
            yield f"  #   _?: {key.path}"
    yield ""
    yield "gaps: []      # - {from: KEY, note: why imgCIF has no data name for it}"
    yield "ignore: []    # - {from: KEY, because: why nobody needs it}"
