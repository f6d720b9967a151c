"""Random instruments as imgCIF text, for laws that hold for all of them (hypothesis)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

coordinates = st.floats(-500, 500, allow_nan=False).map(lambda x: round(x, 6))
angles = st.floats(-360, 360, allow_nan=False).map(lambda x: round(x, 6))
TYPES = st.sampled_from(("rotation", "translation", "general"))


@st.composite
def directions(draw: Any) -> tuple[float, float, float]:
    vector = np.array([draw(st.floats(-1, 1)) for _ in range(3)])
    size = np.linalg.norm(vector)
    unit = vector / size if size > 0.1 else np.array([0.0, 0.0, -1.0])
    return tuple(float(x) for x in unit)


@dataclass(frozen=True)
class AxisRow:
    name: str
    type: str
    equipment: str
    parent: str
    vector: tuple[float, float, float]
    offset: tuple[float, float, float]

    @property
    def text(self) -> str:
        numbers = " ".join(repr(x) for x in (*self.vector, *self.offset))
        return f"{self.name} {self.type} {self.equipment} {self.parent} {numbers}"


@dataclass(frozen=True)
class Made:
    """An instrument: its text and what there is in it."""

    text: str
    elements: tuple[str, ...]
    scans: tuple[str, ...]
    frames: int


@st.composite
def chains(draw: Any, equipment: str, letter: str, most: int) -> list[AxisRow]:
    """A chain of axes, outermost first."""
    found: list[AxisRow] = []
    for number in range(draw(st.integers(0, most))):
        offset = tuple(draw(st.tuples(coordinates, coordinates, coordinates)))
        parent = found[-1].name if found else "."
        name = f"{letter}{number}"
        found.append(AxisRow(name, draw(TYPES), equipment, parent, draw(directions()), offset))
    return found


def loop(category: str, items: str, rows: list[str]) -> str:
    names = "\n".join(f" _{category}.{item}" for item in items.split())
    return f"loop_\n{names}\n" + "\n".join(rows) + "\n" if rows else ""


@st.composite
def instruments(draw: Any, most_elements: int = 3) -> Made:
    """Chains of axes, one or several elements of their own or on one chain, one or two scans."""
    sample = draw(chains("goniometer", "g", 4))
    carriers = draw(chains("detector", "d", 4))
    elements = [f"e{i}" for i in range(draw(st.integers(1, most_elements)))]
    scans = [f"S{i}" for i in range(draw(st.integers(1, 2)))]
    frames = draw(st.integers(1, 3))
    axes, structure, steps = [*sample, *carriers], [], []
    for number, _ in enumerate(elements):
        parent = carriers[-1].name if carriers else "."
        axes += draw(_pixel_axes(number, parent))
        for index, kind in ((1, "f"), (2, "s")):
            way = draw(st.sampled_from(("increasing", "decreasing")))
            size = draw(st.integers(1, 4000))
            structure.append(f"A{number} {index} {index} {size} {way} {kind}{number}")
            first, step = (draw(st.floats(-2, 2)), draw(st.floats(0.01, 0.2)))
            steps.append(f"{kind}{number} {kind}{number} {first!r} {step!r}")
    text = "#\\#CIF_2.0\ndata_made\n" + "".join(
        (
            loop("axis", "id type equipment depends_on vector[1] vector[2] vector[3] offset[1] "
                 "offset[2] offset[3]", [axis.text for axis in axes]),
            loop("array_structure_list", "array_id index precedence dimension direction "
                 "axis_set_id", structure),
            loop("array_structure_list_axis", "axis_set_id axis_id displacement "
                 "displacement_increment", steps),
            loop("diffrn_detector_element", "id detector_id", [f"{e} D" for e in elements]),
            loop("diffrn_scan", "id frames", [f"{s} {frames}" for s in scans]),
            *draw(_settings([*sample, *carriers], scans, frames)),
            loop("diffrn_scan_frame", "frame_id scan_id frame_number",
                 [f"{s}F{n} {s} {n}" for s in scans for n in range(1, frames + 1)]),
            loop("diffrn_data_frame", "id detector_element_id array_id binary_id",
                 [f"{s}F{n} {e} A{i} {n}" for s in scans for n in range(1, frames + 1)
                  for i, e in enumerate(elements)]),
        )
    )  # fmt: skip
    return Made(text, tuple(elements), tuple(scans), frames)


@st.composite
def _pixel_axes(draw: Any, number: int, parent: str) -> list[AxisRow]:
    offsets = [tuple(draw(st.tuples(coordinates, coordinates, coordinates))) for _ in range(2)]
    slow = AxisRow(f"s{number}", "translation", "detector", parent, draw(directions()), offsets[0])
    fast = AxisRow(f"f{number}", "translation", "detector", slow.name, draw(directions()),
                   offsets[1])  # fmt: skip
    return [slow, fast]


@st.composite
def _settings(draw: Any, axes: list[AxisRow], scans: list[str], frames: int) -> tuple[str, str]:
    whole, single = [], []
    for scan in scans:
        for axis in axes:
            if axis.type != "general" and draw(st.booleans()):
                values = " ".join(repr(draw(angles)) for _ in range(6))
                whole.append(f"{scan} {axis.name} {values}")
            if axis.type != "general" and draw(st.booleans()):
                for n in range(1, frames + 1):
                    single.append(f"{scan}F{n} {axis.name} {draw(angles)!r} {draw(angles)!r}")
    return (
        loop("diffrn_scan_axis", "scan_id axis_id angle_start angle_increment angle_rstrt_incr "
             "displacement_start displacement_increment displacement_rstrt_incr", whole),
        loop("diffrn_scan_frame_axis", "frame_id axis_id angle displacement", single),
    )  # fmt: skip
