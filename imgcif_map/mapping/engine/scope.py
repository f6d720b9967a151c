"""Where an expression is evaluated: the block, the current record, the names in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imgcif_map.errors import NOWHERE as NO_PLACE
from imgcif_map.errors import Place
from imgcif_map.mapping.engine.results import Outcome, Result
from imgcif_map.sources.record import Record

if TYPE_CHECKING:
    from imgcif_map.mapping.engine.block import BlockRun
    from imgcif_map.mapping.engine.tables import TableRow

MAX_LOOKED = 200
"""Places a value was sought in vain that are remembered; nobody reads more of them."""


@dataclass(frozen=True, slots=True)
class Scope:
    """An evaluation context. Frozen: a deeper scope is a copy with something bound."""

    run: BlockRun
    here: Record | None
    names: Mapping[str, Outcome] = field(default_factory=dict)
    """Loop variables (``as``) and the ``along`` counter."""
    row: TableRow | None = None
    """The table row whose fields ``$field`` names."""
    position: int = 1
    """Number of the row in its rows, from 1."""
    offset: int = 0
    """Rows of the category before this group: for ``running()``."""
    length: int | None = None
    """Rows under ``along``, None without."""
    trace: list[str] | None = None
    """Collects the places where a value was sought in vain."""
    place: Place = NO_PLACE

    def at(self, record: Record | None) -> Scope:
        """The same scope with another current record."""
        return replace(self, here=record)

    def bind(self, name: str | None, result: Result, here: Record | None = None) -> Scope:
        """Bind a loop variable and, if given, move to a record."""
        names = dict(self.names)
        if name:
            names[name] = Outcome(result)
        return replace(self, names=names, here=here if here is not None else self.here)

    def missed(self, place: str) -> None:
        """Note a place where something was sought and not found."""
        if self.trace is None or len(self.trace) >= MAX_LOOKED:
            return
        if place not in self.trace:
            self.trace.append(place)
