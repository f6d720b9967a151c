"""An independent reading of imgCIF geometry, to hold the converter's output against.

Reads a file with gemmi (or PyCifRW) and follows the definitions of AXIS,
DIFFRN_SCAN_AXIS, DIFFRN_SCAN_FRAME_AXIS, ARRAY_STRUCTURE_LIST with its sections and
axes, and ARRAY_DATA with code of its own: nothing of the package is used.
Millimetres, degrees, imgCIF laboratory coordinates; displacements are those of pixel
centres.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import gemmi
import numpy as np

Rows = list[dict[str, str]]
NULL = (".", "?")


def gemmi_rows(path: Path | str, block: int = 0) -> dict[str, Rows]:
    """All categories of a data block as gemmi reads it."""
    found: dict[str, Rows] = {}
    for item in gemmi.cif.read(str(path))[block]:
        if item.pair is not None:
            tags, values = [item.pair[0]], [item.pair[1]]
        else:
            tags, values = item.loop.tags, item.loop.values
        texts = [_text(value) for value in values]
        _collect(found, tags, [texts[i :: len(tags)] for i in range(len(tags))])
    return found


def pycifrw_rows(path: Path | str) -> dict[str, Rows]:
    """All categories of the first data block as PyCifRW reads it."""
    import CifFile

    with contextlib.redirect_stdout(io.StringIO()):
        block = CifFile.ReadCif(str(path), grammar="2.0").first_block()
    found: dict[str, Rows] = {}
    for item in block.item_order:
        if isinstance(item, str):
            _collect(found, [item], [[str(block[item])]])
        else:
            tags = block.loops[item]
            _collect(found, tags, [[str(value) for value in block[tag]] for tag in tags])
    return found


def _collect(found: dict[str, Rows], tags: list[str], columns: list[list[str]]) -> None:
    category = tags[0].split(".", 1)[0].removeprefix("_").lower()
    names = [tag.split(".", 1)[1].lower() for tag in tags]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    if len(rows) == 1 and len(found.get(category, ())) == 1:
        found[category][0].update(rows[0])
    else:
        found.setdefault(category, []).extend(rows)


@dataclass(frozen=True)
class Panel:
    """One detector element at one frame: pixel (i, j), from 0, centre = a + i f + j s."""

    first: np.ndarray
    fast: np.ndarray
    slow: np.ndarray
    n_fast: int
    n_slow: int
    at: Callable[[float, float], np.ndarray]
    """The centre of a pixel from its own settings, without the rounding of a - b + n (c - a)."""

    def centre_of(self, i: float, j: float) -> np.ndarray:
        return self.first + i * self.fast + j * self.slow

    def corners(self) -> np.ndarray:
        """Outer corners, (4, 3): first pixel, end of fast, end of slow, far."""
        low, f, s = -0.5, self.n_fast - 0.5, self.n_slow - 0.5
        return np.array([self.centre_of(*ij) for ij in ((low, low), (f, low), (low, s), (f, s))])

    def crossing(self, beam: np.ndarray) -> tuple[float, float, float]:
        """(i, j, distance) where the line along ``beam`` through the sample meets the plane."""
        i, j, minus_t = np.linalg.solve(np.stack([self.fast, self.slow, beam], axis=1), -self.first)
        return float(i), float(j), float(-minus_t)


class Imgcif:
    """The geometry of one data block, from a file or from rows read otherwise."""

    def __init__(self, source: Path | str | dict[str, Rows], block: int = 0) -> None:
        self._rows = source if isinstance(source, dict) else gemmi_rows(source, block)
        self.axes = {row["id"]: row for row in self.rows("axis")}

    def rows(self, category: str) -> Rows:
        """Rows of a category by object name in lower case; none if it is absent."""
        return self._rows.get(category, [])

    def one(self, name: str) -> str:
        """The value of a data name that has a single one."""
        category, _, item = name.removeprefix("_").lower().partition(".")
        (row,) = self.rows(category)
        return row[item]

    def vector(self, row: Mapping[str, str], name: str) -> np.ndarray:
        values = [row.get(f"{name}[{i}]", ".") for i in (1, 2, 3)]
        return np.array([float(v) if v not in NULL else 0.0 for v in values])

    def direction(self, equipment: str) -> np.ndarray:
        """The vector of the axis with that equipment (``source``, ``gravity``)."""
        row = next(r for r in self.axes.values() if r["equipment"] == equipment)
        return self.vector(row, "vector")

    @property
    def beam(self) -> np.ndarray:
        return -self.direction("source")

    def setting(self, axis: str, scan: str, frame: int) -> float:
        """Setting of an axis at the start of a frame, counted from 1."""
        number = 0.0
        for row in self.rows("diffrn_scan_axis"):
            if row["axis_id"] == axis and row.get("scan_id", scan) == scan:
                kind = "angle" if self.axes[axis]["type"] == "rotation" else "displacement"
                parts = ("start", "increment", "rstrt_incr")
                start, within, between = (_number(row, f"{kind}_{part}") for part in parts)
                number = start + (frame - 1) * (within + between)
        frame_id = self.frame_id(scan, frame)
        for row in self.rows("diffrn_scan_frame_axis"):
            if row["axis_id"] == axis and row["frame_id"] == frame_id:
                kind = "angle" if self.axes[axis]["type"] == "rotation" else "displacement"
                number = _number(row, kind)
        return number

    def frame_id(self, scan: str, frame: int) -> str | None:
        found = [
            row["frame_id"]
            for row in self.rows("diffrn_scan_frame")
            if row.get("scan_id", scan) == scan and int(row["frame_number"]) == frame
        ]
        return found[0] if found else None

    @property
    def scans(self) -> list[str]:
        return [row["id"] for row in self.rows("diffrn_scan")]

    def place(self, axis: str, settings: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
        """(rotation, translation) that an axis and all that carries it do to a point."""
        turn, shift = np.eye(3), np.zeros(3)
        passed: set[str] = set()
        while axis not in NULL:
            assert axis not in passed, f"axis {axis} depends on itself"
            passed.add(axis)
            row = self.axes[axis]
            vector, offset = self.vector(row, "vector"), self.vector(row, "offset")
            value = settings[axis]
            if row["type"] == "rotation":
                own = _rodrigues(vector, value)
                turn, shift = own @ turn, own @ shift + offset
            elif row["type"] == "translation":
                shift = shift + value * vector + offset
            else:
                shift = shift + offset
            axis = row["depends_on"]
        return turn, shift

    def panels(self, scan: str | None = None, frame: int = 1) -> dict[str, Panel]:
        """All detector elements at the start of a frame, by element id."""
        scan = scan or self.scans[0]
        settings = {axis: self.setting(axis, scan, frame) for axis in self.axes}
        return {
            row["detector_element_id"]: self._panel(
                row["array_id"], row.get("array_section_id", "."), settings
            )
            for row in self.data_frames(scan, frame)
        }

    def data_frames(self, scan: str, frame: int) -> Rows:
        """The rows of DIFFRN_DATA_FRAME of a frame, one per detector element."""
        frame_id = self.frame_id(scan, frame)
        return [row for row in self.rows("diffrn_data_frame") if row["id"] == frame_id]

    def section(self, array: str, section: str) -> dict[int, tuple[int, int, int]]:
        """(start, end, stride) of a section of an array by index; empty for the whole array."""
        return {
            int(row["index"]): (int(row["start"]), int(row["end"]), int(row.get("stride", 1)))
            for row in self.rows("array_structure_list_section")
            if row["array_id"] == array and row["id"] == section
        }

    def external(self, frame: int, scan: str | None = None) -> dict[str, str]:
        """The row of ARRAY_DATA_EXTERNAL_DATA that has the image of a frame."""
        images = {
            (row["array_id"], row["binary_id"])
            for row in self.data_frames(scan or self.scans[0], frame)
        }
        assert len(images) == 1, "several images for one frame"
        ids = [
            row["external_data_id"]
            for row in self.rows("array_data")
            if (row["array_id"], row["binary_id"]) in images
        ]
        (found,) = (row for row in self.rows("array_data_external_data") if row["id"] in ids)
        return found

    def dimensions(self, array: str, section: str = ".") -> dict[int, dict[str, str]]:
        """Rows of ARRAY_STRUCTURE_LIST by precedence, of an array or a section of it.

        The section of a shared image is an array of its own in that list, which names
        the section; it must be as long as the section says.
        """
        spans = self.section(array, section)
        assert section in NULL or spans, f"{array} has no section {section}"
        found = {}
        for row in self.rows("array_structure_list"):
            named = row.get("array_section_id", ".")
            if named == section if spans else (row["array_id"] == array and named in NULL):
                found[int(row["precedence"])] = row
                if spans:
                    start, end, stride = spans[int(row["index"])]
                    assert int(row["dimension"]) == (end - start) // stride + 1
        return found

    def surface(self, axis_set: str) -> dict[str, str]:
        """The one axis of an axis set of a detector's surface."""
        (found,) = (
            row
            for row in self.rows("array_structure_list_axis")
            if row.get("axis_set_id", row["axis_id"]) == axis_set
        )
        return found

    def _panel(self, array: str, section: str, settings: dict[str, float]) -> Panel:
        sides = {}
        falling = {}
        for precedence, row in self.dimensions(array, section).items():
            falling[precedence] = row["direction"] == "decreasing"
            sides[precedence] = (int(row["dimension"]), self.surface(row["axis_set_id"]))
        (n_fast, fast), (n_slow, slow) = sides[1], sides[2]
        ends = {1: n_fast - 1, 2: n_slow - 1}
        inner = fast["axis_id"]
        if self.axes[slow["axis_id"]]["depends_on"] == inner:  # the other way round
            inner = slow["axis_id"]

        def centre(i: float, j: float) -> np.ndarray:
            own = dict(settings)
            for precedence, side, index in ((1, fast, i), (2, slow, j)):
                step = _number(side, "displacement_increment")
                at = ends[precedence] - index if falling[precedence] else index
                own[side["axis_id"]] = _number(side, "displacement") + at * step
            return self.place(inner, own)[1]

        first = centre(0, 0)
        return Panel(first, centre(1, 0) - first, centre(0, 1) - first, n_fast, n_slow, centre)

    def sample_rotation(self, scan: str | None = None, frame: int = 1) -> np.ndarray:
        """What the goniometer does to the sample at the start of a frame, (3, 3)."""
        scan = scan or self.scans[0]
        gonio = {k: r for k, r in self.axes.items() if r["equipment"] == "goniometer"}
        carriers = {row["depends_on"] for row in gonio.values()}
        innermost = [axis for axis in gonio if axis not in carriers]
        assert len(innermost) <= 1, "several goniometer chains"
        if not innermost:
            return np.eye(3)
        settings = {axis: self.setting(axis, scan, frame) for axis in self.axes}
        return self.place(innermost[0], settings)[0]

    def to_nexus(self) -> np.ndarray:
        """M with ``v_nexus = M v_imgcif``, from the SOURCE and GRAVITY axes alone."""
        z = self.beam / np.linalg.norm(self.beam)
        x = np.cross(z, self.direction("gravity"))
        x /= np.linalg.norm(x)
        return np.array([x, np.cross(z, x), z])


def _text(value: str) -> str:
    return value if value in NULL else gemmi.cif.as_string(value)


def _number(row: Mapping[str, str], name: str) -> float:
    text = row.get(name, ".")
    return float(text) if text not in NULL else 0.0


def _rodrigues(vector: np.ndarray, degrees: float) -> np.ndarray:
    """Columns: where the three unit vectors go under a right-handed turn."""
    k = vector / np.linalg.norm(vector)
    angle = math.radians(degrees)

    def turned(p: np.ndarray) -> np.ndarray:
        along = (k @ p) * k
        return along + math.cos(angle) * (p - along) + math.sin(angle) * np.cross(k, p)

    return np.stack([turned(p) for p in np.eye(3)], axis=1)
