"""What is known while a file is built: tree, names, frame of the target, gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.geometry.frames import inverse_frame
from imgcif_map.geometry.instrument import Scan, Surface
from imgcif_map.geometry.vectors import GeometryError, Matrix, dot
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.reverse.model import ReversePlan
from imgcif_map.reverse.rows import Chosen, Rows
from imgcif_map.sources.record import Origin, Record
from imgcif_map.targets.tree import Tree
from imgcif_map.tidy import shortest

_NO_NAME = re.compile(r"[^A-Za-z0-9_.]|^[.]|[.]$")
_LONGEST = 63
_ULP = float(np.finfo(np.float64).eps)
DOWN = (0.0, -1.0, 0.0)


@dataclass
class Names:
    """Names of nodes in one group: legal in NeXus, each once."""

    taken: set[str] = field(default_factory=set)

    def name(self, wanted: str) -> str:
        """A legal name like the one wanted."""
        legal = _NO_NAME.sub("_", wanted)[:_LONGEST] or "_"
        found, number = legal, 1
        while found in self.taken:
            number += 1
            found = f"{legal}_{number}"
        self.taken.add(found)
        return found


@dataclass(frozen=True, slots=True)
class Detector:
    """The surfaces of one image array: one NXdetector."""

    name: str
    array: str
    """The array as it is compared."""
    surfaces: tuple[Surface, ...]


@dataclass(eq=False)
class Building:
    """One experiment on its way into a tree."""

    rows: Rows
    plan: ReversePlan
    tree: Tree
    gaps: GapLog
    file: str
    """The imgCIF file, for reports."""
    folder: str = ""
    """From the folder of the target to that of the imgCIF file; empty if they are the same."""
    axes: dict[str, str] = field(default_factory=dict)
    """Path of each axis in the entry that is being built."""
    written: set[str] = field(default_factory=set)
    """Casefolded data names whose values went somewhere."""

    @property
    def experiment(self) -> Any:
        return self.rows.described.experiment

    def report(self, kind: str, message: str, item: str | None = None, **more: Any) -> None:
        """A gap of this file."""
        block = self.rows.described.block.name
        self.gaps.add(
            kind, message, origins=[Origin(self.file, "")], item=item, block=block, **more
        )

    @cached_property
    def matrix(self) -> Matrix:
        """M, (3, 3): ``v_target = M @ v_imgcif``."""
        axes, equipment = self.experiment.instrument.axes, self.experiment.equipment or {}
        beam = self.experiment.instrument.beam
        found = [axes[name].vector for name, used in equipment.items() if used == "gravity"]
        if not found:
            self.report("assumption", "no axis says where gravity is: along -Y")
        down = found[0] if found else DOWN
        try:
            return inverse_frame(beam, down)
        except GeometryError as problem:
            self.report("conflict", f"{problem.message}; Y is taken to point up")
        try:
            return inverse_frame(beam, DOWN)
        except GeometryError:
            return inverse_frame(beam, (-1.0, 0.0, 0.0))

    def turned(self, vector: Any) -> NDArray[np.float64]:
        """Vectors of imgCIF, (..., 3), in the coordinates of the target."""
        array = np.asarray(vector, dtype=np.float64)
        size = float(np.abs(array).max()) if array.size else 0.0
        found = shortest(dot(self.matrix, array))
        return np.where(np.abs(found) <= 4 * _ULP * size, 0.0, found) + 0.0

    def place(self, path: str, entry: str, detector: str = "") -> str:
        """A path of the plan with the groups made and named: ``/entry/sample/name``."""
        made = ""
        for step in path.strip("/").split("/"):
            name, _, nx_class = step.partition(":")
            own = {"NXentry": entry, "NXdetector": detector}.get(nx_class) or name
            made = f"{made}/{own}"
            if nx_class:
                self.tree.group(made, nx_class)
        return made

    def group(self, nx_class: str, entry: str, detector: str = "") -> str:
        """The path of the declared group of a class."""
        for path in self.plan.reverse.groups:
            if path.endswith(f":{nx_class}"):
                return self.place(path, entry, detector)
        return self.place(f"/entry:NXentry/{nx_class[2:]}:{nx_class}", entry, detector)


@dataclass(frozen=True, eq=False)
class Entry:
    """One scan of an experiment: what an NXentry is made of."""

    building: Building
    name: str
    scan: Scan
    chosen: Chosen
    detectors: tuple[Detector, ...]


@dataclass(frozen=True, eq=False)
class BackCall:
    """What a function of the mapping language is offered on the way back."""

    building: Building
    name: str
    item: str

    def frame(self) -> NDArray[np.float64]:
        """R: ``v_imgcif = R @ v_target``."""
        return self.building.matrix.T

    def beam(self) -> NDArray[np.float64]:
        """The beam in the coordinates of the target."""
        return np.array([0.0, 0.0, 1.0])

    def up(self) -> NDArray[np.float64]:
        """Against gravity in the coordinates of the target."""
        return np.array([0.0, 1.0, 0.0])

    def param(self, name: str) -> Any:
        """Positions of pixels are those of corners, as NeXus has it."""
        return "corner" if name == "pixel_reference" else None

    def option(self, name: str) -> Any:
        """None."""

    def report(self, kind: str, message: str, *, records: Sequence[Record] = ()) -> None:
        """A gap about the data name."""
        self.building.report(kind, message, self.item)

    def table(self, name: str) -> tuple[Record, ...]:
        """None: there are no tables on the way back."""
        return ()

    def position(self) -> int:
        """Always the first row."""
        return 1


Geometry = Mapping[str, float]
"""What ``$name`` stands for: ``$pitch_fast``, ``$pitch_slow`` in millimetres."""
