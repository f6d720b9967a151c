"""Writes NXmx files from plain descriptions of axes, modules and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np

SAMPLE = "/entry/sample/transformations"
ARM = "/entry/instrument/detector/transformations"
PER_MM = {"m": 1e-3, "cm": 0.1, "mm": 1.0, "um": 1e3}


@dataclass(frozen=True)
class Transformation:
    """An axis. Lengths in millimetres; they are written in ``unit`` and ``offset_unit``."""

    name: str
    type: str
    vector: Sequence[float]
    value: Any = 0.0
    offset: Sequence[float] = (0.0, 0.0, 0.0)
    unit: str = "mm"
    """Of a translation's values."""
    offset_unit: str = "mm"
    ends: Any = None
    step: Any = None
    on: int | None = 0
    """Which of the axes further out carries it, 0 the next one; None: it stands fixed."""


@dataclass(frozen=True)
class ModulePlan:
    """A module; ``offset_on`` names the fields that carry its offset."""

    name: str
    fast: Sequence[float]
    slow: Sequence[float]
    size: Sequence[int]
    """(slow, fast)"""
    pitch: Sequence[float] = (0.1, 0.1)
    """(fast, slow): what the fields say; multiplied by the length of the vector."""
    offset: Sequence[float] = (0.0, 0.0, 0.0)
    origin: Sequence[int] | None = None
    offset_on: tuple[str, ...] = ("module_offset",)
    unit: str = "mm"
    on: int | None = 0
    """Which axis of the arm carries it; None: it stands fixed."""
    serial: bool = False
    """The fast axis depends on the slow one."""


@dataclass(frozen=True)
class Plan:
    """A file: chains from the inside out, modules, and fields as (value, unit) or value."""

    gonio: Sequence[Transformation] = ()
    arm: Sequence[Transformation] = ()
    modules: Sequence[ModulePlan] = ()
    data: tuple[int, ...] | None = (3, 20, 30)
    dtype: str = "u2"
    entry: Mapping[str, Any] = field(default_factory=dict)
    detector: Mapping[str, Any] = field(default_factory=dict)
    beam: Mapping[str, Any] = field(default_factory=dict)
    nxdata: Mapping[str, Any] = field(default_factory=dict)
    raw_links: Sequence[tuple[str, str, str, int]] = ()
    """(name, file, path in it, frames): the images are a virtual data set over links."""


def build(path: Path, plan: Plan) -> Path:
    """The file, and those it links to beside it."""
    with h5py.File(path, "w") as file:
        entry = _group(file, "entry", "NXentry")
        _fields(entry, {"definition": "NXmx", **plan.entry})
        sample = _group(entry, "sample", "NXsample")
        _fields(sample, {"depends_on": _first(SAMPLE, plan.gonio)})
        instrument = _group(entry, "instrument", "NXinstrument")
        _fields(_group(instrument, "beam", "NXbeam"), plan.beam)
        detector = _group(instrument, "detector", "NXdetector")
        _fields(detector, {"depends_on": _first(ARM, plan.arm), **plan.detector})
        _chain(file, SAMPLE, plan.gonio)
        _chain(file, ARM, plan.arm)
        for module in plan.modules:
            _module(detector, module, _carrier(ARM, plan.arm, module.on))
        data = _group(entry, "data", "NXdata")
        _fields(data, plan.nxdata)
        _images(path, data, plan)
    return path


def _images(path: Path, data: h5py.Group, plan: Plan) -> None:
    if not plan.raw_links:
        if plan.data is not None:
            chunks = (1, *plan.data[1:])
            data.create_dataset("data", plan.data, plan.dtype, chunks=chunks)
        return
    assert plan.data is not None
    layout = h5py.VirtualLayout(plan.data, plan.dtype)
    done = 0
    for name, file, inside, frames in plan.raw_links:
        shape = (frames, *plan.data[1:])
        with h5py.File(path.parent / file, "w") as raw:
            raw.create_dataset(inside, shape, plan.dtype, chunks=(1, *plan.data[1:]))
        data[name] = h5py.ExternalLink(file, inside)
        source = h5py.VirtualSource(".", f"/entry/data/{name}", shape)
        layout[done : done + frames] = source
        done += frames
    data.create_virtual_dataset("data", layout)


def _first(folder: str, chain: Sequence[Transformation]) -> str:
    return _carrier(folder, chain, 0)


def _carrier(folder: str, chain: Sequence[Transformation], on: int | None) -> str:
    return f"{folder}/{chain[on].name}" if on is not None and on < len(chain) else "."


def _chain(file: h5py.File, folder: str, chain: Sequence[Transformation]) -> None:
    parent, name = folder.rsplit("/", 1)
    group = _group(file[parent], name, "NXtransformations")
    for number, axis in enumerate(chain):
        _axis(group, axis, _carrier(folder, chain[number + 1 :], axis.on))


def _module(detector: h5py.Group, plan: ModulePlan, carrier: str) -> None:
    module = _group(detector, plan.name, "NXdetector_module")
    module["data_size"] = np.array(plan.size)
    if plan.origin is not None:
        module["data_origin"] = np.array(plan.origin)
    if "module_offset" in plan.offset_on:
        length = float(np.linalg.norm(plan.offset))
        direction = np.array(plan.offset) / length if length else np.array([1.0, 0.0, 0.0])
        # half as displacement along its vector, half as offset: both count
        half = tuple(0.5 * x for x in plan.offset)
        moved = Transformation(
            "module_offset", "translation", direction, length / 2, half, plan.unit, "um"
        )
        _axis(module, moved, carrier)
        carrier = f"{module.name}/module_offset"
    pixels = ("fast", plan.fast, plan.pitch[0]), ("slow", plan.slow, plan.pitch[1])
    for side, vector, pitch in pixels:
        offset = plan.offset if side in plan.offset_on else (0.0, 0.0, 0.0)
        name = f"{side}_pixel_direction"
        axis = Transformation(name, "translation", vector, pitch, offset, plan.unit)
        follows = plan.serial and side == "fast"
        _axis(module, axis, f"{module.name}/slow_pixel_direction" if follows else carrier)


def _axis(group: h5py.Group, axis: Transformation, depends_on: str) -> None:
    turns = axis.type == "rotation"
    factor, unit = (1.0, "deg") if turns else (PER_MM[axis.unit], axis.unit)
    for name, value in (
        (axis.name, axis.value),
        (f"{axis.name}_end", axis.ends),
        (f"{axis.name}_increment_set", axis.step),
    ):
        if value is not None:
            group[name] = np.asarray(value, float) * factor
            group[name].attrs["units"] = unit
    group[axis.name].attrs.update(
        {
            "transformation_type": axis.type,
            "vector": np.array(axis.vector, float),
            "offset": np.array(axis.offset, float) * PER_MM[axis.offset_unit],
            "offset_units": axis.offset_unit,
            "depends_on": depends_on,
        }
    )


def _group(parent: h5py.Group, name: str, nx_class: str) -> h5py.Group:
    group = parent.create_group(name)
    group.attrs["NX_class"] = nx_class
    return group


def _fields(group: h5py.Group, fields: Mapping[str, Any]) -> None:
    for name, content in fields.items():
        value, unit = content if isinstance(content, tuple) else (content, None)
        group[name] = value
        if unit is not None:
            group[name].attrs["units"] = unit
