"""IMG056."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import angle_between, described, vector
from imgcif_map.rules.img.tables import shown

TOLERANCE = 0.5
"""Degrees out of the plane of X and Z."""


class SourceDirection(Rule):
    """The source is not where the laboratory frame has it.

    What
        The vector of an axis with _axis.equipment 'source' does not point from the
        sample to the source along +Z: it is more than 0.5 degrees out of the
        plane of X and Z, or points to -Z.

    Why
        Z of the imgCIF frame is the direction to the source, made orthogonal to
        X; so the source can differ from it in X alone. A vector along -Z is
        the direction of the beam, as NeXus writes it.

    Fails
        loop_
          _axis.id _axis.type _axis.equipment
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          SOURCE general source 0 0 -1

    Passes
        loop_
          _axis.id _axis.type _axis.equipment
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          SOURCE general source 0 0 1
    """

    code = "IMG056"
    name = "source-direction"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        done: set[tuple[str, str]] = set()
        for of in described(context):
            equipment = of.experiment.equipment or {}
            for name, axis in of.experiment.instrument.axes.items():
                if equipment.get(name) != "source" or not any(axis.vector):
                    continue
                if name in of.experiment.instrument.unsettled or (of.block.name, name) in done:
                    continue
                done.add((of.block.name, name))
                x, y, z = axis.vector
                out = angle_between((x, y, z), (x, 0.0, z)) if x or z else 90.0
                if z > 0 and out <= TOLERANCE:
                    continue
                said = "points to -Z" if z < 0 else f"is {shown(out)}° out of the plane of X and Z"
                column, rows = of.of_axis(name, "vector[3]")
                yield self.finding(
                    f"{name}, {vector(axis.vector)}, {said}; the source lies along +Z",
                    column,
                    rows or None,
                    hint="the vector leads from the sample to the source, not along the beam",
                )
