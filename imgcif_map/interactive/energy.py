"""A wavelength that is given as an energy: not another unit, but another fact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.interactive.typed import Given, Refused
from imgcif_map.mapping.functions.radiation import electron_wavelength, hc_over
from imgcif_map.units import convert, convertible, parse_unit

WAVELENGTH = "_diffrn_radiation_wavelength.value"
_PARTICLES = {
    "x-ray": ("photons", hc_over),
    "gamma": ("photons", hc_over),
    "electron": ("electrons", electron_wavelength),
}


@dataclass(frozen=True)
class Converted:
    """The wavelength, and of what."""

    given: Given
    particles: str


def is_energy(given: Given, definition: Definition) -> bool:
    """True if a wavelength is asked for and an energy was typed."""
    code = parse_unit(given.unit) if given.unit else None
    return (
        definition.id.casefold() == WAVELENGTH
        and code is not None
        and convertible(code, "electron_volts")
    )


def wavelength(given: Given, definition: Definition, probe: str) -> Converted:
    """The wavelength in the unit of the dictionary; raises Refused.

    ``probe`` is what ``_diffrn_radiation.probe`` says; "" is taken for X-rays, which
    whoever typed it is told.
    """
    known = _PARTICLES.get((probe or "x-ray").casefold())
    if known is None:
        raise Refused(f"that is an energy, and of {probe}s: give the wavelength")
    values = given.data if isinstance(given.data, list) else [given.data]
    energies = convert(
        np.array(values, dtype=np.float64), parse_unit(given.unit or "") or "", "electron_volts"
    )
    if not np.all(energies > 0):
        raise Refused("an energy is greater than 0")
    particles, function = known
    angstroms = convert(function(energies), "angstroms", definition.units).tolist()
    return Converted(Given(angstroms if isinstance(given.data, list) else angstroms[0]), particles)
