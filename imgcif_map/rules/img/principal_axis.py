"""IMG055."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.frames import MIN_ANGLE
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, angle_between, described, vector
from imgcif_map.rules.img.tables import shown

X = (1.0, 0.0, 0.0)
TOLERANCE = 0.05
"""Degrees between the axis and X."""


class PrincipalAxis(Rule):
    """The principal axis of the goniometer is not X, or there is not exactly one.

    What
        Of the axes that carry the sample, the rotation nearest to the ground is
        looked for. There is more than one that no other rotation carries, or the
        one there is differs from (1, 0, 0) by more than 0.05 degrees. An axis
        less than 22.5 degrees off the beam cannot be X and is left alone.

    Why
        The imgCIF laboratory frame has its X along the principal axis of the
        goniometer, by definition. With another direction, programs
        that rely on the definition turn the crystal about the wrong line.

    Fails
        loop_
          _axis.id _axis.type _axis.equipment _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          OMEGA rotation goniometer . 0 1 0

    Passes
        loop_
          _axis.id _axis.type _axis.equipment _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          OMEGA rotation goniometer . 1 0 0
    """

    code = "IMG055"
    name = "principal-axis"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        seen: set[tuple[str, str]] = set()
        for of in described(context):
            bases = _bases(of)
            if len(bases) > 1:
                names = [axis.name for axis in bases]
                column, rows = of.of_axis(names[1], "depends_on")
                found = self.finding(
                    f"{' and '.join(names)}: each is a rotation of the goniometer that no other "
                    "one carries; there can be only one principal axis",
                    column,
                    rows or None,
                    block=of.block.name,
                    hint="say with _axis.depends_on which axis carries which, or with "
                    "_axis.equipment that one is no part of the goniometer",
                )
            elif bases and not _is_x(of, bases[0]):
                found = self._tilted(of, bases[0])
            else:
                continue
            if (found.location.block or "", found.message) not in seen:
                seen.add((found.location.block or "", found.message))
                yield found

    def _tilted(self, of: Described, axis: Axis) -> Finding:
        off = angle_between(axis.vector, X)
        opposite = off > 180 - TOLERANCE
        where = "the opposite of X" if opposite else f"{shown(off)}° off X"
        hint = "turn all vectors and offsets so that it is (1, 0, 0) with Z to the source"
        if opposite:
            hint += "; an axis that turns the other way has settings of the other sign"
        column, rows = of.of_axis(axis.name, "vector[1]")
        return self.finding(
            f"the principal axis {axis.name}, {vector(axis.vector)}, is {where}",
            column,
            rows or None,
            block=of.block.name,
            hint=hint,
        )


def _bases(of: Described) -> list[Axis]:
    """The rotations among the carriers of the sample that no other rotation carries."""
    axes = of.experiment.instrument.axes
    found: dict[str, Axis] = {}
    for name in of.experiment.goniometer:
        turning = [axis for axis in of.carriers([name]) if axis.type == "rotation"]
        if turning:
            found.setdefault(turning[-1].name, turning[-1])
    equipment = of.experiment.equipment or {}
    return [
        axis
        for axis in found.values()
        if equipment.get(axis.name, "goniometer") in ("goniometer", "general") and axis.name in axes
    ]


def _is_x(of: Described, axis: Axis) -> bool:
    off_beam = angle_between(axis.vector, of.experiment.instrument.beam)
    if axis.name in of.experiment.instrument.unsettled or not any(axis.vector):
        return True
    return min(off_beam, 180 - off_beam) < MIN_ANGLE or angle_between(axis.vector, X) <= TOLERANCE
