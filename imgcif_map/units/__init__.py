"""Units: the dictionaries' codes, what sources write instead, and conversion.

A unit code is that of ``_units.code`` (``millimetres``), or one that only sources
use (``kiloelectron_volts``), or, for products that no dictionary names, a product
of symbols such as ``s-1.cm-2``. Sources' spellings become codes in
:func:`parse_unit`; codes are compared and converted in :func:`convert`.

Counting rules. Photons, counts, electrons, pixels and elements are numbers of
something: dimensionless, but not exchangeable. A plain number or rate (``none``,
``hertz``) converts to and from any of them, one kind never to another: counts
become photons only by a gain. ``percent`` is 0.01 of ``none``. Angles have a
dimension of their own, so that degrees never pass for a ratio. An energy is not
a wavelength: that is the mapping function ``energy_to_wavelength``.
"""

from __future__ import annotations

from imgcif_map.units.codes import (
    Unit,
    all_codes,
    convertible,
    is_angle,
    is_length,
    needs_unit,
    product_of,
    unit,
)
from imgcif_map.units.conversion import convert
from imgcif_map.units.spelling import parse_unit

__all__ = [
    "Unit",
    "all_codes",
    "convert",
    "convertible",
    "is_angle",
    "is_length",
    "needs_unit",
    "parse_unit",
    "product_of",
    "unit",
]
