"""What is known of one experiment (``_diffrn.id``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imgcif_map.geometry.aim import Aim, Rim, aim, resolution, rim
from imgcif_map.geometry.coverage import Coverage, coverage
from imgcif_map.geometry.detector import Module
from imgcif_map.geometry.instrument import Instrument, Scan, Surface
from imgcif_map.geometry.vectors import GeometryError, Vector


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the images of a scan reach. Ångström; None if the beam is not surrounded."""

    edge: float | None
    """Resolution of the largest circle that is wholly on the detector."""
    corner: float
    """Highest resolution anywhere on the detector."""


@dataclass(frozen=True, eq=False)
class Experiment:
    """One experiment as a data block describes it. Millimetres, degrees, ångström."""

    block: str
    """Name of the data block."""
    id: str | None
    """``_diffrn.id``, if stated."""
    instrument: Instrument
    scans: tuple[Scan, ...]
    wavelengths: tuple[float, ...]
    """Wavelengths of the radiation, of the first that counts first; () if unknown."""
    goniometer: tuple[str, ...] = ()
    """Axes that carry the sample, those next to the sample first."""
    detector: tuple[str, ...] = ()
    """Axes that carry the detector's surfaces, innermost first, without those of the pixels."""
    equipment: Mapping[str, str] | None = None
    """``_axis.equipment`` by axis."""

    def scan(self, name: str) -> Scan:
        """The scan of an id; KeyError if there is none."""
        for scan in self.scans:
            if scan.id == name:
                return scan
        raise KeyError(f"no scan {name}: there are {', '.join(s.id for s in self.scans) or 'none'}")

    def surfaces(self, scan: Scan) -> tuple[Surface, ...]:
        """The surfaces that recorded a scan: all of the detector unless frames say which."""
        return scan.surfaces or self.instrument.surfaces

    def modules(self, scan: Scan, frame: int = 1) -> list[Module]:
        """The planes of the detector's surfaces at the start of a frame, counted from 1."""
        return self.instrument.modules(self.surfaces(scan), scan.at(frame))

    def pixel(
        self,
        fast: float,
        slow: float,
        *,
        scan: Scan,
        frame: int = 1,
        surface: Surface | None = None,
    ) -> Vector:
        """Laboratory position of a pixel at the start of a frame, shape (3,), millimetres.

        Pixels count from 0 in the image as stored. GeometryError if the chain of
        axes is broken.
        """
        on = surface or self.surfaces(scan)[0]
        return self.instrument.pixel(on, scan.at(frame), fast, slow)

    def aim(self, scan: Scan, frame: int = 1) -> Aim:
        """Beam centre, distance and tilt at the start of a frame."""
        return aim(self.modules(scan, frame), self.instrument.beam)

    def rim(self, scan: Scan, frame: int = 1) -> Rim:
        """The boundary of the detector round the beam at the start of a frame."""
        return rim(self.modules(scan, frame), self.instrument.beam)

    def reach(self, scan: Scan, frame: int = 1) -> Reach:
        """Resolution at edge and corner; GeometryError without a wavelength."""
        if not self.wavelengths:
            raise GeometryError("no wavelength")
        seen, wavelength = self.rim(scan, frame), self.wavelengths[0]
        edge = None if seen.edge is None else float(resolution(seen.edge, wavelength))
        return Reach(edge, float(resolution(min(seen.corner, 180.0), wavelength)))

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """What the scans cover of rotations of the sample, added up."""
        axes = self.instrument.axes
        turning = {name: axes[name] for name in self.goniometer if name in axes}
        return coverage(self.scans, turning or axes)
