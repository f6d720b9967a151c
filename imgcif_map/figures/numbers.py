"""Numbers and names as figures and reports write them."""

from __future__ import annotations

import math

DEGREE, ANGSTROM = "°", "Å"


def number(value: float, places: int = 3) -> str:
    """``287.222``, ``0.1``: at most so many decimals, none that are 0; large ones by powers."""
    if not math.isfinite(value):
        return "?"
    if abs(value) >= 1e7:
        return f"{value:.3g}"
    if value and abs(value) < 0.5 * 10**-places:
        return f"{value:.2g}"
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def degrees(value: float, places: int = 3) -> str:
    """An angle."""
    return f"{number(value, places)}{DEGREE}"


def angstrom(value: float, places: int = 5) -> str:
    """A wavelength."""
    return f"{number(value, places)} {ANGSTROM}"


def spacing(value: float) -> str:
    """A resolution: ``2.10 Å``, ``24.3 Å``."""
    if not math.isfinite(value) or value >= 1000:
        return f"{number(value, 0)} {ANGSTROM}"
    return f"{value:.1f} {ANGSTROM}" if value >= 10 else f"{value:.2f} {ANGSTROM}"


def whole(value: int) -> str:
    """``3,600``."""
    return f"{value:,}"


def many(value: int, noun: str, plural: str = "") -> str:
    """``1 frame``, ``3,600 frames``."""
    return f"{whole(value)} {noun if value == 1 else plural or noun + 's'}"
