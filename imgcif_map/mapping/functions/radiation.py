"""Functions on radiation, counts and words: energies, widths, states."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, numbers, numbers_in, plain, texts
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.tidy import shortest

_GROUP = "values"
HC = 12398.419843320026
"""Planck's constant times the speed of light in eV Å; exact since SI 2019 (CODATA)."""
_ELECTRON_REST = 510998.95
"""Rest energy of the electron in eV (CODATA 2018)."""
FWHM = 2.0 * float(np.sqrt(2.0 * np.log(2.0)))
"""Full width at half maximum of a Gaussian of standard deviation 1."""
_COMPRESSED = re.compile(r"\.(gz|bz2|xz|zst|z)\Z", re.IGNORECASE)


@function(
    _GROUP, result="wavelength", inverse="wavelength_to_energy", unit="any energy to angstroms"
)
def energy_to_wavelength(call: Call, energy: Quantity) -> Quantity | None:
    """The wavelength of photons of an energy: hc / E.

    Numbers, any shape, in any unit of energy; without a unit a gap *unit-missing*
    and no result. 0 is not an energy: NaN. hc = 12398.419843320026 eV Å (CODATA,
    exact). Unit: angstroms. Inverse: wavelength_to_energy.
    """
    return _photon(call, energy, "electron_volts", "angstroms")


@function(
    _GROUP, result="energy", inverse="energy_to_wavelength", unit="any length to electron_volts"
)
def wavelength_to_energy(call: Call, wavelength: Quantity) -> Quantity | None:
    """The energy of photons of a wavelength: hc / wavelength.

    Numbers, any shape, in any unit of length; without a unit a gap *unit-missing*
    and no result. 0 gives NaN. Unit: electron_volts. Inverse: energy_to_wavelength.
    """
    return _photon(call, wavelength, "angstroms", "electron_volts")


def _photon(call: Call, value: Quantity, wanted: str, result: str) -> Quantity | None:
    array = _stated(call, value, wanted)
    return None if array is None else value.with_data(plain(hc_over(array)), unit=result)


def _stated(call: Call, value: Quantity, wanted: str) -> NDArray[np.float64] | None:
    if value.unit is None:
        call.report("unit-missing", f"{call.name} needs to know the unit")
        return None
    return numbers_in(value, wanted)


def electron_wavelength(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """Wavelengths in angstroms of electrons of kinetic energies in eV; NaN for 0 and below."""
    return hc_over(np.sqrt(np.maximum(array * (array + 2 * _ELECTRON_REST), 0.0)))


def hc_over(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """Wavelengths in angstroms of photon energies in eV, or the reverse; NaN for 0 and below."""
    with np.errstate(divide="ignore"):
        return shortest(np.where(array > 0, HC / np.where(array > 0, array, 1.0), np.nan))


@function(
    _GROUP,
    result="wavelength",
    inverse="wavelength_to_electron_energy",
    unit="any energy to angstroms",
)
def electron_energy_to_wavelength(call: Call, energy: Quantity) -> Quantity | None:
    """The relativistic wavelength of electrons of a kinetic energy.

    hc / sqrt(E (E + 2 mc²)). Numbers, any shape, in any unit of energy; without a
    unit a gap *unit-missing* and no result. 300 keV give 0.01969 Å. Unit: angstroms.
    Inverse: wavelength_to_electron_energy.
    """
    array = _stated(call, energy, "electron_volts")
    if array is None:
        return None
    return energy.with_data(plain(electron_wavelength(array)), unit="angstroms")


@function(
    _GROUP,
    result="kinetic energy",
    inverse="electron_energy_to_wavelength",
    unit="any length to electron_volts",
)
def wavelength_to_electron_energy(call: Call, wavelength: Quantity) -> Quantity | None:
    """The kinetic energy of electrons of a relativistic wavelength.

    Numbers, any shape, in any unit of length; without a unit a gap *unit-missing*
    and no result. Unit: electron_volts. Inverse: electron_energy_to_wavelength.
    """
    array = _stated(call, wavelength, "angstroms")
    if array is None:
        return None
    momentum = hc_over(array)
    total = np.hypot(momentum, _ELECTRON_REST)
    kinetic = momentum * momentum / (total + _ELECTRON_REST)
    return wavelength.with_data(plain(shortest(kinetic)), unit="electron_volts")


@function(_GROUP, result="standard deviation", inverse="sd_to_fwhm", unit="kept")
def fwhm_to_sd(width: Quantity) -> Quantity:
    """Full width at half maximum of a Gaussian as its standard deviation: / 2.35482.

    Numbers, any shape. NeXus gives divergences as FWHM, imgCIF
    (``_diffrn_radiation.div_x_source``) as standard deviations. Unit: kept.
    Inverse: sd_to_fwhm.
    """
    return width.with_data(plain(shortest(numbers(width) / FWHM)))


@function(_GROUP, result="full width at half maximum", inverse="fwhm_to_sd", unit="kept")
def sd_to_fwhm(width: Quantity) -> Quantity:
    """Standard deviation of a Gaussian as its full width at half maximum: × 2.35482.

    Numbers, any shape. Unit: kept. Inverse: fwhm_to_sd.
    """
    return width.with_data(plain(shortest(numbers(width) * FWHM)))


@function(_GROUP, result="2^n - 1", unit="none", section="maximum_bits")
def bits_maximum(bits: Quantity) -> Quantity | None:
    """The largest unsigned integer of so many bits: 2^n - 1.

    For ``_array_intensities.undefined_value`` of detectors that mark dead pixels
    with it. 1 to 64 bits, else missing. Unit: none. No inverse.
    """
    number = float(numbers(bits).flat[0])
    if not 1 <= number <= 64:
        return None
    return derive(2 ** int(number) - 1, None, bits)


@function(
    _GROUP,
    result="linear, scaling, offset or scaling_offset",
    states=("linear", "scaling", "offset", "scaling_offset"),
    unit="none",
)
def linearity(
    call: Call, scaling: Quantity | None = None, offset: Quantity | None = None
) -> Quantity | None:
    """The word for ``_array_intensities.linearity`` from a scale factor and an offset.

    Scalars; a factor of 1 and an offset of 0 count as none. Both missing: missing.
    One value per pixel or frame has no word: a gap *no-target*. Unit: none. No inverse.
    """
    given = [q for q in (scaling, offset) if q is not None]
    if not given:
        return None
    if any(np.ndim(q.data) for q in given):
        call.report("no-target", "corrections per pixel or per frame have no data name")
        return None
    words = []
    if scaling is not None and float(numbers(scaling)) != 1.0:
        words.append("scaling")
    if offset is not None and float(numbers(offset)) != 0.0:
        words.append("offset")
    return derive("_".join(words) or "linear", None, *given)


@function(_GROUP, result="yes or no", states=("yes", "no"), inverse="truth", unit="none")
def yes_no(values: Quantity) -> Quantity:
    """A truth value as ``yes`` or ``no``.

    A bool, a number (0 is no), or a word: true, false, yes, no, on, off, 1, 0 in
    any case. Any other word is an error. Unit: none. Inverse: truth.
    """
    return values.with_data("yes" if _is_true(values) else "no", unit=None)


@function(_GROUP, result="true or false", inverse="yes_no", unit="none")
def truth(values: Quantity) -> Quantity:
    """A word or number as a truth value; see yes_no for what it takes.

    Unit: none. Inverse: yes_no.
    """
    return values.with_data(_is_true(values), unit=None)


def _is_true(values: Quantity) -> bool:
    data = plain(np.asarray(values.data, dtype=object if values.is_text else None))
    if isinstance(data, bool | int | float):
        return bool(data)
    word = str(data).strip().casefold()
    if word in ("true", "yes", "on", "y", "t", "1"):
        return True
    if word in ("false", "no", "off", "n", "f", "0"):
        return False
    raise UnreadableValue(f"{word[:40]!r} is neither yes nor no")


@function(_GROUP, result="file name extension", yields="text", unit="none", lossy=True)
def suffix(names: Quantity) -> Quantity | None:
    """The extension of file names, in small letters, without the dot.

    Text or a list of texts; compression (``.gz``, ``.bz2``, ``.xz`` …) is passed
    over: ``a_0001.cbf.gz`` gives ``cbf``. Names that agree give one text, others a
    list. Missing if a name has none. Unit: none. No inverse.
    """
    found = []
    for name in texts(names):
        match = re.search(r"\.([^./\\]+)\Z", _COMPRESSED.sub("", name.strip()))
        if match is None:
            return None
        found.append(match[1].casefold())
    if len(set(found)) == 1:
        return names.with_data(found[0], unit=None)
    return names.with_data(np.array(found, dtype=object), unit=None) if found else None


@function(_GROUP, result="one text", yields="text", unit="none")
def join(*parts: Quantity | None) -> Quantity | None:
    """Texts put together with spaces between; missing ones are left out.

    Text, numbers or lists of them. Missing if nothing is left. Unit: none. No inverse.
    """
    given = [part for part in parts if part is not None]
    words = [word for part in given for word in texts(part) if word]
    return derive(" ".join(words), None, *given) if words else None
