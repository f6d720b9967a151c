"""Where the beam meets a detector: beam centre, distance, angle, resolution.

Resolution is Bragg's ``d = wavelength / (2 sin(theta))``, with 2 theta the angle between the
beam and the line from the sample to a point of the detector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.geometry.detector import Crossing, Module, nearest
from imgcif_map.geometry.vectors import GeometryError, Vector, normalised, vector3

_AZIMUTHS = 720
_FEW = 32
"""Up to so many modules the directions of corners and nearest points are looked in as well."""
_NOTHING = 1e-6
"""Degrees."""
_SECTOR = 45.0
"""Degrees round the beam that a gap between modules may take."""


@dataclass(frozen=True, slots=True)
class Aim:
    """How a detector stands in the beam. Millimetres and degrees."""

    module: int
    """Position of the module that the beam meets, or comes nearest to."""
    crossing: Crossing
    """Where it does; positions from the corner of the first pixel."""
    distance: float
    """From the sample to the plane of that module, at right angles to the plane."""
    tilt: float
    """Between the beam and the normal of that plane, 0 to 90: two-theta of a flat detector."""


def aim(modules: Sequence[Module], beam: ArrayLike) -> Aim:
    """How the modules stand in the beam; GeometryError if the beam meets no plane of them."""
    found = nearest(modules, beam)
    if found is None:
        raise GeometryError("the beam meets no plane of the detector")
    position, crossing = found
    normal = _normal(modules[position])
    tilt = float(two_theta(normal, beam))
    distance = abs(float(normal @ modules[position].origin))
    return Aim(position, crossing, distance, min(tilt, 180.0 - tilt))


def two_theta(points: ArrayLike, beam: ArrayLike) -> NDArray[np.float64]:
    """Degrees between the beam and the lines from the sample to points (..., 3)."""
    array = np.asarray(points, dtype=np.float64)
    along = normalised(vector3(beam, "beam"), "beam")
    across = np.linalg.norm(np.cross(array, along), axis=-1)
    return np.asarray(np.degrees(np.arctan2(across, array @ along)))


def resolution(angle: ArrayLike, wavelength: float) -> NDArray[np.float64]:
    """Ångström for 2 theta in degrees; infinite for 0."""
    with np.errstate(divide="ignore"):
        return np.asarray(wavelength / (2 * np.sin(np.radians(np.asarray(angle, float)) / 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Rim:
    """The outer boundary of a detector as seen from the sample. Degrees."""

    azimuths: NDArray[np.float64]
    """Directions round the beam, shape (n,), ascending."""
    angles: NDArray[np.float64]
    """The largest 2 theta that is on the detector there, shape (n,); NaN where it is not."""
    corner: float
    """The largest 2 theta on the detector."""

    @property
    def edge(self) -> float | None:
        """2 theta of the largest circle that stays on the detector, gaps inside left aside.

        None if the beam is not surrounded by the detector: nothing of it stands in a
        sector of 45 degrees or more.
        """
        there = self.azimuths[~np.isnan(self.angles)]
        if not len(there) or np.diff(there, append=there[0] + 360).max() >= _SECTOR:
            return None
        return float(np.nanmin(self.angles))


def rim(modules: Sequence[Module], beam: ArrayLike) -> Rim:
    """The boundary of one or more modules round the beam; GeometryError for no modules."""
    if not modules:
        raise GeometryError("no detector surface")
    along = normalised(vector3(beam, "beam"), "beam")
    right, up = _across(along)
    corners = np.stack([module.corners[[0, 1, 3, 2]] for module in modules])
    starts = corners.reshape(-1, 3)
    steps = np.roll(corners, -1, axis=1).reshape(-1, 3) - starts
    extremes = starts + np.clip(_closest(starts, steps, along), 0, 1)[:, None] * steps
    telling = np.concatenate([starts, extremes])
    azimuths = np.arange(_AZIMUTHS) * 360.0 / _AZIMUTHS
    if len(modules) <= _FEW:
        own = np.degrees(np.arctan2(telling @ up, telling @ right)) % 360
        azimuths = np.unique(np.concatenate([azimuths, own]))
    angles = np.full(len(azimuths), np.nan)
    for start, step in zip(starts, steps, strict=True):
        angles = np.fmax(angles, _met(start, step, azimuths, (along, right, up)))
    angles[angles < _NOTHING] = np.nan  # a gap that begins in the beam
    corner = 180.0 if _behind(modules, along) else float(two_theta(telling, along).max())
    return Rim(azimuths, angles, corner)


def _behind(modules: Sequence[Module], along: Vector) -> bool:
    """True if the way back to the source leads through a module."""
    found = nearest(modules, -along)
    return found is not None and found[1].distance > 0 and found[1].outside <= 0


def _met(
    start: Vector, step: Vector, azimuths: NDArray[np.float64], frame: tuple[Vector, Vector, Vector]
) -> NDArray[np.float64]:
    """2 theta where each half-plane round the beam meets an edge; NaN where it does not."""
    along, right, up = frame
    turn = np.radians(azimuths)
    outward = np.cos(turn)[:, None] * right + np.sin(turn)[:, None] * up
    sideways = np.cross(along, outward)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = -(sideways @ start) / (sideways @ step)
        points = start + part[:, None] * step
        inside = (part >= -1e-12) & (part <= 1 + 1e-12) & ((points * outward).sum(axis=1) > 0)
        return np.where(inside, two_theta(points, along), np.nan)


def _closest(
    starts: NDArray[np.float64], steps: NDArray[np.float64], along: Vector
) -> NDArray[np.float64]:
    """Where on each edge 2 theta has its extreme, as a part of the edge; 0 where it has none."""
    c, e = starts @ along, steps @ along
    q, p = (starts * steps).sum(axis=1), (starts * starts).sum(axis=1)
    d = (steps * steps).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = (e * p - c * q) / (c * d - q * e)
    return np.asarray(np.nan_to_num(part, nan=0.0, posinf=0.0, neginf=0.0))


def _across(along: Vector) -> tuple[Vector, Vector]:
    """Two directions at right angles to the beam and each other: X of the laboratory first."""
    start = np.array([1.0, 0.0, 0.0]) if abs(along[0]) < 0.9 else np.array([0.0, 1.0, 0.0])
    right = normalised(start - (start @ along) * along)
    return right, np.cross(right, along)


def _normal(module: Module) -> Vector:
    return normalised(np.cross(module.fast, module.slow), "normal of the detector")
