"""Which rings of equal resolution to draw."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from imgcif_map.geometry.aim import resolution

ROUND = (
    100, 50, 40, 30, 20, 15, 10, 8, 6, 5, 4, 3.5, 3, 2.5, 2.2, 2, 1.8, 1.6, 1.5, 1.4, 1.3, 1.2,
    1.1, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1,
)  # fmt: skip
_ANGLES = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165)
MOST = 6
Ring = tuple[float, str]
"""2 theta in degrees, and what it is called."""


def angle_of(spacing: float, wavelength: float) -> float | None:
    """2 theta in degrees of a spacing in ångström; None if the wavelength is too long for it."""
    sine = wavelength / (2 * spacing)
    return math.degrees(2 * math.asin(sine)) if sine <= 1 else None


def rings(
    highest: float,
    wavelength: float | None,
    taken: Sequence[float] = (),
    lowest: float = 0.0,
    most: int = MOST,
) -> tuple[Ring, ...]:
    """Rings at round values between two angles, apart from each other and from ``taken``.

    Without a wavelength they are those of round angles.
    """
    gap = (highest - lowest) / (most + 1.5)
    found: list[Ring] = []
    for angle, name in (*_round(wavelength), *_even(lowest, highest, wavelength)):
        near = [*(ring for ring, _ in found), *taken, 0.0]
        inside = lowest <= angle <= highest - 0.005 * (highest - lowest)
        if inside and min(abs(angle - other) for other in near) >= gap:
            found.append((angle, name))
        if len(found) == most:
            break
    return tuple(sorted(found))


def _round(wavelength: float | None) -> list[Ring]:
    if wavelength is None:
        return [(float(angle), f"{angle}°") for angle in _ANGLES]
    angles = ((angle_of(d, wavelength), f"{d:g} Å") for d in ROUND)
    return [(angle, name) for angle, name in angles if angle is not None]


def _even(lowest: float, highest: float, wavelength: float | None) -> Iterator[Ring]:
    """For a range in which hardly a round value lies: values of three digits."""
    for part in (0.5, 0.2, 0.8):
        angle = lowest + part * (highest - lowest)
        if wavelength is None:
            yield float(f"{angle:.3g}"), f"{angle:.3g}°"
        elif angle > 0:
            spacing = float(f"{float(resolution(angle, wavelength)):.3g}")
            exact = angle_of(spacing, wavelength)
            if exact is not None:
                yield exact, f"{spacing:g} Å"
