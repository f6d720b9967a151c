"""Functions that lead from values of imgCIF back to those of a source."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry.detector import rotate_stokes
from imgcif_map.mapping.functions.dates import moment
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, numbers, plain, texts
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.tidy import clean, shortest
from imgcif_map.units import parse_unit

_GROUP = "values"
_MOST = 100
_NOISE = 16 * float(np.finfo(np.float64).eps)


@function(_GROUP, result="number of bits", unit="none")
def maximum_bits(largest: Quantity) -> Quantity | None:
    """How many bits the largest unsigned integer has: n of 2^n - 1.

    Missing for a number that is not of this form. Unit: none. Undoes bits_maximum.
    """
    number = round(float(numbers(largest).flat[0])) + 1
    if isinstance(largest.data, int):
        number = largest.data + 1
    bits = number.bit_length() - 1 if number > 1 else 0
    return derive(bits, None, largest) if bits and number == 2**bits else None


@function(_GROUP, result="number with unit", unit="as written")
def read_written(text: Quantity) -> Quantity | None:
    """A number with its unit from a remark: ``6 kiloelectron volts``.

    Missing if the text does not start with a number or the unit is not known.
    Undoes written.
    """
    number, _, unit = str(plain(np.asarray(text.data, dtype=object))).strip().partition(" ")
    try:
        value = float(number)
    except ValueError:
        return None
    code = parse_unit(unit.strip().replace(" ", "_")) or parse_unit(unit) if unit else None
    if unit and code is None:
        return None
    return text.with_data(int(value) if number.lstrip("+-").isdecimal() else value, unit=code)


@function(_GROUP, result="times since the first", unit="seconds")
def since_first(dates: Quantity) -> Quantity:
    """ISO 8601 dates as times since the first of them.

    Text (n,) or scalar; what is no date is an error. Unit: seconds. Together with the
    first date it undoes date_plus.
    """
    moments = np.array([moment(text) for text in texts(dates)])
    apart = (moments - moments[0]).astype("timedelta64[us]").astype(np.int64)
    return dates.with_data(shortest(apart / 1e6), unit="seconds")


@function(_GROUP, result="a list of so many", unit="kept")
def beginning_of(value: Quantity, count: int) -> Quantity:
    """A list of ``count`` numbers of which only the first is known; the others are NaN.

    Scalars. Unit: kept. Undoes ``[0]``.
    """
    if not 1 <= count <= _MOST:
        raise UnreadableValue(f"a list of {count} numbers")
    found = np.full(count, np.nan)
    found[0] = float(numbers(value).flat[0])
    return value.with_data(found)


@function(_GROUP, result="a list of the values", unit="of the first")
def listed(*values: Quantity | None) -> Quantity | None:
    """Several values side by side as a list; what is missing is NaN.

    Scalars, or one number per frame. Shape (k,) or (n, k). Missing if all are. Unit:
    that of the first. Undoes ``[0]``, ``[1]`` ….
    """
    given = [value for value in values if value is not None]
    if not given:
        return None
    arrays = [numbers(v) if v is not None else np.asarray(np.nan) for v in values]
    return derive(np.stack(np.broadcast_arrays(*arrays), axis=-1), given[0].unit, *values)


@function("geometry", result="Stokes parameters in the source's frame", unit="kept")
def stokes_from_frame(
    call: Call,
    i: Quantity,
    q: Quantity | None = None,
    u: Quantity | None = None,
    v: Quantity | None = None,
) -> Quantity:
    """Stokes parameters I, Q, U, V of imgCIF turned into the source's frame.

    Scalars, or one number per frame; what is missing is 0. Shape (4,) or (n, 4).
    Unit: kept. Undoes stokes.
    """
    parts = [i, *(part if part is not None else i.with_data(0.0) for part in (q, u, v))]
    array = np.stack(np.broadcast_arrays(*(numbers(part) for part in parts)), axis=-1)
    back = np.array(call.frame())
    back[1, 0] = -back[1, 0]  # seen along the beam, the angle between the X axes the other way
    return derive(rotate_stokes(array, back), i.unit, *parts)


@function("geometry", result="widths along the source's x and y", unit="kept")
def divergence_from_frame(
    call: Call, x: Quantity, y: Quantity, xy: Quantity | None = None
) -> Quantity:
    """Standard deviations along imgCIF's X and Y, and their covariance, in the source's frame.

    Scalars; a missing covariance is 0. A covariance that is left is lost and reported
    (gap *lossy*). Shape (2,). Unit: that of ``x``. Undoes divergence and divergence_xy.
    """
    sx, sy, across = (_one(value) for value in (x, y, xy))
    turn = call.frame().T[:2, :2]
    turned = turn @ np.array([[sx * sx, across], [across, sy * sy]]) @ turn.T
    size = max(sx * sx, sy * sy)
    if abs(float(clean(turned[0, 1], size))) > 0:
        call.report("lossy", "the divergences along x and y are not independent")
    squares = np.diag(turned)
    widths = np.sqrt(np.where(squares > _NOISE * size, squares, 0.0))
    return derive(shortest(widths), x.unit, x, y)


def _one(value: Quantity | None) -> float:
    array = numbers(value) if value is not None else np.zeros(())
    if array.ndim:
        raise UnreadableValue("a single number is needed")
    return float(array)
