"""The ``reverse:`` section of a mapping, and the plan that is made of it. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgcif_map.errors import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Use:
    """A function on the way back, with literal arguments after the value."""

    name: str
    args: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fill a node of the target: data names, functions, lookup, unit."""

    sources: tuple[str, ...]
    """Data names; further ones are further arguments of the first function. ``$name``: what
    the geometry of the file says (``$pitch_fast``)."""
    functions: tuple[Use, ...] = ()
    lookup: Mapping[str, str] = field(default_factory=dict)
    """Words of imgCIF, casefolded, with those of the target."""
    unit: str = ""
    """Spelling of the unit to write; else that of the data name."""
    unit_item: str = ""
    """Data name whose value is the unit."""
    text: tuple[str, str, str] | None = None
    """Text that stands before and after the value in a remark, and between remarks."""
    alone: bool = False
    """Only where there is one value; with several the structure of the file says it."""
    every: bool = False
    """All values as a list."""
    exact: bool = True
    """False if another value of the target would have given the same imgCIF."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reverse:
    """The section as it is written."""

    definition: str = ""
    groups: Mapping[str, bool] = field(default_factory=dict)
    """Paths of groups, ``/entry:NXentry/sample:NXsample``, and whether they are always there."""
    constants: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    """How units of the dictionary are written."""
    fields: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    built: Mapping[str, str] = field(default_factory=dict)
    """Data names (``_axis.*``: a category) that structures are made of, and which."""
    follows: Mapping[str, str] = field(default_factory=dict)
    """Data names that say nothing which is not said elsewhere, and where."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Data names without a home, and why."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Nodes that a valid file has: ``required`` or ``recommended``."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where each path, unit and data name stands."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a data name on the way back."""

    item: str
    kind: str
    """``exact``, ``one of several``, ``structure``, ``follows`` or ``lost``."""
    targets: tuple[str, ...] = ()
    how: str = ""
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def is_lost(self) -> bool:
        return self.kind == "lost"


@dataclass(frozen=True)
class ReversePlan:
    """How a file of the target is made from imgCIF, worked out from a mapping alone."""

    mapping: str
    reverse: Reverse
    fields: Mapping[str, tuple[Way, ...]]
    """By path, the candidates in order; those of the section before those derived."""
    fates: Mapping[str, Fate]
    """By casefolded data name, of all that the mapping writes or the section names."""

    def fate(self, item: str) -> Fate:
        """What becomes of a data name."""
        key = item.casefold()
        category = key.partition(".")[0] + ".*"
        found = self.fates.get(key) or self.fates.get(category)
        return found or Fate(item, "lost", how="no place for it is known")
