"""Small vector algebra that leaves no noise.

Results for output (:func:`dot`) are 0 where they cancel to 1e-9 of their operands.
Steps on the way there (frames, directions) drop only what double arithmetic leaves,
so that matrices stay orthonormal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.errors import ImgcifMapError
from imgcif_map.tidy import NOISE, shortest

Vector = NDArray[np.float64]
"""Shape (3,), or (..., 3) where said."""
Matrix = NDArray[np.float64]
"""Shape (3, 3), or (4, 4) for a transformation."""

_UNIT = 1e-14
"""A length this near to 1 is 1: dividing would only add noise."""
_ROUNDING = 1e-15
"""Components below this part of a length are what rounding leaves (cos 90° and the like)."""


class GeometryError(ImgcifMapError):
    """The geometry is degenerate: a zero vector, parallel axes, a chain in a circle."""


def vector3(value: ArrayLike, name: str = "vector") -> Vector:
    """``value`` as a finite vector of shape (3,); raises GeometryError otherwise."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise GeometryError(f"{name} is not a vector of numbers") from None
    if array.shape != (3,) or not np.isfinite(array).all():
        raise GeometryError(f"{name} must be three finite numbers, not shape {array.shape}")
    return array


def lengths(vectors: ArrayLike) -> NDArray[np.float64]:
    """Lengths over the last dimension; exactly 1.0 where they are 1 but for noise."""
    size = np.linalg.norm(np.asarray(vectors, dtype=np.float64), axis=-1)
    return np.where(np.abs(size - 1.0) <= _UNIT, 1.0, size)


def normalised(vectors: ArrayLike, name: str = "vector") -> NDArray[np.float64]:
    """Vectors, shape (..., 3), divided by their lengths; a zero vector raises GeometryError."""
    array = np.asarray(vectors, dtype=np.float64)
    size = lengths(array)
    if not np.isfinite(size).all() or (size <= 0).any():
        raise GeometryError(f"{name} has no direction: {array.tolist()}")
    unit = np.where(size[..., None] == 1.0, array, array / size[..., None])
    return np.asarray(np.where(np.abs(unit) <= _ROUNDING, 0.0, unit) + 0.0)


def dot(matrix: ArrayLike, vectors: ArrayLike) -> NDArray[np.float64]:
    """``matrix @ v`` for each vector of shape (..., n), without cancellation noise."""
    left = np.asarray(matrix, dtype=np.float64)
    right = np.asarray(vectors, dtype=np.float64)
    product = right @ left.T
    size = np.abs(right) @ np.abs(left).T
    return np.asarray(np.where(np.abs(product) <= NOISE * size, 0.0, shortest(product)) + 0.0)


def cross(left: Vector, right: Vector) -> Vector:
    """The cross product of two vectors of shape (3,), without cancellation noise."""
    product = np.cross(left, right)
    size = float(np.linalg.norm(left) * np.linalg.norm(right))
    return np.asarray(np.where(np.abs(product) <= _ROUNDING * size, 0.0, product) + 0.0)


def orthogonal_part(vector: Vector, to: Vector) -> Vector:
    """The part of ``vector`` at right angles to the unit vector ``to``."""
    part = vector - (vector @ to) * to
    size = float(np.linalg.norm(vector))
    return np.asarray(np.where(np.abs(part) <= _ROUNDING * size, 0.0, part) + 0.0)
