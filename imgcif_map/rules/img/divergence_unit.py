"""IMG043."""

from __future__ import annotations

import math

from imgcif_map.rules.img.tables import shown
from imgcif_map.rules.img.units import UnitRule

_LEAST, _MOST = 2e-5, 5.0


class DivergenceUnit(UnitRule):
    """A divergence of the beam that is hardly one in degrees.

    What
        `_diffrn_radiation.div_x_source` or `div_y_source` is greater than 0 and less than
        0.00002, or greater than 5. Electrons are not asked whether it is too small.

    Why
        The dictionary has the standard deviation in degrees; descriptions of
        beamlines give radians, milliradians or microradians, often the full width.

    Fails
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_radiation.div_x_source  1.2e-5

    Passes
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_radiation.div_x_source  0.08
    """

    code = "IMG043"
    name = "divergence-unit"
    items = ("_diffrn_radiation.div_x_source", "_diffrn_radiation.div_y_source")
    unit = "degrees"

    def doubt(self, value: float, probe: str) -> str:
        if 0 < value < _LEAST and probe != "electron":
            return f"if it is in radians, write {shown(math.degrees(value))}"
        if value > _MOST:
            return (
                f"if it is in milliradians, write {shown(math.degrees(value / 1e3))}; "
                f"in microradians, {shown(math.degrees(value / 1e6))}"
            )
        return ""
