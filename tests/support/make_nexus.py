"""Builds small NeXus files: an NXmx entry with what a test wants to differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np


@dataclass(frozen=True)
class Nexus:
    """An open file with shorthands for groups, fields and axes. Paths are absolute."""

    file: Any

    def group(self, path: str, nx_class: str) -> None:
        """A group of a class; groups above it have to exist already."""
        self.file.require_group(path).attrs["NX_class"] = nx_class

    def groups(self, **classes: str) -> None:
        """Several groups: ``groups(entry='NXentry', entry__sample='NXsample')``."""
        for path, nx_class in classes.items():
            self.group("/" + path.replace("__", "/"), nx_class)

    def put(self, path: str, value: Any, unit: str | None = None, **attributes: Any) -> None:
        """A field with its attributes."""
        data = value if isinstance(value, str) else np.asarray(value)
        self.file[path] = data
        if unit is not None:
            self.file[path].attrs["units"] = unit
        for name, content in attributes.items():
            self.file[path].attrs[name] = content

    def put_all(self, folder: str, **fields: Any) -> None:
        """Several fields; a tuple is (value, unit)."""
        for name, field in fields.items():
            value, unit = field if isinstance(field, tuple) else (field, None)
            self.put(f"{folder}/{name}", value, unit)

    def axis(
        self,
        path: str,
        values: Any,
        unit: str,
        kind: str,
        vector: Sequence[float],
        depends_on: str = ".",
        **attributes: Any,
    ) -> None:
        """A transformation."""
        self.put(
            path,
            values,
            unit,
            transformation_type=kind,
            vector=np.asarray(vector, dtype=float),
            depends_on=depends_on,
            **attributes,
        )

    def module(
        self,
        path: str,
        *,
        size: Sequence[int],
        depends_on: str,
        offset: Sequence[float] = (0.0, 0.0, 0.0),
        origin: Sequence[int] = (0, 0),
        fast: Sequence[float] = (-1, 0, 0),
        slow: Sequence[float] = (0, -1, 0),
        pitch: float = 0.1,
    ) -> None:
        """A detector module: size, origin (slow, fast), offset and pitch in millimetres."""
        self.group(path, "NXdetector_module")
        self.put_all(path, data_size=list(size), data_origin=list(origin))
        moved = f"{path}/module_offset"
        self.axis(
            moved, 0.0, "mm", "translation", (0, 0, 1), depends_on,
            offset=np.asarray(offset, dtype=float), offset_units="mm",
        )  # fmt: skip
        for name, direction in (("fast", fast), ("slow", slow)):
            field = f"{path}/{name}_pixel_direction"
            self.axis(field, pitch, "mm", "translation", direction, moved)


def create(path: Path, fill: Callable[[Nexus], None]) -> Path:
    """A new file, filled by ``fill``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w", track_order=True) as file:
        fill(Nexus(file))
    return path


def images(path: Path, frames: int, shape: Sequence[int], dtype: str = "uint16") -> Path:
    """A file with empty images under ``/data``."""
    with h5py.File(path, "w") as file:
        file.create_dataset("data", (frames, *shape), dtype)
    return path


def basic(
    nexus: Nexus,
    entry: str = "/entry",
    *,
    frames: int = 4,
    data: str | None = "master_000001.h5",
    shape: Sequence[int] = (40, 60),
    wavelength: Any = 1.0,
    nx_class: str = "NXentry",
) -> str:
    """An NXmx entry without axes and modules; returns the detector's path."""
    instrument, detector = f"{entry}/instrument", f"{entry}/instrument/detector"
    nexus.group(entry, nx_class)
    nexus.group(instrument, "NXinstrument")
    nexus.group(detector, "NXdetector")
    nexus.group(f"{instrument}/beam", "NXbeam")
    nexus.group(f"{entry}/sample", "NXsample")
    nexus.group(f"{entry}/data", "NXdata")
    nexus.put_all(entry, definition="NXmx", start_time="2024-03-01T12:00:00Z")
    nexus.put_all(f"{entry}/sample", name="lysozyme 3")
    nexus.put(f"{instrument}/beam/incident_wavelength", wavelength, "angstrom")
    nexus.put_all(
        detector,
        description="Example 2400",
        type="Pixel",
        count_time=(0.009, "s"),
        frame_time=(0.01, "s"),
        sensor_material="Si",
        sensor_thickness=(0.45, "mm"),
        saturation_value=10000,
    )
    if data is None:
        nexus.file.create_dataset(f"{entry}/data/data", (frames, *shape), "uint16")
    else:
        nexus.file[f"{entry}/data/data"] = h5py.ExternalLink(data, "/data")
    return detector


def goniometer(nexus: Nexus, omega: Any, *, entry: str = "/entry", vector: Any = (-1, 0, 0)) -> str:
    """One rotation axis; returns its path. ``depends_on`` of the sample leads to it."""
    folder = f"{entry}/sample/transformations"
    nexus.group(folder, "NXtransformations")
    nexus.axis(f"{folder}/omega", omega, "deg", "rotation", vector)
    nexus.put(f"{entry}/sample/depends_on", f"{folder}/omega")
    return f"{folder}/omega"


def distance(nexus: Nexus, *, entry: str = "/entry", depends_on: str = ".") -> str:
    """A translation of the detector along the beam, 150 mm; returns its path."""
    folder = f"{entry}/instrument/detector/transformations"
    nexus.group(folder, "NXtransformations")
    nexus.axis(f"{folder}/det_z", 150.0, "mm", "translation", (0, 0, 1), depends_on)
    nexus.put(f"{entry}/instrument/detector/depends_on", f"{folder}/det_z")
    return f"{folder}/det_z"


def one_module(
    nexus: Nexus, *, entry: str = "/entry", depends_on: str, size: Any = (40, 60)
) -> None:
    """A single module whose centre is in the beam."""
    detector = f"{entry}/instrument/detector"
    nexus.module(f"{detector}/module", size=size, depends_on=depends_on, offset=(3, 2, 0))
    nexus.put_all(detector, beam_center_x=(30.0, "pixel"), beam_center_y=(20.0, "pixel"))
