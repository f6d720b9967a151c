"""Which rings of equal resolution to draw."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

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
    highest: float, wavelength: float | None, taken: Sequence[float] = (), most: int = MOST
) -> tuple[Ring, ...]:
    """Rings at round values up to 2 theta ``highest``, apart from each other and from ``taken``.

    Without a wavelength they are those of round angles.
    """
    if wavelength is None:
        named = [(float(angle), f"{angle}°") for angle in _ANGLES]
    else:
        lowest = float(resolution(highest, wavelength)) if highest > 0 else math.inf
        spacings = [d for d in ROUND if d >= lowest] or [_two_digits(lowest * f) for f in (4, 2, 1)]
        angles = [(angle_of(d, wavelength), f"{d:g} Å") for d in spacings]
        named = [(angle, name) for angle, name in angles if angle is not None]
    found: list[Ring] = []
    gap = highest / (most + 1.5)
    for angle, name in named:
        near = [*(ring for ring, _ in found), *taken, 0.0]
        if angle <= highest * 0.995 and min(abs(angle - other) for other in near) >= gap:
            found.append((angle, name))
    return tuple(found[:most])


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}") if np.isfinite(value) else 1.0
