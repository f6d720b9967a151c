"""The surfaces of the detector (ARRAY_STRUCTURE_LIST and the categories around it)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from imgcif_map.experiment.axes import Axes
from imgcif_map.experiment.tables import Table, Tables
from imgcif_map.geometry.instrument import Side, Step, Surface

Key = tuple[str | None, str | None, str | None]
"""Detector element, array and section of the array, as a frame names them."""
Place = tuple[str | None, str | None]
"""Array and section of the array."""
FRAME_ITEMS = ("id", "detector_element_id", "array_id", "array_section_id")
_MOST_PIXELS = 2**40


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of ARRAY_STRUCTURE_LIST."""

    index: int
    precedence: int
    side: Side


def read_surfaces(tables: Tables, axes: Axes) -> dict[Key, Surface]:
    """The surfaces by what a row of DIFFRN_DATA_FRAME says of them.

    Without such rows every array that is described is a surface of its own.
    What is not described (no axes, no precedence) is left out.
    """
    sides = _sides(tables, axes)
    sections = _sections(tables)
    detectors = _detectors(tables)
    keys = list(dict.fromkeys(frame_keys(tables)))
    if not keys:
        keys = [(None, array, section) for array, section in sides]
    display = dict(zip(*_arrays(tables), strict=True))
    described = {array for array, _ in sides}
    only = described.pop() if len(described) == 1 else None
    unnamed = "array_id" not in tables.table("diffrn_data_frame", FRAME_ITEMS)
    found: dict[Key, Surface] = {}
    for key in keys:
        element, array, section = key
        if unnamed and only is not None:
            array = only
        pair = _pair(array, section, sides, sections)
        if pair is not None:
            found[key] = Surface(
                display.get(array) or array or "", pair[0], pair[1], section, element,
                detectors.get(element) if detectors else None,
            )  # fmt: skip
    return found


def frame_keys(tables: Tables) -> Iterable[Key]:
    """Element, array and section of each row of DIFFRN_DATA_FRAME."""
    table = tables.table("diffrn_data_frame", FRAME_ITEMS)
    return zip(*(table.ids(item) for item in FRAME_ITEMS[1:]), strict=True)


def _arrays(tables: Tables) -> tuple[list[str | None], list[str | None]]:
    table = tables.table("array_structure_list", _LIST_ITEMS)
    return table.ids("array_id"), table.texts("array_id")


_LIST_ITEMS = (
    "array_id", "array_section_id", "index", "dimension", "precedence", "direction", "axis_set_id",
)  # fmt: skip


def _sides(tables: Tables, axes: Axes) -> dict[Place, list[_Row]]:
    table = tables.table("array_structure_list", _LIST_ITEMS)
    sets = _axis_sets(tables, axes)
    indices, sizes = table.numbers("index"), table.numbers("dimension", 0.0)
    order = table.numbers("precedence") if "precedence" in table else indices
    found: dict[Place, list[_Row]] = {}
    columns = (table.ids(n) for n in ("array_id", "array_section_id", "direction", "axis_set_id"))
    for row, (array, section, direction, name) in enumerate(zip(*columns, strict=True)):
        steps = sets.get(name)
        if steps and _whole(order[row]):
            size = int(sizes[row]) if _whole(sizes[row]) else 0
            side = Side(size, steps, (direction or "").casefold() == "decreasing")
            index = int(indices[row]) if _whole(indices[row]) else 0
            found.setdefault((array, section), []).append(_Row(index, int(order[row]), side))
    return found


def _whole(number: float) -> bool:
    return bool(np.isfinite(number)) and 1 <= number < _MOST_PIXELS and number == int(number)


def _axis_sets(tables: Tables, axes: Axes) -> dict[str | None, tuple[Step, ...]]:
    """The steps of each axis set; an axis without one is a set of its own name."""
    items = (
        "axis_set_id", "axis_id", "displacement", "displacement_increment",
        "angle", "angle_increment",
    )  # fmt: skip
    table = tables.table("array_structure_list_axis", items)
    named = axes.named(table.ids("axis_id"))
    ids = table.ids("axis_set_id")
    found: dict[str | None, list[Step]] = {}
    for row, axis in enumerate(named):
        if axis is None or axis not in axes.axes:
            continue
        kind = "angle" if axes.axes[axis].type == "rotation" else "displacement"
        first, increment = (table.numbers(n)[row] for n in (kind, f"{kind}_increment"))
        if np.isfinite(first) and np.isfinite(increment):
            own = ids[row] if ids[row] is not None else table.ids("axis_id")[row]
            found.setdefault(own, []).append(Step(axis, float(first), float(increment)))
    return {name: tuple(steps) for name, steps in found.items()}


Span = tuple[int, int, int]
"""Start, end and stride of a section, counted from 1."""


def _sections(tables: Tables) -> dict[Place, dict[int, Span]]:
    items = ("id", "array_id", "index", "start", "end", "stride")
    table = tables.table("array_structure_list_section", items)
    numbers = [table.numbers(n, 1.0 if n == "stride" else 0.0) for n in items[2:]]
    found: dict[Place, dict[int, Span]] = {}
    for row, (name, array) in enumerate(zip(table.ids("id"), table.ids("array_id"), strict=True)):
        values = [column[row] for column in numbers]
        if all(_whole(value) for value in values):
            index, start, end, stride = (int(value) for value in values)
            found.setdefault((array, name), {})[index] = (start, end, stride)
    return found


def _pair(
    array: str | None,
    section: str | None,
    sides: Mapping[Place, list[_Row]],
    sections: Mapping[Place, Mapping[int, Span]],
) -> tuple[Side, Side] | None:
    """The fast and the slow side of an array or a section of it."""
    if section is None:
        return _by_precedence(sides.get((array, None), ()))
    # A section with axes of its own is listed as an array that names it.
    own = [row for (_, name), rows in sides.items() if name == section for row in rows]
    if own:
        return _by_precedence(own)
    spans = sections.get((array, section), {})
    return _by_precedence(
        _Row(row.index, row.precedence, _cut(row.side, spans.get(row.index)))
        for row in sides.get((array, None), ())
    )


def _by_precedence(rows: Iterable[_Row]) -> tuple[Side, Side] | None:
    found: dict[int, Side] = {}
    for row in rows:
        found.setdefault(row.precedence, row.side)
    return (found[1], found[2]) if 1 in found and 2 in found else None


def _cut(side: Side, span: Span | None) -> Side:
    """The part of a side that a section takes."""
    if span is None:
        return side
    start, end, stride = span
    low = side.settings(start - 1)
    steps = tuple(
        Step(s.axis, float(low[s.axis]), (-1 if side.decreasing else 1) * s.increment * stride)
        for s in side.steps
    )
    return Side(max(0, (end - start) // stride + 1), steps)


def _detectors(tables: Tables) -> dict[str | None, str | None]:
    """The detector of each element."""
    table: Table = tables.table("diffrn_detector_element", ("id", "detector_id"))
    return dict(zip(table.ids("id"), table.texts("detector_id"), strict=True))
