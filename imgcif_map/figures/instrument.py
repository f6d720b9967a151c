"""The instrument in space: beam, sample, axes with the sense of rotation, detector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment import Experiment
from imgcif_map.figures.numbers import many, number, whole
from imgcif_map.figures.scene import Scene, View
from imgcif_map.figures.space import Space, basis, circle, pieces
from imgcif_map.figures.stance import Stance, Stances
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.instrument import Scan
from imgcif_map.geometry.vectors import Vector, normalised
from imgcif_map.harmless import shortened

MOST_AXES = 8
"""So many axes are drawn of the goniometer, and of the detector."""
MOST_PLACES = 6
"""So many further places of the detector are drawn."""
MOST_GHOSTS = 600
"""So many surfaces are drawn in other places."""
MOST_LETTERS = 22


def instrument_scene(
    stances: Stances, scan: Scan, frame: int = 1, *, others: bool = False
) -> Scene:
    """The instrument at a frame of a scan; ``others``: the detector's other places, too.

    GeometryError if neither detector nor goniometer can be placed, IndexError for a frame
    that the scan does not have.
    """
    here, experiment = stances.of(scan, frame), stances.experiment
    if not _turning(experiment, experiment.goniometer):
        _ = here.points
    sketch = _Sketch(here, scan, frame)
    sketch.draw()
    ghosts = sketch.ghosts(stances, _places(experiment, scan, frame, others))
    name = shortened(scan.id, MOST_LETTERS)
    title = f"Instrument at frame {whole(frame)} of scan {name}"
    return Scene(sketch.space.parts(), title, sketch.words(ghosts), View())


def _turning(experiment: Experiment, names: Iterable[str]) -> list[str]:
    """Those of some axes that turn."""
    axes = experiment.instrument.axes
    return [name for name in names if name in axes and axes[name].type == "rotation"]


def _places(
    experiment: Experiment, scan: Scan, frame: int, others: bool
) -> Iterator[tuple[Scan, int]]:
    """Where else to look for the detector: the last frame, and the beginning of other scans."""
    if frame != max(1, scan.frames):
        yield scan, max(1, scan.frames)
    if others:
        yield from ((other, 1) for other in experiment.scans if other is not scan)


class _Sketch:
    """Draws into a space; lengths of axes are those of a sketch, all else is to scale."""

    def __init__(self, here: Stance, scan: Scan, frame: int) -> None:
        # A stance may come from another scan in which the detector stands alike.
        self.here, self.scan, self.frame, self.settings = here, scan, frame, scan.at(frame)
        experiment = self.experiment = here.experiment
        instrument = experiment.instrument
        self.beam = normalised(np.asarray(instrument.beam))
        self.down = gravity(experiment)
        self.space = Space(basis(self.beam, self.down))
        points = self.points
        self.reach = float(np.linalg.norm(points, axis=1).max()) or 1.0
        self.middle = (points.min(axis=0) + points.max(axis=0)) / 2
        self.size = 0.42 * self.reach
        self.axes_left_out = 0

    @property
    def points(self) -> NDArray[np.float64]:
        """The corners of the surfaces; without any, where a detector might be."""
        return self.here.points if self.here.shapes else 100 * self.beam[None]

    def draw(self) -> None:
        self._detector()
        self._beam()
        moving = {name for name, setting in self.scan.settings.items() if setting.moves}
        self._goniometer(moving)
        self._carriers(moving)
        self._laboratory()

    def _detector(self) -> None:
        for shape in self.here.shapes:
            self.space.add("face", "surface", shape)
        if not self.here.shapes:
            return
        first = self.here.surfaces[0]
        total = self.here.total
        text = shortened(first.name, MOST_LETTERS) if total == 1 else f"{whole(total)} surfaces"
        corners = self.points
        top = corners[np.argmax(corners @ self.space.basis[1])]
        self.space.add("text", "surface name", [top, self.middle], f"detector: {text}")
        if total == 1 and np.ptp(corners, axis=0).max() > 0.2 * self.reach:
            self._pixels(self.here.shapes[0])

    def _pixels(self, shape: NDArray[np.float64]) -> None:
        """Arrows from the first pixel along the sides of the image."""
        quarter = len(shape) // 4
        for name, end in (("fast", shape[quarter]), ("slow", shape[-quarter])):
            tip = shape[0] + 0.3 * (end - shape[0])
            self.space.add("arrow", "pixel", [shape[0], tip])
            self.space.add("text", "pixel", [tip, shape[0]], name)

    def _beam(self) -> None:
        start = -0.75 * self.reach * self.beam
        behind = self._behind()
        for piece in pieces(start, np.zeros(3), 5):
            self.space.add("line", "beam", piece)
        self.space.add("arrow", "beam", [0.6 * start, 0.35 * start])
        for piece in pieces(np.zeros(3), behind * self.beam, 8):
            self.space.add("line", "past", piece)
        self.space.add("text", "beam", [start, 0.9 * start], "beam")
        self.space.add("dot", "sample", np.zeros(3))
        below = -0.02 * self.reach * self.space.basis[1]
        self.space.add("text", "sample name", [below, np.zeros(3)], "sample")

    def _behind(self) -> float:
        """How far the beam is drawn behind the sample: to the detector, or as far as it reaches."""
        try:
            met = self.here.met.crossing
            if met.outside == 0 and 0 < met.distance <= self.reach:
                return met.distance
        except GeometryError:
            pass
        along = self.points @ self.beam
        return max(float(along.max()), 0.25 * self.reach)

    def _goniometer(self, moving: set[str]) -> None:
        """Rotations as lines through where they are, with a ring in the positive sense."""
        turning = _turning(self.experiment, self.experiment.goniometer)
        self.axes_left_out += max(0, len(turning) - MOST_AXES)
        for place, name in enumerate(turning[:MOST_AXES]):
            stretch = self.size * (0.45 + 0.85 * (place + 1) / len(turning[:MOST_AXES]))
            self._rotation(name, "moving" if name in moving else "axis", stretch)

    def _rotation(self, name: str, style: str, stretch: float) -> None:
        found = self._standing(name)
        if found is None:
            return
        origin, direction = found
        if np.linalg.norm(origin) > self.reach:
            return
        tip = origin + stretch * direction
        for piece in pieces(origin - 0.25 * stretch * direction, tip, 3):
            self.space.add("line", style, piece)
        ring = circle(origin + 0.9 * stretch * direction, direction, 0.11 * self.size)
        self.space.add("arrow", style, ring)
        self.space.add("text", f"{style} name", [tip, origin], shortened(name, MOST_LETTERS))

    def _standing(self, name: str) -> tuple[Vector, Vector] | None:
        """Where an axis is and where it points at these settings; None if that is open."""
        instrument = self.experiment.instrument
        axis = instrument.axes[name]
        try:
            matrix = instrument.place(name, {**self.settings, name: 0.0})
            direction = normalised(matrix[:3, :3] @ np.asarray(axis.vector))
        except GeometryError:
            return None
        return (matrix[:3, 3], direction) if np.isfinite(matrix).all() else None

    def _carriers(self, moving: set[str]) -> None:
        """What moves the detector: rotations as rings, translations as arrows at its side."""
        axes = self.experiment.instrument.axes
        known = [name for name in self.experiment.detector if name in axes]
        turning = _turning(self.experiment, known)
        moved = [name for name in known if axes[name].type == "translation"]
        self.axes_left_out += max(0, len(turning) - MOST_AXES) + max(0, len(moved) - MOST_AXES)
        for place, name in enumerate(turning[:MOST_AXES]):
            style = "moving" if name in moving else "carrier"
            self._rotation(name, style, self.size * (1.5 + 0.15 * place))
        for name in moved[:MOST_AXES]:
            found = self._standing(name)
            if found is not None:
                style = "moving" if name in moving else "carrier"
                start = self.middle + 0.06 * self.reach * found[1]
                tip = start + 0.2 * self.reach * found[1]
                self.space.add("arrow", style, [start, tip])
                label = shortened(name, MOST_LETTERS)
                self.space.add("text", f"{style} name", [tip, start], label)

    def _laboratory(self) -> None:
        for name, direction in zip("XYZ", np.eye(3), strict=True):
            self.space.add_direction("frame", direction, name)
        if self.down is not None:
            self.space.add_direction("frame", self.down * 1.3, "gravity")

    def ghosts(self, stances: Stances, places: Iterable[tuple[Scan, int]]) -> int:
        """Draw the detector where else it stands; the number of places drawn."""
        seen, keys = [self.points], {stances.key(self.scan, self.frame)}
        for scan, frame in places:
            if len(seen) > MOST_PLACES or len(seen) * len(self.here.shapes) > MOST_GHOSTS:
                break
            try:
                key = stances.key(scan, frame)
            except IndexError:
                continue
            there = None if key in keys else stances.of(scan, frame)
            keys.add(key)
            if there is None or not there.shapes:
                continue
            points = there.points
            if any(p.shape == points.shape and np.abs(p - points).max() < 0.01 for p in seen):
                continue
            seen.append(points)
            for shape in there.shapes:
                self.space.add("face", "ghost", shape)
        return len(seen) - 1

    def words(self, ghosts: int) -> str:
        """What the figure shows, in words."""
        axes = self.experiment.instrument.axes
        shown = [
            f"{shortened(n, MOST_LETTERS)} at {_setting(axes[n].type, self.settings.get(n, 0.0))}"
            for n in (*self.experiment.goniometer, *self.experiment.detector) if n in axes
        ][: 2 * MOST_AXES]  # fmt: skip
        text = "The beam comes from the source through the sample"
        if self.here.shapes:
            text += f" to the detector of {many(self.here.total, 'surface')}"
        text += "."
        if shown:
            text += f" Axes: {', '.join(shown)}. Rings and arrows show positive directions."
        if self.axes_left_out:
            text += f" {many(self.axes_left_out, 'axis', 'axes')} more are not drawn."
        if self.here.total > len(self.here.shapes):
            text += f" Of the surfaces {whole(len(self.here.shapes))} are drawn."
        if ghosts:
            text += f" Dashed: {many(ghosts, 'other place', 'other places')} of the detector."
        return text


def _setting(type_: str, value: object) -> str:
    unit = "°" if type_ == "rotation" else " mm"
    return f"{number(float(np.asarray(value)), 3)}{unit}"


def gravity(experiment: Experiment) -> Vector | None:
    """Where gravity points, if an axis says so; unit vector, shape (3,)."""
    for name, used in (experiment.equipment or {}).items():
        axis = experiment.instrument.axes.get(name)
        if used == "gravity" and axis is not None and any(axis.vector):
            if name in experiment.instrument.unsettled:
                continue
            return normalised(np.asarray(axis.vector))
    return None
