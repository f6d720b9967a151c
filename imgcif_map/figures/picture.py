"""A flat figure as data: marks in pixels, Y downwards, the first ones below the others."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing drawn."""

    kind: str
    """``line``, ``face`` (closed), ``arrow`` (its head at the last point), ``dot``, ``text``."""
    style: str
    """What it stands for; see :mod:`imgcif_map.figures.theme`."""
    points: tuple[Point, ...]
    text: str = ""
    anchor: str = "middle"
    """Of a text: which end of it stands at the point: ``start``, ``middle``, ``end``."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A flat figure. Pixels."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    title: str
    description: str
    """What one sees, for those who cannot see it."""
