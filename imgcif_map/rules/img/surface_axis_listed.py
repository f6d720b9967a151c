"""IMG051."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.instrument import SAME
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described

_CATEGORIES = ("diffrn_scan_axis", "diffrn_scan_frame_axis")


class SurfaceAxisListed(Rule):
    """An axis along which the pixels lie is listed among the axes of the scans.

    What
        An axis of _array_structure_list_axis stands in _diffrn_scan_axis or
        _diffrn_scan_frame_axis, with a setting of zero.

    Why
        It says nothing and invites programs to treat the axis as one that is
        driven.

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
        _diffrn_scan_axis.axis_id             FAST
        _diffrn_scan_axis.displacement_start  0

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
        _diffrn_scan_axis.displacement_start  0
    """

    code = "IMG051"
    name = "surface-axis-listed"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            idle = self._idle(of)
            for category in _CATEGORIES if idle else ():
                column = of.column(f"_{category}.axis_id")
                if column is not None:
                    rows = [r for r, text in enumerate(column.texts) if text in idle]
                    named = dict.fromkeys(column.texts[row] for row in rows)
                    if rows:
                        yield self.finding(
                            f"{' and '.join(named)}: of the detector's surface, not of a scan",
                            column,
                            rows,
                            hint="leave the axis out of the scans",
                        )

    @staticmethod
    def _idle(of: Described) -> set[str]:
        """Axes of the surface that a scan lists at zero and none moves."""
        surface = {a for s in of.experiment.instrument.surfaces for a in s.axes}
        settings = [
            (a, scan.settings[a]) for scan in of.scans for a in surface & scan.settings.keys()
        ]
        moving = {a for a, s in settings if s.moves or abs(s.start) > SAME}
        return {a for a, _ in settings if a not in moving}
