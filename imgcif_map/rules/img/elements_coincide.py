"""IMG062."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.instrument import Surface
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import described
from imgcif_map.rules.img.tables import more

_NEAR = 0.5
"""Of a pixel."""


class ElementsCoincide(Rule):
    """Two detector elements stand at the same place.

    What
        Two elements that record the same scan have their first pixel at the same
        laboratory position, to half a pixel.

    Why
        Two elements cannot be at one place; offset or axes of one of them were
        copied from the other and not changed.

    Fails
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   0 -1  0 -80 85
          FAST translation SLOW 1  0  0   0  0
        loop_
          _array_structure_list.array_id
          _array_structure_list.index _array_structure_list.dimension
          _array_structure_list.precedence _array_structure_list.axis_set_id
          A1 1 100 1 FAST
          A1 2 100 2 SLOW
          A2 1 100 1 FAST
          A2 2 100 2 SLOW
        loop_
          _array_structure_list_axis.axis_id
          _array_structure_list_axis.displacement
          _array_structure_list_axis.displacement_increment
          FAST 0.086 0.172
          SLOW 0.086 0.172
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
          _diffrn_data_frame.array_id
          F1 E1 A1
          F1 E2 A2

    Passes
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   0 -1  0 -80 85
          FAST translation SLOW 1  0  0   0  0
          SLOW2 translation DZ    0 -1  0   0 85
          FAST2 translation SLOW2 1  0  0   0  0
        loop_
          _array_structure_list.array_id
          _array_structure_list.index _array_structure_list.dimension
          _array_structure_list.precedence _array_structure_list.axis_set_id
          A1 1 100 1 FAST
          A1 2 100 2 SLOW
          A2 1 100 1 FAST2
          A2 2 100 2 SLOW2
        loop_
          _array_structure_list_axis.axis_id
          _array_structure_list_axis.displacement
          _array_structure_list_axis.displacement_increment
          FAST  0.086 0.172
          SLOW  0.086 0.172
          FAST2 0.086 0.172
          SLOW2 0.086 0.172
        loop_
          _diffrn_data_frame.id
          _diffrn_data_frame.detector_element_id
          _diffrn_data_frame.array_id
          F1 E1 A1
          F1 E2 A2
    """

    code = "IMG062"
    name = "elements-coincide"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            for scan in of.scans[:1]:
                placed: list[tuple[Surface, Module]] = []
                for surface in of.experiment.surfaces(scan):
                    try:
                        module = of.experiment.instrument.module(surface, scan.at(1))
                    except GeometryError:
                        continue
                    placed.append((surface, module))
                pairs = _pairs(placed)
                if pairs:
                    first, second = pairs[0]
                    column, rows = of.of_axis(second.axes[0], "offset[1]")
                    yield self.finding(
                        f"{first.name} and {second.name}{more(len(pairs))}: the first pixels of "
                        "both are at the same place",
                        column,
                        rows or None,
                        block=of.block.name,
                        hint=f"give {second.name} axes and offsets of its own",
                    )


def _pairs(placed: list[tuple[Surface, Module]]) -> list[tuple[Surface, Surface]]:
    """Neighbours among the places, sorted, that are the same."""
    if len(placed) < 2:
        return []
    size = min(min(m.pitch_fast, m.pitch_slow) for _, m in placed) * _NEAR
    origins = np.array([module.origin for _, module in placed])
    _, codes = np.unique(np.round(origins / size), axis=0, return_inverse=True)
    order = np.argsort(codes.ravel(), kind="stable")
    same = np.flatnonzero(np.diff(codes.ravel()[order]) == 0)
    pairs = [(placed[order[at]][0], placed[order[at + 1]][0]) for at in same.tolist()]
    return [
        (a, b)
        for a, b in pairs
        if (a.array, a.section, a.element) != (b.array, b.section, b.element)
    ]
