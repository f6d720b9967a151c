"""IMG057."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.geometry.instrument import Surface
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described


class PixelChain(Rule):
    """The positions of the pixels cannot be computed from the axes.

    What
        The axes along which the pixels of an array lie are not in one chain: the
        fast one does not depend, by way of others, on the slow one or the other way
        round. Or an axis of the chain is described in another coordinate system,
        or the pixels have no distance. Chains with axes that are not there
        and chains that go in a circle are for other rules.

    Why
        A pixel is where its fast axis takes it after its slow axis, so that one
        has to carry the other. Without that a reader has to guess.

    Fails
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   0 -1  0 -80 85
          FAST translation DZ   1  0  0   0  0
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

    code = "IMG057"
    name = "pixel-chain"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            said: set[str] = set()
            for surface in of.experiment.instrument.surfaces:
                reason = _reason(of, surface)
                if reason and reason not in said:
                    said.add(reason)
                    column, rows = of.of_axis(surface.axes[0], "depends_on")
                    yield self.finding(
                        f"no positions for the pixels of {surface.name}: {reason}",
                        column,
                        rows or None,
                        block=of.block.name,
                        hint="the fast axis depends on the slow one, the slow one on the axes of "
                        "the detector, all in the laboratory system",
                    )


def _reason(of: Described, surface: Surface) -> str:
    instrument = of.experiment.instrument
    for name in surface.axes:
        try:
            instrument.chain(name)
        except GeometryError as error:
            return error.message if instrument.unsettled else ""
    try:
        instrument.innermost(surface.axes)
        if instrument.is_flat(surface):
            instrument.module(surface, {})
    except GeometryError as error:
        return error.message
    return ""
