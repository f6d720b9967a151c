"""Outlines of detector surfaces in space, flat and curved, as many as a figure can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment import Experiment
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.instrument import Scan, Settings, Surface

MOST = 600
"""So many surfaces are drawn one by one; of more a choice that is spread over all of them."""
_PIECES = 12
"""Straight pieces for the side of a curved surface."""
FARTHEST = 1e7
"""Millimetres: what is farther away is no instrument."""
Outline = NDArray[np.float64]
"""Corners in order round the surface, shape (n, 3), millimetres."""


@dataclass(frozen=True, eq=False)
class Outlines:
    """The surfaces of a detector at one moment."""

    shapes: tuple[Outline, ...]
    surfaces: tuple[Surface, ...]
    """The surface of each shape."""
    total: int
    """How many surfaces there are, drawn or not."""
    problems: tuple[str, ...] = ()
    """Why some could not be placed, each reason once."""


def outlines(experiment: Experiment, scan: Scan, settings: Settings) -> Outlines:
    """The surfaces that recorded a scan, at some settings of the axes."""
    every = experiment.surfaces(scan)
    chosen = every if len(every) <= MOST else _spread(every)
    shapes: list[Outline] = []
    found: list[Surface] = []
    problems: dict[str, None] = {}
    for surface in chosen:
        try:
            shapes.append(outline(experiment, surface, settings))
            found.append(surface)
        except GeometryError as error:
            problems.setdefault(error.message)
    return Outlines(tuple(shapes), tuple(found), len(every), tuple(problems)[:5])


def outline(experiment: Experiment, surface: Surface, settings: Settings) -> Outline:
    """One surface; GeometryError if it cannot be placed."""
    instrument = experiment.instrument
    wide, high = surface.fast.size, surface.slow.size
    if not wide or not high:
        raise GeometryError(f"the number of pixels of {surface.name} is not known")
    pieces = 1 if instrument.is_flat(surface) else _PIECES
    along = np.arange(pieces) / pieces
    zeros, ones = np.zeros(pieces), np.ones(pieces)
    fast = np.concatenate([along, ones, 1 - along, zeros]) * wide - 0.5
    slow = np.concatenate([zeros, along, ones, 1 - along]) * high - 0.5
    with np.errstate(all="ignore"):
        points = instrument.pixel(surface, settings, fast, slow)
    if not np.isfinite(points).all() or np.abs(points).max() > FARTHEST:
        raise GeometryError(f"{surface.name} is farther away than any detector")
    return points


def _spread(surfaces: Sequence[Surface]) -> tuple[Surface, ...]:
    places = np.unique(np.linspace(0, len(surfaces) - 1, MOST).astype(int))
    return tuple(surfaces[place] for place in places)
