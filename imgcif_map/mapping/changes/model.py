"""One difference between two mappings, and all of them. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from imgcif_map.errors import NOWHERE, Place

KINDS: Final[Mapping[str, str]] = {
    "gained": "the data name is written now",
    "lost": "the data name is not written any more",
    "source": "it may come from another place of the source",
    "unit": "the unit that is given, assumed or forced",
    "function": "what is done to the value on the way",
    "value": "what the mapping writes by itself",
    "lookup": "the words that a table leads to",
    "assumption": "what is assumed where the source is silent",
    "condition": "when, or for which rows, it is written",
    "reference": "key: or ref:, and where it points",
    "rule": "anything else of how it is made: the order of candidates, what counts as null",
    "section": "what stands outside of data names: parameters, fix:, checks:, tests: and so on",
}
"""Every kind of change with what it is about."""


@dataclass(frozen=True, slots=True)
class MappingChange:
    """One difference; ``before`` and ``after`` in short, "" for nothing."""

    kind: str
    subject: str
    """A data name, or ``fix *:NXbeam/energy``, ``param flip_axis``."""
    before: str
    after: str
    old_place: Place = NOWHERE
    """Where the old mapping says it."""
    new_place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class MappingDiff:
    """All changes from one mapping to another, data names first."""

    old: str
    """File of the old mapping."""
    new: str
    changes: tuple[MappingChange, ...]
