"""Draw frames.svg: one beamline, the NeXus and the imgCIF axes on it, and the axis chains.

python docs/figures/frames.py writes the figure beside this file.
"""

from __future__ import annotations

from pathlib import Path

INK, FAINT, BEAM, NEXUS, IMGCIF = "#222", "#888", "#c62828", "#1565c0", "#2e7d32"
Point = tuple[float, float, float]


def screen(point: Point, at: tuple[float, float]) -> tuple[float, float]:
    """Oblique view: NeXus z to the right, y up, x away from the viewer."""
    x, y, z = point
    return at[0] + 78 * z + 38 * x, at[1] - 78 * y - 30 * x


def text(x: float, y: float, words: str, colour: str = INK, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{words}</text>'


def arrow(start: tuple[float, float], end: tuple[float, float], colour: str, dash: str = "") -> str:
    """A line with a drawn head: SVG markers are not shown by every viewer."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1)
    ux, uy = 10 * dx / length, 10 * dy / length
    foot = end[0] - ux, end[1] - uy
    head = [end, (foot[0] - uy / 2.5, foot[1] + ux / 2.5), (foot[0] + uy / 2.5, foot[1] - ux / 2.5)]
    style = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{foot[0]:.1f}" y2="{foot[1]:.1f}" '
        f'stroke="{colour}" stroke-width="2"{style}/><polygon fill="{colour}" points="'
        + " ".join(f"{x:.1f},{y:.1f}" for x, y in head)
        + '"/>'
    )


def scene(at: tuple[float, float]) -> list[str]:
    """Source, beam, sample, goniometer axis and detector, in NeXus coordinates."""
    corners = [(0.9, 0.75, 2.6), (-0.9, 0.75, 2.6), (-0.9, -0.75, 2.6), (0.9, -0.75, 2.6)]
    outline = " ".join("{:.1f},{:.1f}".format(*screen(c, at)) for c in corners)
    source, sample, hit = (screen((0, 0, z), at) for z in (-2.0, 0.0, 2.6))
    far, near = screen((1.4, 0, 0), at), screen((-1.4, 0, 0), at)
    first = screen(corners[0], at)
    return [
        f'<polygon points="{outline}" fill="#eceff1" stroke="{FAINT}"/>',
        arrow(source, (hit[0] - 4, hit[1]), BEAM, "7 4"),
        f'<circle cx="{source[0]}" cy="{source[1]}" r="4" fill="{BEAM}"/>',
        text(source[0] - 16, source[1] + 24, "source", FAINT),
        text(source[0] + 24, source[1] - 12, "beam", BEAM),
        text(sample[0] + 14, sample[1] + 22, "sample", FAINT),
        f'<line x1="{far[0]:.1f}" y1="{far[1]:.1f}" x2="{near[0]:.1f}" y2="{near[1]:.1f}" '
        f'stroke="{FAINT}" stroke-width="5" stroke-opacity="0.35"/>',
        text(near[0] + 14, near[1] + 6, "omega axis", FAINT),
        f'<circle cx="{sample[0]}" cy="{sample[1]}" r="6" fill="{INK}"/>',
        arrow(first, screen((0.1, 0.75, 2.6), at), INK),
        arrow(first, screen((0.9, 0.05, 2.6), at), INK),
        text(first[0] - 24, first[1] + 6, "fast", INK, "end"),
        text(first[0] + 7, first[1] + 40, "slow"),
        text(hit[0] + 4, hit[1] + 92, "detector", FAINT, "middle"),
    ]


def triad(at: tuple[float, float], axes: dict[str, Point], colour: str) -> list[str]:
    parts, origin = [], screen((0, 0, 0), at)
    for name, tip in axes.items():
        end = screen(tip, at)
        parts.append(arrow(origin, end, colour))
        dx, dy = end[0] - origin[0], end[1] - origin[1]
        length = max((dx * dx + dy * dy) ** 0.5, 1)
        level = 22 if name == "Z" else 5  # off the beam
        place = end[0] + 15 * dx / length, end[1] + 15 * dy / length + level
        parts.append(
            f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" fill="{colour}" font-weight="bold" '
            f'text-anchor="middle">{name}</text>'
        )
    return parts


def chain(y: float, title: str, boxes: list[tuple[str, str]]) -> list[str]:
    """Boxes from the axis fixed to the laboratory (left) outwards; arrows are depends_on."""
    parts = [text(30, y - 12, title)]
    for index, (name, note) in enumerate(boxes):
        x = 30 + index * 165
        parts.append(
            f'<rect x="{x}" y="{y}" width="125" height="44" rx="6" fill="white" stroke="{INK}"/>'
        )
        parts.append(text(x + 62, y + (19 if note else 27), name, INK, "middle"))
        if note:
            parts.append(text(x + 62, y + 36, note, FAINT, "middle"))
        if index:
            parts.append(arrow((x - 2, y + 22), (x - 35, y + 22), INK))
    return parts


def figure() -> str:
    left, right = (190.0, 185.0), (605.0, 185.0)
    nexus: dict[str, Point] = {"X": (1.3, 0, 0), "Y": (0, 1.3, 0), "Z": (0, 0, 1.3)}
    imgcif: dict[str, Point] = {"X": (-1.3, 0, 0), "Y": (0, 1.3, 0), "Z": (0, 0, -1.1)}
    parts = [
        text(left[0] + 20, 30, "NeXus (McStas): Z along the beam, Y up", NEXUS, "middle"),
        *scene(left),
        *triad(left, nexus, NEXUS),
        text(right[0] + 20, 30, "imgCIF: X along omega, Z towards the source", IMGCIF, "middle"),
        *scene(right),
        *triad(right, imgcif, IMGCIF),
        *chain(
            360,
            "Goniometer chain: an arrow points to the axis that carries this one",
            [("omega", "rotation"), ("chi", "rotation"), ("phi", "rotation"), ("sample", "")],
        ),
        *chain(
            450,
            "Detector chain: in imgCIF the pixel axes are part of it",
            [
                ("two_theta", "rotation"),
                ("det_z", "translation"),
                ("slow", "pixel axis"),
                ("fast", "pixel axis"),
                ("pixel", ""),
            ],
        ),
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 515" font-family="sans-serif" '
        'font-size="15" role="img"><title>NeXus and imgCIF coordinates and axis chains</title>'
        '<rect width="900" height="515" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(figure(), encoding="utf-8")
