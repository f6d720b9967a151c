"""Converts values from one unit code to another, without arithmetic noise."""

from __future__ import annotations

from typing import Any

import numpy as np

from imgcif_map.errors import UnitError
from imgcif_map.tidy import scaled
from imgcif_map.units.codes import compatible, unit
from imgcif_map.units.table import UNSTATED

_EXACT = 10**22
"""Ratios of integers up to this size are exact in double arithmetic."""


def convert(value: Any, from_unit: str, to_unit: str) -> Any:
    """``value`` (a number or an array) in ``to_unit``: a float or a float64 array.

    Powers of ten are exact: 0.075 millimetres are 7.5e-05 metres. The value comes
    back unchanged if the codes mean the same or the target is ``unspecified`` or
    ``arbitrary``. Raises UnitError if a code is unknown, the value is not numeric
    or the units measure different things.
    """
    if from_unit == to_unit or to_unit in UNSTATED:
        return value
    source, target = unit(from_unit), unit(to_unit)
    if not compatible(source, target):
        raise UnitError(
            f"{from_unit} cannot be converted to {to_unit}",
            hint="the two measure different things",
        )
    ratio = source.factor / target.factor
    add = float((source.offset - target.offset) / target.factor)
    if ratio == 1 and not add:
        return value
    number = _number(value, from_unit)
    exact = (ratio.numerator, ratio.denominator)
    return scaled(number, exact if max(exact) <= _EXACT else float(ratio), add)


def _number(value: Any, code: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise UnitError(f"{value!r} in {code} is not a number") from None
