"""What the values of a column are, whatever its definition says; everything at most once.

Columns of a long loop are often the same (the numbers 1 to 100,000 in five
categories) or one value all over. So columns of equal content share their facts,
and what can be known from the bytes of the whole column is, without making a
text of each value.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Column, Delimiter
from imgcif_map.rules import numbers
from imgcif_map.rules.canonical import FORMS, canonical, canonical_form, canonical_value
from imgcif_map.rules.contents import CASELESS
from imgcif_map.rules.decimals import decimals

_DIGITS = frozenset("0123456789\n")
_OF_DECIMALS = _DIGITS | frozenset("+-.")
_OF_REALS = _OF_DECIMALS | frozenset("eE")
_NEWLINE, _ZERO = ord("\n"), ord("0")
_NULLS = np.isin(np.arange(256), list(b".?"))
_SHORT = 1000
"""Up to so many characters are looked at one by one."""
_A_FEW = 16
"""So few values are looked for one by one."""
_FEW = 8
"""Runs of equal values are worth their while if they are this long on average."""


class Pool:
    """The facts of all columns of a document, shared by those of equal content."""

    def __init__(self) -> None:
        self._known: dict[bytes, Facts] = {}

    def facts(self, column: Column) -> Facts:
        """The facts of a column, perhaps of another one that has the same values."""
        lines = column.lines()
        if lines is None:
            return Facts(column)
        found = self._known.get(lines)
        if found is None:
            found = self._known[lines] = Facts(column, lines)
        return found


class Facts:
    """The values of one column; ``lines`` are its :meth:`Column.lines`, if it has them."""

    def __init__(self, column: Column, lines: bytes | None = None) -> None:
        self._column = column
        self._lines = lines
        self._count = len(column)
        self._canonical: dict[str, list[str | None]] = {}
        self._values: dict[str, frozenset[str]] = {}

    def __len__(self) -> int:
        return self._count

    # -- texts -------------------------------------------------------------------------

    @cached_property
    def texts(self) -> list[str]:
        if self._lines is None:
            return self._column.texts()
        if self._runs is not None:
            rows, texts = self._runs
            sizes = np.diff(np.append(rows, self._count)).tolist()
            return [text for text, n in zip(texts, sizes, strict=True) for _ in range(n)]
        return _split(self._lines)

    @cached_property
    def _runs(self) -> tuple[NDArray[np.intp], list[str]] | None:
        """First row and text of each run of equal values, where runs are long."""
        lines = self._lines
        if lines is None:
            return None
        width = lines.index(b"\n") + 1
        if lines.startswith(lines[:width], width) and lines == lines[:width] * self._count:
            return np.zeros(1, np.intp), _split(lines[:width])
        table = self._table
        if table is None:
            return None
        rows = np.flatnonzero((table[1:] != table[:-1]).any(axis=1)) + 1
        if len(rows) * _FEW > self._count:
            return None
        rows = np.concatenate((np.zeros(1, np.intp), rows))
        return rows, _split(table[rows].tobytes())

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        return np.frombuffer(self._lines or b"", np.uint8)

    @cached_property
    def _ends(self) -> NDArray[np.intp]:
        """Offsets of the line feeds in the lines."""
        return np.flatnonzero(self._codes == _NEWLINE)

    @cached_property
    def _table(self) -> NDArray[np.uint8] | None:
        """The lines as rows of a table, if they are equally long."""
        size, rest = divmod(len(self._codes), self._count or 1)
        if rest or not size:
            return None
        table = self._codes.reshape(self._count, size)
        return table if bool((table[:, -1] == _NEWLINE).all()) else None

    @cached_property
    def delimiters(self) -> NDArray[np.uint8]:
        return self._column.delimiters()

    @cached_property
    def all_bare(self) -> bool:
        """True if no value is quoted, a List, a Table or binary."""
        return self._lines is not None or not self.delimiters.any()

    @cached_property
    def structured(self) -> list[int]:
        """Rows that hold a List, a Table or a binary section."""
        if self.all_bare:
            return []
        found: list[int] = np.flatnonzero(self.delimiters >= Delimiter.LIST).tolist()
        return found

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Different texts, nulls included."""
        return frozenset(self.texts if self._runs is None else self._runs[1])

    @cached_property
    def nulls(self) -> NDArray[np.bool_] | None:
        """True where a value is ``.`` or ``?``; None if there is no null at all."""
        if not (self._has_text(".") or self._has_text("?")):
            return None
        if self._lines is not None:
            found: NDArray[np.bool_] = np.diff(self._ends, prepend=-1) == 2
            found &= _NULLS[self._codes[self._ends - 1]]
            return found
        mask = np.fromiter((t == "." or t == "?" for t in self.texts), np.bool_, len(self))
        mask &= self.delimiters == Delimiter.BARE
        return mask if mask.any() else None

    def _has_text(self, text: str) -> bool:
        if self._lines is not None:
            line = f"{text}\n".encode()
            return self._lines.startswith(line) or b"\n" + line in self._lines
        return text in self.distinct

    @cached_property
    def joined(self) -> str | None:
        """All texts, each ended by a newline; None if a text holds a newline itself."""
        if self._lines is not None:
            return self._lines.decode()
        text = "\n".join(self.texts) + "\n"
        return text if text.count("\n") == len(self) else None

    @cached_property
    def has_white_space(self) -> bool:
        """True if any text holds ASCII white space."""
        if self._lines is not None:
            return False
        joined = self.joined
        return joined is None or any(character in joined for character in " \t\r")

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The characters of all values and a newline; more than that if a text holds a newline."""
        if self._runs is not None:
            return frozenset("".join(self._runs[1])) | {"\n"}
        if self.joined is None or not self.joined.isascii():
            return frozenset("".join(self.distinct)) | {"\n", "\0"}
        if self._lines is None and len(self.joined) < _SHORT:
            return frozenset(self.joined)
        codes = self._codes if self._lines else np.frombuffer(self.joined.encode(), np.uint8)
        found = np.zeros(128, np.bool_)
        found[codes] = True
        return frozenset(map(chr, np.flatnonzero(found).tolist()))

    # -- numbers -----------------------------------------------------------------------

    @cached_property
    def written_as_reals(self) -> bool:
        """True if every value is a bare number without su; False if that needs a closer look."""
        if not (self.all_bare and self.alphabet <= _OF_REALS):
            return False
        return bool(np.isfinite(self.numbers).all())

    @cached_property
    def written_as_integers(self) -> bool:
        """True if every value is a bare integer without su; False if that needs a closer look."""
        return self.all_bare and self.alphabet <= _DIGITS and not self._has_text("")

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """Values as numbers without their su; NaN for nulls and non-numbers."""
        plain = self.alphabet <= _OF_REALS
        if self._runs is not None:
            rows, texts = self._runs
            sizes = np.diff(np.append(rows, self._count))
            return np.repeat(numbers.numbers(texts, plain), sizes)
        if self._lines is not None and self.alphabet <= _OF_DECIMALS:
            found = decimals(self._codes, self._ends)
            if found is not None:
                return found
        return numbers.numbers(self.texts, plain)

    @cached_property
    def plain_integers(self) -> bool:
        """True if every value is written as ``str(int)`` writes it, without sign."""
        if not self.alphabet <= _DIGITS or self.joined is None:
            return False
        codes = self._codes if self._lines else np.frombuffer(self.joined.encode(), np.uint8)
        starts = np.concatenate(([True], codes[:-1] == _NEWLINE))
        leading = (codes[:-1] == _ZERO) & starts[:-1] & (codes[1:] != _NEWLINE)
        return not leading.any()

    # -- values as they are compared ---------------------------------------------------

    def canonical_as(self, contents: str) -> list[str | None]:
        """Each value as ``contents`` compares it: ``01`` is ``1`` for an Integer; None for null."""
        if contents not in self._canonical:
            self._canonical[contents] = self._canonicals(contents)
        return self._canonical[contents]

    def _canonicals(self, contents: str) -> list[str | None]:
        if self.nulls is None and not self.structured and self._is_canonical(contents):
            return list(self.texts)
        known: dict[str, str | None] = {t: canonical(t, contents) for t in self.distinct}
        if self.nulls is None:
            found = [known[text] for text in self.texts]
        else:
            pairs = zip(self.texts, self.nulls.tolist(), strict=True)
            found = [None if null else known[text] for text, null in pairs]
        for row in self.structured:
            found[row] = canonical_value(self._column.value(row), contents)
        return found

    def values_as(self, contents: str) -> frozenset[str]:
        """Different values without the nulls, as ``contents`` compares them."""
        if contents not in self._values:
            self._values[contents] = self._different(contents)
        return self._values[contents]

    def _different(self, contents: str) -> frozenset[str]:
        if self.structured:
            return frozenset(x for x in self.canonical_as(contents) if x is not None)
        texts: Iterable[str] = self.distinct
        if self.nulls is not None and self.all_bare:
            texts = self.distinct - {".", "?"}
        elif self.nulls is not None:
            pairs = zip(self.texts, self.nulls.tolist(), strict=True)
            texts = {text for text, null in pairs if not null}
        if self._is_canonical(contents):
            return frozenset(texts)
        return frozenset(map(canonical_form(contents), texts))

    def _is_canonical(self, contents: str) -> bool:
        """True if every single value is written as it is compared."""
        return contents not in FORMS or (contents == "integer" and self.plain_integers)

    def is_within(self, other: Facts) -> bool:
        """True if each value is one of the other's, written in the same way, or null.

        False if that needs a closer look.
        """
        if self is other:
            return True
        if self._runs is None and self._count > _A_FEW:
            return False
        nulls = {".", "?"}
        if not (self.all_bare or nulls.isdisjoint(self.distinct)):
            return False
        return all(other._has_text(text) for text in self.distinct - nulls)

    def ascends_as(self, contents: str) -> bool:
        """True if all values differ and none is null, as their order shows.

        False if that needs a closer look.
        """
        if self._lines is None or self._runs is not None:
            return False
        # Numbers that differ are written differently; whether they compare so, the type says.
        exact = contents not in FORMS or contents in CASELESS or contents == "real"
        if not (exact or self.alphabet <= _DIGITS):
            return False
        values: NDArray[Any] | None
        if self.alphabet <= _OF_DECIMALS:
            values = self.numbers
        elif self._table is not None and self._lines.isascii() and self.nulls is None:
            lines = self._lines.lower() if contents in CASELESS else self._lines
            values = np.frombuffer(lines, f"S{self._table.shape[1]}")
        else:
            values = self._numbering
        return values is not None and bool((values[1:] > values[:-1]).all())

    @cached_property
    def _numbering(self) -> NDArray[np.float64] | None:
        """The numbers behind one and the same text, as in ``F1, F2``; None if there is more."""
        lines = self._lines or b""
        prefix = lines[: lines.find(b"\n")].rstrip(b"0123456789")
        if prefix:
            if lines.count(b"\n" + prefix) != self._count - 1:
                return None
            lines = lines[len(prefix) :].replace(b"\n" + prefix, b"\n")
        codes = np.frombuffer(lines, np.uint8)
        return decimals(codes, np.flatnonzero(codes == _NEWLINE))


def _split(lines: bytes) -> list[str]:
    return lines[:-1].decode().split("\n")
