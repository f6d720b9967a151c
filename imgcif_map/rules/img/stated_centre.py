"""IMG060."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.geometry.detector import crossing
from imgcif_map.geometry.instrument import Settings, Surface
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import Described, described
from imgcif_map.rules.img.tables import shown

_CATEGORY = "diffrn_detector_element"
_TOLERANCE = 1.5
"""Pixels: conventions differ by half a pixel or one."""
_PIXELS, _MILLIMETRES = "pixels", "mm"


class StatedCentre(Rule):
    """The stated beam centre of a detector element is not that of its axes.

    What
        _diffrn_detector_element.reference_center_fast and _slow differ by more than
        1.5 pixels from where the axes have the beam, with all axes at zero, at the
        reference settings, and at the start of every scan.

    Why
        The file says the same thing twice and does not agree with itself. The
        difference often is a sign, fast for slow, or millimetres for pixels.

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
        _diffrn_detector_element.id                     E1
        _diffrn_detector_element.reference_center_fast  300
        _diffrn_detector_element.reference_center_slow  494.2

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
        _diffrn_detector_element.id                     E1
        _diffrn_detector_element.reference_center_fast  465.1
        _diffrn_detector_element.reference_center_slow  494.2
    """

    code = "IMG060"
    name = "stated-centre"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            fast = of.column(f"_{_CATEGORY}.reference_center_fast")
            slow = of.column(f"_{_CATEGORY}.reference_center_slow")
            if fast is None or slow is None or len(fast) != len(slow):
                continue
            for surface, _ in of.intact():
                rows = of.rows(fast, f"_{_CATEGORY}.id", surface.element)
                row = rows[0] if rows else 0 if len(fast) == 1 else -1
                if row >= 0:
                    yield from self._compared(of, surface, (fast, slow), row)

    def _compared(
        self, of: Described, surface: Surface, columns: tuple[DataColumn, DataColumn], row: int
    ) -> Iterator[Finding]:
        stated = [float(column.numbers[row]) for column in columns]
        computed = _centres(of, surface)
        units = _units(of, row)
        if any(value != value for value in stated) or not computed or not units:
            return
        scale = computed[0][2] if units == _MILLIMETRES else (1.0, 1.0)
        pixels = [value / size for value, size in zip(stated, scale, strict=True)]
        off = [max(abs(pixels[0] - f), abs(pixels[1] - s)) for f, s, _ in computed]
        if min(off) <= _TOLERANCE:
            return
        f, s, _ = computed[-1]
        turned = min(max(abs(pixels[1] - f), abs(pixels[0] - s)) for f, s, _ in computed)
        yield self.finding(
            f"{surface.name}: the beam is stated at ({shown(stated[0])}, {shown(stated[1])}) "
            f"{units}; the axes have it at pixel ({shown(f)}, {shown(s)}), "
            f"{shown(min(off))} pixels away",
            columns[0],
            [row],
            hint="fast and slow are exchanged"
            if turned <= _TOLERANCE
            else "an offset of the axes or this number is wrong",
        )


def _units(of: Described, row: int) -> str:
    column = of.column(f"_{_CATEGORY}.reference_center_units")
    text = column.texts[row].casefold() if column is not None and row < len(column) else _PIXELS
    return {_PIXELS: _PIXELS, _MILLIMETRES: _MILLIMETRES}.get(text, "")


def _centres(of: Described, surface: Surface) -> list[tuple[float, float, tuple[float, float]]]:
    """Where the beam meets the surface, in pixels from its corner, and the size of a pixel."""
    instrument = of.experiment.instrument
    places: list[Settings] = [{}, *(scan.at(1) for scan in of.scans)]
    found = []
    for settings in places:
        try:
            module = instrument.module(surface, settings)
            met = crossing(module, instrument.beam)
        except GeometryError:
            continue
        found.append((met.fast, met.slow, (module.pitch_fast, module.pitch_slow)))
    return found
