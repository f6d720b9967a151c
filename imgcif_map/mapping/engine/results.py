"""What evaluation yields: records, a quantity, or nothing, and whether it was sought."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Data, Origin, Record

Records = tuple[Record, ...]
Result = Records | Quantity | None
"""Several records, a value, or nothing."""
Descents = dict[tuple[int, ...], tuple[Records, Records]]
"""Records and all that lies below them, by the ``id()`` of the former."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result and why it is empty: ``sought`` is False if ``when`` ruled it out or it is null."""

    result: Result = None
    sought: bool = True


NOT_APPLICABLE = Outcome(None, sought=False)
NOT_FOUND = Outcome(None, sought=True)


class QuantityRecord(Record):
    """A value dressed as a record, so that paths and functions can go on from it."""

    def __init__(self, name: str, quantity: Quantity, parent: Record | None = None) -> None:
        self.name = name
        self.parent = parent
        self.quantity = quantity

    @property
    def origin(self) -> Origin:
        return self.quantity.origins[0] if self.quantity.origins else Origin("", self.name)

    @property
    def identity(self) -> Hashable:
        data = self.quantity.data
        return ("value", data) if isinstance(data, Hashable) else id(self)

    def children(self) -> Sequence[Record]:
        return ()

    def read(self) -> Data:
        return self.quantity.data

    @property
    def unit(self) -> str | None:
        return self.quantity.unit

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(getattr(self.quantity.data, "shape", ()))

    @property
    def dtype(self) -> str:
        data = self.quantity.data
        return "text" if self.quantity.is_text else str(getattr(data, "dtype", type(data).__name__))


def has_records(result: Result) -> bool:
    """True for a non-empty tuple of records."""
    return isinstance(result, tuple) and bool(result)


def is_nothing(result: Result) -> bool:
    """True for None and for an empty tuple of records."""
    return result is None or result == ()
