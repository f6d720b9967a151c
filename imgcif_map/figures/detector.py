"""The beam on the detector: surfaces as seen from the sample, beam centre, resolution rings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgcif_map.figures.maps import Map, map_for
from imgcif_map.figures.numbers import degrees, many, number, spacing, whole
from imgcif_map.figures.picture import Mark, Picture
from imgcif_map.figures.rings import rings
from imgcif_map.figures.stance import Stance, Stances
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.aim import Aim, Rim, resolution, two_theta
from imgcif_map.geometry.instrument import Scan
from imgcif_map.harmless import shortened

SIZE = 440
MARGIN = 30
FOOT = 22
"""Room below for the scale."""


def detector_picture(stances: Stances, scan: Scan, frame: int = 1) -> Picture:
    """The detector at a frame, from where the sample is.

    GeometryError if nothing of the detector can be placed, IndexError for a frame
    that the scan does not have.
    """
    here = stances.of(scan, frame)
    known = _Known(here, _met(here), here.boundary, (*here.experiment.wavelengths, None)[0])
    beam = here.experiment.instrument.beam
    paper = map_for(here.modules, known.met.module if known.met else 0, beam, here.points)
    shapes = [paper.place(shape) for shape in here.shapes]
    if not all(np.isfinite(shape).all() for shape in shapes):
        raise GeometryError("the detector cannot be shown from where the sample is")
    centre = paper.place(np.asarray([beam], dtype=float))[0]
    drawn = _Drawn(paper, shapes, centre)
    marks = [*drawn.surfaces(known), *drawn.circles(known), *drawn.beam(known), *drawn.scale()]
    title = f"Beam on the detector at frame {whole(frame)} of scan {shortened(scan.id, 22)}"
    return Picture(SIZE, SIZE + FOOT, tuple(marks), title, _words(known, paper))


@dataclass(frozen=True, eq=False)
class _Known:
    """What can be computed of the detector at one frame."""

    here: Stance
    met: Aim | None
    boundary: Rim
    wavelength: float | None


def _met(here: Stance) -> Aim | None:
    try:
        return here.met
    except GeometryError:
        return None


def _words(known: _Known, paper: Map) -> str:
    parts = [f"{many(known.here.total, 'surface')} of the detector, fast pixels to the right"]
    if known.met is not None:
        at = known.met.crossing
        place = f"pixel {number(at.fast, 1)} along the fast, {number(at.slow, 1)} along the slow"
        where = "on" if at.outside == 0 else "outside"
        parts.append(f"the beam meets the plane at {place} direction, {where} the detector")
    edge, corner = known.here.edge, known.boundary.corner
    if edge is not None:
        parts.append(f"complete rings up to {_named(edge, known.wavelength)}")
    parts.append(f"the farthest corner is at {_named(corner, known.wavelength)}")
    shown = "in the plane of the detector" if paper.flat else "by angles from the beam"
    return f"Seen from the sample, {shown}: " + "; ".join(parts) + "."


def _named(angle: float, wavelength: float | None) -> str:
    if wavelength is None:
        return f"2θ {degrees(angle, 1)}"
    return spacing(float(resolution(angle, wavelength)))


class _Drawn:
    """Marks on paper; the window shows all surfaces and, where it is near, the beam."""

    def __init__(
        self, paper: Map, shapes: list[NDArray[np.float64]], centre: NDArray[np.float64]
    ) -> None:
        self.paper, self.shapes, self.centre = paper, shapes, centre
        points = np.concatenate(shapes)
        low, high = points.min(axis=0), points.max(axis=0)
        span = float((high - low).max()) or 1.0
        self.near = bool(np.isfinite(centre).all()) and bool(
            (np.abs(centre - (low + high) / 2) < 1.2 * span + (high - low) / 2).all()
        )
        if self.near:
            low, high = np.minimum(low, centre), np.maximum(high, centre)
        self.low, self.high = low, high
        self.zoom = (SIZE - 2 * MARGIN) / (float((high - low).max()) or 1.0)
        self.start = SIZE / 2 - (low + high) / 2 * self.zoom

    def at(self, points: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
        return tuple((x, y) for x, y in (points * self.zoom + self.start).tolist())

    def surfaces(self, known: _Known) -> list[Mark]:
        marks = [Mark("face", "surface", self.at(shape)) for shape in self.shapes]
        if len(self.shapes) == 1:
            (x, y), (x2, _), _, (_, y4) = self.at(self.shapes[0])[:4]
            marks += [
                Mark("arrow", "pixel", ((x, y), (x + 0.2 * (x2 - x), y))),
                Mark("arrow", "pixel", ((x, y), (x, y + 0.2 * (y4 - y)))),
                Mark("text", "pixel", ((x + 0.2 * (x2 - x), y - 6),), "fast"),
                Mark("text", "pixel", ((x + 6, y + 0.2 * (y4 - y)),), "slow", "start"),
            ]
        elif known.here.total > len(self.shapes):
            said = f"{whole(len(self.shapes))} of {whole(known.here.total)} surfaces drawn"
            marks.append(Mark("text", "size", ((SIZE / 2, 18),), said))
        return marks

    def circles(self, known: _Known) -> list[Mark]:
        """Rings at round values, the edge and the corner."""
        edge, corner = known.here.edge, known.boundary.corner
        own = [angle for angle in (edge, corner) if angle is not None]
        marks: list[Mark] = []
        for angle, name in rings(corner, known.wavelength, own, self.lowest(known)):
            marks += self.ring(angle, "ring", name)
        if edge is not None:
            marks += self.ring(edge, "edge", f"edge {_named(edge, known.wavelength)}")
        marks += self.ring(corner, "corner", "")
        text = f"corner {_named(corner, known.wavelength)}"
        return [*marks, Mark("text", "corner", ((SIZE - MARGIN, SIZE + 9),), text, "end")]

    def lowest(self, known: _Known) -> float:
        """The smallest 2 theta in the window."""
        if self.near:
            return 0.0
        points = known.here.points
        return float(two_theta(points, self.paper.frame[0]).min())

    def ring(self, angle: float, style: str, name: str) -> list[Mark]:
        """The visible pieces of a ring, and its name at its highest point inside the window."""
        points = self.paper.cone(angle)
        inside = self.inside(points)
        marks = [Mark("line", style, self.at(piece)) for piece in _runs(points, inside)]
        shown = points[inside]
        if not len(shown) or not name:
            return marks
        ((x, y),) = self.at(shown[np.argmin(shown[:, 1])][None])
        x = min(max(x, 40.0), SIZE - 40.0)
        y = min(max(y, 20.0), SIZE - 8.0)
        return [*marks, Mark("text", style, ((x, y - 5),), name)]

    def inside(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        on = points * self.zoom + self.start
        with np.errstate(invalid="ignore"):
            return np.asarray(((on >= 2) & (on <= SIZE - 2)).all(axis=1))

    def beam(self, known: _Known) -> list[Mark]:
        if not self.near:
            return [Mark("text", "beam", ((SIZE / 2, SIZE - 6),), "the beam passes far outside")]
        ((x, y),) = self.at(self.centre[None])
        size = 9
        marks = [
            Mark("line", "beam", ((x - size, y), (x + size, y))),
            Mark("line", "beam", ((x, y - size), (x, y + size))),
        ]
        text = "beam"
        if known.met is not None:
            text += f" ({number(known.met.crossing.fast, 1)}, {number(known.met.crossing.slow, 1)})"
        left = x > SIZE * 0.6
        return [*marks, Mark("text", "beam", ((x - 12 if left else x + 12, y + 18),), text,
                             "end" if left else "start")]  # fmt: skip

    def scale(self) -> list[Mark]:
        """A bar of a round length."""
        wanted = 110 / self.zoom
        power = 10.0 ** np.floor(np.log10(wanted))
        length = max(step * power for step in (1, 2, 5) if step * power <= wanted)
        y, left = SIZE + 6, MARGIN
        right = left + length * self.zoom
        unit = "mm on the detector" if self.paper.flat else "° from the beam"
        bar = ((left, y - 4), (left, y), (right, y), (right, y - 4))
        text = f"{number(length)} {unit}" if self.paper.flat else f"{number(length)}{unit}"
        return [
            Mark("line", "size", bar),
            Mark("text", "size", ((right + 8, y + 3),), text, "start"),
        ]


def _runs(points: NDArray[np.float64], inside: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """The pieces of a line that are inside."""
    cuts = np.flatnonzero(np.diff(inside.astype(np.int8)))
    parts = np.split(np.arange(len(points)), cuts + 1)
    return [points[part] for part in parts if len(part) > 1 and inside[part[0]]]
