"""IMG054."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.aim import Aim, aim, rim
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.instrument import SAME, Surface
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described
from imgcif_map.rules.img.tables import more, shown


class BeamOffDetector(Rule):
    """The beam does not meet the detector.

    What
        The laboratory positions of the pixels are computed from the axes with the
        settings of a scan's first frame, or with all axes at zero where a rotation
        swings the detector aside. The beam, through the sample, passes the
        outline of the detector. Gaps between elements do not count.

    Why
        Most often an offset has the wrong sign, fast and slow are exchanged, or a
        length is in another unit: the beam centre that a program computes is then
        wrong as well.

    Fails
        loop_
          _axis.id _axis.type _axis.depends_on
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          _axis.offset[1] _axis.offset[2]
          DZ   translation .    0  0 -1   0  0
          SLOW translation DZ   0 -1  0 80 85
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
        _diffrn_scan_axis.axis_id             DZ
        _diffrn_scan_axis.displacement_start  200

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
        _diffrn_scan_axis.axis_id             DZ
        _diffrn_scan_axis.displacement_start  200
    """

    code = "IMG054"
    name = "beam-off-detector"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            zero = {s.name: 0.0 for s in of.experiment.instrument.axes.values()}
            missed: list[tuple[str, Surface, Aim]] = []
            for scan in of.scans:
                surfaces = of.experiment.surfaces(scan)
                place, settings = f"at the start of scan {scan.id}", scan.at(1)
                if _swung(of, settings) or not of.has_scans:
                    place, settings = "with all axes at zero", zero
                found = _missed(of, surfaces, settings)
                if found is not None:
                    missed.append((place, *found))
            if missed:
                yield self._finding(of, missed)

    def _finding(self, of: Described, missed: list[tuple[str, Surface, Aim]]) -> Finding:
        place, surface, found = missed[0]
        at = found.crossing
        column, rows = of.of_axis(surface.axes[0], "offset[1]")
        return self.finding(
            f"{place}{more(len(missed))} the beam passes the detector: it meets the plane of "
            f"{surface.name} at pixel ({shown(at.fast)}, {shown(at.slow)}), "
            f"{shown(at.outside)} pixels outside its {surface.fast.size} × {surface.slow.size}",
            column,
            rows or None,
            block=of.block.name,
            hint="check signs and units of the offsets, and which of fast and slow is which",
        )


def _swung(of: Described, settings: Mapping[str, float]) -> bool:
    """True if a rotation of the detector is not at zero."""
    axes = of.experiment.instrument.axes
    return any(
        axes[name].type == "rotation" and abs(settings.get(name, 0.0)) > SAME
        for name in of.experiment.detector
    )


def _missed(
    of: Described, surfaces: tuple[Surface, ...], settings: Mapping[str, float]
) -> tuple[Surface, Aim] | None:
    """The nearest surface and where the beam passes it; None if it meets the detector."""
    known = [s for s in surfaces if s.fast.size and s.slow.size]
    instrument = of.experiment.instrument
    try:
        modules = instrument.modules(known, settings)
        if not modules:
            return None
        met = aim(modules, instrument.beam)
        if met.crossing.outside <= 0 or _surrounded(modules, instrument.beam):
            return None
    except GeometryError:
        return None
    return known[met.module], met


def _surrounded(modules: list[Module], beam: tuple[float, float, float]) -> bool:
    return len(modules) > 1 and rim(modules, beam).edge is not None
