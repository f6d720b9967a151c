"""Columns of a text that was read: offsets into the text, values decoded when asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.binary import mime_header
from imgcif_map.cif.containers import ContainerReader
from imgcif_map.cif.document import CifValue, Column, Delimiter, Position
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.protocols import decode_text_field
from imgcif_map.cif.tokens import Tokens

_LONG = 64
"""From so many values on it pays to look at them all at once."""
_MARGIN = np.zeros(256, np.int32)
_MARGIN[[Delimiter.SINGLE, Delimiter.DOUBLE]] = 1
_MARGIN[[Delimiter.TRIPLE_SINGLE, Delimiter.TRIPLE_DOUBLE]] = 3


class ParsedColumn(Column):
    """Every ``step``-th token from token ``first`` on, ``count`` in all."""

    __slots__ = ("_count", "_first", "_name_token", "_step", "_tokens", "name")

    def __init__(
        self, tokens: Tokens, name: str, name_token: int, first: int, step: int, count: int
    ) -> None:
        self.name = name
        self._tokens = tokens
        self._name_token = name_token
        self._first = first
        self._step = step
        self._count = count

    def __repr__(self) -> str:
        return f"ParsedColumn({self.name!r}, {self._count} values)"

    @property
    def name_position(self) -> Position:
        return self._tokens.source.position(int(self._tokens.starts[self._name_token]))

    def __len__(self) -> int:
        return self._count

    def _slice(self) -> slice:
        stop = self._first + self._step * (self._count - 1) + 1 if self._count else self._first
        return slice(self._first, stop, self._step)

    def delimiters(self) -> NDArray[np.uint8]:
        return self._tokens.kinds[self._slice()]

    def texts(self) -> list[str]:
        if self._count == 1:
            return [self._text(self._first)]
        which = self._slice()
        kinds = self._tokens.kinds[which]
        starts, ends = self._tokens.starts[which], self._tokens.ends[which]
        if not kinds.any():
            return self._tokens.source.texts(starts, ends)
        margins = _MARGIN[kinds]
        starts, ends = starts + margins, ends - margins
        ends = np.where(kinds < Delimiter.TRIPLE_SINGLE, ends, starts)
        result = self._tokens.source.texts(starts, ends)
        for row in np.flatnonzero(kinds >= Delimiter.TRIPLE_SINGLE).tolist():
            result[row] = self._text(self._first + self._step * row)
        return result

    def lines(self) -> bytes | None:
        which = self._slice()
        if self._count < _LONG or self._tokens.kinds[which].any():
            return None
        return self._tokens.source.lines(self._tokens.starts[which], self._tokens.ends[which])

    def _text(self, token: int) -> str:
        tokens = self._tokens
        kind, source = int(tokens.kinds[token]), tokens.source
        start, end = int(tokens.starts[token]), int(tokens.ends[token])
        if kind in (Delimiter.BARE, Delimiter.LIST, Delimiter.TABLE):
            return source.text(start, end)
        if kind == Delimiter.TEXT:
            raw = source.text(start + 1, end - 2)
            return decode_text_field(raw, prefixes=tokens.version != "1.1")
        if kind == Delimiter.BINARY:
            return mime_header(source.text(start + 1, end - 2))
        margin = int(_MARGIN[kind])
        return source.text(start + margin, end - margin)

    def value(self, row: int) -> CifValue:
        if not -self._count <= row < self._count:
            raise IndexError(f"row {row} of {self._count}")
        token = self._first + self._step * (row % self._count)
        kind = Delimiter(int(self._tokens.kinds[token]))
        if kind in (Delimiter.LIST, Delimiter.TABLE):
            start, end = int(self._tokens.starts[token]), int(self._tokens.ends[token])
            found = ContainerReader(self._tokens.source, start, Problems(), end).value()
            # Read again, a container that is not closed may end at its last element.
            return replace(found, text=self._text(token))
        return CifValue(self._text(token), kind)

    def position(self, row: int) -> Position:
        if not -self._count <= row < self._count:
            raise IndexError(f"row {row} of {self._count}")
        token = self._first + self._step * (row % self._count)
        return self._tokens.source.position(int(self._tokens.starts[token]))
