"""Functions that follow the chain of axes: where the beam meets the detector.

They compute from the tables ``axes``, ``settings`` and ``modules`` what the source
also states outright (distance, beam centre), so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from imgcif_map.geometry.axes import Axis, chain, compose, split_length
from imgcif_map.geometry.detector import Crossing, Module, nearest, vertical_offset
from imgcif_map.geometry.vectors import GeometryError, normalised, vector3
from imgcif_map.mapping.functions.geometry import carrier
from imgcif_map.mapping.functions.registry import Call, Records, function
from imgcif_map.mapping.functions.support import derive, length_in_mm, numbers, numbers_in
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record

_GROUP = "geometry"


@function(_GROUP, result="distance along the beam", unit="millimetres")
def chain_distance(call: Call, modules: Records) -> Quantity | None:
    """How far the detector is from the sample along the beam, by its chain of axes.

    ``modules``: rows with fast, slow, offset, depends_on, pitches and sizes; axes
    and settings come from the tables of these names, at the first frame. Of several
    modules the one that the beam hits, or nearest to it. Scalar, negative if the
    plane of the module is met on the side of the source. Missing if the chain is not
    complete or the beam runs parallel to it. Unit: millimetres. No inverse.
    """
    found = _crossing(call, modules)
    return derive(found[1].distance, "millimetres", *found[0]) if found is not None else None


@function(_GROUP, result="(fast, slow) where the beam meets the detector", unit="pixels")
def chain_centre(call: Call, modules: Records) -> Quantity | None:
    """Where the beam meets the detector, by its chain of axes: (fast, slow).

    As chain_distance; the point may lie outside the module. Counted in pixels from
    the source's reference point of the module's first pixel. Shape (2,).
    Unit: pixels. No inverse.
    """
    found = _crossing(call, modules)
    if found is None:
        return None
    return derive(np.array([found[1].fast, found[1].slow]), "pixels", *found[0])


@function(_GROUP, result="height of the detector above the beam", unit="millimetres")
def chain_voffset(call: Call, modules: Records) -> Quantity | None:
    """How far the detector's centre is above the beam, by its chain of axes.

    As chain_distance; up is the frame's, at right angles to the beam. Scalar.
    Unit: millimetres. For ``_diffrn_measurement.sample_detector_voffset``.
    No inverse.
    """
    placed = _placed(call, modules)
    if not placed or not all(m.n_fast and m.n_slow for _, m in placed):
        return None
    height = vertical_offset([m for _, m in placed], call.beam(), call.up())
    return derive(height, "millimetres", *(q for parts, _ in placed for q in parts))


@function(_GROUP, result="rotation, still, raster or vector", yields="text", unit="none")
def scan_kind(call: Call, settings: Records | None) -> Quantity:
    """The strategy of a scan, from the goniometer axes that move in it.

    ``settings``: rows with the fields type (or axis/type), values, ends and step of
    one scan's goniometer axes. ``rotation``: a rotation moves and no translation;
    ``raster``: two or more translations move; ``vector``: one translation moves, or
    a rotation and translations; ``still``: nothing moves. Text. For
    ``_diffrn_scan_collection.type``. Unit: none. No inverse.
    """
    moving = {"rotation": 0, "translation": 0}
    parts: list[Quantity] = []
    for row in settings or ():
        kind = _field_text(call, row, "type")
        moves, read = _moves(call, row)
        parts.extend(read)
        if kind in moving and moves:
            moving[kind] += 1
    if moving["translation"] >= 2 and not moving["rotation"]:
        answer = "raster"
    elif moving["translation"]:
        answer = "vector"
    else:
        answer = "rotation" if moving["rotation"] else "still"
    return derive(answer, None, *parts)


def _moves(call: Call, row: Record) -> tuple[bool, list[Quantity]]:
    read = {name: _field(call, row, name) for name in ("values", "ends", "step")}
    values, ends, step = (read[name] for name in ("values", "ends", "step"))
    present = [q for q in read.values() if q is not None]
    arrays = [numbers(q) for q in (values, ends) if q is not None]
    flat = np.concatenate([np.ravel(a) for a in arrays]) if arrays else np.zeros(0)
    if flat.size > 1:
        return bool(np.ptp(flat) > 1e-9 * max(1.0, float(np.max(np.abs(flat))))), present
    return step is not None and bool(numbers(step).any()), present


def _crossing(call: Call, modules: Records) -> tuple[list[Quantity], Crossing] | None:
    placed = _placed(call, modules)
    if not placed:
        return None
    hit = nearest([module for _, module in placed], call.beam())
    return (placed[hit[0]][0], hit[1]) if hit is not None else None


def _placed(call: Call, modules: Records) -> list[tuple[list[Quantity], Module]]:
    """Modules in laboratory positions (source coordinates), with what they rest on."""
    rows = list(call.table("axes"))
    axes, read = _axes(call, rows)
    found = []
    for row in modules:
        local = _module(call, row)
        if local is None or axes is None:
            continue
        target = carrier(call, row, rows)
        if target is None and _stated(call, row):
            continue
        start = _key(rows, target) if target is not None else None
        try:
            carriers = chain(axes, start)
            matrix = compose(carriers)
        except GeometryError as problem:
            call.report("conflict", problem.message, records=[row])
            continue
        parts = [*local[0], *(q for axis in carriers for q in read[axis.name])]
        found.append((parts, local[1].moved(matrix)))
    return found


def _stated(call: Call, row: Record) -> bool:
    """Whether a row says that something carries it."""
    target = row.child("depends_on")
    if target is None:
        return False
    return not target.is_leaf or (call.text(target) or ".").strip() not in ("", ".")


def _key(rows: Sequence[Record], row: Record) -> str:
    return str([r.identity for r in rows].index(row.identity))


def _axes(
    call: Call, rows: list[Record]
) -> tuple[dict[str, Axis] | None, dict[str, list[Quantity]]]:
    """Axes by the number of their row, at the settings of the first frame, and their values."""
    axes: dict[str, Axis] = {}
    read: dict[str, list[Quantity]] = {}
    settings = _settings(call)
    for row in rows:
        kind = _field_text(call, row, "type")
        vector = _field(call, row, "vector")
        offset = _field(call, row, "offset")
        value = _field(call, row, "values") or settings.get(row.identity)
        turned = kind in ("rotation", "translation")
        if turned and vector is None:
            return None, read
        direction = split_length(kind, vector.data)[0] if turned and vector else np.zeros(3)
        place = np.zeros(3)
        if offset is not None:
            place = vector3(length_in_mm(call, offset, f"offset of {row.name}"))
        carried_by = carrier(call, row, rows)
        key = _key(rows, row)
        axes[key] = Axis(
            key,
            kind,
            _triple(direction),
            _triple(place),
            _key(rows, carried_by) if carried_by is not None else None,
            _first(value, "degrees" if kind == "rotation" else "millimetres"),
        )
        read[key] = [q for q in (vector, offset, value) if q is not None]
    return axes, read


def _settings(call: Call) -> dict[object, Quantity]:
    """The first setting of each axis in the table ``settings``, by the axis's identity."""
    found: dict[object, Quantity] = {}
    for row in call.table("settings"):
        axis = row.child("axis")
        if axis is None or axis.identity in found:
            continue
        value = _field(call, row, "values") or _field(call, row, "start")
        if value is not None:
            found[axis.identity] = value
    return found


def _module(call: Call, row: Record) -> tuple[list[Quantity], Module] | None:
    fields = {name: _field(call, row, name) for name in _MODULE}
    vectors = [fields[name] for name in ("fast", "slow")]
    pitches = [fields[name] for name in ("pitch_fast", "pitch_slow")]
    if None in vectors or None in pitches:
        return None
    offset = fields["offset"]
    origin = np.zeros(3)
    if offset is not None:
        origin = length_in_mm(call, offset, "module offset")
    fast, slow = (normalised(vector3(v.data)) for v in vectors if v is not None)
    sizes = [float(length_in_mm(call, p, "pixel size").flat[0]) for p in pitches if p is not None]
    counts = [fields[name] for name in ("n_fast", "n_slow")]
    n_fast, n_slow = (int(numbers(q).flat[0]) if q is not None else 0 for q in counts)
    module = Module(vector3(origin), fast, slow, sizes[0], sizes[1], n_fast, n_slow)
    return [q for q in fields.values() if q is not None], module


_MODULE = ("fast", "slow", "offset", "pitch_fast", "pitch_slow", "n_fast", "n_slow")


def _field(call: Call, row: Record, name: str) -> Quantity | None:
    child = row.child(name)
    return call.read(child) if child is not None and child.is_leaf else None


def _field_text(call: Call, row: Record, name: str) -> str:
    axis = row.child("axis")
    child = row.child(name) or (axis.child(name) if axis is not None else None)
    return (call.text(child) or "").casefold()


def _first(value: Quantity | None, unit: str) -> float:
    return float(numbers_in(value, unit).flat[0]) if value is not None else 0.0


def _triple(vector: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in vector)
    return (x, y, z)
