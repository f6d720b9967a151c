"""IMG042."""

from __future__ import annotations

from imgcif_map.rules.img.tables import shown
from imgcif_map.rules.img.units import UnitRule

_LEAST = {"x-ray": 0.5, "": 0.5, "neutron": 50.0, "gamma": 50.0}
_MOST = 1e5


class BeamSizeUnit(UnitRule):
    """A beam that is hardly that wide in micrometres.

    What
        `_diffrn_radiation.beam_width` is greater than 0 and less than 0.5 (50 for
        neutrons; electrons are not asked), or 100000 or more.

    Why
        The dictionary has micrometres; headers give millimetres or metres. Dose and
        scaling depend on the size.

    Fails
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_radiation.beam_width  0.05

    Passes
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_radiation.beam_width  50
    """

    code = "IMG042"
    name = "beam-size-unit"
    items = ("_diffrn_radiation.beam_width",)
    unit = "micrometres"

    def doubt(self, value: float, probe: str) -> str:
        if 0 < value < 1e-3 and probe != "electron":
            return f"if it is in metres, write {shown(value * 1e6)}"
        if 0 < value < _LEAST.get(probe, 0.0):
            return f"if it is in millimetres, write {shown(value * 1e3)}"
        if value >= _MOST:
            return f"if it is in nanometres, write {shown(value / 1e3)}"
        return ""
