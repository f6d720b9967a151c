"""The frozen unit table: base symbols, prefixes, codes and spellings. Data only.

Codes are those of ``_units.code`` in the DDLm dictionaries (templ_enum.cif, save
frame units_code), plus codes that only sources need. Factors follow the SI
brochure (9th edition) and CODATA 2018, which fixes e and h exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

Dimensions = tuple[int, int, int, int, int, int]
"""Exponents of length, mass, time, electric current, temperature, angle."""

PLAIN: Dimensions = (0, 0, 0, 0, 0, 0)
_LENGTH: Dimensions = (1, 0, 0, 0, 0, 0)
_MASS: Dimensions = (0, 1, 0, 0, 0, 0)
_TIME: Dimensions = (0, 0, 1, 0, 0, 0)
_CURRENT: Dimensions = (0, 0, 0, 1, 0, 0)
_TEMPERATURE: Dimensions = (0, 0, 0, 0, 1, 0)
_ANGLE: Dimensions = (0, 0, 0, 0, 0, 1)
_ENERGY: Dimensions = (2, 1, -2, 0, 0, 0)

Symbol = tuple[Fraction, Dimensions, str, bool]
"""Factor to the base unit, dimensions, the kind of thing counted, prefixes allowed."""

_ELECTRON_VOLT = Fraction(1602176634, 10**28) * 1000
"""In gram metre squared per second squared."""

SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        "m": (Fraction(1), _LENGTH, "", True),
        "Ao": (Fraction(1, 10**10), _LENGTH, "", False),
        "g": (Fraction(1), _MASS, "", True),
        "u": (Fraction(166053906660, 10**11) / 10**24, _MASS, "", False),
        "s": (Fraction(1), _TIME, "", True),
        "min": (Fraction(60), _TIME, "", False),
        "h": (Fraction(3600), _TIME, "", False),
        "d": (Fraction(86400), _TIME, "", False),
        "Hz": (Fraction(1), (0, 0, -1, 0, 0, 0), "", True),
        "A": (Fraction(1), _CURRENT, "", True),
        "C": (Fraction(1), (0, 0, 1, 1, 0, 0), "", True),
        "K": (Fraction(1), _TEMPERATURE, "", True),
        "deg": (Fraction(1), _ANGLE, "", True),
        "rad": (Fraction(180) / Fraction(math.pi), _ANGLE, "", True),
        "cycle": (Fraction(360), _ANGLE, "", False),
        "arcmin": (Fraction(1, 60), _ANGLE, "", False),
        "arcsec": (Fraction(1, 3600), _ANGLE, "", False),
        "eV": (_ELECTRON_VOLT, _ENERGY, "", True),
        "J": (Fraction(1000), _ENERGY, "", True),
        "W": (Fraction(1000), (2, 1, -3, 0, 0, 0), "", True),
        "V": (Fraction(1000), (2, 1, -3, -1, 0, 0), "", True),
        "Pa": (Fraction(1000), (-1, 1, -2, 0, 0, 0), "", True),
        "bar": (Fraction(10**8), (-1, 1, -2, 0, 0, 0), "", True),
        "Gy": (Fraction(1), (2, 0, -2, 0, 0, 0), "", True),
        "photon": (Fraction(1), PLAIN, "photon", False),
        "neutron": (Fraction(1), PLAIN, "neutron", False),
        "electron": (Fraction(1), PLAIN, "electron", False),
        "count": (Fraction(1), PLAIN, "count", False),
        "pixel": (Fraction(1), PLAIN, "pixel", False),
        "element": (Fraction(1), PLAIN, "element", False),
        "valence": (Fraction(1), PLAIN, "valence", False),
        "muB": (Fraction(1), PLAIN, "Bohr magneton", False),
        "pct": (Fraction(1, 100), PLAIN, "", False),
    }
)

PREFIXES: Mapping[str, Fraction] = MappingProxyType(
    {
        "f": Fraction(1, 10**15),
        "p": Fraction(1, 10**12),
        "n": Fraction(1, 10**9),
        "u": Fraction(1, 10**6),
        "m": Fraction(1, 10**3),
        "c": Fraction(1, 10**2),
        "d": Fraction(1, 10),
        "k": Fraction(10**3),
        "M": Fraction(10**6),
        "G": Fraction(10**9),
        "T": Fraction(10**12),
    }
)

CODES: Mapping[str, str] = MappingProxyType(
    {
        # of the dictionaries
        "none": "",
        "metres": "m",
        "centimetres": "cm",
        "millimetres": "mm",
        "micrometres": "um",
        "nanometres": "nm",
        "angstroms": "Ao",
        "picometres": "pm",
        "femtometres": "fm",
        "reciprocal_centimetres": "cm-1",
        "reciprocal_millimetres": "mm-1",
        "reciprocal_nanometres": "nm-1",
        "reciprocal_angstroms": "Ao-1",
        "reciprocal_angstrom_squared": "Ao-2",
        "reciprocal_picometres": "pm-1",
        "reciprocal_angstroms_per_pixel": "Ao-1.pixel-1",
        "nanometre_squared": "nm2",
        "angstrom_squared": "Ao2",
        "picometre_squared": "pm2",
        "femtometre_squared": "fm2",
        "nanometre_cubed": "nm3",
        "angstrom_cubed": "Ao3",
        "picometre_cubed": "pm3",
        "grams_per_centimetre_cubed": "g.cm-3",
        "kilograms_per_metre_cubed": "kg.m-3",
        "megagrams_per_metre_cubed": "Mg.m-3",
        "angstrom_cubed_per_dalton": "Ao3.u-1",
        "millimetres_squared_per_gram": "mm2.g-1",
        "centimetres_squared_per_gram": "cm2.g-1",
        "kilopascals": "kPa",
        "gigapascals": "GPa",
        "hours": "h",
        "minutes": "min",
        "seconds": "s",
        "microseconds": "us",
        "hertz": "Hz",
        "degrees": "deg",
        "cycles": "cycle",
        "radians": "rad",
        "degrees_squared": "deg2",
        "degree_per_minute": "deg.min-1",
        "Celsius": "K",
        "kelvins": "K",
        "kelvins_per_minute": "K.min-1",
        "electrons": "electron",
        "electron_squared": "electron2",
        "electrons_per_angstrom": "electron.Ao-1",
        "electrons_per_nanometre_cubed": "electron.nm-3",
        "electrons_per_angstrom_cubed": "electron.Ao-3",
        "electrons_per_picometre_cubed": "electron.pm-3",
        "electrons_per_second_per_angstrom_squared": "electron.s-1.Ao-2",
        "femtometres_per_angstrom_cubed": "fm.Ao-3",
        "dalton": "u",
        "pixels_per_millimetre": "pixel.mm-1",
        "pixels_per_element": "pixel.element-1",
        "kilowatts": "kW",
        "milliamperes": "mA",
        "kilovolts": "kV",
        "volts": "V",
        "volt_squared": "V2",
        "coulomb": "C",
        "electron_volts": "eV",
        "electron_volts_per_angstrom": "eV.Ao-1",
        "Bohr_magnetons": "muB",
        "counts_per_photon": "count.photon-1",
        "counts": "count",
        "counts_per_second": "count.s-1",
        "photons": "photon",
        "photons_per_second": "photon.s-1",
        "photons_per_micrometre_squared": "photon.um-2",
        "photons_per_second_per_micrometre_squared": "photon.s-1.um-2",
        "photons_per_second_per_millimetre_squared": "photon.s-1.mm-2",
        "neutrons_per_second_per_millimetre_squared": "neutron.s-1.mm-2",
        "megagray": "MGy",
        "microseconds_per_angstrom": "us.Ao-1",
        "microseconds_per_angstrom_squared": "us.Ao-2",
        "microseconds_per_angstrom_cubed": "us.Ao-3",
        "angstroms_per_microsecond": "Ao.us-1",
        "valence_units": "valence",
        # of sources alone
        "pixels": "pixel",
        "percent": "pct",
        "milliradians": "mrad",
        "microradians": "urad",
        "millidegrees": "mdeg",
        "arcminutes": "arcmin",
        "arcseconds": "arcsec",
        "milliseconds": "ms",
        "nanoseconds": "ns",
        "days": "d",
        "kilohertz": "kHz",
        "megahertz": "MHz",
        "kiloelectron_volts": "keV",
        "megaelectron_volts": "MeV",
        "gigaelectron_volts": "GeV",
        "joules": "J",
        "watts": "W",
        "amperes": "A",
        "microamperes": "uA",
        "millikelvins": "mK",
        "pascals": "Pa",
        "bars": "bar",
        "millibars": "mbar",
        "kilograms": "kg",
        "grams": "g",
        "milligrams": "mg",
        "gray": "Gy",
        "reciprocal_metres": "m-1",
        "reciprocal_micrometres": "um-1",
        "metre_squared": "m2",
        "millimetre_squared": "mm2",
        "micrometre_squared": "um2",
        "millimetre_cubed": "mm3",
        "micrometre_cubed": "um3",
        "milliradians_squared": "mrad2",
        "degrees_per_second": "deg.s-1",
        "millimetres_per_second": "mm.s-1",
        "metres_per_second": "m.s-1",
        "photons_per_second_per_centimetre_squared": "photon.s-1.cm-2",
        "counts_per_pixel": "count.pixel-1",
    }
)
"""Code to product of symbols. Where two are equal, a product takes the first."""

UNSTATED = frozenset({"unspecified", "arbitrary"})
"""Codes that say that the unit is not said."""

OFFSETS: Mapping[str, Fraction] = MappingProxyType({"Celsius": Fraction(27315, 100)})
"""Kelvins to add after the factor."""

EXACT_SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "A": ("angstroms", "amperes"),
        "Å": ("angstroms",),
        "C": ("Celsius", "coulomb"),
        "°C": ("Celsius",),
        "°": ("degrees",),
        "%": ("percent",),
        "K": ("kelvins",),
        "h": ("hours",),
        "e": ("electrons",),
        "u": ("dalton",),
        "Da": ("dalton",),
        "Ci": (),
        "ADU": ("counts",),
        "px": ("pixels",),
        "ph": ("photons",),
        "cps": ("counts_per_second",),
        "cts": ("counts",),
        "MGy": ("megagray",),
        "M": (),
    }
)
"""Symbols whose case matters and that are not simply prefix and symbol."""

_WORDS: dict[str, str] = {
    "angstroms": "angstrom ang angs ångström ångstrom angstroem angström angstrøm",
    "metres": "metre meter meters",
    "centimetres": "centimetre centimeter centimeters cm",
    "millimetres": "millimetre millimeter millimeters mm",
    "micrometres": "micrometre micrometer micrometers micron microns um µm",
    "nanometres": "nanometre nanometer nanometers nm",
    "picometres": "picometre picometer picometers",
    "femtometres": "femtometre femtometer femtometers fermi",
    "degrees": "degree deg degs",
    "millidegrees": "millidegree mdeg",
    "radians": "radian rad rads",
    "milliradians": "milliradian mrad",
    "microradians": "microradian urad µrad",
    "arcminutes": "arcmin arcminute",
    "arcseconds": "arcsec arcsecond",
    "seconds": "second sec secs",
    "milliseconds": "millisecond msec msecs millisec",
    "microseconds": "microsecond usec usecs µsec microsec",
    "nanoseconds": "nanosecond nsec",
    "minutes": "minute min mins",
    "hours": "hour hrs hr",
    "days": "day",
    "electron_volts": "ev electronvolt electronvolts electron-volt electron_volt",
    "kiloelectron_volts": "kev kiloelectronvolt kiloelectronvolts",
    "gigaelectron_volts": "gev gigaelectronvolt",
    "joules": "joule",
    "kelvins": "kelvin degk",
    "Celsius": "celsius degc deg_c degreec degrees_celsius degree_celsius centigrade",
    "hertz": "hz",
    "kilohertz": "khz",
    "photons": "photon phs",
    "neutrons": "",
    "counts": "count adus",
    "electrons": "electron",
    "pixels": "pixel pix pxl pxls pixs",
    "percent": "percentage pct",
    "milliamperes": "milliampere milliamp milliamps",
    "amperes": "ampere amp amps",
    "microamperes": "microampere microamp microamps",
    "kilovolts": "kilovolt",
    "volts": "volt",
    "kilowatts": "kilowatt",
    "watts": "watt",
    "kilopascals": "kilopascal",
    "pascals": "pascal",
    "gray": "grays",
    "kilograms": "kilogram",
    "grams": "gram",
    "cycles": "cycle",
    "dalton": "daltons amu",
    "none": "dimensionless unitless nx_dimensionless nx_unitless ratio fraction 1",
    "arbitrary": "a.u. arb. arb arb.u. arb._units nx_any",
}

WORD_SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        word: (code,)
        for code, words in _WORDS.items()
        for word in (*words.split(), code.casefold())
        if words
    }
)
"""Words, folded: compared without case."""
