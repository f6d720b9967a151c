"""An instrument as imgCIF describes it: axes, the surfaces of the detector, scans.

Laboratory coordinates of imgCIF, millimetres and degrees. Pixels are counted from
0, so that pixel (0, 0) is the first in the image as stored and its centre has
the position (0, 0); its corner is at (-0.5, -0.5).

Sources: categories AXIS, ARRAY_STRUCTURE_LIST, ARRAY_STRUCTURE_LIST_AXIS and
DIFFRN_SCAN_AXIS of cif_img.dic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgcif_map.geometry.axes import Axis, apply, chain, compose
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.vectors import GeometryError, Matrix, Vector, lengths

Settings = Mapping[str, ArrayLike]
"""Degrees or millimetres by axis name; an axis that is not there is at 0."""
SAME = 1e-6
"""Degrees or millimetres within which settings are the same."""
BEAM = (0.0, 0.0, -1.0)
"""Direction of the beam unless an axis of the source says otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """How one axis moves from pixel to pixel (ARRAY_STRUCTURE_LIST_AXIS)."""

    axis: str
    first: float
    """Setting for the first data point of the index, millimetres or degrees."""
    increment: float


@dataclass(frozen=True, slots=True)
class Side:
    """One dimension of an array (ARRAY_STRUCTURE_LIST)."""

    size: int
    """Number of pixels; 0 if unknown."""
    steps: tuple[Step, ...]
    decreasing: bool = False
    """True if the first data point is the pixel of the highest index."""

    def settings(self, index: ArrayLike) -> dict[str, NDArray[np.float64]]:
        """Settings of its axes at pixel positions, of the shape of ``index``."""
        at = np.asarray(index, dtype=np.float64)
        if self.decreasing:
            at = self.size - 1 - at
        return {step.axis: step.first + at * step.increment for step in self.steps}


@dataclass(frozen=True, slots=True)
class Surface:
    """The pixels of an array, or of a section of it, on one detector element."""

    array: str
    fast: Side
    slow: Side
    section: str | None = None
    element: str | None = None
    detector: str | None = None

    @property
    def name(self) -> str:
        """What a message calls it."""
        if self.element is not None:
            return self.element
        return self.array if self.section is None else f"{self.array}, {self.section}"

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes along which its pixels lie, fast ones first."""
        return tuple(step.axis for side in (self.fast, self.slow) for step in side.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The settings of one axis in a scan, millimetres or degrees."""

    start: float = 0.0
    """At the start of the first frame."""
    step: float = 0.0
    """From the start of a frame to that of the next; the median where ``each`` is given."""
    each: NDArray[np.float64] | None = None
    """At the start of every frame, shape (frames,), where that is stated one by one."""
    width: float | None = None
    """How far the axis moves within a frame; as from frame to frame if that is not known."""

    @classmethod
    def listed(cls, each: NDArray[np.float64], width: float | None) -> Setting:
        """Of settings frame by frame."""
        if len(each) < 2:
            return cls(float(each[0]), width or 0.0, each, width)
        # np.median would import numpy.ma, which takes longer than all else here
        steps = np.sort(np.diff(each))
        low, high = (len(steps) - 1) // 2, len(steps) // 2
        return cls(float(each[0]), float(steps[low] + steps[high]) / 2, each, width)

    @property
    def within(self) -> float:
        """How far the axis moves within a frame."""
        return self.step if self.width is None else self.width

    def at(self, frame: int) -> float:
        """At the start of a frame, counted from 1."""
        if self.each is not None:
            return float(self.each[frame - 1])
        return self.start + (frame - 1) * self.step

    @property
    def moves(self) -> bool:
        """True if it is not the same all through the scan."""
        if self.each is not None and len(self.each) > 1:
            return bool(np.ptp(self.each) > SAME)
        return abs(self.step) > SAME


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """One scan: the settings of the axes at the start of each frame."""

    id: str
    frames: int
    settings: Mapping[str, Setting]
    """By axis; an axis that is not there is at 0."""
    surfaces: tuple[Surface, ...] = ()
    """The surfaces that its frames were recorded with."""

    def at(self, frame: int) -> dict[str, float]:
        """Settings at the start of a frame, counted from 1; IndexError beyond the last."""
        if not 1 <= frame <= max(1, self.frames):
            raise IndexError(f"scan {self.id} has frames 1 to {self.frames}, not {frame}")
        return {name: setting.at(frame) for name, setting in self.settings.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """Axes, detector surfaces and the beam."""

    axes: Mapping[str, Axis]
    surfaces: tuple[Surface, ...] = ()
    beam: tuple[float, float, float] = BEAM
    """Unit vector along the beam, away from the source."""
    unsettled: Mapping[str, str] = field(default_factory=dict)
    """Axes whose effect the description leaves open, and why."""

    def chain(self, axis: str) -> list[Axis]:
        """The axis and all that carry it, inner first; GeometryError if it does not end."""
        found = chain(self.axes, axis)
        for one in found:
            if one.name in self.unsettled:
                raise GeometryError(f"axis {one.name}: {self.unsettled[one.name]}")
        return found

    def place(self, axis: str, settings: Settings) -> Matrix:
        """What the axis and all that carry it do to a point, shape of the settings + (4, 4)."""
        steps = self.chain(axis)
        return compose(steps, {one.name: settings.get(one.name, 0.0) for one in steps})

    def innermost(self, axes: Sequence[str]) -> str:
        """The one of some axes that all others carry; GeometryError if there is none."""
        for name in dict.fromkeys(axes):
            carriers = {axis.name for axis in self.chain(name)}
            if carriers.issuperset(axes):
                return name
        raise GeometryError(f"axes {' and '.join(dict.fromkeys(axes))} are not in one chain")

    def pixel(
        self, surface: Surface, settings: Settings, fast: ArrayLike, slow: ArrayLike
    ) -> NDArray[np.float64]:
        """Laboratory positions of pixels, shape (..., 3), millimetres.

        ``fast`` and ``slow`` are positions along the two sides, of one shape or
        broadcast to it, 0 for the centre of the first pixel. GeometryError if
        the axes of the surface are not in one chain, or a chain does not end.
        """
        f, s = np.broadcast_arrays(np.asarray(fast, float), np.asarray(slow, float))
        own = {**settings, **surface.fast.settings(f), **surface.slow.settings(s)}
        matrix = self.place(self.innermost(surface.axes), own)
        return apply(np.broadcast_to(matrix, (*f.shape, 4, 4)), np.zeros(3))

    def is_flat(self, surface: Surface) -> bool:
        """True if only translations lead from pixel to pixel."""
        return all(self.axes[name].type == "translation" for name in surface.axes)

    def module(self, surface: Surface, settings: Settings) -> Module:
        """The plane of a flat surface; positions of a Module count from the first pixel's corner.

        GeometryError if the surface is curved, has no pixels' distance or no chain.
        """
        chain_ends = self.pixel(surface, settings, [0, 1, 0], [0, 0, 1])
        if not self.is_flat(surface):
            raise GeometryError(f"the pixels of {surface.name} do not lie in a plane")
        first, fast, slow = chain_ends[0], chain_ends[1] - chain_ends[0], chain_ends[2]
        return _module(surface, first, fast, slow - chain_ends[0])

    def modules(self, surfaces: Sequence[Surface], settings: Settings) -> list[Module]:
        """The planes of several flat surfaces."""
        return [self.module(surface, settings) for surface in surfaces]


def _module(surface: Surface, first: Vector, fast: Vector, slow: Vector) -> Module:
    pitches = lengths(np.stack([fast, slow]))
    if (pitches <= 0).any():
        raise GeometryError(f"the pixels of {surface.name} have no distance")
    return Module(
        first - fast / 2 - slow / 2, fast / pitches[0], slow / pitches[1],
        float(pitches[0]), float(pitches[1]), surface.fast.size, surface.slow.size,
    )  # fmt: skip
