"""The scans of a data block (DIFFRN_SCAN and the categories around it)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from imgcif_map.experiment.axes import Axes
from imgcif_map.experiment.frames import MOST_FRAMES, Frames, read_frames, surfaces_by_scan
from imgcif_map.experiment.grouped import Rows, by_code, coded
from imgcif_map.experiment.surfaces import Key
from imgcif_map.experiment.tables import Table, Tables
from imgcif_map.geometry.instrument import Scan, Setting, Surface

_PARTS = ("start", "increment", "rstrt_incr")
_SCAN_SETTINGS = tuple(f"{kind}_{part}" for kind in ("angle", "displacement") for part in _PARTS)
_FRAME_SETTINGS = ("angle", "angle_increment", "displacement", "displacement_increment")
Settings = dict[str, Setting]


def read_scans(
    tables: Tables, axes: Axes, surfaces: Mapping[Key, Surface]
) -> tuple[tuple[Scan, str | None], ...]:
    """The scans, each with the ``_diffrn.id`` that it states.

    A single scan need not be listed, nor named by its axes and frames.
    """
    table = tables.table("diffrn_scan", ("id", "frames", "diffrn_id"))
    frames = read_frames(tables)
    ids, texts, diffrn = (table.ids("id"), table.texts("id"), table.texts("diffrn_id"))
    counts = table.numbers("frames", np.nan)
    if not table.rows:
        named: list[str | None] = [one for one in frames.coded[0] if one is not None]
        ids = texts = named or [None]
        diffrn, counts = [None] * len(ids), np.full(len(ids), np.nan)
    alone = ids[0] if len(ids) == 1 else None
    last = _last(frames, alone)
    sizes = {one: _count(counts[row], last.get(one, 0)) for row, one in enumerate(ids)}
    settings = _settings(tables, axes, alone)
    listed = _listed(tables, axes, frames, sizes, settings, alone)
    seen = surfaces_by_scan(tables, frames, surfaces)
    return tuple(
        (
            Scan(
                texts[row] or "1",
                sizes[one],
                _both(settings.get(one), listed.get(one)),
                seen.get(one, ()),
            ),
            diffrn[row],
        )
        for row, one in enumerate(ids)
    )


def _both(whole: Settings | None, listed: Settings | None) -> Settings:
    """Settings of a whole scan, and those of its frames, which win."""
    return {**(whole or {}), **listed} if listed else whole or {}


def _count(stated: float, last: int) -> int:
    return int(stated) if 1 <= stated < MOST_FRAMES else max(1, last)


def _last(frames: Frames, alone: str | None) -> dict[str | None, int]:
    """The highest frame number of each scan."""
    different, codes = frames.coded
    groups = by_code(codes)
    return {
        alone if different[code] is None else different[code]: int(frames.places[rows].max()) + 1
        for code, rows in groups.items()
    }


def _settings(tables: Tables, axes: Axes, alone: str | None) -> dict[str | None, Settings]:
    """Settings of whole scans (DIFFRN_SCAN_AXIS)."""
    table = tables.table("diffrn_scan_axis", ("scan_id", "axis_id", *_SCAN_SETTINGS))
    numbers = {name: table.numbers(name).tolist() for name in _SCAN_SETTINGS}
    own = {name: [numbers[f"{_kind(axes, name)}_{part}"] for part in _PARTS] for name in axes.axes}
    found: dict[str | None, Settings] = {}
    pairs = zip(table.ids("scan_id"), axes.named(table.ids("axis_id")), strict=True)
    for row, (scan, axis) in enumerate(pairs):
        if axis is None or axis not in own:
            continue
        start, width, between = (values[row] for values in own[axis])
        if math.isfinite(start) and math.isfinite(width):
            of = alone if scan is None else scan
            known = found.setdefault(of, {})
            if axis not in known:
                # What it moves between two frames comes on top of what it moves in one.
                apart = between if math.isfinite(between) else 0.0
                known[axis] = Setting(start, width + apart, None, width)
    return found


def _kind(axes: Axes, axis: str) -> str:
    return "angle" if axes.axes[axis].type == "rotation" else "displacement"


def _listed(
    tables: Tables,
    axes: Axes,
    frames: Frames,
    sizes: Mapping[str | None, int],
    known: Mapping[str | None, Settings],
    alone: str | None,
) -> dict[str | None, Settings]:
    """Settings that are stated frame by frame (DIFFRN_SCAN_FRAME_AXIS)."""
    table = tables.table("diffrn_scan_frame_axis", ("frame_id", "axis_id", *_FRAME_SETTINGS))
    if not table.rows or not frames.ids:
        return {}
    rows = frames.rows(table.ids("frame_id"))
    scans, scan_codes = frames.coded
    names, axis_codes = coded(axes.named(table.ids("axis_id")))
    codes = np.where(rows >= 0, scan_codes[rows] * len(names) + axis_codes, -1)
    at = np.where(rows >= 0, frames.places[rows], -1)
    found: dict[str | None, Settings] = {}
    for code, own in by_code(codes).items():
        scan, axis = scans[code // len(names)], names[code % len(names)]
        scan = alone if scan is None else scan
        if axis is None or axis not in axes.axes:
            continue
        start = known.get(scan, {}).get(axis, Setting())
        own = own[(at[own] >= 0) & (at[own] < sizes.get(scan, 0))]
        if len(own):
            kind = _kind(axes, axis)
            setting = _setting(table, kind, own, at[own], sizes[scan], start)
            if setting is not None:
                found.setdefault(scan, {})[axis] = setting
    return found


def _setting(
    table: Table, kind: str, rows: Rows, at: Rows, count: int, known: Setting
) -> Setting | None:
    """The setting of an axis; frames that are not listed are as the scan says."""
    if kind not in table:
        return None
    values = table.numbers(kind)[rows]
    good = np.isfinite(values)
    if not good.any():
        return None
    # Frames that nothing is said of need no place in memory.
    last = int(at.max()) + 1
    if last > 2 * len(rows) + 1:
        return Setting(float(values[good][0]), known.step, None, known.width)
    size = count if count <= 2 * len(rows) + 1 else last
    each: NDArray[np.float64] = known.start + known.step * np.arange(size, dtype=np.float64)
    each[at[good]] = values[good]
    width = float(table.numbers(f"{kind}_increment")[rows[0]])
    return Setting.listed(each, width if np.isfinite(width) and width else known.width or None)
