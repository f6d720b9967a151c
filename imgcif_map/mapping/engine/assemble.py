"""From filled rows to a data block: columns united, holes ``.``, empty columns dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from imgcif_map.cif.build import BuiltColumn, Piece, Segment, spell
from imgcif_map.cif.document import UNKNOWN, Block, Loop
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.engine.keys import KeyCell
from imgcif_map.mapping.engine.rowcells import Row, Unknown
from imgcif_map.mapping.gaps import GapLog

SHARED = 1000
"""Ids of so many rows are spelled once and shared by the columns that refer to them."""
Pieces = dict[int, tuple[Any, Piece | None]]
"""Spelled arrays by ``id()``; the array is kept beside, so that the ``id()`` stays its own."""


def make_block(
    name: str, filled: dict[str, list[Row]], dictionary: Dictionary, gaps: GapLog
) -> Block:
    """The data block; categories without a value of their own are left out."""
    loops: list[Loop] = []
    pieces: Pieces = {}
    for category, rows in filled.items():
        said = [row for row in rows if row.rows and _says_something(row)]
        loops.extend(
            _category(category, _single(category, said, name, dictionary, gaps), dictionary, pieces)
        )
    return Block(name, tuple(loops))


def _single(
    category: str, rows: Sequence[Row], block: str, dictionary: Dictionary, gaps: GapLog
) -> Sequence[Row]:
    """What fills a Set category must be single: the first row is kept, more are a conflict."""
    known = dictionary.category(category)
    count = sum(row.rows for row in rows)
    if known is None or not known.is_set or count < 2 or rows[0].rows != 1:
        return rows
    gaps.add(
        "conflict",
        f"{known.id} is a Set category, which has one row in a data block, and {count} are "
        "described: the first is written",
        block=block,
        hint="let blocks: each: groups(...) make a data block of each",
    )
    return rows[:1]


def _category(
    category: str, rows: Sequence[Row], dictionary: Dictionary, pieces: Pieces
) -> list[Loop]:
    if not rows:
        return []
    columns = []
    for name in dict.fromkeys(name for row in rows for name in row.cells):
        segments = [(_data(row.cells.get(name)), row.rows) for row in rows]
        if all(_is_empty(data) for data, _ in segments):
            continue
        definition = dictionary.object(category, name)
        integer = definition is not None and definition.contents.casefold() == "integer"
        if integer:
            segments = [(_as_integers(data), n) for data, n in segments]
        spelled = definition.id if definition is not None else f"_{category}.{name}"
        columns.append(BuiltColumn(spelled, _joined(segments, pieces)))
    if not columns:
        return []
    known = dictionary.category(category)
    if known is not None and known.is_loop:
        return [Loop(tuple(columns))]
    if all(len(column) == 1 for column in columns):
        return [Loop((column,), looped=False) for column in columns]
    return [Loop(tuple(columns))]


def _says_something(row: Row) -> bool:
    """A row of nothing but keys that filled themselves is no row."""
    own = [c for c in row.cells.values() if c is not None and not isinstance(c, Unknown)]
    if not own:
        return False
    return bool(row.identity) or any(not isinstance(c, KeyCell) for c in own) or row.refers


def _data(cell: Any) -> Any:
    if isinstance(cell, KeyCell):
        return cell.resolve()
    return UNKNOWN if isinstance(cell, Unknown) else cell


def _is_empty(data: Any) -> bool:
    return data is None or data is UNKNOWN


def _as_integers(data: Any) -> Any:
    return int(data) if isinstance(data, str) and data.lstrip("-").isdigit() else data


def _joined(segments: list[tuple[Any, int]], pieces: Pieces) -> list[Segment]:
    """Neighbouring scalars of one-row segments as one list: short loops stay one piece."""
    found: list[Segment] = []
    pending: list[Any] = []
    for data, rows in segments:
        if rows == 1 and not isinstance(data, np.ndarray | list):
            pending.append(data)
            continue
        if pending:
            found.append((pending, len(pending)))
            pending = []
        if isinstance(data, np.ndarray) and rows > SHARED:
            known = pieces.setdefault(id(data), (data, None))[1] or spell(data)
            pieces[id(data)] = (data, known)
            data = known
        found.append((data, rows))
    if pending:
        found.append((pending, len(pending)))
    return found
