"""Axes as transformations, with the settings that a scan gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.instrument import SAME, Setting
from imgcif_map.reverse.build import Building, Entry, Names
from imgcif_map.reverse.rows import Rows
from imgcif_map.tidy import clean

_UNITS = {"rotation": "deg", "translation": "mm"}
_NOT_MOVED = ("gravity", "source")
Numbers = NDArray[np.float64]


def put_axes(entry: Entry) -> None:
    """Every axis but those of pixels, in the transformations of sample or detector."""
    building = entry.building
    experiment = building.experiment
    axes = experiment.instrument.axes
    pixels = {name for d in entry.detectors for s in d.surfaces for name in s.axes}
    sample = building.group("NXsample", entry.name)
    detector = building.group("NXdetector", entry.name, entry.detectors[0].name)
    on_sample = _carried(building, experiment.goniometer)
    building.axes.clear()
    names: dict[str, Names] = {}
    for name in axes:
        used = (experiment.equipment or {}).get(name, "general")
        if name in pixels or (used in _NOT_MOVED and name not in _carriers(building)):
            continue
        home = sample if name in on_sample or used == "goniometer" else detector
        group = f"{home}/transformations"
        names.setdefault(group, Names(_reserved(axes)))
        own = names[group].name(name)
        if own != name:
            building.report("lossy", f"the axis {name} is called {own}", "_axis.id")
        building.axes[name] = f"{group}/{own}"
    for name, path in building.axes.items():
        building.tree.group(path.rpartition("/")[0], "NXtransformations")
        _put(entry, axes[name], path)
    innermost = next((building.axes[n] for n in experiment.goniometer if n in building.axes), ".")
    building.tree.put(f"{sample}/depends_on", innermost)


def _reserved(axes: Any) -> set[str]:
    """Names of fields that stand beside an axis."""
    return {f"{name}{tail}" for name in axes for tail in ("_end", "_increment_set")} - set(axes)


def _carriers(building: Building) -> set[str]:
    """Axes that carry others."""
    axes = building.experiment.instrument.axes
    return {axis.depends_on for axis in axes.values() if axis.depends_on is not None}


def _carried(building: Building, goniometer: tuple[str, ...]) -> set[str]:
    axes = building.experiment.instrument.axes
    found: set[str] = set()
    for start in goniometer:
        name: str | None = start
        while name is not None and name in axes and name not in found:
            found.add(name)
            name = axes[name].depends_on
    return found


def _put(entry: Entry, axis: Axis, path: str) -> None:
    """One axis with its settings, their ends and increments."""
    building = entry.building
    kind = axis.type if axis.type in _UNITS else "translation"
    values, ends, step = _settings(entry, axis)
    vector = building.turned(axis.vector)
    if axis.type not in _UNITS:
        building.report(
            "lossy", f"the axis {axis.name} is of type {axis.type}: its offset alone is kept",
            "_axis.type",
        )  # fmt: skip
        values, ends, step = 0.0, None, None
    if not vector.any():
        vector = np.array([0.0, 0.0, 1.0])
        if kind == "rotation" or np.any(values):
            building.report("conflict", f"the axis {axis.name} has no direction", "_axis.vector[1]")
    component = _of_axis(building.rows, "equipment_component", axis.name)
    carrier = building.axes.get(axis.depends_on or "", ".")
    building.tree.put(
        path, values, units=_UNITS[kind], transformation_type=kind, vector=vector,
        offset=building.turned(axis.offset), offset_units="mm", depends_on=carrier,
        equipment_component=component,
    )  # fmt: skip
    if ends is not None:
        building.tree.put(f"{path}_end", ends, units=_UNITS[kind])
    if step is not None:
        building.tree.put(f"{path}_increment_set", step, units=_UNITS[kind])


def _of_axis(rows: Rows, item: str, axis: str) -> str | None:
    column, ids = rows.column(f"_axis.{item}"), rows.column("_axis.id")
    if column is None or ids is None or len(column) != len(ids) or axis not in ids.texts:
        return None
    row = ids.texts.index(axis)
    return None if column.nulls is not None and column.nulls[row] else column.texts[row]


def _settings(entry: Entry, axis: Axis) -> tuple[Any, Numbers | None, float | None]:
    """Settings at the start of the frames (one number if it stands still), ends, increment."""
    setting = entry.scan.settings.get(axis.name, Setting())
    frames = max(1, entry.scan.frames)
    kind = "angle" if axis.type == "rotation" else "displacement"
    said = _scan_row(entry, axis.name, kind)
    inside = _inside(entry, axis.name, kind, frames)
    step = setting.step
    if setting.each is None and said is not None:
        step = _start_to_start(said, frames, step)
    if setting.each is not None:
        values: Numbers = np.full(frames, setting.each[-1])
        values[: len(setting.each)] = setting.each[:frames]
        if len(setting.each) < frames:
            later = np.arange(1, frames - len(setting.each) + 1)
            values[len(setting.each) :] = setting.each[-1] + later * step
    else:
        values = _line(setting.start, step, frames)
    if inside is not None:
        return values, _sum(values, inside), None
    width = said[1] if said is not None and np.isfinite(said[1]) else step
    if setting.each is not None:
        return values, None, width if said is not None and abs(width) > SAME else None
    if abs(step) <= SAME and abs(width) <= SAME:
        return float(setting.start), None, None
    between = said is not None and bool(np.isfinite(said[2]))
    return values, _sum(values, np.full(frames, width)) if between else None, float(width)


def _line(start: float, step: float, frames: int) -> Numbers:
    found = _sum(np.full(frames, start), step * np.arange(frames, dtype=np.float64))
    found[0] = start
    return found


def _sum(one: Numbers, other: Numbers) -> Numbers:
    return np.asarray(clean(one + other, np.maximum(np.abs(one), np.abs(other))))


def _start_to_start(said: tuple[float, float, float, float], frames: int, step: float) -> float:
    """The step from frame to frame: with what lies between frames, if the range counts it."""
    _, width, between, whole = said
    if not (np.isfinite(between) and between and np.isfinite(whole) and frames > 1):
        return step
    together = width + between
    if abs((frames - 1) * together + width - whole) <= 1e-6 * max(abs(whole), abs(together)):
        return float(clean(together, max(abs(width), abs(between))))
    return step


def _scan_row(entry: Entry, axis: str, kind: str) -> tuple[float, float, float, float] | None:
    """Start, increment, restart increment and range of DIFFRN_SCAN_AXIS; NaN where not said."""
    rows = _rows_of(entry, "diffrn_scan_axis", axis)
    if not len(rows):
        return None
    found = []
    for part in ("start", "increment", "rstrt_incr", "range"):
        column = entry.building.rows.column(f"_diffrn_scan_axis.{kind}_{part}")
        known = column is not None and not (column.nulls is not None and column.nulls[rows[0]])
        found.append(float(column.numbers[rows[0]]) if column is not None and known else np.nan)
    return found[0], found[1], found[2], found[3]


def _inside(entry: Entry, axis: str, kind: str, frames: int) -> Numbers | None:
    """How far the axis moves within each frame, where every frame says so."""
    column = entry.building.rows.column(f"_diffrn_scan_frame_axis.{kind}_increment")
    ids = entry.building.rows.column("_diffrn_scan_frame_axis.frame_id")
    rows = _rows_of(entry, "diffrn_scan_frame_axis", axis)
    if column is None or ids is None or not len(rows):
        return None
    known = entry.building.rows.frames(entry.chosen.scan)
    found = np.full(frames, np.nan)
    for row in rows.tolist():
        place = known.get(ids.canonical[row] or "", -1)
        if 0 <= place < frames and not (column.nulls is not None and column.nulls[row]):
            found[place] = column.numbers[row]
    return found if np.isfinite(found).all() else None


def _rows_of(entry: Entry, category: str, axis: str) -> NDArray[np.intp]:
    """Rows of a category that are about an axis, and about the scan if they say so."""
    rows = entry.building.rows
    ids = rows.column(f"_{category}.axis_id")
    wanted = rows.canonical("_axis.id", axis)
    if ids is None or wanted is None:
        return np.zeros(0, np.intp)
    keep = np.array([one == wanted for one in ids.canonical])
    scans = rows.column(f"_{category}.scan_id")
    if scans is not None and entry.chosen.scan is not None and len(scans) == len(ids):
        keep &= np.array([one in (entry.chosen.scan, None) for one in scans.canonical])
    return np.flatnonzero(keep)
