"""How the detector stands at one moment: the outlines of its surfaces, beam, boundary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment import Experiment
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.aim import Aim, Rim, aim, rim
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.instrument import Instrument, Scan, Settings, Surface

MOST = 600
"""So many surfaces are drawn one by one; of more a choice that is spread over all of them."""
MOST_STEPS = 20_000
"""So many axes are gone through for all of them: of surfaces on long chains fewer are drawn."""
NEAREST = 1e-3
"""Millimetres: no detector is nearer to the sample."""
FARTHEST = 1e7
"""Millimetres: what is farther away is no instrument."""
SMALLEST = 0.01
"""Degrees: a smaller circle round the beam is none."""
_PIECES = 12
"""Straight pieces for the side of a curved surface."""
_CURVED = "do not lie in a plane"
Outline = NDArray[np.float64]
"""Corners in order round the surface, shape (n, 3), millimetres."""


@dataclass(frozen=True, eq=False)
class Stance:
    """The surfaces that recorded a scan, at some settings of the axes."""

    experiment: Experiment
    scan: Scan
    settings: Settings
    shapes: tuple[Outline, ...]
    surfaces: tuple[Surface, ...]
    """The surface of each shape."""
    total: int
    """How many surfaces there are, drawn or not."""
    chosen: int
    """How many of them were looked at."""
    modules: tuple[Module, ...] = ()
    """The plane of each surface; none at all if one of them is curved or could not be placed."""
    problems: tuple[str, ...] = ()
    """Why some could not be placed, each reason once."""

    @property
    def points(self) -> NDArray[np.float64]:
        """The corners of all of them, shape (n, 3); GeometryError if there are none."""
        if not self.shapes:
            why = self.problems[0] if self.problems else "no detector surface is described"
            raise GeometryError(why)
        return np.concatenate(self.shapes)

    @cached_property
    def met(self) -> Aim:
        """Where the beam meets them; GeometryError if that cannot be said."""
        return aim(self._planes, self.experiment.instrument.beam)

    @cached_property
    def boundary(self) -> Rim:
        """Their boundary round the beam; GeometryError if that cannot be said."""
        normal = [np.cross(m.fast, m.slow) @ m.origin for m in self._planes]
        if np.abs(normal).max() < NEAREST:
            raise GeometryError(
                "the detector stands where the sample is: its distance is 0, "
                "so that no resolution can be given"
            )
        return rim(self._planes, self.experiment.instrument.beam)

    @property
    def edge(self) -> float | None:
        """2 theta of the largest circle that is wholly on them, degrees; None if there is none."""
        found = self.boundary.edge
        return None if found is None or found < SMALLEST else found

    @property
    def _planes(self) -> tuple[Module, ...]:
        if self.total > self.chosen:
            raise GeometryError(f"{self.total} surfaces are too many to be looked at one by one")
        if not self.modules:
            _ = self.points
            raise GeometryError(self.problems[0] if self.problems else f"the pixels {_CURVED}")
        return self.modules


def stance(experiment: Experiment, scan: Scan, settings: Settings) -> Stance:
    """The detector of a scan at some settings; what cannot be placed is left out and said."""
    every = experiment.surfaces(scan)
    shapes: list[Outline] = []
    found: list[Surface] = []
    modules: list[Module] = []
    problems: dict[str, None] = {}
    chosen = _spread(every, _room(experiment.instrument, every))
    for surface in chosen:
        try:
            module, shape = _placed(experiment.instrument, surface, settings)
        except GeometryError as error:
            problems.setdefault(error.message)
            continue
        shapes.append(shape)
        found.append(surface)
        modules += [module] if module else []
    flat = tuple(modules) if len(modules) == len(chosen) else ()
    return Stance(
        experiment, scan, settings, tuple(shapes), tuple(found), len(every),
        len(chosen), flat, tuple(problems)[:5],
    )  # fmt: skip


def _placed(
    instrument: Instrument, surface: Surface, settings: Settings
) -> tuple[Module | None, Outline]:
    """A surface as a plane, if it is one, and its outline; GeometryError if it has no place."""
    if not surface.fast.size or not surface.slow.size:
        raise GeometryError(f"the number of pixels of {surface.name} is not known")
    with np.errstate(all="ignore"):
        if instrument.is_flat(surface):
            module = instrument.module(surface, settings)
            points = module.corners[[0, 1, 3, 2]]
        else:
            module, points = None, _curved(instrument, surface, settings)
    if not np.isfinite(points).all() or np.abs(points).max() > FARTHEST:
        raise GeometryError(f"{surface.name} is farther away than any detector")
    return module, points


def _curved(instrument: Instrument, surface: Surface, settings: Settings) -> Outline:
    along = np.arange(_PIECES) / _PIECES
    zeros, ones = np.zeros(_PIECES), np.ones(_PIECES)
    fast = np.concatenate([along, ones, 1 - along, zeros]) * surface.fast.size - 0.5
    slow = np.concatenate([zeros, along, ones, 1 - along]) * surface.slow.size - 0.5
    return instrument.pixel(surface, settings, fast, slow)


def _room(instrument: Instrument, surfaces: Sequence[Surface]) -> int:
    """How many surfaces there is time for: the longest of a few chains tells."""
    longest = 1
    for surface in surfaces[:3]:
        try:
            longest = max(longest, *(len(instrument.chain(name)) for name in surface.axes))
        except GeometryError:
            continue
    return min(MOST, max(1, MOST_STEPS // longest))


def _spread(surfaces: Sequence[Surface], most: int) -> tuple[Surface, ...]:
    if len(surfaces) <= most:
        return tuple(surfaces)
    places = np.unique(np.linspace(0, len(surfaces) - 1, most).astype(int))
    return tuple(surfaces[place] for place in places)


@dataclass(eq=False)
class Stances:
    """Stances of one experiment, worked out once for settings of the detector that agree."""

    experiment: Experiment
    _known: dict[object, Stance] = field(default_factory=dict)

    def key(self, scan: Scan, frame: int = 1) -> object:
        """The same for stances that are the same; IndexError beyond the last frame."""
        carriers = {*self.experiment.detector}
        carriers.update(a for s in self.experiment.surfaces(scan)[:MOST] for a in s.axes)
        settings = scan.at(frame)
        return (
            tuple(map(id, scan.surfaces)),
            tuple((n, round(v, 6)) for n, v in sorted(settings.items()) if n in carriers and v),
        )

    def of(self, scan: Scan, frame: int = 1) -> Stance:
        """How the detector stands at the beginning of a frame."""
        key = self.key(scan, frame)
        if key not in self._known:
            self._known[key] = stance(self.experiment, scan, scan.at(frame))
        return self._known[key]

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, key: object) -> bool:
        return key in self._known
