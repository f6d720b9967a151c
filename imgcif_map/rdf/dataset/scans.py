"""The scans of a file, one by one as far as there are few, and what all of them come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from imgcif_map.experiment.model import Experiment
from imgcif_map.geometry.coverage import sweeps
from imgcif_map.geometry.instrument import SAME, Scan
from imgcif_map.rdf.dataset.columns import clipped

LISTED = 1000
"""So many scans are listed, and added up to what they cover."""


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """One scan: the first axis that moves in it, degrees or millimetres."""

    id: str
    block: str
    frames: int
    axis: str = ""
    kind: str = ""
    """``rotation`` or ``translation``."""
    start: float = 0.0
    end: float = 0.0
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Scans:
    """All scans of a file."""

    count: int = 0
    frames: int = 0
    """Images of all scans together."""
    listed: tuple[ScanFacts, ...] = ()
    """The first :data:`LISTED` of them."""
    turns: bool = False
    """True if something that carries the sample turns in one of them."""
    covered: tuple[tuple[str, float], ...] = ()
    """Degrees that all scans about an axis cover together; () if there are very many scans."""
    moves: tuple[tuple[str, tuple[float, ...], tuple[float, ...]], ...] = ()
    """Kind of movement (``rotation``, ``translation``), different ranges, different steps."""


def read_scans(found: Sequence[Experiment]) -> Scans:
    """What the experiments of a file say of their scans."""
    count = sum(len(experiment.scans) for experiment in found)
    every = ((experiment, scan) for experiment in found for scan in experiment.scans)
    moves = _moves(found)
    return Scans(
        count,
        sum(sum(scan.frames for scan in experiment.scans) for experiment in found),
        tuple(_listed(experiment, scan) for experiment, scan in islice(every, LISTED)),
        any(of_sample for _, of_sample, _, _ in moves),
        tuple(_covered(found)) if count <= LISTED else (),
        tuple(_summed(moves)),
    )


def _listed(experiment: Experiment, scan: Scan) -> ScanFacts:
    axes = experiment.instrument.axes
    moving = [sweep for sweep in sweeps(scan) if sweep.axis in axes]
    moving.sort(key=lambda sweep: axes[sweep.axis].type != "rotation")
    name, block = clipped(scan.id, 80), clipped(experiment.block, 200)
    if not moving:
        return ScanFacts(name, block, scan.frames)
    first = moving[0]
    start, end, step = (round(float(x), 6) + 0.0 for x in (first.start, first.end, first.step))
    axis, kind = clipped(first.axis, 80), axes[first.axis].type
    return ScanFacts(name, block, scan.frames, axis, kind, start, end, step)


_Move = tuple[str, bool, float, float]
"""Kind, whether it moves the sample, range, step."""


def _moves(found: Sequence[Experiment]) -> set[_Move]:
    """The different movements, of however many scans."""
    moves: set[_Move] = set()
    for experiment in found:
        axes = experiment.instrument.axes
        of_sample = set(experiment.goniometer or axes)
        turning = {name for name, axis in axes.items() if axis.type == "rotation"}
        carrying = of_sample & turning
        for scan in experiment.scans:
            for name, setting in scan.settings.items():
                if setting.each is None:
                    step = setting.step
                    if -SAME <= step <= SAME:
                        continue
                    width = step * scan.frames
                elif setting.moves:
                    step, count = setting.step, min(max(1, scan.frames), len(setting.each))
                    width = setting.at(count) + step - setting.start
                else:
                    continue
                kind = "rotation" if name in turning else "translation"
                moves.add((kind, name in carrying, width, step))
    return moves


def _summed(moves: set[_Move]) -> Iterator[tuple[str, tuple[float, ...], tuple[float, ...]]]:
    for kind in ("rotation", "translation"):
        own = [(width, step) for of, _, width, step in moves if of == kind]
        if own:
            widths, steps = (np.unique(np.round(part, 6) + 0.0) for part in zip(*own, strict=True))
            finite = (part[np.isfinite(part)].tolist() for part in (widths, steps))
            yield kind, *(tuple(part) for part in finite)  # type: ignore[misc]


def _covered(found: Sequence[Experiment]) -> Iterator[tuple[str, float]]:
    totals: dict[str, float] = {}
    for experiment in found:
        for one in experiment.coverage:
            if np.isfinite(one.total):
                totals[one.axis] = max(totals.get(one.axis, 0.0), round(one.total, 4))
    yield from ((clipped(axis, 80), total) for axis, total in totals.items() if total)
