"""The experiments of a document with the places where the file describes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imgcif_map.experiment.model import Experiment
from imgcif_map.experiment.read import experiments
from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.instrument import Scan, Surface
from imgcif_map.geometry.vectors import GeometryError
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context


@dataclass(frozen=True, eq=False)
class Described:
    """One experiment and the data blocks of its data set, the one that has its scans first."""

    experiment: Experiment
    blocks: tuple[BlockView, ...]

    @property
    def block(self) -> BlockView:
        return self.blocks[0]

    def column(self, name: str) -> DataColumn | None:
        """A column of the first data block that has it."""
        found = (block.column(name) for block in self.blocks)
        return next((column for column in found if column is not None), None)

    def first_of(self, *names: str) -> DataColumn | None:
        """The first of some columns that is there."""
        found = (self.column(name) for name in names)
        return next((column for column in found if column is not None), None)

    def rows(self, column: DataColumn | None, key: str, value: str | None) -> list[int]:
        """Rows of a column in which a key of the same loop has some value."""
        keys = self.column(key)
        if column is None or keys is None or keys.loop is not column.loop or value is None:
            return []
        return [row for row, text in enumerate(keys.texts) if text == value]

    def of_axis(self, axis: str, *items: str) -> tuple[DataColumn | None, list[int]]:
        """Column and row of an axis in category AXIS: at the first item there is, or at its id."""
        column = self.first_of(*(f"_axis.{item}" for item in items), "_axis.id")
        rows = self.rows(column, "_axis.id", axis)
        if not rows:
            column = self.column("_axis.id")
            rows = self.rows(column, "_axis.id", axis)
        return column, rows[:1]

    def of_scan(self, scan: str) -> tuple[DataColumn | None, list[int]]:
        """Column and row of a scan."""
        column = self.column("_diffrn_scan.id")
        return column, self.rows(column, "_diffrn_scan.id", scan)[:1]

    def intact(self) -> Iterator[tuple[Surface, str]]:
        """The surfaces whose axes stand in one chain that ends, with the innermost axis."""
        for surface in self.experiment.instrument.surfaces:
            try:
                yield surface, self.experiment.instrument.innermost(surface.axes)
            except GeometryError:
                continue

    def carriers(self, axes: Sequence[str]) -> list[Axis]:
        """All axes that carry some axes or are among them, inner first, each once.

        Empty where a chain does not end: that is for another rule to say.
        """
        found: dict[str, Axis] = {}
        for name in axes:
            try:
                found.update((axis.name, axis) for axis in self.experiment.instrument.chain(name))
            except GeometryError:
                continue
        return list(found.values())

    @property
    def scans(self) -> tuple[Scan, ...]:
        return self.experiment.scans

    @property
    def has_scans(self) -> bool:
        """False for the description of an instrument alone, whose one scan is made up."""
        return (
            any(scan.settings for scan in self.scans) or self.column("_diffrn_scan.id") is not None
        )


def described(context: Context) -> tuple[Described, ...]:
    """The experiments of a document, read once."""

    def made() -> tuple[Described, ...]:
        found: dict[str, Described] = {}
        for whole in context.wholes:
            blocks = [block for block in whole if block.outer is None]
            for experiment in experiments(blocks, context.dictionary):
                own = [block for block in blocks if block.name == experiment.block]
                others = [block for block in blocks if block.name != experiment.block]
                key = f"{experiment.block} {experiment.id}"
                found.setdefault(key, Described(experiment, (*own, *others)))
        return tuple(found.values())

    result: tuple[Described, ...] = context.once("experiments", made)
    return result


def angle_between(one: Sequence[float], other: Sequence[float]) -> float:
    """Degrees between two vectors, 0 to 180; NaN if one of them is zero."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if not a.any() or not b.any():
        return float("nan")
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)))


def vector(values: Sequence[float]) -> str:
    """A vector for a message: ``(0, -1, 0)``, four decimals at most."""
    return f"({', '.join(f'{round(float(v), 4) + 0.0:g}' for v in values)})"
