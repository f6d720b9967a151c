"""The CIF document: data blocks, save frames, loops and columns. Frozen, columnar.

A document comes from the reader (positions, delimiters and original text are
known) or is built by the mapping engine (values are known). Both sides meet in
:class:`Column`: rules and writers see columns, never single values unless they
ask for one.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.caseless import caseless
from imgcif_map.findings import Finding


class Delimiter(enum.IntEnum):
    """How a value is written in the file."""

    BARE = 0
    SINGLE = 1
    DOUBLE = 2
    TRIPLE_SINGLE = 3
    TRIPLE_DOUBLE = 4
    TEXT = 5
    """Text field between lines that start with ``;``."""
    LIST = 6
    TABLE = 7
    BINARY = 8
    """CBF binary section, kept as an opaque value with its MIME header."""


@dataclass(frozen=True, slots=True)
class CifValue:
    """One value: its logical text (delimiters and text protocols undone) and delimiter.

    Bare ``.`` and ``?`` are the nulls (:attr:`is_null`); quoted ones are text.
    A List has ``items`` of CifValue, a Table has ``items`` of (key, CifValue);
    for both, ``text`` is the source text.
    """

    text: str
    delimiter: Delimiter = Delimiter.BARE
    items: tuple[CifValue, ...] | tuple[tuple[str, CifValue], ...] = ()

    @property
    def is_null(self) -> bool:
        return self.delimiter == Delimiter.BARE and self.text in (".", "?")

    @property
    def is_unknown(self) -> bool:
        return self.delimiter == Delimiter.BARE and self.text == "?"

    @property
    def is_inapplicable(self) -> bool:
        return self.delimiter == Delimiter.BARE and self.text == "."


INAPPLICABLE = CifValue(".")
UNKNOWN = CifValue("?")


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column, counted from 1, columns in code points; 0 if there is no file."""

    line: int = 0
    column: int = 0


NOWHERE = Position()


class Column(ABC):
    """All values of one data name: one for an unlooped item, many for a looped one."""

    name: str
    """The data name as written, with its leading underscore."""

    @property
    def key(self) -> str:
        """The data name for comparison (data names are caseless)."""
        return caseless(self.name)

    @property
    def name_position(self) -> Position:
        """Where the data name stands."""
        return NOWHERE

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def texts(self) -> list[str]:
        """Logical text of each value; nulls are ``.`` and ``?`` (see :meth:`delimiters`)."""

    def lines(self) -> bytes | None:
        """All texts in UTF-8, each ended by a line feed; None where :meth:`texts` is as good.

        Only a long column of bare values has it: columns of equal lines have equal values.
        """
        return None

    @abstractmethod
    def delimiters(self) -> NDArray[np.uint8]:
        """:class:`Delimiter` of each value, shape (len,)."""

    @abstractmethod
    def value(self, row: int) -> CifValue:
        """The value in ``row``, counted from 0; Lists and Tables with their items."""

    def position(self, row: int) -> Position:
        """Where the value of ``row`` (from 0) starts; computed when asked."""
        return NOWHERE

    def values(self) -> Iterator[CifValue]:
        """Each value in turn; prefer :meth:`texts` and :meth:`delimiters` for long columns."""
        return (self.value(row) for row in range(len(self)))


@dataclass(frozen=True)
class Loop:
    """Columns of equal length; ``looped`` is False for a single unlooped item."""

    columns: tuple[Column, ...]
    looped: bool = True
    position: Position = NOWHERE
    askew: bool = False
    """True if a value is missing or too many, and nobody knows where: columns may be mixed."""
    lost: frozenset[str] = frozenset()
    """Words on lines that were left out since they have a value too few or too many."""

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True)
class Container:
    """What a data block and a save frame have in common."""

    name: str
    loops: tuple[Loop, ...] = ()
    """Everything in file order; an unlooped item is a Loop of one column and one row."""
    position: Position = NOWHERE

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Column by caseless data name; the first where a name is doubled."""
        found: dict[str, Column] = {}
        for loop in self.loops:
            for column in loop.columns:
                found.setdefault(column.key, column)
        return found

    def column(self, name: str) -> Column | None:
        """The column of a data name, caseless; None if the name is absent."""
        return self.columns.get(caseless(name))

    def loop_of(self, name: str) -> Loop | None:
        """The loop that holds a data name."""
        key = caseless(name)
        return next((x for x in self.loops if any(c.key == key for c in x.columns)), None)


@dataclass(frozen=True)
class Frame(Container):
    """A save frame."""


@dataclass(frozen=True)
class Block(Container):
    """A data block."""

    frames: tuple[Frame, ...] = ()

    @cached_property
    def frames_by_name(self) -> dict[str, Frame]:
        found: dict[str, Frame] = {}
        for frame in self.frames:
            found.setdefault(caseless(frame.name), frame)
        return found

    def frame(self, name: str) -> Frame | None:
        """A save frame by caseless name."""
        return self.frames_by_name.get(caseless(name))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is addressed to this program: ``# imgcif-map: …``."""

    text: str
    """What follows ``imgcif-map:``, stripped."""
    position: Position
    """Where its ``#`` stands."""
    lines: tuple[int, int]
    """First and last line of the token that it follows on its line or, if it stands alone,
    of the next token; (0, 0) if nothing follows."""
    alone: bool
    """True if nothing but blanks stands before it on its line."""


@dataclass(frozen=True)
class Document:
    """A whole CIF file. ``problems`` are the syntax findings met while reading it."""

    blocks: tuple[Block, ...] = ()
    path: str = ""
    version: str = "2.0"
    """``1.1`` or ``2.0``: the syntax it was read with or is to be written in."""
    problems: tuple[Finding, ...] = field(default=())
    comments: tuple[Comment, ...] = ()
    """Only those addressed to this program."""

    def block(self, name: str) -> Block | None:
        """A data block by caseless name."""
        key = caseless(name)
        return next((b for b in self.blocks if caseless(b.name) == key), None)
