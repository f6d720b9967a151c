"""IMG044."""

from __future__ import annotations

from imgcif_map.rules.img.tables import shown
from imgcif_map.rules.img.units import UnitRule

_RANGES = {"": (0.1, 5.0), "x-ray": (0.1, 5.0), "neutron": (0.1, 30.0), "electron": (1e-3, 0.15)}
_KEV_ANGSTROM = 12.398419843320026
"""Planck constant times speed of light, CODATA 2018."""
_ELECTRONS = (0.0196, 0.0702)
"""Wavelengths of electrons of 300 and 30 keV."""


class WavelengthUnit(UnitRule):
    """A wavelength that is hardly one in angstroms.

    What
        `_diffrn_radiation_wavelength.value` is not between 0.1 and 5; not between 0.1
        and 30 for neutrons, not between 0.001 and 0.15 for electrons. Gamma rays are
        not asked. The probe is that of `_diffrn_radiation.probe`.

    Why
        The dictionary has angstroms; other formats have nanometres, metres, or the
        energy. Every distance in reciprocal space scales with it.

    Fails
        _diffrn_scan.id  SCAN1
        _diffrn_radiation_wavelength.id     W1
        _diffrn_radiation_wavelength.value  0.0976

    Passes
        _diffrn_scan.id  SCAN1
        _diffrn_radiation_wavelength.id     W1
        _diffrn_radiation_wavelength.value  0.976
    """

    code = "IMG044"
    name = "wavelength-unit"
    items = ("_diffrn_radiation_wavelength.value",)
    unit = "angstroms"

    def doubt(self, value: float, probe: str) -> str:
        low, high = _RANGES.get(probe, (0.0, float("inf")))
        if low <= value <= high or value <= 0:
            return ""
        maybe = _meant(value, low, high, probe)
        if not probe and _ELECTRONS[0] <= value <= _ELECTRONS[1]:
            maybe.append("if these are electrons, say so in _diffrn_radiation.probe")
        return "; ".join(maybe) or f"expected between {shown(low)} and {shown(high)}"


def _meant(value: float, low: float, high: float, probe: str) -> list[str]:
    """Units in which the value would be a likely wavelength or energy."""
    found = []
    for unit, factor in (("nanometres", 10.0), ("picometres", 0.01), ("metres", 1e10)):
        if low <= value * factor <= high:
            found.append(f"if it is in {unit}, write {shown(value * factor)}")
    for unit, factor in (("keV", 1.0), ("eV", 1e-3)) if probe in ("", "x-ray") else ():
        length = _KEV_ANGSTROM / (value * factor)
        if low <= length <= high and value > 1:
            found.append(f"if it is an energy in {unit}, write {shown(length)}")
    return found
