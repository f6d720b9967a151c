"""Changes of coordinate frame: from a source's axes to the imgCIF laboratory frame.

Sources: category AXIS of cif_img.dic ("STANDARD LABORATORY COORDINATE SYSTEM" and
"THE NEXUS/HDF5 MCSTAS LABORATORY COORDINATE SYSTEM").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from imgcif_map.geometry.vectors import (
    GeometryError,
    Matrix,
    cross,
    normalised,
    orthogonal_part,
    vector3,
)

MIN_ANGLE = 22.5
"""Degrees between X and the beam below which the dictionary asks for another X."""
GRAVITY_RULE = "gravity"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A change of frame. ``v_imgcif = matrix @ v_source``; its rows are X, Y, Z."""

    matrix: Matrix
    """Shape (3, 3), orthonormal, determinant +1."""
    rule: str
    """Name of the candidate that became X, or ``gravity``."""
    used: int | None
    """Position of that candidate in the list, None for gravity."""
    angle: float
    """Degrees between X and the line of the beam, 0 to 90."""
    flipped: bool = False


def frame_from(
    beam: ArrayLike,
    up: ArrayLike | None,
    candidates: Sequence[ArrayLike | None] = (),
    *,
    names: Sequence[str] = (),
    min_angle: float = MIN_ANGLE,
    flip: bool = False,
) -> Frame:
    """The imgCIF frame in source coordinates, shape of all vectors (3,).

    ``beam`` points along the beam, away from the source; ``up`` against gravity.
    X is the first candidate at ``min_angle`` degrees or more from the line of the
    beam (None and zero vectors are passed over), reversed if ``flip``. Z points to
    the source, made orthogonal to X; Y = Z × X. If no candidate serves, Y is the
    direction of gravity. Raises GeometryError if the beam has no direction, or if
    neither a candidate nor gravity serves.
    """
    along = normalised(vector3(beam, "beam"), "beam")
    for position, candidate in enumerate(candidates):
        direction = None if candidate is None else vector3(candidate, "X axis")
        if direction is None or not direction.any():
            continue
        x = normalised(-direction if flip else direction)
        angle = _angle_to_line(x, along)
        if angle >= min_angle:
            name = names[position] if position < len(names) else f"candidate {position + 1}"
            return Frame(_rows(x, -along), name, position, angle, flip)
    if up is None:
        raise GeometryError(
            "no axis is tilted enough from the beam to be X, and up is not known",
            hint="give frame: up, or a fixed frame",
        )
    z = -along
    down = orthogonal_part(-normalised(vector3(up, "up"), "up"), z)
    if not down.any():
        raise GeometryError("the beam is vertical and no other axis can be X")
    x = cross(normalised(down), z)
    x = -x if flip else x
    return Frame(_rows(normalised(x) + 0.0, z), GRAVITY_RULE, None, 90.0, flip)


def inverse_frame(beam_cbf: ArrayLike, gravity_cbf: ArrayLike) -> Matrix:
    """M, shape (3, 3), from imgCIF to NeXus (McStas) coordinates: ``v_nx = M @ v_cbf``.

    ``beam_cbf`` is the direction of the beam (away from the source), ``gravity_cbf``
    points down, both in imgCIF coordinates; gravity need not be orthogonal to the
    beam. Raises GeometryError if one has no direction or both are parallel.
    """
    z = normalised(vector3(beam_cbf, "beam"), "beam")
    down = normalised(vector3(gravity_cbf, "gravity"), "gravity")
    sideways = cross(z, down)
    if not sideways.any():
        raise GeometryError("beam and gravity are parallel: NeXus X is not defined")
    x = normalised(sideways)
    return np.array([x, cross(z, x), z])


def _rows(x: np.ndarray, to_source: np.ndarray) -> Matrix:
    z = normalised(orthogonal_part(to_source, x), "Z")
    return np.array([x, normalised(cross(z, x)), z])


def _angle_to_line(x: np.ndarray, along: np.ndarray) -> float:
    sine = float(np.linalg.norm(np.cross(x, along)))
    return float(np.degrees(np.arctan2(sine, abs(float(x @ along)))))
