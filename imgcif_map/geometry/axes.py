"""Axis chains: what a setting of each axis does to the things it carries.

NXtransformations and the imgCIF category AXIS agree: an axis stands at ``offset``
from the origin of the axis it depends on, and turns about or moves along
``vector``. A point carried by it goes to ``R p + offset`` (rotation, right-handed)
or ``p + value * vector + offset`` (translation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.geometry.vectors import GeometryError, Matrix, lengths, normalised, vector3

ORIGIN = (0.0, 0.0, 0.0)
LONGEST = 1000
"""No instrument has more axes in one chain."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis. Lengths in millimetres, angles in degrees."""

    name: str
    type: str
    """``rotation``, ``translation``; anything else only carries an offset."""
    vector: tuple[float, float, float] = ORIGIN
    offset: tuple[float, float, float] = ORIGIN
    depends_on: str | None = None
    """Name of the axis that carries this one."""
    setting: float | NDArray[np.float64] = field(default=0.0, compare=False)
    """Degrees or millimetres along the unit vector; shape () or (frames,)."""


def rotation_matrix(vector: ArrayLike, degrees: ArrayLike) -> NDArray[np.float64]:
    """Right-handed rotations about ``vector`` (3,), shape of ``degrees`` + (3, 3)."""
    x, y, z = normalised(vector3(vector, "rotation axis"), "rotation axis")
    angle = np.radians(np.asarray(degrees, dtype=np.float64))[..., None, None]
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    half = np.sin(angle / 2)
    return np.asarray(np.eye(3) + np.sin(angle) * k + 2 * half * half * (k @ k))


def transformation(axis: Axis, setting: ArrayLike | None = None) -> Matrix:
    """The 4 × 4 matrix of an axis at a setting, shape of the setting + (4, 4)."""
    value = np.asarray(axis.setting if setting is None else setting, dtype=np.float64)
    matrix = np.zeros((*value.shape, 4, 4))
    matrix[..., range(4), range(4)] = 1.0
    matrix[..., :3, 3] = vector3(axis.offset, f"offset of {axis.name}")
    if axis.type == "rotation":
        matrix[..., :3, :3] = rotation_matrix(axis.vector, value)
    elif axis.type == "translation":
        direction = normalised(vector3(axis.vector, f"vector of {axis.name}"), axis.name)
        matrix[..., :3, 3] += value[..., None] * direction
    return matrix


def split_length(type_: str, vector: ArrayLike) -> tuple[NDArray[np.float64], float]:
    """A vector as (unit vector, factor for the setting): 1 for rotations."""
    array = vector3(vector)
    factor = float(lengths(array)) if type_ == "translation" else 1.0
    return normalised(array), factor


def chain(axes: Mapping[str, Axis], start: str | None) -> list[Axis]:
    """The axes from ``start`` outwards, inner first; empty for None.

    Raises GeometryError where the chain names an axis that is not there, comes
    back to one it has passed, or is longer than any instrument's.
    """
    found: list[Axis] = []
    seen: set[str] = set()
    name = start
    while name is not None:
        if name in seen:
            raise GeometryError(f"axis {name} depends on itself by way of {found[-1].name}")
        if name not in axes:
            raise GeometryError(f"axis {name} is not there")
        if len(found) == LONGEST:
            raise GeometryError(f"more than {LONGEST} axes carry {start}")
        seen.add(name)
        found.append(axes[name])
        name = axes[name].depends_on
    return found


def compose(inner_first: Sequence[Axis], settings: Mapping[str, ArrayLike] | None = None) -> Matrix:
    """The product of a chain's matrices: outermost @ … @ innermost.

    ``settings`` by axis name override the axes' own; scalars are broadcast over
    the frames. Shape (4, 4), or (frames, 4, 4) where a setting has frames.
    """
    total: Matrix = np.eye(4)
    for axis in inner_first:
        total = transformation(axis, (settings or {}).get(axis.name)) @ total
    return total


def apply(matrix: Matrix, points: ArrayLike) -> NDArray[np.float64]:
    """Points, shape (..., 3), moved by 4 × 4 matrices, shape (..., 4, 4)."""
    array = np.asarray(points, dtype=np.float64)
    moved = np.einsum("...ij,...j->...i", matrix[..., :3, :3], array)
    return np.asarray(moved + matrix[..., :3, 3])
