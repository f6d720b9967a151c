"""IMG050."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.geometry.instrument import SAME
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import described
from imgcif_map.rules.img.tables import shown


class SurfaceAxisMoves(Rule):
    """A scan moves an axis along which the pixels of the detector lie.

    What
        An axis of _array_structure_list_axis has a setting other than zero in
        _diffrn_scan_axis or _diffrn_scan_frame_axis.

    Why
        The settings of such an axis count pixels. A second setting from the scan
        leaves open where the pixels are: programs add it, or ignore it.

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
        _diffrn_scan_axis.displacement_start  12.5

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

    code = "IMG050"
    name = "surface-axis-moves"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            surface = {a for s in of.experiment.instrument.surfaces for a in s.axes}
            for scan in of.scans:
                for axis in surface & scan.settings.keys():
                    setting = scan.settings[axis]
                    if not setting.moves and abs(setting.start) <= SAME:
                        continue
                    listed = setting.each is not None
                    category = "diffrn_scan_frame_axis" if listed else "diffrn_scan_axis"
                    column = of.column(f"_{category}.axis_id")
                    moves = f" and moves by {shown(setting.step)}" if setting.moves else ""
                    yield self.finding(
                        f"axis {axis} of the detector's surface starts scan {scan.id} at "
                        f"{shown(setting.start)}{moves}: its settings are those of the pixels",
                        column,
                        of.rows(column, f"_{category}.axis_id", axis)[:1] or None,
                        block=of.block.name,
                        hint="give the detector a translation of its own that carries this axis",
                    )
