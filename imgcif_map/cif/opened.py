"""A list or table of CIF 2.0 whose end has not come yet."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from imgcif_map.cif.document import CifValue, Delimiter

OPENING = {ord("["): Delimiter.LIST, ord("{"): Delimiter.TABLE}
CLOSING = {ord("]"): Delimiter.LIST, ord("}"): Delimiter.TABLE}
SHUT = {Delimiter.LIST: "]", Delimiter.TABLE: "}"}
KIND_NAMES = {Delimiter.LIST: "list", Delimiter.TABLE: "table"}
TABLE_HINT = "a table is written {'key':value 'other key':value}"


@dataclass(slots=True)
class Open:
    """A container whose end has not come yet."""

    kind: Delimiter
    start: int
    items: list[CifValue] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Kept like ``items``, if values are wanted."""
    waiting: bool = False
    """A key has been read, its value has not."""
    skip: bool = False
    """What stands where a key should has been read; its value is left out."""
    hashes: array[int] = field(default_factory=lambda: array("q"))
    places: array[int] = field(default_factory=lambda: array("i"))
    """Of all keys: enough to find those that occur twice."""


def brackets(text: bytes) -> int:
    """How many lists and tables a run of opening brackets opens."""
    return text.count(b"[") + text.count(b"{")
