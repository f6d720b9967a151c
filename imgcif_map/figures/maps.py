"""Directions from the sample on paper: the plane of the detector, or angles round the beam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.geometry.aim import two_theta
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.vectors import Vector, normalised, orthogonal_part

STEEPEST = 0.2
"""Cosine of the angle to the normal below which the plane would show too much of nothing."""


@dataclass(frozen=True, eq=False)
class Map:
    """From laboratory positions, shape (..., 3), to positions on paper, shape (..., 2).

    X runs along the fast pixels, Y along the slow ones (downwards, as images are
    shown). NaN for what has no place.
    """

    flat: bool
    """True: the plane of the detector, millimetres. False: degrees from the beam."""
    place: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    frame: tuple[Vector, Vector, Vector]
    """Beam, and two directions across it."""

    def cone(self, angle: float, steps: int = 180) -> NDArray[np.float64]:
        """Where directions at 2 theta (degrees) lie, shape (steps + 1, 2)."""
        along, right, below = self.frame
        turn = np.linspace(0, 2 * np.pi, steps + 1)[:, None]
        outward = np.cos(turn) * right + np.sin(turn) * below
        a = np.radians(angle)
        return self.place(np.cos(a) * along + np.sin(a) * outward)


def map_for(modules: Sequence[Module], main: int, beam: ArrayLike, points: ArrayLike) -> Map:
    """The plane of the module that the beam meets if all ``points`` can be shown in it."""
    module = modules[main]
    along = normalised(np.asarray(beam, float))
    normal = normalised(np.cross(module.fast, module.slow))
    if normal @ module.origin < 0:
        normal = -normal
    every = normalised(np.asarray(points, float).reshape(-1, 3))
    across = orthogonal_part(module.fast, along)
    if np.linalg.norm(across) < 1e-6:
        across = np.cross(normalised(module.slow), along)
    right = normalised(across)
    below = np.cross(right, along)
    if below @ module.slow < 0:
        below = -below
    frame = (along, right, below)
    if (every @ normal).min() > STEEPEST:
        return Map(True, _plane(module, normal), frame)
    return Map(False, _angles(frame), frame)


def _plane(module: Module, normal: Vector) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    x = normalised(module.fast)
    y = normalised(orthogonal_part(module.slow, x))
    height = float(normal @ module.origin)

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        slope = points @ normal
        with np.errstate(divide="ignore", invalid="ignore"):
            on = points * (height / slope)[..., None] - module.origin
        # Far outside the plane has no place worth the name.
        good = slope > 0.02 * np.linalg.norm(points, axis=-1)
        return np.where(good[..., None], np.stack([on @ x, on @ y], axis=-1), np.nan)

    return place


def _angles(
    frame: tuple[Vector, Vector, Vector],
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    along, right, below = frame

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        angle = two_theta(points, along)
        x, y = points @ right, points @ below
        size = np.hypot(x, y)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(size > 0, angle / size, 0.0)
        return np.stack([x * factor, y * factor], axis=-1)

    return place
