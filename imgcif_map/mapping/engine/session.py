"""One conversion's shared state: sources, corrections, what was read, what was reported."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnitError, UnreadableValue
from imgcif_map.mapping.engine.apart import Earlier
from imgcif_map.mapping.engine.results import Descents, QuantityRecord, Records
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.quantity import Quantity, is_usable
from imgcif_map.sources.record import Record
from imgcif_map.units import convert, parse_unit

AGREEMENT = 1e-4
"""Relative difference up to which several statements of one fact agree."""
SMALL = 1000
"""Values of more elements are taken as usable without reading them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a ``fix`` makes of one record."""

    quantity: Quantity


@dataclass
class Session:
    """Everything the evaluation of one conversion shares; never outlives it."""

    roots: Records
    dictionary: Dictionary
    functions: Mapping[str, Function]
    gaps: GapLog
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Parameters set by the user."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the conversion that functions ask for (``archive`` …)."""
    block: str | None = None
    """Id of the data block being made, for reports."""
    before: Mapping[str, int] = field(default_factory=dict)
    """Rows that each table had in the data blocks made earlier."""
    ids: dict[str, Earlier] = field(default_factory=dict)
    """Ids of the data blocks made so far, by item."""
    touched: set[Hashable] = field(default_factory=set)
    """Identities of all records a mapping has looked at."""
    descents: Descents = field(default_factory=dict)
    """What ``//`` found below which records."""
    _values: dict[Hashable, Quantity | None] = field(default_factory=dict)
    _corrections: dict[Hashable, Correction] = field(default_factory=dict)

    def correct(self, record: Record, quantity: Quantity) -> None:
        """From now on, reading ``record`` gives ``quantity``."""
        self._corrections[record.identity] = Correction(quantity)
        self._values.pop(record.identity, None)

    def touch(self, record: Record) -> None:
        """Remember that the mapping has looked at this record."""
        self.touched.add(record.identity)

    def read(self, record: Record) -> Quantity | None:
        """The corrected value of a record with its unit code; None (and a gap) if unusable."""
        if isinstance(record, QuantityRecord):
            return record.quantity if is_usable(record.quantity.data) else None
        key = record.identity
        if key not in self._values:
            self._values[key] = self._read(record)
        self.touched.add(key)
        return self._values[key]

    def _read(self, record: Record) -> Quantity | None:
        correction = self._corrections.get(record.identity)
        if correction is not None:
            return correction.quantity
        return self.read_uncorrected(record)

    def read_uncorrected(self, record: Record) -> Quantity | None:
        """The value as the source has it."""
        try:
            if record.error is not None:
                raise UnreadableValue(record.error)
            data = record.read()
        except UnreadableValue as problem:
            self.gaps.add(
                "unreadable",
                f"{record.path} cannot be read: {problem.message}",
                origins=[record.origin],
                hint=problem.hint,
                block=self.block,
            )
            return None
        if not is_usable(data):
            return None
        if isinstance(data, list | tuple):
            data = np.asarray(data)
            data = data.astype(object) if data.dtype.kind in "US" else data
        return Quantity(data, self.unit_of(record), (record.origin,))

    def unit_of(self, record: Record) -> str | None:
        """The unit code a record states; an unknown spelling is a gap."""
        text = record.unit
        if text is None or not text.strip():
            return None
        code = parse_unit(text)
        if code is None:
            self.gaps.add(
                "unit-missing",
                f"unit {text!r} of {record.path} is not known",
                origins=[record.origin],
                block=self.block,
            )
        return code

    def is_usable(self, record: Record) -> bool:
        """Whether a record can serve as a value or a place; big data are not read for it."""
        if record.error is not None:
            return False
        if not record.is_leaf:
            return True
        if record.shape is None:
            return False
        return not is_small(record) or self.read(record) is not None

    def quantity(self, records: Sequence[Record]) -> Quantity | None:
        """One value of one or several records: all must agree, else *conflict*, first wins."""
        found = [q for q in (self.read(r) for r in records if r.is_leaf) if q is not None]
        if not found:
            return None
        first = found[0]
        for other in found[1:]:
            if not agree(first, other):
                self.gaps.add(
                    "conflict",
                    f"{_say(first)} and {_say(other)} state the same thing differently; "
                    "the first is used",
                    origins=first.origins,
                    block=self.block,
                )
        return replace(first, origins=tuple(dict.fromkeys(o for q in found for o in q.origins)))


def is_small(record: Record) -> bool:
    """Whether reading the record costs nothing: a leaf with few elements that can be reached."""
    if record.error is not None or not record.is_leaf or len(record.shape or ()) > 2:
        return False
    return int(np.prod(record.shape or (), dtype=np.float64)) <= SMALL


def agree(left: Quantity, right: Quantity, tolerance: float | None = None) -> bool:
    """Whether two values are the same fact, after conversion (relative 1e-4 by default)."""
    if left.is_text or right.is_text:
        return bool(np.array_equal(np.asarray(left.data), np.asarray(right.data)))
    other = right.array
    if left.unit and right.unit and left.unit != right.unit:
        try:
            other = np.asarray(convert(other, right.unit, left.unit))
        except UnitError:
            return False
    mine = left.array
    if mine.shape != other.shape:
        return False
    if tolerance is not None:
        return bool(np.all(np.abs(mine - other) <= tolerance))
    return bool(np.allclose(mine, other, rtol=AGREEMENT, atol=0))


def _say(quantity: Quantity) -> str:
    place = quantity.origins[0].path if quantity.origins else "a value"
    return f"{place} = {short(quantity)}"


def short(quantity: Quantity, limit: int = 40) -> str:
    """A value for messages: at most ``limit`` characters, with its unit."""
    data = quantity.data
    if isinstance(data, np.ndarray) and data.size > 6:
        text = f"array of {data.shape}"
    else:
        text = str(data.tolist() if isinstance(data, np.ndarray | np.generic) else data)
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"{text} {quantity.unit}" if quantity.unit else text
