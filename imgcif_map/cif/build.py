"""Columns, blocks and documents from values: the way in for the mapping engine.

Numbers are written as the shortest text that gives the same number back
(``repr``): ``1`` for an integer, ``1.0`` for a float, ``0.0`` for minus zero.
Not-a-number and infinities, which CIF has no number for, become ``?``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import (
    INAPPLICABLE,
    UNKNOWN,
    Block,
    CifValue,
    Column,
    Delimiter,
    Document,
    Frame,
    Loop,
)
from imgcif_map.cif.spelling import bare_width, delimiter_for, legal, spell_container
from imgcif_map.errors import UsageError

Scalar = str | int | float | None | CifValue | np.generic
Values = Scalar | Sequence[Scalar] | NDArray[Any]


class Piece:
    """Spelled values of one segment; one text if it stands ``count`` times."""

    __slots__ = ("count", "delimiters", "texts", "values")

    def __init__(
        self,
        count: int,
        texts: str | list[str],
        delimiters: int | NDArray[np.uint8] = 0,
        values: Mapping[int, CifValue] | None = None,
    ) -> None:
        self.count = count
        self.texts = texts
        self.delimiters = delimiters
        self.values = values or {}
        """Lists and Tables by row in this piece."""


Segment = tuple[Values | Piece, int]
"""Values and their number: a scalar stands that many times, a sequence has that length."""


class BuiltColumn(Column):
    """A column made of segments; a constant costs nothing however long it is."""

    __slots__ = ("_pieces", "_starts", "name")

    def __init__(self, name: str, segments: Iterable[Segment]) -> None:
        if len(name) < 2 or name[0] != "_" or not name.isprintable() or len(name.split()) > 1:
            raise UsageError(f"{name!r} is not a data name")
        self.name = name
        self._pieces = tuple(_piece(data, count) for data, count in segments if count)
        counts = [0, *(p.count for p in self._pieces)]
        self._starts: list[int] = np.cumsum(counts).tolist()

    def __repr__(self) -> str:
        return f"BuiltColumn({self.name!r}, {len(self)} values)"

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def constant(self) -> CifValue | None:
        """The value of all rows if the column was made of one scalar."""
        if len(self._pieces) == 1 and isinstance(self._pieces[0].texts, str):
            return self.value(0)
        return None

    def texts(self) -> list[str]:
        result: list[str] = []
        for piece in self._pieces:
            if isinstance(piece.texts, str):
                result += [piece.texts] * piece.count
            else:
                result += piece.texts
        return result

    def delimiters(self) -> NDArray[np.uint8]:
        result = np.zeros(len(self), np.uint8)
        for start, piece in zip(self._starts, self._pieces, strict=False):
            result[start : start + piece.count] = piece.delimiters
        return result

    def value(self, row: int) -> CifValue:
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        row %= len(self)
        number = int(np.searchsorted(self._starts, row, "right")) - 1
        piece, inner = self._pieces[number], row - self._starts[number]
        if isinstance(piece.texts, str):
            inner = 0
        if inner in piece.values:
            return piece.values[inner]
        text = piece.texts if isinstance(piece.texts, str) else piece.texts[inner]
        kinds = piece.delimiters
        return CifValue(text, Delimiter(kinds if isinstance(kinds, int) else int(kinds[inner])))


def build_column(name: str, values: Values) -> BuiltColumn:
    """A column of a scalar (one row), a sequence or a one-dimensional array.

    Scalars: text, integer, float, ``None`` (written ``.``), `CifValue` (`UNKNOWN`,
    `INAPPLICABLE`, Lists and Tables). The texts ``.`` and ``?`` are text and will be
    quoted. Raises `UsageError` for anything else, booleans included.
    """
    if _is_scalar(values):
        return BuiltColumn(name, [(values, 1)])
    return BuiltColumn(name, [(values, len(values))])  # type: ignore[arg-type]


def build_loop(columns: Iterable[Column], *, looped: bool = True) -> Loop:
    """A loop of columns of equal length; `UsageError` if they differ or names repeat."""
    columns = tuple(columns)
    lengths = {column.name: len(column) for column in columns}
    if len(set(lengths.values())) > 1:
        raise UsageError(f"columns of one loop differ in length: {lengths}")
    if len({column.key for column in columns}) != len(columns):
        raise UsageError(f"a data name occurs twice in one loop: {', '.join(lengths)}")
    if not looped and (len(columns) != 1 or len(columns[0]) != 1):
        raise UsageError("an unlooped item is one column of one row")
    return Loop(columns, looped)


def build_item(name: str, value: Scalar) -> Loop:
    """An unlooped item."""
    return build_loop([BuiltColumn(name, [(value, 1)])], looped=False)


def build_block(name: str, loops: Iterable[Loop], frames: Iterable[Frame] = ()) -> Block:
    """A data block; `UsageError` if its name is empty or holds whitespace, or names repeat."""
    if not name or any(c.isspace() for c in name) or not name.isprintable():
        raise UsageError(f"{name!r} is not a block name", hint="no blanks, at least one character")
    loops = tuple(loops)
    seen: set[str] = set()
    for column in (column for loop in loops for column in loop.columns):
        if column.key in seen:
            raise UsageError(f"{column.name} occurs twice in data block {name}")
        seen.add(column.key)
    return Block(name, loops, frames=tuple(frames))


def build_document(blocks: Iterable[Block], path: str = "") -> Document:
    """A document to be written; `UsageError` if block names repeat."""
    blocks = tuple(blocks)
    if len({block.name.casefold() for block in blocks}) != len(blocks):
        raise UsageError(f"block names repeat: {', '.join(b.name for b in blocks)}")
    return Document(blocks, path)


def cif_list(values: Iterable[Scalar]) -> CifValue:
    """A List; values as in :func:`build_column`."""
    items = tuple(scalar(value) for value in values)
    return _with_text(CifValue("", Delimiter.LIST, items))


def cif_table(values: Mapping[str, Scalar]) -> CifValue:
    """A Table; values as in :func:`build_column`."""
    items = tuple((key, scalar(value)) for key, value in values.items())
    return _with_text(CifValue("", Delimiter.TABLE, items))


def _with_text(value: CifValue) -> CifValue:
    return CifValue(spell_container(value), value.delimiter, value.items)


def scalar(value: Scalar) -> CifValue:
    """One value as it will be written; see :func:`build_column`."""
    if isinstance(value, CifValue):
        return value
    if value is None:
        return INAPPLICABLE
    if isinstance(value, np.generic):
        if isinstance(value, np.floating) and not isinstance(value, float):
            return _real(float(value), str(value))
        value = value.item()
    if isinstance(value, bool | np.bool_):
        raise UsageError("a boolean is no CIF value", hint="give the text that the item lists")
    if isinstance(value, str):
        text = legal(value)
        return CifValue(text, delimiter_for(text))
    if isinstance(value, int):
        return CifValue(str(value))
    if isinstance(value, float):
        return _real(value, repr(value))
    raise UsageError(f"{type(value).__name__} is no CIF value")


def _real(value: float, text: str) -> CifValue:
    if not math.isfinite(value):
        return UNKNOWN
    return CifValue("0.0" if value == 0 else text)


def _is_scalar(data: object) -> bool:
    return isinstance(data, str | int | float | CifValue | np.generic) or data is None


def spell(data: NDArray[Any]) -> Piece:
    """An array spelled beforehand, for columns that share it; a segment may be a Piece."""
    return _array(data)


def _piece(data: Values | Piece, count: int) -> Piece:
    if isinstance(data, Piece):
        if data.count != count:
            raise UsageError(f"{data.count} values where {count} are expected")
        return data
    if _is_scalar(data):
        value = scalar(data)  # type: ignore[arg-type]
        held = {0: value} if value.items or value.delimiter >= Delimiter.LIST else None
        return Piece(count, value.text, int(value.delimiter), held)
    if len(data) != count:  # type: ignore[arg-type]
        raise UsageError(f"{len(data)} values where {count} are expected")  # type: ignore[arg-type]
    if isinstance(data, np.ndarray):
        return _array(data)
    return _sequence(list(data))  # type: ignore[arg-type]


def _array(data: NDArray[Any]) -> Piece:
    if data.ndim != 1:
        raise UsageError(f"a column has one dimension, not {data.ndim}")
    kind = data.dtype.kind
    if kind in "iu":
        return Piece(len(data), list(map(str, data.tolist())))
    if kind == "f":
        return _floats(data)
    if kind == "S":
        return _sequence([value.decode("utf-8", "replace") for value in data.tolist()])
    if kind in "OU":
        return _sequence(data.tolist())
    raise UsageError(f"an array of {data.dtype} is no CIF column")


def _floats(data: NDArray[Any]) -> Piece:
    data = data + data.dtype.type(0)  # turns minus zero into zero
    if data.dtype == np.float64:
        texts = list(map(repr, data.tolist()))
    else:
        texts = data.astype(str).tolist()
    for row in np.flatnonzero(~np.isfinite(data)).tolist():
        texts[row] = "?"
    return Piece(len(data), texts)


def _sequence(data: list[Any]) -> Piece:
    kinds = set(map(type, data))
    if kinds == {str} and "." not in data and "?" not in data and bare_width(data) is not None:
        return Piece(len(data), data)
    if kinds == {int}:
        return Piece(len(data), list(map(str, data)))
    if kinds == {float}:
        return _floats(np.array(data))
    if kinds == {str}:
        known = {text: scalar(text) for text in set(data)}
        values = [known[text] for text in data]
    else:
        values = [scalar(value) for value in data]
    held = {row: v for row, v in enumerate(values) if v.delimiter >= Delimiter.LIST}
    delimiters = np.fromiter((v.delimiter for v in values), np.uint8, len(values))
    return Piece(len(values), [v.text for v in values], delimiters, held)
