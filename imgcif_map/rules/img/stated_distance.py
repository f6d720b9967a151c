"""IMG059."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described
from imgcif_map.rules.img.tables import shown

_ITEM = "_diffrn_measurement.sample_detector_distance"
_ABSOLUTE, _RELATIVE = 0.1, 1e-3
"""Millimetres, and a part of the distance."""


class StatedDistance(Rule):
    """The stated distance of the detector is not that of its axes.

    What
        _diffrn_measurement.sample_detector_distance differs by more than 0.1 mm
        and one in a thousand from the distance that the axes give at the start of
        every scan, both along the beam and at right angles to the detector.

    Why
        The file says the same thing twice and does not agree with itself. The axes
        are what programs use; people read the number.

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
          FAST 0.086 0.172
          SLOW 0.086 0.172
        _diffrn_scan_axis.axis_id             DZ
        _diffrn_scan_axis.displacement_start  200
        _diffrn_measurement.sample_detector_distance  120

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
        _diffrn_measurement.sample_detector_distance  200
    """

    code = "IMG059"
    name = "stated-distance"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            column = of.column(_ITEM)
            if column is None:
                continue
            row = _row(of)
            stated = float(column.numbers[row]) if row < len(column) else float("nan")
            computed = _computed(of)
            if stated != stated or not computed:
                continue
            off = min(abs(abs(stated) - one) for pair in computed for one in pair)
            if off > max(_ABSOLUTE, _RELATIVE * abs(stated)):
                along, normal = computed[0]
                at_right = f" ({shown(normal)} mm at right angles)" if normal != along else ""
                yield self.finding(
                    f"stated as {shown(stated)} mm; the axes give {shown(along)} mm along the "
                    f"beam{at_right} at the start of scan {of.scans[0].id}",
                    column,
                    [row],
                    hint="the setting of the distance, an offset, or this number is wrong",
                )


def _row(of: Described) -> int:
    """The row of the measurement that belongs to the experiment."""
    rows = of.rows(of.column(_ITEM), "_diffrn_measurement.diffrn_id", of.experiment.id)
    return rows[0] if rows else 0


def _computed(of: Described) -> list[tuple[float, float]]:
    """Distances along the beam and at right angles at the start of each scan, millimetres."""
    found = []
    for scan in of.scans:
        try:
            met = of.experiment.aim(scan)
        except GeometryError:
            continue
        found.append((abs(met.crossing.distance), met.distance))
    return found
