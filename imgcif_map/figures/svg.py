"""Pictures as SVG: whole files, or a part of a page that brings its own style sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from imgcif_map.figures.picture import Mark, Picture, Point
from imgcif_map.figures.theme import palette, style_sheet
from imgcif_map.harmless import safe

HEAD = 9.0
"""Length of the head of an arrow, pixels."""


def svg(picture: Picture, theme: str | None = "light", prefix: str = "figure") -> str:
    """The picture as SVG text; the same picture gives the same bytes.

    Without a theme it is a part of a page, whose style sheet it uses, and ``prefix``
    begins the ids in it. Texts are escaped, whatever stands in them.
    """
    width, height = picture.width, picture.height
    names = f'aria-labelledby="{prefix}-title {prefix}-desc"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        + (f'width="{width}" height="{height}" ' if theme else 'class="figure" ')
        + f'role="img" {names}>',
        f'<title id="{prefix}-title">{escaped(picture.title)}</title>',
        f'<desc id="{prefix}-desc">{escaped(picture.description)}</desc>',
    ]
    if theme:
        lines.append(f"<style>{style_sheet(theme)}</style>")
        ground = palette(theme)["ground"]
        lines.append(f'<rect width="{width}" height="{height}" fill="{ground}"/>')
    lines += ["<g>", *elements(picture.marks), "</g>", "</svg>"]
    return "\n".join(lines) + "\n"


def elements(marks: Iterable[Mark]) -> Iterator[str]:
    """One or two elements for each mark."""
    for mark in marks:
        if mark.kind == "text":
            yield _text(mark)
        elif mark.kind == "dot":
            ((x, y),) = mark.points
            yield f'<circle class="{mark.style}" cx="{short(x)}" cy="{short(y)}" r="4"/>'
        else:
            tag = "polygon" if mark.kind == "face" else "polyline"
            yield f'<{tag} class="{mark.style}" points="{_points(mark.points)}"/>'
            if mark.kind == "arrow":
                head = arrow_head(mark.points)
                if head:
                    yield f'<polygon class="{mark.style} head" points="{_points(head)}"/>'


def _text(mark: Mark) -> str:
    ((x, y),) = mark.points
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    place = f'x="{short(x)}" y="{short(y)}"'
    return f'<text class="{mark.style}" {place}{anchor}>{escaped(mark.text)}</text>'


def arrow_head(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The triangle at the last point; empty where the arrow comes straight at the reader."""
    x, y = points[-1]
    for a, b in reversed(points[:-1]):
        dx, dy = x - a, y - b
        size = math.hypot(dx, dy)
        if size >= HEAD / 3:
            ux, uy = dx / size * HEAD, dy / size * HEAD
            left = (x - ux - uy * 0.45, y - uy + ux * 0.45)
            return ((x, y), left, (x - ux + uy * 0.45, y - uy - ux * 0.45))
    return ()


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{short(x)},{short(y)}" for x, y in points)


def short(value: float) -> str:
    """A coordinate to a tenth of a pixel, without a sign for nothing."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    """Text that is nothing but text in XML and HTML, attributes in double quotes included."""
    return escape(safe(text), {'"': "&quot;", "'": "&#39;"})
