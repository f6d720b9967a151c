"""Where a series of images breaks: settings that do not go on where they should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.sources.scans.config import RowTurns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDING = 2e-3
"""Settings are written to two to four decimals: a step may be off by that."""
RELATIVE = 0.02
"""A step may be off by that part of itself."""
IRREGULAR = 0.25
"""If more than this part of all steps breaks the line, there is no line."""


@dataclass(frozen=True, slots=True)
class Continuity:
    """``breaks``: indices (from 1) of images that begin another scan; ``irregular``: no line."""

    breaks: Ints
    irregular: bool = False
    why: str = ""


def continuity(numbers: Ints, settings: dict[str, tuple[Floats, Floats | None]]) -> Continuity:
    """Where a series has to be cut. ``settings``: by key, starts and steps of all n images.

    An image goes on from the one before if each setting is where the steps lead to; image
    numbers that are missing in between are counted. A cut only helps where lines follow:
    if too many steps are off, the series stays whole and is called irregular.
    """
    if len(numbers) < 2:
        return Continuity(np.empty(0, np.int64))
    cut = np.zeros(len(numbers) - 1, bool)
    why = ""
    for key, (starts, steps) in settings.items():
        off = _off(numbers, starts, steps)
        if off.any() and not why:
            at = int(np.flatnonzero(off)[0]) + 1
            why = f"{key} goes from {starts[at - 1]:g} to {starts[at]:g}"
        cut |= off
    if cut.sum() > max(1, IRREGULAR * len(cut)):
        return Continuity(np.empty(0, np.int64), True, why)
    return Continuity(np.flatnonzero(cut) + 1, False, why)


def _off(numbers: Ints, starts: Floats, steps: Floats | None) -> NDArray[np.bool_]:
    """Whether each image after the first is not where the one before leads to (mod 360)."""
    moved = np.diff(starts)
    passed = np.diff(numbers).astype(np.float64)
    if steps is None:  # the usual step is the step
        each = moved / np.where(passed == 0, 1, passed)
        steps = np.full(len(starts), float(np.median(each)))
    expected = steps[:-1] * passed
    error = np.abs(moved - expected)
    error = np.minimum(error, np.abs(error - 360.0))
    return np.asarray(error > ROUNDING + RELATIVE * np.abs(steps[:-1]) * np.maximum(passed, 1))


def floats(values: Any, count: int) -> Floats | None:
    """A header value of n images as n numbers; None if it is not one number each."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if array.shape == ():
        return np.full(count, float(array))
    return array if array.shape == (count,) else None


def row_settings(
    turn: RowTurns, columns: Mapping[str, Sequence[Any]], count: int
) -> dict[str, tuple[Floats, Floats | None]]:
    """Starts and steps of each axis of a key with several settings, by key and axis.

    ``columns``: values of all n images by header key. The axes are those of the first
    image: files of one scan name the same ones. What is no table of numbers has none.
    """
    starts = _table(columns[turn.start], columns[turn.rows], count)
    steps: dict[str, Floats] = {}
    if turn.step is not None:
        steps = _table(columns[turn.step], columns[turn.step_rows or turn.rows], count)
    return {
        f"{turn.start} of {axis}": (values, steps.get(axis))
        for axis, values in starts.items()
        if not np.isnan(values).all()
    }


def _table(values: Sequence[Any], names: Sequence[Any], count: int) -> dict[str, Floats]:
    """One column of n numbers for each named row; empty if rows and names do not fit."""
    axes = names[0] if isinstance(names[0], list | tuple) else [names[0]]
    if any(value is None for value in values):
        return {}
    try:
        table = np.asarray(values, dtype=np.float64).reshape(count, -1)
    except (TypeError, ValueError):
        return {}
    if table.shape[1] != len(axes):
        return {}
    return {str(axis): table[:, place] for place, axis in enumerate(axes)}
