"""What a data block says of its scans, as arrays by row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.img.tables import Table, table

KINDS = ("angle", "displacement")
TOLERANCE = 0.3
"""Of a frame: how far range and increment may be from the number of frames."""
LEAST = 1e-3
"""Degrees or millimetres that matter: below, encoders are noisy and rounding shows."""
_MOST_AXES = 6


@dataclass(frozen=True, eq=False)
class ScanFrames:
    """The frames of one scan in one data block: rows of its table and their numbers."""

    table: Table
    scan: str | None
    rows: NDArray[np.intp]
    numbers: NDArray[np.float64]

    @property
    def name(self) -> str:
        return "scan" if self.scan is None else f"scan {self.scan}"


@dataclass(frozen=True, eq=False)
class Scans:
    """The scans of one data block."""

    context: Context
    block: BlockView

    def table(self, category: str) -> Table | None:
        return table(self.context, self.block, category)

    @cached_property
    def stated(self) -> Mapping[str | None, float]:
        """Number of frames by scan, as ``_diffrn_scan.frames`` states it.

        The data block itself counts before others of its data set.
        """
        found: dict[str | None, float] = {}
        for block in (self.block, *self.context.siblings(self.block)):
            scan = table(self.context, block, "diffrn_scan")
            if scan is not None:
                pairs = zip(scan.values("id"), scan.numbers("frames").tolist(), strict=True)
                for name, frames in pairs:
                    if frames == frames:
                        found.setdefault(name, frames)
        return found

    @cached_property
    def listed(self) -> tuple[ScanFrames, ...]:
        """The frames of each scan; those without a scan are left out where there are several."""
        frames = self.table("diffrn_scan_frame")
        found = tuple(_by_scan(frames)) if frames is not None else ()
        several = len(self.stated) > 1
        return tuple(one for one in found if one.scan is not None or not several)

    @cached_property
    def frames(self) -> Mapping[str | None, float]:
        """Number of frames by scan: as stated, or else as listed."""
        counted = {one.scan: float(len(one.rows)) for one in self.listed}
        return {**counted, **self.stated}


def scans_of(context: Context, block: BlockView) -> Scans:
    """The scans of a data block, worked out once."""
    found: Scans = context.once(("scans", block), lambda: Scans(context, block))
    return found


def _by_scan(frames: Table) -> Iterator[ScanFrames]:
    scans, numbers = frames.values("scan_id"), frames.numbers("frame_number")
    names = list(dict.fromkeys(scans))
    if len(names) == 1:
        yield ScanFrames(frames, names[0], np.arange(len(frames)), numbers)
        return
    index = {name: at for at, name in enumerate(names)}
    codes = np.fromiter(map(index.__getitem__, scans), np.intp, len(scans))
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)
    for name, rows in zip(names, parts, strict=True):
        if name is not None:
            yield ScanFrames(frames, name, rows, numbers[rows])


@dataclass(frozen=True, eq=False)
class Motion:
    """How the axes of all scans of a data block move in one way: by angle or displacement."""

    table: Table
    kind: str

    @cached_property
    def start(self) -> NDArray[np.float64]:
        return self.table.numbers(f"{self.kind}_start")

    @cached_property
    def increment(self) -> NDArray[np.float64]:
        return self.table.numbers(f"{self.kind}_increment")

    @cached_property
    def between(self) -> NDArray[np.float64]:
        """From the end of a step to the start of the next."""
        return self.table.numbers(f"{self.kind}_rstrt_incr")

    @cached_property
    def range(self) -> NDArray[np.float64]:
        return self.table.numbers(f"{self.kind}_range")

    @cached_property
    def used(self) -> NDArray[np.bool_]:
        """True where the row says anything of this kind of motion."""
        parts = ("start", "increment", "range")
        found = np.zeros(len(self.table), np.bool_)
        for part in parts:
            found |= self.table.given(f"{self.kind}_{part}")
        return found

    @property
    def unit(self) -> str:
        return "degrees" if self.kind == "angle" else "mm"

    def counts(self, row: int) -> tuple[float, ...]:
        """Numbers of frames that range and increment may mean.

        All steps; all steps with what is between them; the last step without.
        """
        step = self.increment[row] + self.between[row]
        found = [self.range[row] / self.increment[row]]
        if self.between[row] and step:
            found += [self.range[row] / step, (self.range[row] - self.increment[row]) / step + 1]
        return tuple(float(count) for count in found)


def motions(context: Context, block: BlockView) -> Iterator[Motion]:
    """The two kinds of motion in a data block, as far as its rows can be trusted."""
    found = table(context, block, "diffrn_scan_axis")
    for kind in KINDS if found is not None else ():
        assert found is not None
        yield Motion(found, kind)


def is_grid(every: Iterable[Motion], scan: str | None, wanted: float) -> bool:
    """True if the positions of all axes that move in a scan multiply to its frames."""
    counts = []
    for motion in every:
        scans = motion.table.values("scan_id")
        for row in np.flatnonzero(motion.increment != 0).tolist():
            if scans[row] == scan:
                steps = float(motion.range[row] / motion.increment[row])
                counts.append((steps, steps + 1))
    if not 2 <= len(counts) <= _MOST_AXES:
        return False
    return any(abs(math.prod(one) - wanted) < TOLERANCE for one in product(*counts))
