"""Functions on values: picking, shaping and arithmetic. Units travel along."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import (
    derive,
    differ,
    numbers,
    numbers_in,
    plain,
    texts,
    whole,
)
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.tidy import clean, scaled, shortest
from imgcif_map.units import product_of

_GROUP = "values"


@function(_GROUP, result="the first value", unit="kept", lossy=True, section="same_value")
def first(values: Quantity) -> Quantity | None:
    """The first of several values.

    Takes the first element over the first dimension (frames); a scalar is its own
    first. Unit: kept. An empty array is missing. No inverse.
    """
    return _element(values, 0)


@function(_GROUP, result="the last value", unit="kept", lossy=True, section="same_value")
def last(values: Quantity) -> Quantity | None:
    """The last of several values.

    Takes the last element over the first dimension (frames); a scalar is its own
    last. Unit: kept. An empty array is missing. No inverse.
    """
    return _element(values, -1)


def _element(values: Quantity, at: int) -> Quantity | None:
    if np.ndim(values.data) == 0:
        return values
    return values.with_data(plain(values.data[at])) if len(values.data) else None


@function(
    _GROUP,
    result="the mean over the first dimension",
    unit="kept",
    lossy=True,
    section="same_value",
)
def mean(call: Call, values: Quantity) -> Quantity | None:
    """The mean over the frames.

    Numbers, any shape: the mean is over the first dimension, so (n,) gives a
    scalar and (n, 4) gives (4,). NaN is left out. Where values differ the loss is
    reported (gap *lossy*). Unit: kept. No inverse.
    """
    array = numbers(values)
    if array.ndim == 0:
        return values
    low, high = np.fmin.reduce(array, axis=0), np.fmax.reduce(array, axis=0)
    if not differ(array, axis=0):
        return values.with_data(plain(high))
    call.report("lossy", f"{len(array)} values from {low} to {high} became their mean")
    known = ~np.isnan(array)
    average = np.where(known, array, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    average = np.where(known.any(axis=0), average, np.nan)
    return values.with_data(plain(clean(average, np.maximum(np.abs(low), np.abs(high)))))


@function(_GROUP, result="values without sign", unit="kept", lossy=True, section="same_value")
def absolute(values: Quantity) -> Quantity:
    """Magnitudes: values without their sign.

    Numbers, any shape. Unit: kept. Some writers give a detector distance a
    negative sign; imgCIF's has none. No inverse.
    """
    array = np.asarray(values.data)
    return values.with_data(plain(np.abs(array if array.dtype.kind in "iu" else numbers(values))))


@function(_GROUP, result="values with the opposite sign", inverse="itself", unit="kept")
def negate(values: Quantity) -> Quantity:
    """The opposite sign: a vector turned round.

    Numbers, any shape. Unit: kept. Inverse: itself.
    """
    return values.with_data(plain(0.0 - numbers(values)))


@function(_GROUP, result="values in reverse order", inverse="itself", unit="kept")
def reverse(values: Quantity) -> Quantity:
    """The order of the last dimension reversed: (slow, fast) becomes (fast, slow).

    Any array; a scalar stays. Unit: kept. Inverse: itself.
    """
    if np.ndim(values.data) == 0:
        return values
    return values.with_data(values.data[..., ::-1])


@function(_GROUP, result="values + 1", inverse="subtract_one", unit="kept")
def add_one(values: Quantity) -> Quantity:
    """One more: counting from 0 becomes counting from 1.

    Numbers, any shape; whole numbers become integers. Unit: kept.
    Inverse: subtract_one.
    """
    return values.with_data(whole(numbers(values) + 1))


@function(_GROUP, result="values - 1", inverse="add_one", unit="kept")
def subtract_one(values: Quantity) -> Quantity:
    """One less: counting from 1 becomes counting from 0.

    Numbers, any shape; whole numbers become integers. Unit: kept. Inverse: add_one.
    """
    return values.with_data(whole(numbers(values) - 1))


@function(_GROUP, result="values * factor + constant", inverse="unscale", unit="kept")
def scale(values: Quantity, factor: float, constant: float = 0.0) -> Quantity:
    """A linear change: values times a factor plus a constant.

    Numbers, any shape. ``scale(p, 2, -1)`` turns the fraction of polarised light
    into ``_diffrn_radiation.polarizn_source_ratio``. Unit: kept, so use it on
    plain numbers, not to convert units. Inverse: unscale with the same arguments.
    """
    size = np.abs(numbers(values) * factor) + abs(constant)
    return values.with_data(plain(clean(scaled(numbers(values), factor) + constant, size)))


@function(_GROUP, result="(values - constant) / factor", inverse="scale", unit="kept")
def unscale(values: Quantity, factor: float, constant: float = 0.0) -> Quantity:
    """A linear change undone: values minus a constant, divided by a factor.

    Numbers, any shape. Unit: kept. A factor of 0 is an error.
    Inverse: scale with the same arguments.
    """
    if factor == 0:
        raise UnreadableValue("the factor must not be 0")
    difference = clean(numbers(values) - constant, np.abs(numbers(values)) + abs(constant))
    return values.with_data(plain(shortest(difference / factor)))


@function(_GROUP, result="the product", unit="product of the units")
def times(*values: Quantity) -> Quantity | None:
    """The product of several values, element by element.

    Numbers of equal shape, or scalars. Unit: the product of the units that are
    known. A missing factor makes the product missing. No inverse; see over.
    """
    if not values:
        return None
    product = numbers(values[0])
    for value in values[1:]:
        product = product * numbers(value)
    is_whole = all(np.asarray(value.data).dtype.kind in "iu" for value in values)
    data = whole(product) if is_whole else shortest(product)
    return derive(data, product_of(*((v.unit, 1) for v in values)), *values)


@function(_GROUP, result="the quotient", unit="quotient of the units")
def over(values: Quantity, divisor: Quantity) -> Quantity:
    """One value divided by another, element by element.

    Numbers of equal shape, or scalars; where the divisor is 0 the result is NaN
    (not usable). Unit: the quotient of the units. No inverse; see times.
    """
    bottom = numbers(divisor)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(bottom == 0, np.nan, numbers(values) / bottom)
    return derive(
        shortest(result), product_of((values.unit, 1), (divisor.unit, -1)), values, divisor
    )


@function(_GROUP, result="1 / values", inverse="itself", unit="reciprocal")
def reciprocal(values: Quantity) -> Quantity:
    """One divided by the value: a pitch in millimetres becomes pixels per millimetre.

    Numbers, any shape; 0 gives NaN (not usable). Unit: the reciprocal. For
    ``_diffrn_detector.area_resol_mean``. Inverse: itself.
    """
    array = numbers(values)
    with np.errstate(divide="ignore"):
        result = np.where(array == 0, np.nan, 1.0 / array)
    return values.with_data(plain(shortest(result)), unit=product_of((values.unit, -1)))


@function(_GROUP, result="the sum", inverse="minus", unit="of the first")
def plus(values: Quantity, more: Quantity) -> Quantity:
    """Two values added, element by element, in the unit of the first.

    Numbers of equal shape, or scalars. Units must measure the same thing; one that
    is missing is taken as that of the other. Inverse: minus.
    """
    return _sum(values, more, 1)


@function(_GROUP, result="the difference", inverse="plus", unit="of the first")
def minus(values: Quantity, less: Quantity) -> Quantity:
    """The second value taken from the first, in the unit of the first.

    Numbers of equal shape, or scalars; differences below 1e-9 of their operands
    are 0. ``minus(frame_time, count_time)`` is ``_diffrn_scan.time_rstrt_incr``.
    Units must measure the same thing; one that is missing is taken as that of the
    other. Inverse: plus.
    """
    return _sum(values, less, -1)


def _sum(left: Quantity, right: Quantity, sign: int) -> Quantity:
    unit = left.unit or right.unit
    a, b = numbers(left), numbers_in(right, unit)
    return derive(clean(a + sign * b, np.maximum(np.abs(a), np.abs(b))), unit, left, right)


@function(_GROUP, result="part of an array", unit="kept", name="slice")
def slice_(values: Quantity, start: int, stop: int | None = None) -> Quantity:
    """Part of the last dimension, from ``start`` up to and without ``stop``.

    Any array, or text. Counted from 0; negative numbers count from the end, no
    ``stop`` means to the end: ``slice(shape($data), -2)`` is (slow, fast). What is
    beyond the end is left out. Unit: kept. No inverse.
    """
    if isinstance(values.data, str):
        return values.with_data(values.data[start:stop])
    return values.with_data(np.atleast_1d(np.asarray(values.data))[..., start:stop])


@function(_GROUP, result="a list with one member", inverse="same", unit="kept")
def one(values: Quantity) -> Quantity:
    """The value as a list of one, for a ``zip`` over a single vector.

    A vector (3,) becomes (1, 3), a scalar (1,). Unit: kept. Inverse: same.
    """
    data = np.asarray(values.data, dtype=object if values.is_text else None)
    return values.with_data(data[np.newaxis])


@function(_GROUP, result="the one value that all agree on", inverse="one", unit="kept")
def same(call: Call, values: Quantity) -> Quantity | None:
    """The value that all elements of the first dimension agree on.

    Numbers agree within 1e-9; texts must be equal. Where they differ: a gap
    *conflict*, and the result is missing. A scalar is itself. Unit: kept.
    Inverse: one.
    """
    if np.ndim(values.data) == 0:
        return values
    if values.is_text:
        agree = len(set(texts(values))) == 1
    else:
        agree = len(values.data) > 0 and not differ(numbers(values), axis=0)
    if not agree:
        call.report("conflict", "values differ where one is needed")
        return None
    return _element(values, 0)


@function(_GROUP, result="the first invalid", inverse="exclusive_to_inclusive", unit="kept")
def inclusive_to_exclusive(values: Quantity) -> Quantity:
    """The last valid count becomes the first invalid one: whole numbers + 1.

    NeXus ``saturation_value`` is still valid, imgCIF ``_array_intensities.overload``
    no longer is. Numbers that are not whole stay: between them there is no next.
    Unit: kept. Inverse: exclusive_to_inclusive.
    """
    return values.with_data(_shifted(values, 1))


@function(_GROUP, result="the last valid", inverse="inclusive_to_exclusive", unit="kept")
def exclusive_to_inclusive(values: Quantity) -> Quantity:
    """The first invalid count becomes the last valid one: whole numbers - 1.

    Numbers that are not whole stay. Unit: kept. Inverse: inclusive_to_exclusive.
    """
    return values.with_data(_shifted(values, -1))


def _shifted(values: Quantity, step: int) -> object:
    if isinstance(values.data, int):
        return values.data + step  # exact, however large
    array = numbers(values)
    is_whole = array == np.rint(array)
    return whole(np.where(is_whole, array + step, array))


@function(_GROUP, result="the last index of a section", unit="none")
def section_end(start: Quantity, count: Quantity, stride: Quantity | None = None) -> Quantity:
    """The last index of an array section: start + (count - 1) * stride.

    Whole numbers; without a stride it is 1. For
    ``_array_structure_list_section.end``, which is inclusive. Unit: none. No inverse.
    """
    step = numbers(stride) if stride is not None else 1.0
    end = numbers(start) + (numbers(count) - 1) * step
    return derive(whole(np.asarray(end)), None, start, count, stride)


@function(
    _GROUP, result="values divided by the largest", unit="none", lossy=True, section="same_value"
)
def normalise_max(values: Quantity) -> Quantity | None:
    """Weights divided by the largest, so that they run from 0 to 1.

    Numbers, any shape; without a positive value the result is missing. For
    ``_diffrn_radiation_wavelength.wt``. Unit: none. No inverse: the scale is lost.
    """
    array = numbers(values)
    largest = float(np.fmax.reduce(array, axis=None))
    if not largest > 0:
        return None
    return values.with_data(plain(shortest(array / largest)), unit="none")


@function(_GROUP, result="the value without its unit", unit="dropped")
def bare(values: Quantity) -> Quantity:
    """The number without its unit.

    For data names whose unit stands in a data name of its own, such as
    ``_diffrn_data_frame.center_units``. Any value. No inverse; see unit_of.
    """
    return values.with_data(values.data, unit=None)


@function(_GROUP, result="the unit code as text", unit="none")
def unit_of(values: Quantity) -> Quantity | None:
    """The unit code of a value, as text: ``pixels``, ``millimetres``.

    Missing if the value has no unit. Unit: none. No inverse; see bare.
    """
    return values.with_data(values.unit, unit=None) if values.unit is not None else None
