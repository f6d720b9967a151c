"""A stand-in for the engine, for tests of single functions, and small record builders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.mapping.quantity import Quantity, is_usable
from imgcif_map.sources.record import Record, TreeRecord
from imgcif_map.units import parse_unit

MCSTAS_TO_IMGCIF = np.diag([-1.0, 1.0, -1.0])


@dataclass
class FakeCall:
    """What :class:`registry.Call` promises, without an engine."""

    name: str = "function"
    matrix: np.ndarray = field(default_factory=lambda: MCSTAS_TO_IMGCIF)
    beam_vector: Sequence[float] = (0, 0, 1)
    up_vector: Sequence[float] = (0, 1, 0)
    tables: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=lambda: {"pixel_reference": "corner"})
    current: Record | None = None
    reports: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.reports]

    def read(self, record: Record) -> Quantity | None:
        try:
            data = record.read()
        except UnreadableValue as problem:
            self.report("unreadable", str(problem))
            return None
        if not is_usable(data):
            return None
        data = np.asarray(data) if isinstance(data, list | tuple) else data
        unit = parse_unit(record.unit) if record.unit else None
        return Quantity(data, unit, (record.origin,))

    def text(self, record: Record | None) -> str | None:
        quantity = self.read(record) if record is not None else None
        return str(quantity.data) if quantity is not None else None

    def resolve(self, reference: str, at: Record) -> Record | None:
        names = [n for n in reference.split("/") if n not in ("", ".")]
        starts = [at.root] if reference.startswith("/") else at.ancestors()
        for start in starts:
            node: Record | None = start
            for name in names:
                node = node.child(name) if node is not None else None
            if node is not None:
                return node
        return None

    def frame(self) -> np.ndarray:
        return self.matrix

    def beam(self) -> np.ndarray:
        return np.asarray(self.beam_vector, dtype=float)

    def up(self) -> np.ndarray:
        return np.asarray(self.up_vector, dtype=float)

    def table(self, name: str) -> tuple[Record, ...]:
        return self.tables.get(name, ())

    def param(self, name: str) -> Any:
        return self.params[name]

    def option(self, name: str) -> Any:
        return None

    def position(self) -> int:
        return 3

    def before(self, table: str) -> int:
        return 2

    def running(self) -> np.ndarray:
        return np.arange(4, 7)

    def here(self) -> Record:
        assert self.current is not None
        return self.current

    def report(self, kind: str, message: str, *, records: Sequence[Record] = ()) -> None:
        self.reports.append((kind, message))


@dataclass
class FakeLazy:
    """A lazy argument that takes a child by name."""

    text: str

    def at(self, record: Record) -> Any:
        child = record.child(self.text)
        return (child,) if child is not None else None


def leaf(name: str, value: Any = None, unit: str | None = None, **attributes: Any) -> TreeRecord:
    """A data set with attributes."""
    record = TreeRecord(name, value=_data(value), value_unit=unit)
    for key, data in attributes.items():
        attribute = TreeRecord(key, parent=record, value=_data(data))
        record.attrs[key] = attribute
    return record


def group(name: str, *children: TreeRecord, nx_class: str | None = None) -> TreeRecord:
    """A group with children."""
    record = TreeRecord(name, value_class=nx_class)
    for child in children:
        record.add(child)
    return record


def _data(value: Any) -> Any:
    return np.asarray(value) if isinstance(value, list | tuple) else value


def translation(name: str, value: Any, vector: Any, depends_on: str, **more: Any) -> TreeRecord:
    """A NeXus translation field; lengths in millimetres unless ``unit`` says otherwise."""
    unit = more.pop("unit", "mm")
    return leaf(
        name, value, unit,
        transformation_type="translation", vector=vector, depends_on=depends_on,
        units=unit, **more,
    )  # fmt: skip


def rotation(name: str, value: Any, vector: Any, depends_on: str, **more: Any) -> TreeRecord:
    """A NeXus rotation field in degrees."""
    return leaf(
        name, value, "deg",
        transformation_type="rotation", vector=vector, depends_on=depends_on,
        units="deg", **more,
    )  # fmt: skip
