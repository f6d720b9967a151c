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
        Elements e1 and e2 of one detector that share the axes ELEMENT_X and ELEMENT_Y.

    Passes
        Elements e1 and e2 with axes of their own and offsets that differ.
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
