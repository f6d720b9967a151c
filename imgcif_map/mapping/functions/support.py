"""What the functions share: numbers out of quantities, results with their origins."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import Call
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.units import convert

_KINDS = ("assumption", "answer", "instrument", "generated")
"""Kinds that a result inherits from any operand, strongest first."""


def numbers(quantity: Quantity) -> NDArray[np.float64]:
    """The data as float64, infinite ones as NaN.

    Raises UnreadableValue if they are not numbers or there are none at all.
    """
    try:
        array = quantity.array
    except (TypeError, ValueError):
        raise UnreadableValue(f"numbers are needed, not {str(quantity.data)[:40]!r}") from None
    if not array.size:
        raise UnreadableValue("there are no values")
    return np.where(np.isinf(array), np.nan, array) if np.isinf(array).any() else array


def numbers_in(quantity: Quantity, unit: str | None) -> NDArray[np.float64]:
    """The data as float64 in ``unit``, where both units are known."""
    array = numbers(quantity)
    if unit is None or quantity.unit is None or unit == quantity.unit:
        return array
    return np.asarray(convert(array, quantity.unit, unit), dtype=np.float64)


def texts(quantity: Quantity) -> list[str]:
    """The data as a list of texts, one for a scalar; raises UnreadableValue for none."""
    found = [str(item) for item in np.asarray(quantity.data, dtype=object).ravel()]
    if not found:
        raise UnreadableValue("there are no values")
    return found


def plain(data: Any) -> Any:
    """A 0-dimensional array or numpy scalar as a Python value; anything else unchanged."""
    if isinstance(data, np.ndarray | np.generic) and np.ndim(data) == 0:
        return data.item()
    return data


def derive(data: Any, unit: str | None, *operands: Quantity | None) -> Quantity:
    """A result with the origins of all operands and the least certain of their kinds."""
    present = [q for q in operands if q is not None]
    origins = tuple(dict.fromkeys(o for q in present for o in q.origins))
    functions = tuple(dict.fromkeys(f for q in present for f in q.functions))
    kinds = {q.kind for q in present}
    kind = next((k for k in _KINDS if k in kinds), "source" if "source" in kinds else None)
    return Quantity(plain(data), unit, origins, functions, kind or (present or [_MADE])[0].kind)


_MADE = Quantity(None, kind="generated")


def made(data: Any, unit: str | None = None) -> Quantity:
    """A result that comes from no source value."""
    return Quantity(plain(data), unit, kind="generated")


def whole(array: NDArray[Any]) -> Any:
    """Whole numbers as integers, anything else as it is."""
    if array.dtype.kind in "iu":
        return plain(array)
    small = bool(np.all(np.abs(array) < 2.0**53))  # false for NaN, too
    if array.size and small and np.array_equal(array, np.rint(array)):
        return plain(array.astype(np.int64))
    return plain(array)


def differ(array: NDArray[np.float64], axis: int | None = None) -> bool:
    """Whether values differ by more than noise (1e-9 of the largest); NaN is passed over."""
    if array.size < 2:
        return False
    spread = np.fmax.reduce(array, axis=axis) - np.fmin.reduce(array, axis=axis)
    return bool(np.any(spread > 1e-9 * np.fmax.reduce(np.abs(array), axis=None)))


def length_in_mm(call: Call, quantity: Quantity, what: str) -> NDArray[np.float64]:
    """A length in millimetres; one without a unit is assumed to be in them (reported)."""
    if quantity.unit is None:
        array = numbers(quantity)
        if array.any():
            call.report("assumption", f"{what} has no unit: millimetres assumed")
        return array
    return numbers_in(quantity, "millimetres")
