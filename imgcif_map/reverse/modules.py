"""Detector surfaces as modules: pixel directions, offsets, sizes."""

from __future__ import annotations

import numpy as np

from imgcif_map.geometry.axes import apply, compose
from imgcif_map.geometry.instrument import Instrument, Side, Surface
from imgcif_map.geometry.vectors import GeometryError, Vector, lengths, normalised
from imgcif_map.reverse.build import Detector, Entry, Geometry, Names
from imgcif_map.reverse.rows import Rows
from imgcif_map.tidy import shortest

_ZERO = np.zeros(3)


def put_modules(entry: Entry, detector: Detector) -> Geometry:
    """The modules of a detector; the distances of its pixels, if all have the same."""
    building = entry.building
    home = building.group("NXdetector", entry.name, detector.name)
    names = Names({"transformations", "data", "detectorSpecific"})
    pitches: set[tuple[float, float]] = set()
    carriers: list[str] = []
    for surface in detector.surfaces:
        try:
            corner, fast, slow, carrier = _plane(building.experiment.instrument, surface)
        except GeometryError as problem:
            building.report("conflict", f"no module is written: {problem.message}", "_axis.id")
            continue
        carrier_path = building.axes.get(carrier or "", ".")
        carriers.append(carrier_path)
        wanted = surface.element or "module"
        own = names.name(_display(building.rows, wanted))
        path = building.tree.group(f"{home}/{own}", "NXdetector_module")
        pitches.add(_put(entry, surface, path, (corner, fast, slow), carrier_path))
    building.tree.put(f"{home}/depends_on", carriers[0] if carriers else ".")
    if len(pitches) != 1:
        return {}
    pitch_fast, pitch_slow = pitches.pop()
    return {"$pitch_fast": pitch_fast, "$pitch_slow": pitch_slow}


def _display(rows: Rows, element: str) -> str:
    """The id as it is written in the file."""
    column = rows.column("_diffrn_detector_element.id")
    if column is not None and element in column.canonical:
        return column.texts[column.canonical.index(element)]
    return element


def _plane(instrument: Instrument, surface: Surface) -> tuple[Vector, Vector, Vector, str | None]:
    """Corner of the first pixel and its sides seen from what carries them, and the carrier.

    GeometryError if the surface is not flat or its axes are mixed with others.
    """
    chain = instrument.chain(instrument.innermost(surface.axes))
    own = set(surface.axes)
    inside = [axis for axis in chain if axis.name in own]
    if [axis.name for axis in chain[: len(inside)]] != [axis.name for axis in inside]:
        raise GeometryError(f"the axes of {surface.name} are mixed with others")
    if not instrument.is_flat(surface):
        raise GeometryError(f"the pixels of {surface.name} do not lie in a plane")
    rest = chain[len(inside) :]

    def at(fast: float, slow: float) -> Vector:
        settings = {**surface.fast.settings(fast), **surface.slow.settings(slow)}
        return apply(compose(inside, settings), _ZERO)

    sides = [_side(instrument, side) for side in (surface.fast, surface.slow)]
    return at(-0.5, -0.5), sides[0], sides[1], rest[0].name if rest else None


def _side(instrument: Instrument, side: Side) -> Vector:
    """The way from pixel to pixel; of one axis along it exactly."""
    steps = [step.increment * normalised(instrument.axes[step.axis].vector) for step in side.steps]
    return np.asarray(np.sum(steps, axis=0) * (-1.0 if side.decreasing else 1.0))


def _put(
    entry: Entry,
    surface: Surface,
    path: str,
    plane: tuple[Vector, Vector, Vector],
    carrier: str,
) -> tuple[float, float]:
    building = entry.building
    tree, turned = building.tree, building.turned
    tree.put(f"{path}/data_size", np.array([surface.slow.size, surface.fast.size], dtype=np.int64))
    first, stride = _section(building.rows, surface)
    tree.put(f"{path}/data_origin", np.array(first[::-1], dtype=np.int64))
    if stride != (1, 1):
        tree.put(f"{path}/data_stride", np.array(stride[::-1], dtype=np.int64))
    corner = turned(plane[0])
    moved = f"{path}/module_offset"
    tree.put(
        moved, 0.0, units="mm", transformation_type="translation", vector=np.array([0.0, 0.0, 1.0]),
        offset=corner, offset_units="mm", depends_on=carrier,
    )  # fmt: skip
    sizes = []
    for name, side in (("fast", plane[1]), ("slow", plane[2])):
        pitch = float(shortest(lengths(side)))
        if not pitch > 0:
            raise GeometryError(f"the pixels of {surface.name} have no distance")
        sizes.append(pitch)
        tree.put(
            f"{path}/{name}_pixel_direction", pitch, units="mm", transformation_type="translation",
            vector=turned(side / lengths(side)), offset=_ZERO,
            offset_units="mm", depends_on=moved,
        )  # fmt: skip
    return sizes[0], sizes[1]


Pair = tuple[int, int]


def _section(rows: Rows, surface: Surface) -> tuple[Pair, Pair]:
    """First pixel from 0 and stride of the section that a surface is, (fast, slow)."""
    ids = rows.column("_array_structure_list_section.id")
    if surface.section is None or ids is None:
        return (0, 0), (1, 1)
    order = _precedence(rows, surface)
    first, stride = {1: 0, 2: 0}, {1: 1, 2: 1}
    indices, starts, strides = (
        rows.column(f"_array_structure_list_section.{name}")
        for name in ("index", "start", "stride")
    )
    for row, one in enumerate(ids.canonical):
        if one != surface.section or indices is None or starts is None:
            continue
        place = order.get(int(indices.numbers[row]), int(indices.numbers[row]))
        first[place] = int(starts.numbers[row]) - 1
        if strides is not None and np.isfinite(strides.numbers[row]):
            stride[place] = int(strides.numbers[row])
    return (first[1], first[2]), (stride[1], stride[2])


def _precedence(rows: Rows, surface: Surface) -> dict[int, int]:
    """Precedence of each index in the array of the surface, or of its section."""
    sections = rows.column("_array_structure_list.array_section_id")
    indices, order = (
        rows.column(f"_array_structure_list.{name}") for name in ("index", "precedence")
    )
    if indices is None or order is None or sections is None:
        return {}
    return {
        int(indices.numbers[row]): int(order.numbers[row])
        for row, one in enumerate(sections.canonical)
        if one == surface.section and order.numbers[row] in (1, 2)
    }
