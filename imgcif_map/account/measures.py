"""Beam centre, distance and resolution of scans, computed once for settings that agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from imgcif_map.account.model import ScanRow
from imgcif_map.experiment import Experiment
from imgcif_map.figures.numbers import degrees, number, spacing, whole
from imgcif_map.figures.stance import Stances
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.aim import Aim, resolution
from imgcif_map.geometry.coverage import Sweep, sweeps
from imgcif_map.geometry.instrument import SAME, Scan
from imgcif_map.harmless import shortened

MOST_WORK = 100
"""Different places of the detector that are computed, times its surfaces."""
NAME = 40
MOST_AXES = 12


@dataclass(frozen=True)
class Measured:
    """What the beam and the detector do at the beginning of a scan."""

    met: Aim | None = None
    surface: str = ""
    edge: float | None = None
    """2 theta, degrees."""
    corner: float | None = None


@dataclass(eq=False)
class Measures:
    """Measures the scans of one experiment."""

    stances: Stances
    problems: dict[str, None] = field(default_factory=dict)
    _known: dict[object, Measured] = field(default_factory=dict)

    @property
    def experiment(self) -> Experiment:
        return self.stances.experiment

    def of(self, scan: Scan) -> Measured:
        """What can be computed; why something cannot goes to ``problems``."""
        key = self.stances.key(scan)
        if key not in self._known:
            if len(self._known) * max(1, len(self.experiment.surfaces(scan))) >= MOST_WORK:
                return Measured()
            self._known[key] = self._measured(scan)
        return self._known[key]

    def _measured(self, scan: Scan) -> Measured:
        here = self.stances.of(scan)
        if not here.total:
            return Measured()
        met, edge, corner = None, None, None
        try:
            met = here.met
            edge, corner = here.edge, here.boundary.corner
        except (GeometryError, ValueError, np.linalg.LinAlgError) as error:
            self.problems.setdefault(str(error))
        if met is None or not np.isfinite([met.distance, met.crossing.fast]).all():
            return Measured()
        name = here.surfaces[met.module].name if here.total > 1 else ""
        return Measured(met, name, edge, corner)

    def row(self, scan: Scan) -> ScanRow:
        """The line of a scan in a table."""
        found = self.of(scan)
        moves = "; ".join(said(s, self.experiment) for s in moving(scan)[:6]) or "nothing moves"
        beam = "" if found.met is None else place(found)
        return ScanRow(
            shortened(scan.id, NAME),
            whole(scan.frames),
            moves,
            self._fixed(scan),
            "" if found.met is None else number(found.met.distance, 2),
            "" if found.met is None else number(found.met.tilt, 2),
            beam,
            self.named(found.edge),
            self.named(found.corner),
        )

    def named(self, angle: float | None) -> str:
        """A resolution, or 2 theta where the wavelength is not known; empty for nothing."""
        waves = self.experiment.wavelengths
        if angle is None:
            return ""
        if not waves:
            return f"2θ {degrees(angle, 1)}"
        return spacing(float(resolution(angle, waves[0])))

    def _fixed(self, scan: Scan) -> str:
        return self._listed(
            [
                (name, setting.start)
                for name, setting in scan.settings.items()
                if not setting.moves and name not in self.shared
            ]
        )

    @property
    def same(self) -> str:
        """Settings that do not differ between scans; empty for a single scan."""
        return self._listed(list(self.shared.items()))

    @cached_property
    def shared(self) -> dict[str, float]:
        """The same for :meth:`row`, by axis."""
        if len(self.experiment.scans) < 2:
            return {}
        first, *others = self.experiment.scans
        found = {name: s.start for name, s in first.settings.items() if not s.moves}
        for scan in others:
            found = {
                name: value
                for name, value in found.items()
                if name in scan.settings
                and not scan.settings[name].moves
                and abs(scan.settings[name].start - value) <= SAME
            }
        return found

    def _listed(self, settings: list[tuple[str, float]]) -> str:
        axes = self.experiment.instrument.axes
        still = [
            f"{shortened(name, NAME)} {with_unit(axes[name].type, value)}"
            for name, value in settings
            if name in axes and value
        ]
        return ", ".join(still[:MOST_AXES]) + (", …" if len(still) > MOST_AXES else "")


def moving(scan: Scan) -> tuple[Sweep, ...]:
    """The axes that move; none where frames and settings do not go together."""
    try:
        return sweeps(scan)
    except IndexError:
        return ()


def said(sweep: Sweep, experiment: Experiment, short: bool = True) -> str:
    """``omega 0° to 360° by 0.1°``, or with more words."""
    axis = experiment.instrument.axes.get(sweep.axis)
    type_ = axis.type if axis else ""
    start, end, step = (with_unit(type_, v) for v in (sweep.start, sweep.end, sweep.step))
    step = step if sweep.even else f"about {step}"
    name = shortened(sweep.axis, NAME)
    if short:
        return f"{name} {start} to {end} by {step}"
    return f"{name} from {start} to {end} in steps of {step}"


def with_unit(type_: str, value: float) -> str:
    """A setting: degrees for a rotation, else millimetres."""
    return degrees(value) if type_ == "rotation" else f"{number(value)} mm"


def place(found: Measured) -> str:
    """``2225, 2300``, with the name of the surface where there are several."""
    if found.met is None:
        return ""
    at = found.met.crossing
    where = f" of {shortened(found.surface, NAME)}" if found.surface else ""
    off = "" if at.outside == 0 else " (off the detector)"
    return f"{number(at.fast, 1)}, {number(at.slow, 1)}{where}{off}"
