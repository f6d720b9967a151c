"""The coverage of rotations: a dial for each axis and setting of the others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from imgcif_map.figures.numbers import degrees, many, whole
from imgcif_map.figures.picture import Mark, Picture, Point
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.coverage import Coverage
from imgcif_map.harmless import shortened

MOST = 12
CELL = 190
COLUMNS = 3
RADIUS = 50
_MOST_ARCS = 60
_STEP = 4.0


def coverage_picture(covered: Sequence[Coverage]) -> Picture:
    """Dials, 0 degrees to the right, angles against the clock; GeometryError if nothing turns."""
    if not covered:
        raise GeometryError("no axis of the sample turns in any scan")
    shown = covered[:MOST]
    columns = min(COLUMNS, len(shown))
    rows = -(-len(shown) // columns)
    more = len(covered) - len(shown)
    height = rows * (CELL + 24) + (24 if more else 0)
    marks: list[Mark] = []
    for place, one in enumerate(shown):
        row, column = divmod(place, columns)
        marks += _dial(one, CELL * (column + 0.5), row * (CELL + 24) + CELL / 2 - 8)
    if more:
        text = f"and {many(more, 'setting')} more"
        marks.append(Mark("text", "dial", ((CELL * columns / 2, height - 8),), text))
    words = "; ".join(described(one) for one in shown)
    title = "Coverage of the rotations"
    return Picture(CELL * columns, height, tuple(marks), title, f"{words}.")


def dial_pictures(covered: Sequence[Coverage]) -> tuple[Picture, ...]:
    """The same dials as a figure each, for a page that arranges them."""
    height = CELL + (24 if any(one.others for one in covered[:MOST]) else 0)
    return tuple(
        Picture(
            CELL, height, tuple(_dial(one, CELL / 2, CELL / 2 - 8)),
            f"Coverage of {shortened(one.axis, 22)}", f"{described(one)}.",
        )
        for one in covered[:MOST]
    )  # fmt: skip


def described(one: Coverage) -> str:
    """``omega: 180° (0° to 180°), kappa at -60°, scans 1, 2`` without the scans."""
    arcs = ", ".join(f"{degrees(a, 2)} to {degrees(b, 2)}" for a, b in one.arcs[:4])
    arcs += ", …" if len(one.arcs) > 4 else ""
    text = f"{shortened(one.axis, 22)} covers {degrees(one.total, 2)} ({arcs})"
    return text + (f" with {fixed(one)}" if one.others else "")


def fixed(one: Coverage, most: int = 4) -> str:
    """The settings of the other rotations."""
    named = [f"{shortened(name, 22)} at {degrees(value, 2)}" for name, value in one.others[:most]]
    return ", ".join(named) + (", …" if len(one.others) > most else "")


def _dial(one: Coverage, x: float, y: float) -> Iterator[Mark]:
    yield Mark("line", "dial", _arc(x, y, RADIUS, 0, 360))
    for angle in (0, 90, 180, 270):
        a, b = _arc(x, y, RADIUS - 4, angle, angle)[0], _arc(x, y, RADIUS + 4, angle, angle)[0]
        yield Mark("line", "dial", (a, b))
    (right, level) = (x + RADIUS + 9, y + 5)
    yield Mark("text", "dial", ((right, level),), "0°", "start")
    yield Mark("text", "dial", ((x, y - RADIUS - 9),), "90°")
    for start, end in one.arcs[:_MOST_ARCS]:
        yield Mark("line", "arc", _arc(x, y, RADIUS, start, max(end, start + 1.5)))
    yield Mark("text", "axis name", ((x, y - 3),), shortened(one.axis, 11))
    yield Mark("text", "", ((x, y + 15),), degrees(one.total, 1))
    scans = one.scans[0] if len(one.scans) == 1 else f"{whole(len(one.scans))} scans"
    yield Mark("text", "dial", ((x, y + RADIUS + 20),), shortened(scans, 22))
    if one.others:
        text = ", ".join(f"{shortened(n, 9)} {degrees(v, 1)}" for n, v in one.others[:2])
        text += ", …" if len(one.others) > 2 else ""
        yield Mark("text", "dial", ((x, y + RADIUS + 38),), shortened(text, 25))


def _arc(x: float, y: float, radius: float, start: float, end: float) -> tuple[Point, ...]:
    steps = max(1, math.ceil((end - start) / _STEP))
    angles = (math.radians(start + (end - start) * k / steps) for k in range(steps + 1))
    return tuple((x + radius * math.cos(a), y - radius * math.sin(a)) for a in angles)
