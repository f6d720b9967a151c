"""IMG041."""

from __future__ import annotations

from imgcif_map.rules.img.tables import shown
from imgcif_map.rules.img.units import UnitRule

_LEAST, _MOST = 1e-3, 1e3


class DeadTimeUnit(UnitRule):
    """A dead time that is hardly one in microseconds.

    What
        `_diffrn_detector.dtime` is greater than 0 and less than 0.001, or 1000 or more.

    Why
        The dictionary has microseconds. Detectors that count take 0.01 to 10 of
        them; headers give seconds or nanoseconds.

    Fails
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_detector.id     D
        _diffrn_detector.dtime  1.25e-7

    Passes
        _diffrn_detector_element.id           E
        _diffrn_detector_element.detector_id  D
        _diffrn_detector.id     D
        _diffrn_detector.dtime  0.125
    """

    code = "IMG041"
    name = "dead-time-unit"
    items = ("_diffrn_detector.dtime",)
    unit = "microseconds"

    def doubt(self, value: float, probe: str) -> str:
        if 0 < value < _LEAST:
            return f"if it is in seconds, write {shown(value * 1e6)}"
        if value >= _MOST:
            return f"if it is in nanoseconds, write {shown(value / 1e3)}"
        return ""
