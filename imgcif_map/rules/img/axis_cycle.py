"""IMG018."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, tables


class AxisCycle(Rule):
    """Axes carry each other in a circle.

    What
        Whoever follows `_axis.depends_on` from an axis comes back to the same axis.

    Why
        The chain has to end at something that stands still in the laboratory; else
        no position can be computed.

    Fails
        loop_
          _axis.id
          _axis.depends_on
            omega phi
            phi   omega

    Passes
        loop_
          _axis.id
          _axis.depends_on
            omega .
            phi   omega
    """

    code = "IMG018"
    name = "axis-cycle"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        told: set[frozenset[str]] = set()
        for block in context.blocks:
            found = [t for t in tables(context, "axis") if t.block is block]
            for table in found:
                carriers = _carriers(context, table)
                for cycle in _cycles(carriers):
                    names = frozenset(cycle)
                    own = set(table.values("id")) & names
                    if names in told or not own:
                        continue
                    told.add(names)
                    rows = [r for r, axis in enumerate(table.values("id")) if axis in names]
                    yield self.finding(
                        f"axes depend on each other in a circle: {' on '.join([*cycle, cycle[0]])}"
                        if len(cycle) > 1
                        else f"axis {cycle[0]} depends on itself",
                        table.at("depends_on"),
                        rows,
                        hint="the axis that stands still in the laboratory has depends_on .",
                    )


def _carriers(context: Context, table: Table) -> dict[str, str]:
    """What each axis depends on, axes of other data blocks of the data set included."""
    found: dict[str, str] = {}
    others = (t for t in tables(context, "axis") if t.block in context.siblings(table.block))
    for one in (table, *others):
        pairs = zip(one.values("id"), one.values("depends_on"), strict=True)
        for axis, carrier in pairs:
            if axis is not None and carrier is not None:
                found.setdefault(axis, carrier)
    return found


def _cycles(carriers: dict[str, str]) -> Iterator[list[str]]:
    """Every circle once; each axis is looked at once, however long the chains are."""
    done: set[str] = set()
    for start in carriers:
        path: dict[str, None] = {}
        axis: str | None = start
        while axis is not None and axis not in done and axis not in path:
            path[axis] = None
            axis = carriers.get(axis)
        if axis in path:
            names = list(path)
            yield names[names.index(axis) :]
        done.update(path)
