"""What the scans of an experiment cover: how far axes turn, and what that adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.instrument import SAME, Scan, Setting

FULL = 360.0


@dataclass(frozen=True, slots=True)
class Sweep:
    """An axis that moves in a scan. Degrees or millimetres."""

    scan: str
    axis: str
    start: float
    """At the start of the first frame."""
    end: float
    """At the end of the last frame."""
    step: float
    """From frame to frame, the median."""
    even: bool
    """True if all steps are the same."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What some scans about one axis, with all other rotations the same, cover together."""

    axis: str
    others: tuple[tuple[str, float], ...]
    """Settings of the other rotations, degrees, by axis; those at 0 are left out."""
    scans: tuple[str, ...]
    arcs: tuple[tuple[float, float], ...]
    """Covered angles, degrees, ascending, apart from each other; the start is in [0, 360)."""

    @property
    def total(self) -> float:
        """Degrees covered at least once, at most 360."""
        return float(sum(end - start for start, end in self.arcs))


def sweeps(scan: Scan) -> tuple[Sweep, ...]:
    """The axes that move in a scan, in the order of its settings."""
    return tuple(_sweeps(scan))


def _sweeps(scan: Scan) -> Iterator[Sweep]:
    for name, setting in scan.settings.items():
        if setting.moves:
            last = setting.at(max(1, scan.frames))
            yield Sweep(
                scan.id, name, setting.start, last + setting.within, setting.step, _even(setting)
            )


def _even(setting: Setting) -> bool:
    if setting.each is None:
        return True
    gaps = np.diff(setting.each)
    return bool(np.allclose(gaps, setting.step, atol=SAME, rtol=1e-6))


def coverage(scans: Iterable[Scan], axes: Mapping[str, Axis]) -> tuple[Coverage, ...]:
    """Rotations that belong together, in order of first appearance.

    Of the axes that move in a scan only those of type ``rotation`` in ``axes`` count; a scan
    in which several turn counts for each of them.
    """
    groups: dict[tuple[str, tuple[tuple[str, float], ...]], list[Sweep]] = {}
    for scan in scans:
        moving = [s for s in sweeps(scan) if s.axis in axes and axes[s.axis].type == "rotation"]
        turning = {sweep.axis for sweep in moving}
        others = (
            (name, round(setting.start, 6))
            for name, setting in scan.settings.items()
            if name in axes and axes[name].type == "rotation" and name not in turning
        )
        fixed = tuple(sorted((name, value) for name, value in others if value))
        for sweep in moving:
            groups.setdefault((sweep.axis, fixed), []).append(sweep)
    return tuple(
        Coverage(axis, fixed, tuple(dict.fromkeys(s.scan for s in found)), arcs(found))
        for (axis, fixed), found in groups.items()
    )


def arcs(found: Iterable[Sweep]) -> tuple[tuple[float, float], ...]:
    """The angles that sweeps cover together, merged and cut at a full turn."""
    pieces: list[tuple[float, float]] = []
    for sweep in found:
        low, high = sorted((sweep.start, sweep.end))
        if high - low >= FULL - SAME:
            return ((0.0, FULL),)
        start = low % FULL
        end = start + high - low
        if end > FULL:
            pieces += [(start, FULL), (0.0, end - FULL)]
        else:
            pieces.append((start, end))
    return _joined(_merged(sorted(pieces)))


def _merged(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in pieces:
        if found and start <= found[-1][1] + SAME:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _joined(pieces: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """An arc that was cut at 360 degrees is one again."""
    if len(pieces) > 1 and pieces[0][0] <= SAME and pieces[-1][1] >= FULL - SAME:
        first = pieces.pop(0)
        pieces[-1] = (pieces[-1][0], FULL + first[1])
    return tuple(pieces)
