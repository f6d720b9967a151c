"""Functions on scans: what an axis does from frame to frame.

An axis has values at the start of each frame, perhaps ends of each frame, perhaps
a step. A scalar stands for all frames. Differences below 1e-9 of their operands
are 0, and steps of 0.1 stay 0.1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, differ, numbers, numbers_in
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.tidy import NOISE, clean, shortest

_GROUP = "values"
_EVEN = 1e-6
"""Steps that differ by less than this part of a step are equal."""


@function(_GROUP, result="true or false", unit="none")
def even(values: Quantity | None) -> Quantity:
    """Whether values are equally spaced: a start and a step say it all.

    Numbers (n,). True if the steps agree within 1e-6 of a step, if all values are
    the same, for a scalar and for a missing value. Unit: none. No inverse.
    """
    if values is None:
        return Quantity(True, kind="generated")
    array = numbers(values)
    answer = True
    if array.ndim and len(array) > 2:
        steps = np.diff(array, axis=0)
        middle = np.median(steps, axis=0)
        allowed = _EVEN * np.abs(middle) + NOISE * np.max(np.abs(array))
        answer = bool((np.abs(steps - middle) <= allowed).all())
    return derive(answer, None, values)


@function(_GROUP, result="the increment from frame to frame", unit="of the values", lossy=True)
def scan_step(
    call: Call, values: Quantity, ends: Quantity | None = None, step: Quantity | None = None
) -> Quantity:
    """How far an axis moves within one frame.

    ``values``: settings at the start of the frames, (n,) or a scalar. It is the
    mean of ``ends`` - ``values``; without ends the mean of ``step``; without both
    the median difference of the values. Several values that are all the same do
    not move: 0, whatever ``step`` says. Ends of another length are a *conflict*
    and not used. Unit: that of ``values``; ``ends`` and ``step`` take it if they
    have none. For ``_diffrn_scan_axis.angle_increment``. No inverse.
    """
    return derive(_step(call, values, ends, step), values.unit, values, ends, step)


@function(_GROUP, result="the whole range of a scan", unit="of the values", lossy=True)
def scan_range(
    call: Call,
    values: Quantity,
    ends: Quantity | None = None,
    step: Quantity | None = None,
    count: Quantity | None = None,
) -> Quantity:
    """How far an axis moves in the whole scan, from the first start to the last end.

    The last of ``ends`` minus the first of ``values``; without ends the increment
    (see scan_step) times ``count`` frames, or as many as there are values. Where the
    values turn back or stay (a raster) it is the extent, highest minus lowest. 0 for
    an axis that stands still. Unit: that of ``values``. For
    ``_diffrn_scan_axis.angle_range``. No inverse.
    """
    array = numbers(values)
    stops = _matching(call, values, ends)
    if stops is not None:
        start, end = array.flat[0], stops.flat[-1]
        data = clean(end - start, max(abs(start), abs(end)))
    elif _turns_back(array):
        data = clean(np.max(array) - np.min(array), _size(array))
    else:
        frames = float(numbers(count).flat[0]) if count is not None else float(max(array.size, 1))
        data = shortest(_step(call, values, None, step) * frames)
    return derive(data, values.unit, values, ends, step, count)


@function(_GROUP, result="the increment between frames", unit="of the values", lossy=True)
def scan_restart(call: Call, values: Quantity, ends: Quantity) -> Quantity | None:
    """How far an axis moves between the end of a frame and the start of the next.

    The mean of the next value minus the end; noise is 0. Missing for fewer than
    two frames. Unit: that of ``values``. For ``_diffrn_scan_axis.angle_rstrt_incr``.
    No inverse.
    """
    array, stops = numbers(values), _matching(call, values, ends)
    if stops is None or array.size < 2:
        return None
    gap = float(np.mean(array[1:] - stops[:-1]))
    return derive(clean(gap, _size(array, stops)), values.unit, values, ends)


@function(_GROUP, result="the increment of each frame", unit="of the values")
def end_increment(call: Call, values: Quantity, ends: Quantity) -> Quantity | None:
    """How far an axis moves within each frame: end minus start.

    Shape of ``values``. Unit: that of ``values``. For
    ``_diffrn_scan_frame_axis.angle_increment``. No inverse.
    """
    array, stops = numbers(values), _matching(call, values, ends)
    if stops is None:
        return None
    size = np.maximum(np.abs(array), np.abs(stops))
    return derive(clean(stops - array, size), values.unit, values, ends)


@function(_GROUP, result="the increment after each frame", unit="of the values")
def restart_increment(call: Call, values: Quantity, ends: Quantity) -> Quantity | None:
    """How far an axis moves after each frame: the next start minus this end.

    Shape of ``values``; NaN for the last frame, which has no next. Missing for
    fewer than two frames. Unit: that of ``values``. For
    ``_diffrn_scan_frame_axis.angle_rstrt_incr``. No inverse.
    """
    array, stops = numbers(values), _matching(call, values, ends)
    if stops is None or array.size < 2:
        return None
    gaps = np.full(array.shape, np.nan)
    gaps[:-1] = clean(array[1:] - stops[:-1], _size(array, stops))
    return derive(gaps, values.unit, values, ends)


@function(_GROUP, result="the step of a grid", unit="kept", lossy=True)
def grid_step(values: Quantity) -> Quantity | None:
    """The step between neighbouring positions of a raster, in any order of visit.

    Numbers (n,): the median difference of the sorted distinct values, where
    differences below 1e-3 of the range count as jitter. Missing if the axis does
    not move. Unit: kept. For ``_diffrn_scan_collection.translation_width``.
    No inverse.
    """
    array = numbers(values)
    if array.size < 2 or not differ(array):
        return None
    step = clean(_grid(array), float(np.max(np.abs(array))))
    return values.with_data(float(step))


def _step(
    call: Call, values: Quantity, ends: Quantity | None, step: Quantity | None
) -> NDArray[np.float64]:
    array, stops = numbers(values), _matching(call, values, ends)
    if stops is not None:
        return clean(np.mean(stops - array), _size(array, stops))
    if array.size > 1 and not differ(array):
        return np.asarray(0.0)
    if step is not None:
        given = numbers_in(step, values.unit)
        return clean(np.mean(given), float(np.max(np.abs(given))))
    if _turns_back(array):
        return clean(_grid(array), _size(array))
    if array.size > 1:
        return clean(np.median(np.diff(array, axis=0)), _size(array))
    return np.asarray(0.0)


def _turns_back(array: NDArray[np.float64]) -> bool:
    """Whether an axis that moves comes back, or stays for some frames."""
    if array.size < 3 or not differ(array):
        return False
    steps = np.diff(array, axis=0)
    return not (bool(np.all(steps > 0)) or bool(np.all(steps < 0)))


def _grid(array: NDArray[np.float64]) -> float:
    """Median distance of neighbouring positions; below 1e-3 of the range is jitter."""
    ordered = np.sort(array, axis=None)
    steps = np.diff(ordered)
    return float(np.median(steps[steps > 1e-3 * (ordered[-1] - ordered[0])]))


def _matching(call: Call, values: Quantity, ends: Quantity | None) -> NDArray[np.float64] | None:
    """The ends in the values' unit, if there is one for each value."""
    if ends is None:
        return None
    stops, array = numbers_in(ends, values.unit), numbers(values)
    if stops.shape == array.shape and array.size:
        return stops
    call.report("conflict", f"{stops.size} ends for {array.size} values: ends not used")
    return None


def _size(*arrays: NDArray[np.float64]) -> float:
    return max(float(np.max(np.abs(a))) for a in arrays if a.size)
