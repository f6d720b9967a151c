"""Beam centre, distance and resolution of scans, computed once for settings that agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from imgcif_map.account.model import ScanRow
from imgcif_map.experiment import Experiment
from imgcif_map.figures.detector import NEAREST
from imgcif_map.figures.numbers import degrees, number, spacing, whole
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.aim import Aim, aim, resolution, rim
from imgcif_map.geometry.coverage import Sweep, sweeps
from imgcif_map.geometry.instrument import SAME, Scan
from imgcif_map.harmless import shortened

MOST_DIFFERENT = 40
"""Positions of the detector that are computed; the work for one grows with its surfaces."""
MOST_SURFACES = 4000
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

    experiment: Experiment
    problems: dict[str, None] = field(default_factory=dict)
    _known: dict[object, Measured] = field(default_factory=dict)

    def of(self, scan: Scan) -> Measured:
        """What can be computed; why something cannot goes to ``problems``."""
        carriers = self.experiment.detector
        key = (
            tuple(id(surface) for surface in scan.surfaces),
            tuple(round(s.start, 6) for n, s in scan.settings.items() if n in carriers),
        )
        if key not in self._known:
            if len(self._known) >= MOST_DIFFERENT:
                return Measured()
            self._known[key] = self._measured(scan)
        return self._known[key]

    def _measured(self, scan: Scan) -> Measured:
        surfaces = self.experiment.surfaces(scan)
        if not surfaces or len(surfaces) > MOST_SURFACES:
            return Measured()
        beam = self.experiment.instrument.beam
        try:
            modules = self.experiment.modules(scan)
            met = aim(modules, beam)
            boundary = rim(modules, beam)
        except (GeometryError, IndexError, ValueError, np.linalg.LinAlgError) as error:
            self.problems.setdefault(str(error))
            return Measured()
        good = np.isfinite([met.distance, met.crossing.fast, met.crossing.slow]).all()
        if not good:
            return Measured()
        if met.distance < NEAREST:
            self.problems.setdefault(
                "the detector stands where the sample is: its distance is 0, "
                "so that no resolution can be given"
            )
            return Measured(met)
        name = surfaces[met.module].name if len(surfaces) > 1 else ""
        return Measured(met, name, boundary.edge, boundary.corner)

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
