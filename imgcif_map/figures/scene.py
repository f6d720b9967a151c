"""A figure in space as data, and how it looks from somewhere.

A scene has X to the right (along the beam where it is not vertical), Y up and Z to
the reader. Its points are whole numbers, :data:`UNIT` for the radius of a sphere
round all of it, so that the same experiment gives the same bytes, here and in a script.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from imgcif_map.errors import UsageError
from imgcif_map.figures.picture import Mark, Picture, Point

UNIT = 5000
WIDTH, HEIGHT = 480, 400
MARGIN = 30
LINE = 15
"""Between two lines of labels, pixels."""
LETTER, CAPITAL, BOLD = 7.8, 9.8, 1.12
"""Width of letters, roughly, pixels; how much wider they are in bold."""
INSET = 30
"""Length of the arrows of the coordinate system, pixels."""
LARGEST = 1.45
"""How much more than the sphere's the scale may be where a view leaves room."""
Spot = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to draw: a mark in space."""

    kind: str
    style: str
    points: tuple[Spot, ...]
    """Of a text: its place, and perhaps a second point that it keeps away from."""
    text: str = ""
    inset: bool = False
    """True for what only turns and stands in a corner: the coordinate system."""


@dataclass(frozen=True, slots=True)
class View:
    """Where one looks from. Degrees."""

    azimuth: float = 35.0
    """About the vertical: 0 from the side, 90 from the source along the beam."""
    elevation: float = 22.0
    """Above the horizon: 90 from above."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.azimuth) and math.isfinite(self.elevation)):
            raise UsageError("a view needs two finite angles")


@dataclass(frozen=True, slots=True)
class Scene:
    """A figure in space."""

    parts: tuple[Part, ...]
    title: str
    description: str
    view: View = View()

    def plain(self) -> dict[str, object]:
        """The scene for a script: JSON-ready, short."""
        return {
            "unit": UNIT,
            "size": [WIDTH, HEIGHT],
            "view": [self.view.azimuth, self.view.elevation],
            "parts": [
                [part.kind, part.style, [n for spot in part.points for n in spot], part.text,
                 int(part.inset)]
                for part in self.parts
            ],
        }  # fmt: skip

    def seen(self, view: View | None = None) -> Picture:
        """The scene from somewhere, the nearest in front."""
        marks = tuple(_marks(self.parts, view or self.view))
        return Picture(WIDTH, HEIGHT, marks, self.title, self.description)


def _marks(parts: Sequence[Part], view: View) -> Iterator[Mark]:
    turned = [(part, [_turned(spot, view) for spot in part.points]) for part in parts]
    scale, (across, down) = _fit([p for part, ps in turned if not part.inset for p in ps])
    corner = (MARGIN + INSET, HEIGHT - MARGIN - INSET)

    def place(part: Part, x: float, y: float) -> Point:
        if part.inset:
            return corner[0] + x * INSET / UNIT, corner[1] - y * INSET / UNIT
        return WIDTH / 2 + (x - across) * scale, HEIGHT / 2 - (y - down) * scale

    solid = [(part, ps) for part, ps in turned if part.kind != "text"]
    for part, ps in sorted(solid, key=lambda pair: (pair[0].inset, _depth(pair[1]))):
        yield Mark(part.kind, part.style, tuple(place(part, x, y) for x, y, _ in ps))
    labels = [
        (part, [place(part, x, y) for x, y, _ in ps]) for part, ps in turned if part.kind == "text"
    ]
    labels.sort(key=lambda label: not label[0].inset)
    yield from placed(labels)


def _turned(spot: Spot, view: View) -> tuple[float, float, float]:
    a, b = math.radians(view.azimuth), math.radians(view.elevation)
    x, y, z = spot
    across, deep = x * math.cos(a) + z * math.sin(a), z * math.cos(a) - x * math.sin(a)
    return across, y * math.cos(b) - deep * math.sin(b), y * math.sin(b) + deep * math.cos(b)


def _depth(points: Iterable[tuple[float, float, float]]) -> float:
    """Whole, so that what is as far stays in the order of the scene."""
    depths = [z for _, _, z in points]
    return round(sum(depths) / max(1, len(depths)))


def _fit(points: Sequence[tuple[float, float, float]]) -> tuple[float, Point]:
    """Pixels per unit, and what comes to the middle."""
    room = (WIDTH / 2 - MARGIN, HEIGHT / 2 - MARGIN)
    sphere = min(room) / UNIT
    if not points:
        return sphere, (0.0, 0.0)
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    half = (max(1.0, (max(xs) - min(xs)) / 2), max(1.0, (max(ys) - min(ys)) / 2))
    scale = min(room[0] / half[0], room[1] / half[1])
    return min(scale, LARGEST * sphere), middle


def placed(labels: Iterable[tuple[Part, list[Point]]]) -> Iterator[Mark]:
    """Texts beside what they name, none over another, all inside the picture."""
    taken: list[tuple[float, float, float]] = []
    for part, points in labels:
        x, y = points[0]
        dx, dy = 0.0, -1.0
        if len(points) > 1:
            size = math.hypot(x - points[1][0], y - points[1][1])
            if size > 1:
                dx, dy = (x - points[1][0]) / size, (y - points[1][1]) / size
        anchor = "start" if dx > 0.35 else "end" if dx < -0.35 else "middle"
        x, y = x + 9 * dx, y + 11 * dy + 5
        wide = _width(part)
        left = x - (0 if anchor == "start" else wide if anchor == "end" else wide / 2)
        left = min(max(left, 4), max(4, WIDTH - 4 - wide))
        for _ in range(12):
            if not any(abs(y - b) < LINE and left < a + w and a < left + wide for a, b, w in taken):
                break
            y += LINE if dy >= 0 else -LINE
        y = min(max(y, LINE), HEIGHT - 5)
        taken.append((left, y, wide))
        yield Mark("text", part.style, ((left, y),), part.text, "start")


def _width(part: Part) -> float:
    capitals = sum("A" <= letter <= "Z" for letter in part.text)
    wide = LETTER * (len(part.text) - capitals) + CAPITAL * capitals
    return wide * (BOLD if "name" in part.style else 1)
