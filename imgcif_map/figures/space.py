"""From laboratory millimetres to the whole numbers of a scene."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.figures.scene import UNIT, Part, Spot
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.vectors import Matrix, Vector, normalised, orthogonal_part


@dataclass(eq=False)
class Space:
    """Collects the parts of a scene in millimetres; :meth:`parts` scales them."""

    basis: Matrix
    """Rows: the directions of the scene's X, Y and Z in the laboratory, shape (3, 3)."""
    _drawn: list[tuple[str, str, NDArray[np.float64], str]] = field(default_factory=list)
    _inset: list[Part] = field(default_factory=list)

    def add(self, kind: str, style: str, points: ArrayLike, text: str = "") -> None:
        """A mark at laboratory positions, shape (n, 3) or (3,)."""
        array = np.atleast_2d(np.asarray(points, dtype=np.float64))
        self._drawn.append((kind, style, array @ self.basis.T, text))

    def add_direction(self, style: str, direction: ArrayLike, name: str) -> None:
        """An arrow of the coordinate system in the corner."""
        tip = _spots(np.asarray(direction, float) @ self.basis.T * UNIT)
        self._inset.append(Part("arrow", style, ((0, 0, 0), *tip), inset=True))
        self._inset.append(Part("text", style, (*tip, (0, 0, 0)), name, inset=True))

    def parts(self) -> tuple[Part, ...]:
        """The marks, scaled so that all of them lie in a sphere of radius UNIT."""
        solid = [points for kind, _, points, _ in self._drawn if kind != "text"]
        every = np.concatenate(solid or [np.zeros((1, 3))])
        middle = (every.min(axis=0) + every.max(axis=0)) / 2
        radius = float(np.linalg.norm(every - middle, axis=1).max()) or 1.0
        scaled = (
            Part(kind, style, _spots((points - middle) * (UNIT / radius)), text)
            for kind, style, points, text in self._drawn
        )
        return (*scaled, *self._inset)


def _spots(points: NDArray[np.float64]) -> tuple[Spot, ...]:
    rows = np.rint(np.atleast_2d(points)).astype(int).tolist()
    return tuple((x, y, z) for x, y, z in rows)


def basis(beam: ArrayLike, down: ArrayLike | None) -> Matrix:
    """Rows: along the beam as far as it is level, up, and to the reader.

    ``down`` is where gravity points, Y of the laboratory counts as up if it is not known.
    """
    along = normalised(np.asarray(beam, float), "beam")
    up = np.array([0.0, 1.0, 0.0])
    if down is not None:
        up = -normalised(np.asarray(down, float), "gravity")
    level = orthogonal_part(along, up)
    if np.linalg.norm(level) < 1e-3:
        level = _any_across(up)
    right = normalised(level)
    return np.stack([right, up, np.cross(right, up)])


def _any_across(up: Vector) -> Vector:
    for start in np.eye(3):
        part = orthogonal_part(start, up)
        if np.linalg.norm(part) > 0.5:
            return part
    raise GeometryError("no direction across")


def across(direction: Vector) -> tuple[Vector, Vector]:
    """Two directions at right angles to one and each other; the three are right-handed."""
    first = normalised(_any_across(direction))
    return first, np.cross(direction, first)


def circle(
    centre: Vector, axis: Vector, radius: float, turn: float = 300.0, steps: int = 24
) -> NDArray[np.float64]:
    """Points of an arc about an axis, right-handed, shape (steps + 1, 3)."""
    first, second = across(axis)
    angles = np.radians(np.linspace(0, turn, steps + 1))[:, None]
    return np.asarray(centre + radius * (np.cos(angles) * first + np.sin(angles) * second))


def pieces(start: ArrayLike, end: ArrayLike, number: int) -> Iterable[NDArray[np.float64]]:
    """A line cut into pieces, each of which has its own place in the painter's order."""
    ends = np.linspace(np.asarray(start, float), np.asarray(end, float), number + 1)
    return (ends[at : at + 2] for at in range(number))
