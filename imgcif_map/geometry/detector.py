"""Detector modules: pixel axes, mounting, and where the beam meets them.

A module is a plane of pixels: the point of pixel position (f, s) is
``origin + f * pitch_fast * fast + s * pitch_slow * slow``. Positions count from
the source's reference point of the first pixel (its corner or its centre).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.geometry.axes import apply
from imgcif_map.geometry.vectors import (
    GeometryError,
    Matrix,
    Vector,
    dot,
    normalised,
    orthogonal_part,
    vector3,
)
from imgcif_map.tidy import NOISE, clean

_GRAZING = 1e-6
"""Sine of the angle below which a beam counts as parallel to a plane."""


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A plane of pixels. Lengths in millimetres; vectors of shape (3,), unit length."""

    origin: Vector
    fast: Vector
    slow: Vector
    pitch_fast: float
    pitch_slow: float
    n_fast: int = 0
    n_slow: int = 0

    def point(self, fast: float, slow: float) -> Vector:
        """The point of a pixel position, shape (3,)."""
        step = fast * self.pitch_fast * self.fast + slow * self.pitch_slow * self.slow
        return np.asarray(self.origin + step)

    def moved(self, matrix: Matrix) -> Module:
        """The module carried by a 4 × 4 transformation, shape (4, 4)."""
        turn = matrix[:3, :3]
        return Module(
            apply(matrix, self.origin), turn @ self.fast, turn @ self.slow,
            self.pitch_fast, self.pitch_slow, self.n_fast, self.n_slow,
        )  # fmt: skip

    @property
    def corners(self) -> NDArray[np.float64]:
        """Outer corners, shape (4, 3): first pixel, end of fast, end of slow, far corner."""
        ends = ((0, 0), (self.n_fast, 0), (0, self.n_slow), (self.n_fast, self.n_slow))
        return np.array([self.point(f, s) for f, s in ends])

    @property
    def centre(self) -> Vector:
        """Middle of the module, shape (3,)."""
        return self.point(self.n_fast / 2, self.n_slow / 2)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the beam line through the sample meets the plane of a module."""

    fast: float
    slow: float
    """Pixel positions from the reference point of the first pixel."""
    distance: float
    """Millimetres from the sample along the beam; negative towards the source."""
    outside: float
    """How many pixels the crossing lies outside the module; 0 if inside."""


def crossing(module: Module, beam: ArrayLike) -> Crossing:
    """Where the beam meets a module's plane.

    ``beam``: direction in the module's coordinates, shape (3,). Raises
    GeometryError if the beam is parallel to the plane or the pixels have no size.
    """
    along = normalised(vector3(beam, "beam"), "beam")
    normal = np.cross(module.fast, module.slow)
    slope = float(normal @ along)
    if abs(slope) <= _GRAZING or module.pitch_fast <= 0 or module.pitch_slow <= 0:
        raise GeometryError("the beam does not meet the plane of the module")
    distance = float(normal @ module.origin) / slope
    across = distance * along - module.origin
    # fast and slow need not be exactly orthogonal: solve in their own basis
    gram = np.array(
        [
            [module.fast @ module.fast, module.fast @ module.slow],
            [module.fast @ module.slow, module.slow @ module.slow],
        ]
    )
    f, s = np.linalg.solve(gram, [across @ module.fast, across @ module.slow])
    size = float(np.abs(module.origin).max())
    fast = float(clean(f, size)) / module.pitch_fast
    slow = float(clean(s, size)) / module.pitch_slow
    beyond = (-fast, fast - module.n_fast, -slow, slow - module.n_slow)
    return Crossing(fast, slow, float(clean(distance, size)), max(0.0, *beyond))


def nearest(modules: Sequence[Module], beam: ArrayLike) -> tuple[int, Crossing] | None:
    """The module the beam hits, or comes nearest to, and where; None if it meets none."""
    best: tuple[int, Crossing] | None = None
    for position, module in enumerate(modules):
        try:
            here = crossing(module, beam)
        except GeometryError:
            continue
        if best is None or here.outside < best[1].outside:
            best = (position, here)
    return best


def vertical_offset(modules: Sequence[Module], beam: ArrayLike, up: ArrayLike) -> float:
    """How far the detector's centre is above the beam, in millimetres, along ``up``.

    ``up`` is made orthogonal to the beam. The centre is the middle of all corners'
    extent. Raises GeometryError for no modules or a vertical beam.
    """
    along = normalised(vector3(beam, "beam"), "beam")
    vertical = orthogonal_part(normalised(vector3(up, "up"), "up"), along)
    if not modules or not vertical.any():
        raise GeometryError("no modules, or the beam is vertical")
    corners = np.concatenate([module.corners for module in modules])
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    height = float(middle @ normalised(vertical))
    return float(clean(height, float(np.abs(corners).max())))


def fold_offsets(
    steps: Sequence[tuple[ArrayLike, ArrayLike]],
    pixel_axes: tuple[ArrayLike, ArrayLike],
    *,
    serial: bool = False,
) -> Vector:
    """The offset of the slow axis from the last detector axis, shape (3,), millimetres.

    ``steps``: (displacement, offset) of each translation between pixel axes and
    positioner (``module_offset``). ``pixel_axes``: offsets of the fast and the slow
    axis; the same offset on both counts once, unless the fast axis really depends
    on the slow one (``serial``). Two different ones raise GeometryError.
    """
    fast, slow = (vector3(o, "pixel axis offset") for o in pixel_axes)
    total = np.zeros(3)
    for displacement, offset in steps:
        total = total + vector3(displacement, "displacement") + vector3(offset, "offset")
    if serial:
        return np.asarray(total + fast + slow)
    size = max(float(np.abs(fast).max()), float(np.abs(slow).max()))
    differ = bool((np.abs(fast - slow) > NOISE * max(size, 1.0)).any())
    if differ and fast.any() and slow.any():
        raise GeometryError("fast and slow pixel axis have different offsets")
    return np.asarray(total + (slow if slow.any() else fast))


def rotate_stokes(stokes: ArrayLike, matrix: Matrix) -> NDArray[np.float64]:
    """Stokes parameters I, Q, U, V, shape (..., 4), in the frame that ``matrix`` leads to.

    Q and U turn by twice the angle between the two X axes, seen along the beam.
    The sign of V is kept: the two standards do not state it in the same way.
    """
    i, q, u, v = np.moveaxis(np.asarray(stokes, dtype=np.float64), -1, 0)
    angle = np.arctan2(-matrix[1, 0], matrix[1, 1])
    cosine, sine = np.cos(2 * angle), np.sin(2 * angle)
    size = np.abs(q) + np.abs(u)
    turned_q = clean(cosine * q + sine * u, size)
    turned_u = clean(-sine * q + cosine * u, size)
    return np.stack([i, turned_q, turned_u, v], axis=-1)


def rotate_widths(widths: ArrayLike, matrix: Matrix) -> NDArray[np.float64]:
    """Widths along source x and y, shape (..., 2), as (X, Y, XY), shape (..., 3).

    For standard deviations of independent components: X and Y are the standard
    deviations along the axes that ``matrix`` leads to, XY the covariance.
    """
    x, y = np.moveaxis(np.asarray(widths, dtype=np.float64), -1, 0)
    variance = np.stack([x * x, y * y], axis=-1)
    rows = np.stack([matrix[0, :2] ** 2, matrix[1, :2] ** 2, matrix[0, :2] * matrix[1, :2]])
    turned = dot(rows, variance)
    return np.concatenate([np.sqrt(turned[..., :2]), turned[..., 2:]], axis=-1)
