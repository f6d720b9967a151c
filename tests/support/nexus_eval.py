"""An independent reading of NXmx geometry, to hold the converter's output against.

Follows NXtransformations, NXdetector_module and NXmx with h5py and code of its own:
nothing of the package is used. Millimetres, degrees, McStas coordinates; pixel
positions count from the file's reference point of the first pixel.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import h5py
import numpy as np

_TO_MM = {"m": 1e3, "metre": 1e3, "cm": 10.0, "mm": 1.0, "millimeter": 1.0, "um": 1e-3, "µm": 1e-3}
_TO_DEG = {"deg": 1.0, "degree": 1.0, "degrees": 1.0, "rad": 180 / math.pi}


@dataclass(frozen=True)
class Module:
    """A detector module at one frame: pixel position (f, s) is at a + f * fast + s * slow."""

    origin: np.ndarray
    fast: np.ndarray
    slow: np.ndarray
    n_fast: int
    n_slow: int

    def at(self, f: float, s: float) -> np.ndarray:
        return self.origin + f * self.fast + s * self.slow

    def corners(self) -> np.ndarray:
        """Outer corners, (4, 3), if the reference point is a corner."""
        ends = ((0, 0), (self.n_fast, 0), (0, self.n_slow), (self.n_fast, self.n_slow))
        return np.array([self.at(*end) for end in ends])

    def crossing(self) -> tuple[float, float, float]:
        """(f, s, distance) where the beam (z axis) meets the module's plane."""
        beam = np.array([0.0, 0.0, 1.0])
        f, s, minus_t = np.linalg.solve(
            np.stack([self.fast, self.slow, beam], axis=1), -self.origin
        )
        return float(f), float(s), float(-minus_t)


class Nexus:
    """The geometry of one NXentry (or NXsubentry) of a file. A context manager."""

    def __init__(self, path: Any, entry: str = "entry", *, swap_data_size: bool = False) -> None:
        self.file = h5py.File(path, "r")
        self.entry = self.file[entry]
        self.swap_data_size = swap_data_size

    def __enter__(self) -> Nexus:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def sample_rotation(self, frame: int = 1) -> np.ndarray:
        """What the goniometer does to the sample at the start of a frame, (3, 3)."""
        sample = next(self._of_class(self.entry, "NXsample"))
        start = self._target(_text(sample["depends_on"][()]), sample)
        return self._chain(start, frame)[:3, :3]

    def goniometer(self, frame: int = 1) -> list[tuple[str, str, np.ndarray]]:
        """Name, type and direction in the laboratory of each axis, the sample's own first."""
        sample = next(self._of_class(self.entry, "NXsample"))
        axis = self._target(_text(sample["depends_on"][()]), sample)
        found = []
        while axis is not None:
            carrier = self._target(_text(axis.attrs.get("depends_on", ".")), axis.parent)
            vector = np.asarray(axis.attrs["vector"], dtype=float)
            direction = self._chain(carrier, frame)[:3, :3] @ (vector / np.linalg.norm(vector))
            name = axis.name.rpartition("/")[2]
            found.append((name, _text(axis.attrs["transformation_type"]), direction))
            axis = carrier
        return found

    def modules(self, frame: int = 1) -> dict[str, Module]:
        """All modules of all detectors at the start of a frame, by HDF5 path."""
        found = {}
        for instrument in self._of_class(self.entry, "NXinstrument"):
            for detector in self._of_class(instrument, "NXdetector"):
                for module in self._of_class(detector, "NXdetector_module"):
                    found[module.name] = self._module(detector, module, frame)
        return found

    def _module(self, detector: h5py.Group, module: h5py.Group, frame: int) -> Module:
        fast, slow = module["fast_pixel_direction"], module["slow_pixel_direction"]
        carrier = self._carrier(fast, detector, module)
        offset = _length(fast, "offset")
        other = _length(slow, "offset")
        if carrier == slow:
            offset = offset + other
            carrier = self._carrier(slow, detector, module)
        elif not offset.any():
            offset = other
        place = self._chain(carrier, frame)
        n_slow, n_fast = np.ravel(module["data_size"][()])[-2:]
        if self.swap_data_size:
            n_slow, n_fast = n_fast, n_slow
        turn = place[:3, :3]
        return Module(
            turn @ offset + place[:3, 3], turn @ _step(fast), turn @ _step(slow),
            int(n_fast), int(n_slow),
        )  # fmt: skip

    def _carrier(
        self, axis: h5py.Dataset, detector: h5py.Group, module: h5py.Group
    ) -> h5py.Dataset | None:
        stated = _text(axis.attrs.get("depends_on", "."))
        if stated not in ("", "."):
            return self._target(stated, axis.parent)
        if "module_offset" in module:
            return module["module_offset"]
        return self._target(_text(detector["depends_on"][()]), detector)

    def _chain(self, axis: h5py.Dataset | None, frame: int) -> np.ndarray:
        total = np.eye(4)
        passed = 0
        while axis is not None:
            passed += 1
            assert passed < 100, "a chain without end"
            total = _matrix(axis, frame) @ total
            axis = self._target(_text(axis.attrs.get("depends_on", ".")), axis.parent)
        return total

    def _target(self, text: str, group: h5py.Group) -> h5py.Dataset | None:
        if text in ("", "."):
            return None
        if text.startswith("/"):
            return self.file[text]
        return group[text] if text in group else self.file[text]

    def _of_class(self, group: h5py.Group, nx_class: str) -> Iterator[h5py.Group]:
        for name in group:
            if isinstance(group.get(name, getlink=True), h5py.ExternalLink):
                continue
            node = group.get(name)
            if isinstance(node, h5py.Group) and _text(node.attrs.get("NX_class", "")) == nx_class:
                yield node


def _text(value: Any) -> str:
    value = np.ravel(value)[0]
    return (value.decode() if isinstance(value, bytes) else str(value)).strip("\x00 ")


def _length(axis: h5py.Dataset, attribute: str) -> np.ndarray:
    if attribute not in axis.attrs:
        return np.zeros(3)
    unit = _text(axis.attrs.get("offset_units", axis.attrs.get("units", "mm")))
    return np.asarray(axis.attrs[attribute], dtype=float) * _TO_MM.get(unit, 1.0)


def _step(axis: h5py.Dataset) -> np.ndarray:
    size = float(np.ravel(axis[()])[0]) * _TO_MM[_text(axis.attrs["units"])]
    return size * np.asarray(axis.attrs["vector"], dtype=float)


def _matrix(axis: h5py.Dataset, frame: int) -> np.ndarray:
    values = np.ravel(axis[()])
    value = float(values[min(frame, len(values)) - 1])
    vector = np.asarray(axis.attrs["vector"], dtype=float)
    matrix = np.eye(4)
    matrix[:3, 3] = _length(axis, "offset")
    unit = _text(axis.attrs.get("units", ""))
    if _text(axis.attrs["transformation_type"]) == "translation":
        matrix[:3, 3] += value * _TO_MM[unit] * vector
    else:
        a, b, c = vector / np.linalg.norm(vector)
        angle = math.radians(value * _TO_DEG.get(unit, 1.0))
        sine, cosine = math.sin(angle), math.cos(angle)
        rest = 1 - cosine
        matrix[:3, :3] = [
            [cosine + a * a * rest, a * b * rest - c * sine, a * c * rest + b * sine],
            [b * a * rest + c * sine, cosine + b * b * rest, b * c * rest - a * sine],
            [c * a * rest - b * sine, c * b * rest + a * sine, cosine + c * c * rest],
        ]
    return matrix
