"""Units on their way through functions, as far as the mapping alone tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from imgcif_map.errors import UnitError
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.tracing.flows import Flow
from imgcif_map.units import parse_unit
from imgcif_map.units.codes import convertible, product_of

UNKNOWN: Final = "?"
"""A unit that only a source can tell."""
KEPT: Final = ("kept", "of the first", "of the values", "kept, or that of like")
_POWERS: Final = {"reciprocal": -1, "squared": 2}

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "NX_ANGLE": ("degrees",),
    "NX_CURRENT": ("amperes",),
    "NX_ENERGY": ("electron_volts",),
    "NX_FLUX": ("photons_per_second_per_millimetre_squared",),
    "NX_FREQUENCY": ("hertz",),
    "NX_LENGTH": ("millimetres", "pixels"),
    "NX_PERIOD": ("seconds",),
    "NX_POWER": ("watts",),
    "NX_TEMPERATURE": ("kelvins",),
    "NX_TIME": ("seconds",),
    "NX_VOLTAGE": ("volts",),
    "NX_WAVELENGTH": ("angstroms",),
}
"""A unit of each unit category of NeXus; files write positions on a detector as NX_LENGTH in
pixels. A category that is not here may be anything."""


def after(unit: str, flow: Flow, functions: Mapping[str, Function]) -> str:
    """A unit after the functions of a flow: a code, "" for none, or UNKNOWN."""
    for name, _ in flow.functions:
        function = functions.get(name)
        if function is None or unit == UNKNOWN:
            return UNKNOWN
        unit = _through(unit, function.unit)
    return unit


def _through(unit: str, said: str) -> str:
    if said in KEPT:
        return unit
    if said == "none":
        return ""
    if said in _POWERS:
        return (product_of((unit, _POWERS[said])) or UNKNOWN) if unit else ""
    _, arrow, last = said.partition(" to ")
    code = parse_unit(last if arrow else said)
    return code if code is not None else UNKNOWN


def stated(flow: Flow, target: str) -> str:
    """The unit that the mapping itself gives to the value of the source, or UNKNOWN."""
    if not flow.unit:
        return UNKNOWN
    return parse_unit(flow.unit, target) or UNKNOWN


def fits(unit: str, target: str) -> bool:
    """Whether values in a unit can become those of the target's unit."""
    if unit in ("", UNKNOWN) or target in ("", "none", "unspecified"):
        return True
    try:
        return convertible(unit, target)
    except UnitError:
        return True
