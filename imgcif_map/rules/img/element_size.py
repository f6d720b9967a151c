"""IMG040."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import Table, more, shown, table, tables

_LARGEST = 1e-2
_TOLERANCE = 1e-3
_UNITS = {1.0: "millimetres", 1e3: "micrometres"}
_STEP = "displacement_increment"


class ElementSize(Rule):
    """The size of a pixel is not the step of the axis of its dimension.

    What
        `_array_element_size.size`, in metres, is not a thousandth of the
        `_array_structure_list_axis.displacement_increment`, in millimetres, of the
        dimension, within 0.1 %; or, where no such step is given, it is 0.01 or more.
        Dimensions that lie along several axes are not asked.

    Why
        The dictionary has metres for the one and millimetres for the other. A size in
        millimetres makes pixels a thousand times too large.

    Fails
        _array_element_size.array_id  IMAGE
        _array_element_size.index     1
        _array_element_size.size      0.172
        _array_structure_list.array_id     IMAGE
        _array_structure_list.index        1
        _array_structure_list.axis_set_id  X
        _array_structure_list_axis.axis_set_id             X
        _array_structure_list_axis.axis_id                 X
        _array_structure_list_axis.displacement_increment  0.172

    Passes
        _array_element_size.array_id  IMAGE
        _array_element_size.index     1
        _array_element_size.size      0.000172
        _array_structure_list.array_id     IMAGE
        _array_structure_list.index        1
        _array_structure_list.axis_set_id  X
        _array_structure_list_axis.axis_set_id             X
        _array_structure_list_axis.axis_id                 X
        _array_structure_list_axis.displacement_increment  0.172
    """

    code = "IMG040"
    name = "element-size"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for sizes in tables(context, "array_element_size"):
            column = sizes.column("size")
            if column is None:
                continue
            steps = _steps(context, sizes)
            keys = list(zip(_arrays(context, sizes), sizes.values("index"), strict=True))
            told: dict[str, list[int]] = {}
            first: dict[str, str] = {}
            for row, size in enumerate(column.numbers.tolist()):
                step = steps.get(keys[row])
                kind, said = _doubt(size, step)
                if kind:
                    told.setdefault(kind, []).append(row)
                    first.setdefault(kind, said)
            for kind, rows in told.items():
                array, index = keys[rows[0]]
                yield self.finding(
                    f"array {array} dimension {index}{more(len(rows))}: {first[kind]}",
                    column,
                    rows,
                    hint=_hint(kind, float(column.numbers[rows[0]]), steps.get(keys[rows[0]])),
                )


def _doubt(size: float, step: float | None) -> tuple[str, str]:
    """What a size looks like, as a kind and in words; ("", "") if nothing is wrong."""
    if size != size or size <= 0:
        return "", ""
    if step is None:
        # 10 mm; no pixel is that large.
        return ("large", f"a size of {shown(size)} metres") if size >= _LARGEST else ("", "")
    if abs(size * 1e3 - step) <= _TOLERANCE * step:
        return "", ""
    said = f"size {shown(size)} metres, expected {shown(step / 1e3)} as {_STEP} is {shown(step)} mm"
    for factor, unit in _UNITS.items():
        if abs(size / factor - step) <= _TOLERANCE * step:
            return unit, said
    return "other", said


def _hint(kind: str, size: float, step: float | None) -> str:
    if step is not None:
        return f"the size seems to be in {kind}" if kind in _UNITS.values() else ""
    unit, factor = ("micrometres", 1e-6) if size >= 1 else ("millimetres", 1e-3)
    return f"if it is in {unit}, write {shown(size * factor)}"


def _arrays(context: Context, sizes: Table) -> list[str | None]:
    """The array of each row: where it is not given, the only one, or the default of arrays."""
    lists = table(context, sizes.block, "array_structure_list")
    known = set(lists.values("array_id")) if lists is not None else set()
    other = next(iter(known)) if len(known) == 1 else "1"
    return [other if array is None else array for array in sizes.values("array_id")]


def _steps(context: Context, sizes: Table) -> dict[tuple[str | None, str | None], float]:
    """The step in mm of each dimension of each array that lies along one translation."""
    lists = table(context, sizes.block, "array_structure_list")
    axes = table(context, sizes.block, "array_structure_list_axis")
    if lists is None or axes is None or axes.column(_STEP) is None:
        return {}
    of_set: dict[str | None, list[float]] = {}
    pairs = zip(axes.values("axis_set_id"), axes.numbers(_STEP).tolist(), strict=True)
    for name, step in pairs:
        of_set.setdefault(name, []).append(abs(step))
    found: dict[tuple[str | None, str | None], set[float]] = {}
    rows = zip(
        lists.values("array_id"), lists.values("index"), lists.values("axis_set_id"), strict=True
    )
    for array, index, name in rows:
        steps = of_set.get(name, [])
        if name is not None and len(steps) == 1 and steps[0] > 0:
            found.setdefault((array, index), set()).add(steps[0])
    return {key: next(iter(steps)) for key, steps in found.items() if len(steps) == 1}
