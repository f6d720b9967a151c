"""Numbers without arithmetic noise: 0.45, not 0.45000000000000001.

Arithmetic on decimals leaves errors in the last binary digits. Where a short
decimal lies within those errors it is what the source meant.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

DIGITS = 15
"""Decimal digits a double always carries."""
NOISE = 1e-9
"""Differences below this part of their operands are 0."""
_ULP = float(np.finfo(np.float64).eps)
_EXACT_POWER = 22
"""10**22 is the largest power of ten that a double holds exactly."""


def round_digits(values: ArrayLike, digits: int = DIGITS) -> NDArray[np.float64]:
    """Each value rounded to so many significant decimal digits, correctly rounded."""
    array = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.floor(np.log10(np.abs(array)))
    finite = np.isfinite(exponent)
    places = (digits - 1 - np.where(finite, exponent, digits - 1)).astype(np.int64)
    easy = finite & (np.abs(places) <= _EXACT_POWER)
    power = 10.0 ** np.where(easy, np.abs(places), 0)
    with np.errstate(over="ignore", invalid="ignore"):
        up = np.rint(array * power) / power
        down = np.rint(array / power) * power
    result = np.where(easy, np.where(places >= 0, up, down), array)
    hard = finite & ~easy
    if hard.any():
        result[hard] = [float(f"{v:.{digits - 1}e}") for v in array[hard]]
    return np.asarray(result, dtype=np.float64)


def shortest(values: ArrayLike) -> NDArray[np.float64]:
    """Values of at most 15 digits restored after one or two roundings; others unchanged."""
    array = np.asarray(values, dtype=np.float64)
    rounded = round_digits(array)
    with np.errstate(invalid="ignore"):
        near = np.abs(rounded - array) <= 2 * _ULP * np.abs(array)
    return np.where(near, rounded, array)


def clean(values: ArrayLike, scale: ArrayLike) -> NDArray[np.float64]:
    """Differences or sums of operands as large as ``scale``, freed from their noise.

    Below 1e-9 of ``scale`` they are 0. A decimal of at most six digits within
    1e-9 of ``scale`` is taken for what was meant (steps of 0.1 stay 0.1);
    otherwise only digits that double arithmetic cannot know are dropped.
    """
    array = np.asarray(values, dtype=np.float64)
    size = np.broadcast_to(np.abs(np.asarray(scale, dtype=np.float64)), array.shape)
    short = round_digits(array, 6)
    with np.errstate(invalid="ignore"):
        meant = np.abs(short - array) <= NOISE * np.minimum(size, 1e3 * np.abs(array))
        nothing = np.abs(array) <= NOISE * size
    fine = _to_quantum(array, 16 * _ULP * size)
    return np.where(nothing, 0.0, np.where(meant, short, fine)) + 0.0


def _to_quantum(array: NDArray[np.float64], quantum: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rounded to the power of ten just above ``quantum``, where that exceeds double noise."""
    with np.errstate(divide="ignore", invalid="ignore"):
        places = -np.ceil(np.log10(quantum))
        own = np.floor(np.log10(np.abs(array)))
    known = np.isfinite(places) & np.isfinite(own)
    digits = (np.where(known, places, 0) + np.where(known, own, 0) + 1).astype(np.int64)
    result = array.copy()
    for count in np.unique(digits[known]):
        here = known & (digits == count)
        if 1 <= count <= DIGITS:
            result[here] = round_digits(array[here], int(count))
        elif count > DIGITS:
            result[here] = shortest(array[here])
    return result


def scaled(value: Any, ratio: tuple[int, int] | float, add: float = 0.0) -> Any:
    """``value * ratio + add`` with the shortest decimal that can be meant.

    ``ratio`` is an exact fraction ``(numerator, denominator)`` or a float.
    A Python number gives a float, an array a float64 array of the same shape.
    """
    if isinstance(value, int | float) and isinstance(ratio, tuple):
        number = repr(float(value)) if isinstance(value, float) else str(value)
        exact = Decimal(number) * ratio[0] / ratio[1] + Decimal(repr(add))
        return float(exact)
    array = np.asarray(value, dtype=np.float64)
    if isinstance(ratio, tuple):
        result = array * float(ratio[0]) / float(ratio[1])
    else:
        result = array * ratio
    result = shortest(result + add) if add else shortest(result)
    return float(result) if result.ndim == 0 else result
