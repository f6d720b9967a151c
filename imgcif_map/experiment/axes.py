"""The axes of a data block (category AXIS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from imgcif_map.experiment.tables import Tables
from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.instrument import BEAM
from imgcif_map.geometry.vectors import normalised

_ITEMS = (
    "id", "type", "equipment", "depends_on", "system", "rotation_axis",
    *(f"{name}[{i}]" for name in ("vector", "offset") for i in (1, 2, 3)),
)  # fmt: skip
LABORATORY = "laboratory"
_TYPES = ("rotation", "translation")


@dataclass(frozen=True, eq=False)
class Axes:
    """The axes by the name that ``_axis.id`` gives them."""

    axes: Mapping[str, Axis]
    equipment: Mapping[str, str]
    unsettled: Mapping[str, str]
    """Axes whose effect the file leaves open, and why."""
    names: Mapping[str, str]
    """The names by the id as it is compared."""
    beam: tuple[float, float, float]

    def named(self, ids: Iterable[str | None]) -> list[str | None]:
        """The names of ids, those of no axis as they are."""
        return [None if one is None else self.names.get(one, one) for one in ids]

    def of(self, equipment: str) -> list[str]:
        """The axes of some equipment, in file order."""
        return [name for name, one in self.equipment.items() if one == equipment]


def read_axes(tables: Tables) -> Axes:
    """The axes; of those that share an id the first."""
    table = tables.table("axis", _ITEMS)
    ids, texts = table.ids("id"), table.texts("id")
    names: dict[str, str] = {}
    for one, text in zip(ids, texts, strict=True):
        if one is not None and text is not None:
            names.setdefault(one, text)
    vectors = np.stack([table.numbers(f"vector[{i}]") for i in (1, 2, 3)], axis=-1)
    offsets = np.stack([table.numbers(f"offset[{i}]") for i in (1, 2, 3)], axis=-1)
    words = zip(
        *(table.ids(item) for item in ("type", "equipment", "depends_on", "system")),
        table.texts("rotation_axis"),
        strict=True,
    )
    axes: dict[str, Axis] = {}
    equipment: dict[str, str] = {}
    unsettled: dict[str, str] = {}
    for row, (type_, used, parent, system, turned) in enumerate(words):
        name = None if ids[row] is None else names[ids[row] or ""]
        if name is None or name in axes:
            continue
        vector, offset = _triple(vectors[row]), _triple(offsets[row])
        reason = _reason((*vector, *offset), system, turned)
        if reason:
            unsettled[name] = reason
        above = None if parent is None else names.get(parent, parent)
        axes[name] = Axis(name, type_ or "general", vector, offset, above)
        equipment[name] = used or "general"
    return Axes(axes, equipment, unsettled, names, _beam(axes, equipment, unsettled))


def _triple(row: Sequence[float]) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in row)
    return (x, y, z)


def _reason(numbers: Sequence[float], system: str | None, turned: str | None) -> str:
    """Why nothing can be said of where the axis is; empty if something can."""
    if not np.isfinite(numbers).all():
        return "its vector or offset is no number"
    if (system or LABORATORY).casefold() != LABORATORY:
        return f"its vector is given in the system {system}, not in that of the laboratory"
    if turned is not None:
        return "it has a _axis.rotation_axis, whose effect the dictionary does not settle"
    return ""


def _beam(
    axes: Mapping[str, Axis], equipment: Mapping[str, str], unsettled: Mapping[str, str]
) -> tuple[float, float, float]:
    """Away from where the axis of the source points; along -Z if there is none.

    An axis to -Z is no direction to the source: its author wrote that of the beam.
    """
    for name, axis in axes.items():
        if equipment[name] == "source" and name not in unsettled and axis.vector[2] > 0:
            return _triple((-normalised(axis.vector) + 0.0).tolist())
    return BEAM
