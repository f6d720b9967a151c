"""IMG052."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.instrument import Step
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described
from imgcif_map.rules.img.tables import shown

TOLERANCE = 1e-6
"""Millimetres."""
_NAME = "_array_structure_list_axis.displacement"


class PixelCentre(Rule):
    """The displacement of the first pixel is not that of its centre.

    What
        _array_structure_list_axis.displacement is within one pixel of the origin of
        the axis, but not half a pixel from it (to 1e-6 mm). Nothing is said
        where the origin of the axis is elsewhere, further than one pixel away.

    Why
        The displacement is that of the centre of the first pixel. A value of 0
        is what files have whose offsets are those of the corner: then every pixel
        is half a pixel off.

    Fails
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
          FAST 0     0.172
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

    code = "IMG052"
    name = "pixel-centre"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            for step in _translations(of):
                size = abs(step.increment)
                first = abs(step.first)
                if size <= 0 or first > size * 1.01 or abs(first - size / 2) <= TOLERANCE:
                    continue
                column = of.first_of(_NAME, "_array_structure_list_axis.axis_id")
                rows = of.rows(column, "_array_structure_list_axis.axis_id", step.axis)
                what = "0" if step.first == 0 else f"{shown(step.first)} mm"
                meant = ", as if the offset of the axis were that of its corner" * (step.first == 0)
                half = step.increment / 2
                yield self.finding(
                    f"{step.axis}: the first pixel is at {what}{meant}; the centre of a pixel of "
                    f"{shown(size)} mm is at {shown(half)} mm from its edge",
                    column,
                    rows[:1] or None,
                    block=of.block.name,
                    hint=f"write {shown(half)} if the offset of {step.axis} leads to the corner of "
                    "the first pixel, else let the offset lead there",
                )


def _translations(of: Described) -> list[Step]:
    """The translations from pixel to pixel, each axis once."""
    found: dict[str, Step] = {}
    axes = of.experiment.instrument.axes
    for surface in of.experiment.instrument.surfaces:
        for side in (surface.fast, surface.slow):
            for step in side.steps:
                # A section that starts further inside has its own first pixel.
                if axes[step.axis].type == "translation" and surface.section is None:
                    found.setdefault(step.axis, step)
    return list(found.values())
