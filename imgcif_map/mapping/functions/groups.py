"""Grouping records by what they have in common."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from imgcif_map.mapping.functions.registry import Call, Lazy, Records, function
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Origin, Record, TreeRecord

_DIGITS = 6
"""Numbers that agree to so many digits are one key."""


class GroupRecord(TreeRecord):
    """Records with equal keys: ``member`` names them all; otherwise it is like its first."""

    def __init__(self, members: Sequence[Record]) -> None:
        super().__init__(members[0].name, parent=members[0].parent, key=members[0].identity)
        self.members = tuple(members)

    @property
    def origin(self) -> Origin:
        return self.members[0].origin

    @property
    def nx_class(self) -> str | None:
        return self.members[0].nx_class

    @property
    def is_leaf(self) -> bool:
        return False

    def children(self) -> Sequence[Record]:
        return self.members[0].children()

    def child(self, name: str) -> Record | None:
        found = self.named(name)
        return found[0] if found else None

    def named(self, name: str) -> Records:
        """All members for ``member``, else what the first member has of that name."""
        if name == "member":
            return self.members
        hit = self.members[0].child(name)
        return (hit,) if hit is not None else ()

    def attributes(self) -> Sequence[Record]:
        return self.members[0].attributes()

    def attribute(self, name: str) -> Record | None:
        return self.members[0].attribute(name)


@function("records", result="records with children member")
def groups(call: Call, records: Records, *keys: Lazy) -> Records:
    """Records put together where their keys are equal, in order of first meeting.

    Each key is a path, evaluated at each record. Texts must be equal, numbers agree
    to six digits, records must be the same object; a missing key equals a missing
    key. Each result has the records as ``member`` and stands for the first of them.
    For one data block per detector or wavelength. No unit, no inverse.
    """
    found: dict[tuple[Hashable, ...], list[Record]] = {}
    for record in records:
        key = tuple(_comparable(call, lazy.at(record)) for lazy in keys)
        found.setdefault(key, []).append(record)
    return tuple(GroupRecord(members) for members in found.values())


def _comparable(call: Call, value: Quantity | Records | None) -> Hashable:
    if isinstance(value, tuple):
        if not value:
            return None
        leaf = all(record.is_leaf and record.error is None for record in value)
        quantities = [call.read(record) for record in value] if leaf else [None]
        if all(q is None for q in quantities):
            return tuple(r.identity for r in value) if not leaf else None
        return tuple(_comparable(call, q) for q in quantities)
    if value is None:
        return None
    if value.is_text:
        return tuple(str(x).strip() for x in np.ravel(np.asarray(value.data, dtype=object)))
    numbers = tuple(f"{x + 0.0:.{_DIGITS - 1}e}" for x in np.ravel(value.array))
    return (*numbers, value.unit)
