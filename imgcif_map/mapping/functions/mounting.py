"""Functions on detector modules: where their pixels are and what carries them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry.detector import fold_offsets
from imgcif_map.geometry.vectors import GeometryError, dot, normalised, vector3
from imgcif_map.mapping.functions.chains import outer, walk
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.functions.support import derive, differ, length_in_mm, numbers, plain
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Origin, Record, TreeRecord
from imgcif_map.tidy import clean, shortest
from imgcif_map.units import convert, is_length, parse_unit

_GROUP = "geometry"
_MM = "millimetres"
_PARALLEL = 1e-3
"""Sine of the angle below which directions span no plane."""


@dataclass(eq=False)
class DerivedRecord(TreeRecord):
    """A computed record that keeps the origin of what it was computed from."""

    source: Origin = Origin("", "")  # noqa: RUF009 - Origin is frozen

    @property
    def origin(self) -> Origin:
        return self.source


def derived(name: str, source: Origin, value: object = None, unit: str | None = None) -> TreeRecord:
    """A leaf, or with nothing a branch, of a computed record."""
    return DerivedRecord(name, value=value, value_unit=unit, source=source)


@function(_GROUP, result="a record with children offset and depends_on", unit="millimetres")
def mount(
    call: Call, fast: Record | None, slow: Record | None, fallback: Record | None = None
) -> Record | None:
    """What carries a module's pixels, and where they start: offset and depends_on.

    ``fast`` and ``slow``: NeXus pixel direction fields; ``fallback``: the reference
    that counts where they name nothing (``NXdetector/depends_on``). Translations
    between pixel axes and positioner (``module_offset``) are folded into the
    offset, shape (3,) in source coordinates; an offset on both pixel axes counts
    once. A ``depends_on`` of ``.`` on ``module_offset`` is final: no fallback.
    ``depends_on`` is the carrying axis itself; missing if the module stands fixed.
    Offsets take ``offset_units``, else the axis's unit if it is a length, else
    millimetres (reported). Unit: millimetres. For the ``_axis`` row of the slow
    axis. No inverse.
    """
    first = slow if slow is not None else fast
    if first is None:
        return None
    inside, carrier = _split(call, first, fallback)
    steps = [_step(call, axis) for axis in inside if axis.identity not in _ids(fast, slow)]
    serial = fast is not None and slow is not None and _on(call, fast, slow)
    offsets = (_offset(call, fast), _offset(call, slow))
    try:
        offset = fold_offsets(steps, offsets, serial=serial)
    except GeometryError as problem:
        call.report("conflict", f"{problem.message}: the slow axis counts", records=[first])
        offset = fold_offsets(steps, (np.zeros(3), offsets[1]))
    result = derived("mount", first.origin)
    result.add(derived("offset", first.origin, clean(offset, np.abs(offset).max()), _MM))
    if carrier is not None:
        result.nodes["depends_on"] = carrier
    return result


def _split(
    call: Call, start: Record, fallback: Record | None
) -> tuple[list[Record], Record | None]:
    """The axes that belong to the module itself, and the first one that does not."""
    home = start.parent.identity if start.parent is not None else None
    inside: list[Record] = []
    for axis in walk(call, start):
        if axis.parent is None or axis.parent.identity != home:
            return inside, axis
        inside.append(axis)
    final = inside[-1]
    beside = start.parent.child("module_offset") if start.parent is not None else None
    if beside is not None and beside.error is None and beside.identity not in _ids(*inside):
        # older writers: the pixel axes name nothing, but a module_offset stands beside them
        rest, carrier = _split(call, beside, fallback)
        return inside + rest, carrier
    stated = final.attribute("depends_on")
    is_final = final.name == "module_offset" and call.text(stated) is not None
    if is_final or fallback is None:
        return inside, None
    carrier = outer_of(call, fallback)
    return inside, carrier if carrier is None or carrier.identity not in _ids(*inside) else None


def outer_of(call: Call, reference: Record) -> Record | None:
    """The axis a reference names."""
    text = (call.text(reference) or "").strip()
    return call.resolve(text, reference) if text not in ("", ".") else None


def _ids(*records: Record | None) -> set[object]:
    return {record.identity for record in records if record is not None}


def _on(call: Call, fast: Record, slow: Record) -> bool:
    carrier = outer(call, fast)
    return carrier is not None and carrier.identity == slow.identity


def _step(call: Call, axis: Record) -> tuple[np.ndarray, np.ndarray]:
    """Displacement and offset of an axis inside the module, in millimetres."""
    kind = call.text(axis.attribute("transformation_type")) or "translation"
    value, vector = call.read(axis), _read(call, axis, "vector")
    displacement = np.zeros(3)
    if kind.casefold() != "translation":
        call.report(
            "conflict", f"{axis.path} is a {kind} inside a module: not applied", records=[axis]
        )
    elif value is not None and vector is not None:
        if np.ndim(value.data):
            raise UnreadableValue(f"{axis.path} moves within the module")
        amount = float(length_in_mm(call, value, axis.path))
        displacement = amount * vector3(vector.data, axis.path)
    return displacement, _offset(call, axis)


def _offset(call: Call, axis: Record | None) -> np.ndarray:
    """The offset of an axis in millimetres; zero if it states none."""
    offset = _read(call, axis, "offset") if axis is not None else None
    if axis is None or offset is None:
        return np.zeros(3)
    stated = axis.attribute("offset_units")
    unit = parse_unit(call.text(stated) or "") if stated is not None else None
    if unit is None:
        value = call.read(axis)
        own = value.unit if value is not None else parse_unit(axis.unit or "")
        unit = own if is_length(own) else None
    array = vector3(offset.data, f"offset of {axis.path}")
    if unit is None:
        return length_in_mm(call, Quantity(array), f"offset of {axis.path}")
    return np.asarray(convert(array, unit, _MM), dtype=np.float64)


def _read(call: Call, record: Record, name: str) -> Quantity | None:
    attribute = record.attribute(name)
    return call.read(attribute) if attribute is not None else None


@function(_GROUP, result="a vector in source coordinates", unit="millimetres")
def beam_offset(
    call: Call,
    centre_fast: Quantity,
    centre_slow: Quantity,
    pitch_fast: Quantity,
    pitch_slow: Quantity,
    fast: Quantity,
    slow: Quantity,
) -> Quantity:
    """Where the first pixel is, seen from the point where the beam meets the detector.

    -(centre_fast * pitch_fast * fast + centre_slow * pitch_slow * slow). Centres in
    pixels or in a unit of length, which needs no pitch; pitches in a unit of length
    (millimetres assumed and reported if none); directions (3,). Where a centre
    changes from frame to frame the first is used (gap *lossy*). Shape (3,).
    Unit: millimetres. No inverse.
    """
    total = np.zeros(3)
    size = 0.0
    for centre, pitch, direction in (
        (centre_fast, pitch_fast, fast),
        (centre_slow, pitch_slow, slow),
    ):
        along = _centre_in_mm(call, centre, pitch)
        total = total - along * normalised(vector3(direction.data, "pixel direction"))
        size = max(size, abs(along))
    parts = (centre_fast, centre_slow, pitch_fast, pitch_slow, fast, slow)
    return derive(clean(total, size), _MM, *parts)


def _centre_in_mm(call: Call, centre: Quantity, pitch: Quantity) -> float:
    if differ(numbers(centre)):
        call.report("lossy", "the beam centre moves; that of the first frame is used")
    number = float(numbers(centre).flat[0])
    if is_length(centre.unit):
        return float(convert(number, centre.unit or _MM, _MM))
    size = float(length_in_mm(call, pitch, "pixel size").flat[0])
    return float(shortest(number * size))


@function(_GROUP, result="a direction at right angles to both", unit="none")
def normal(fast: Quantity, slow: Quantity) -> Quantity:
    """The direction at right angles to two others: their cross product, of length 1.

    Directions (3,), an error where they are parallel. For a detector whose distance is
    counted along its own normal. Unit: none. No inverse.
    """
    across = np.cross(
        normalised(vector3(fast.data, "pixel direction")),
        normalised(vector3(slow.data, "pixel direction")),
    )
    if np.linalg.norm(across) < _PARALLEL:
        raise UnreadableValue("the directions of the pixels are parallel")
    return derive(clean(normalised(across), 1.0), None, fast, slow)


@function(_GROUP, result="displacement of the first pixel", unit="kept")
def first_pixel(call: Call, pitch: Quantity) -> Quantity:
    """How far the first pixel's centre is from the source's reference point.

    Half the ``pitch`` where positions are those of corners, 0 where they are those
    of centres (parameter ``pixel_reference``). Unit: kept. For
    ``_array_structure_list_axis.displacement``. No inverse.
    """
    return pitch.with_data(plain(shortest(numbers(pitch) * _half(call))))


@function(
    _GROUP,
    result="beam centre from the first pixel's centre",
    inverse="to_pixel_centre",
    unit="kept",
)
def from_pixel_centre(
    call: Call, centre: Quantity, pitch: Quantity | None = None
) -> Quantity | None:
    """A beam centre counted from the centre of the first pixel, as imgCIF wants it.

    Where the source counts from the pixel's corner (parameter ``pixel_reference``)
    half a pixel is taken off: 0.5 of pixels or of a plain number, half the
    ``pitch`` of a length, which is missing without a pitch. Numbers, any shape.
    Unit: kept; lengths become millimetres. For
    ``_diffrn_detector_element.reference_center_fast``. Inverse: to_pixel_centre.
    """
    return _moved_centre(call, centre, pitch, -1)


@function(
    _GROUP,
    result="beam centre from the source's reference point",
    inverse="from_pixel_centre",
    unit="kept",
)
def to_pixel_centre(call: Call, centre: Quantity, pitch: Quantity | None = None) -> Quantity | None:
    """A beam centre of imgCIF counted from the source's reference point.

    Adds what from_pixel_centre takes off. Numbers, any shape. Unit: kept; lengths
    become millimetres. Inverse: from_pixel_centre.
    """
    return _moved_centre(call, centre, pitch, 1)


@function(_GROUP, result="beam centre in pixels", unit="length to pixels")
def in_pixels(centre: Quantity, pitch: Quantity) -> Quantity:
    """A length on the detector as a number of pixels: divided by the pitch.

    Pixels and plain numbers stay. Numbers, any shape. Unit: pixels. No inverse.
    """
    if not is_length(centre.unit):
        return centre.with_data(centre.data, unit="pixels")
    size = numbers(pitch) if pitch.unit is None else convert(numbers(pitch), pitch.unit, _MM)
    if not np.all(np.asarray(size) > 0):
        raise UnreadableValue("the pitch must be positive")
    length = convert(numbers(centre), centre.unit or _MM, _MM)
    return derive(shortest(length / size), "pixels", centre, pitch)


def _half(call: Call) -> float:
    return 0.5 if call.param("pixel_reference") == "corner" else 0.0


def _moved_centre(
    call: Call, centre: Quantity, pitch: Quantity | None, sign: int
) -> Quantity | None:
    if not is_length(centre.unit):
        moved = numbers(centre) + sign * _half(call)
        return centre.with_data(plain(clean(moved, np.abs(numbers(centre)) + 0.5)))
    if pitch is None:
        return None
    step = sign * _half(call) * length_in_mm(call, pitch, "pixel size")
    length = np.asarray(convert(numbers(centre), centre.unit or _MM, _MM))
    return derive(clean(length + step, np.abs(length) + np.abs(step)), _MM, centre, pitch)


@function(_GROUP, result="a record with children fast, slow, offset", unit="millimetres")
def flatten(call: Call, panel: Record, tree: Record | None = None) -> Record | None:
    """A panel of a tree of groups, seen from the sample: directions and first pixel.

    ``panel`` and every group have ``fast_axis``, ``slow_axis`` (3,) and ``origin``
    (3,) in millimetres, given in the group above; groups list ``children``, the
    innermost ones ``panel`` with the panel's number from 0. Without a tree, or if
    the tree does not name the panel, its own values are used. ``fast`` and ``slow``
    have length 1. Missing if the panel has no axes. Unit: millimetres (offset).
    No inverse.
    """
    own = _local(call, panel)
    if own is None:
        return None
    siblings = panel.parent.children() if panel.parent is not None else (panel,)
    number = next((i for i, s in enumerate(siblings) if s.identity == panel.identity), 0)
    turn, origin = own
    for group in _groups_above(call, tree, number) if tree is not None else ():
        local = _local(call, group)
        if local is not None:
            origin = local[1] + dot(local[0], origin)
            turn = local[0] @ turn
    result = derived("flat", panel.origin)
    directions = normalised(turn.T)
    result.add(derived("fast", panel.origin, directions[0]))
    result.add(derived("slow", panel.origin, directions[1]))
    result.add(derived("offset", panel.origin, shortest(origin), _MM))
    return result


def _local(call: Call, group: Record) -> tuple[np.ndarray, np.ndarray] | None:
    """(matrix of the columns fast, slow, normal; origin) of a group or panel."""
    parts = []
    for name in ("fast_axis", "slow_axis", "origin"):
        child = group.child(name)
        value = call.read(child) if child is not None else None
        if value is None:
            return None
        parts.append(vector3(value.data, name))
    fast, slow = normalised(parts[0]), normalised(parts[1])
    return np.stack([fast, slow, np.cross(fast, slow)], axis=1), parts[2]


def _groups_above(call: Call, tree: Record, number: int) -> list[Record]:
    """The groups that hold panel ``number``, innermost first."""
    stack: list[tuple[Record, tuple[Record, ...]]] = [(tree, ())]
    while stack:
        group, above = stack.pop()
        leaf = group.child("panel")
        value = call.read(leaf) if leaf is not None else None
        if value is not None and int(numbers(value)) == number:
            return list(above)
        below = group.child("children")
        if below is not None and len(above) < 100:
            stack.extend((child, (group, *above)) for child in reversed(below.children()))
    return []
