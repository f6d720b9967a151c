"""IMG017."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import more, tables

_COMPONENTS = ("vector[1]", "vector[2]", "vector[3]")


class ZeroVector(Rule):
    """An axis has no direction.

    What
        All three components of `_axis.vector` are 0, which is also the default of those
        that are not given, and the axis is a rotation, a translation, or belongs to
        the goniometer, the detector, gravity or the source. Axes of type `general`
        of general equipment need no direction. Where no axis has a vector, this rule
        says nothing; the profile `minimal` does.

    Why
        Nothing can turn round, or move along, no direction.

    Fails
        _axis.id         omega
        _axis.type       rotation
        _axis.equipment  goniometer
        _axis.vector[1]  0
        _axis.vector[2]  0
        _axis.vector[3]  0

    Passes
        _axis.id         omega
        _axis.type       rotation
        _axis.equipment  goniometer
        _axis.vector[1]  1
        _axis.vector[2]  0
        _axis.vector[3]  0
    """

    code = "IMG017"
    name = "zero-vector"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "axis"):
            if all(table.column(item) is None for item in _COMPONENTS):
                continue
            zero = np.logical_and.reduce([table.numbers(item) == 0 for item in _COMPONENTS])
            types, equipment = table.values("type"), table.values("equipment")
            rows = [
                row
                for row in np.flatnonzero(zero).tolist()
                if types[row] != "general" or equipment[row] != "general"
            ]
            if rows:
                given = any(table.given(item)[rows[0]] for item in _COMPONENTS)
                names = ", ".join(table.text("id", row) for row in rows[:_MOST])
                yield self.finding(
                    f"axis {names}{more(len(rows) - _MOST + 1) if len(rows) > _MOST else ''}: "
                    f"the vector is (0, 0, 0){'' if given else ', as none is given'}",
                    table.at(*_COMPONENTS, "id") if given else table.at("id"),
                    rows,
                    value=table.text("id", rows[0]),
                )


_MOST = 4
