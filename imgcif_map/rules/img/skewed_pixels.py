"""IMG058."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import angle_between, described, vector
from imgcif_map.rules.img.tables import shown

TOLERANCE = 1.0
"""Degrees."""


class SkewedPixels(Rule):
    """Fast and slow direction of the pixels are not at right angles.

    What
        The directions from the first pixel to the next along the fast and along
        the slow axis, as the chain of axes has them, differ from 90 degrees by more
        than 1 degree.

    Why
        Hardly any detector has such pixels: one of the vectors is wrong, or both
        axes have the same.

    Fails
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   1  0  0 -80 85
          FAST translation SLOW 1  0  0   0  0
        loop_
          _array_structure_list.index _array_structure_list.dimension
          _array_structure_list.precedence _array_structure_list.axis_set_id
          1 1000 1 FAST
          2 1000 2 SLOW
        loop_
          _array_structure_list_axis.axis_id
          _array_structure_list_axis.displacement
          _array_structure_list_axis.displacement_increment
          FAST 0.086 0.172
          SLOW 0.086 0.172

    Passes
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   0 -1  0 -80 85
          FAST translation SLOW 1  0  0   0  0
        loop_
          _array_structure_list.index _array_structure_list.dimension
          _array_structure_list.precedence _array_structure_list.axis_set_id
          1 1000 1 FAST
          2 1000 2 SLOW
        loop_
          _array_structure_list_axis.axis_id
          _array_structure_list_axis.displacement
          _array_structure_list_axis.displacement_increment
          FAST 0.086 0.172
          SLOW 0.086 0.172
    """

    code = "IMG058"
    name = "skewed-pixels"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            done: set[tuple[str, ...]] = set()
            for surface, _ in of.intact():
                if surface.axes in done:
                    continue
                done.add(surface.axes)
                try:
                    module = of.experiment.instrument.module(surface, {})
                except GeometryError:  # for pixel-chain
                    continue
                angle = angle_between(module.fast.tolist(), module.slow.tolist())
                if abs(angle - 90) > TOLERANCE:
                    column, rows = of.of_axis(surface.axes[-1], "vector[1]")
                    fast, slow = vector(module.fast.tolist()), vector(module.slow.tolist())
                    yield self.finding(
                        f"the fast direction {fast} and the slow direction {slow} of "
                        f"{surface.name} are {shown(angle)}° apart",
                        column,
                        rows or None,
                        block=of.block.name,
                        hint=f"check the vectors of {' and '.join(surface.axes)}",
                    )
