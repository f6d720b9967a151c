"""IMG061."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import angle_between, described
from imgcif_map.rules.img.tables import more, shown


class DetectorUpstream(Rule):
    """The detector stands between source and sample, or at the sample.

    What
        At the start of a scan the beam meets the plane of the detector before the
        sample, or less than 1 mm behind it. Nothing is said where a rotation has
        swung the detector to the back, nor where detector-direction has found
        the cause.

    Why
        A setting or an offset has the wrong sign, is missing, or is in metres.

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
        _diffrn_scan_axis.displacement_start  -200

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

    code = "IMG061"
    name = "detector-upstream"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            instrument = of.experiment.instrument
            axes = [instrument.axes[name] for name in of.experiment.detector]
            if any(
                a.type == "translation" and angle_between(a.vector, instrument.beam) > 135
                for a in axes
            ):
                continue
            wrong: list[tuple[str, float]] = []
            for scan in of.scans if of.has_scans else ():
                start = scan.at(1)
                turned = [start.get(a.name, 0.0) for a in axes if a.type == "rotation"]
                if any(abs(angle) > 90 for angle in turned):
                    continue
                try:
                    distance = of.experiment.aim(scan).crossing.distance
                except GeometryError:
                    continue
                if distance < 1:
                    wrong.append((scan.id, distance))
            if wrong:
                scan_id, distance = wrong[0]
                column = of.first_of(
                    "_diffrn_scan_axis.displacement_start", "_diffrn_scan_axis.axis_id", "_axis.id"
                )
                key = "_diffrn_scan_axis.axis_id"
                rows = [
                    r for a in axes if a.type == "translation" for r in of.rows(column, key, a.name)
                ]
                yield self.finding(
                    f"at the start of scan {scan_id}{more(len(wrong))} the detector is "
                    f"{shown(distance)} mm behind the sample: it must stand beyond it",
                    column,
                    rows[:1] or None,
                    block=of.block.name,
                    hint="check the setting of the distance (millimetres) and its sign",
                )
