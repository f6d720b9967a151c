"""IMG053."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import angle_between, described, vector
from imgcif_map.rules.img.tables import shown

_LARGEST = 0.5
"""Degrees that a distance may be adjusted off the beam."""


class DetectorDirection(Rule):
    """The translation that sets the detector's distance does not lead away from the source.

    What
        Of the translations that carry the detector, one within 45 degrees of the
        line of the beam points to the source, or is more than 0.5 degrees
        off the beam while all axes are at zero.

    Why
        The laboratory's Z points to the source, so the detector moves along -Z
        when its distance grows. With +Z a larger distance would bring it nearer.

    Fails
        loop_
          _axis.id _axis.type _axis.equipment
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          DETECTOR_Z translation detector 0 0 1

    Passes
        loop_
          _axis.id _axis.type _axis.equipment
          _axis.vector[1] _axis.vector[2] _axis.vector[3]
          DETECTOR_Z translation detector 0 0 -1
    """

    code = "IMG053"
    name = "detector-direction"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for of in described(context):
            beam = of.experiment.instrument.beam
            for name in of.experiment.detector:
                axis = of.experiment.instrument.axes[name]
                off = angle_between(axis.vector, beam)
                if axis.type != "translation" or not (off < 45 or off > 135):
                    continue
                if off > 135:
                    said = "points to the source: the distance shrinks as its setting grows"
                elif off > _LARGEST:
                    said = f"is {shown(off)}° off the beam, which runs along {vector(beam)}"
                else:
                    continue
                column, rows = of.of_axis(name, "vector[3]")
                yield self.finding(
                    f"{name}, {vector(axis.vector)}, {said}",
                    column,
                    rows or None,
                    block=of.block.name,
                    hint=f"the detector moves along {vector(beam)}; a tilt belongs into "
                    "a rotation of the detector",
                )
