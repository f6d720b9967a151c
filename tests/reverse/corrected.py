"""Real masters as they are meant, in standard NXmx: corrections written by hand for each.

What is wrong in a master was found by reading it; each correction says what and why. Nothing
of the package is used: the mapping's own corrections are what these copies judge.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

HALF_TURN = np.diag([-1.0, 1.0, -1.0])
"""About the vertical: from z towards the source, y up, to z along the beam, y up."""


@dataclass(frozen=True)
class Meant:
    """A corrected copy."""

    path: Path
    entry: str = "entry"
    swapped: bool = False
    """data_size is (fast, slow)."""
    turn: np.ndarray = field(default_factory=lambda: np.eye(3))
    """From the coordinates of the copy to those of NeXus."""


def meant(name: str, source: Path) -> Meant:
    """The master of this name as it is meant: a copy beside it."""
    path = source.with_name(f"meant-{source.name}")
    shutil.copy(source, path)
    with h5py.File(path, "r+") as file:
        return _CORRECTIONS[name](file, path)


def _right(file: h5py.File, path: Path) -> Meant:
    """Nothing to correct."""
    return Meant(path)


def _i04_b4(file: h5py.File, path: Path) -> Meant:
    """data_size stands as (fast, slow); the images have (slow, fast) as NXmx says."""
    return Meant(path, swapped=True)


def _i16(file: h5py.File, path: Path) -> Meant:
    """The same; the entry has another name."""
    return Meant(path, "entry1", swapped=True)


def _dials(file: h5py.File, path: Path) -> Meant:
    """The program writes the numbers of its models, with labels that do not fit them.

    * Lengths are millimetres labelled m: a detector of 2463 pixels of 172 metres is none, one of
      172 micrometres (a PILATUS 6M) stands 193 mm away. The wavelength is in angstroms: 0.9795 nm
      is 1.27 keV, which no such detector sees.
    * data_size is (fast, slow): the detector named has 2463 pixels in a row, 2527 rows.
    * Angles have no label; NXmx would have degrees, and the evaluator takes them as such.
    * z is towards the source: the first pixel has z = -198 mm, and the sample would else be
      behind the detector. y stays up, so the coordinates are turned about it by half a turn.
    * data_origin [-1, -1] says nothing: the module fills the image. Positions do not depend on it.
    * detector/distance is a remark, which no pixel depends on.
    """
    entry = "entry/experiment0"
    module = file[f"{entry}/instrument/detector/module0"]
    for axis in ("module_offset", "fast_pixel_direction", "slow_pixel_direction"):
        assert module[axis].attrs["units"] == "m"
        module[axis].attrs["units"] = "mm"
    file[f"{entry}/sample/beam/incident_wavelength"].attrs["units"] = "angstrom"
    assert module["data_size"][()].tolist() == [2463, 2527]
    assert module["data_origin"][()].tolist() == [-1, -1]
    return Meant(path, entry, swapped=True, turn=HALF_TURN)


def _soleil(file: h5py.File, path: Path) -> Meant:
    """The detector's own master has numbers and no axes: they are put where NXmx has them.

    * geometry/orientation holds the directions of fast and slow, which is where they come from.
    * The distance is along the beam; geometry/translation has it with the other sign.
    * The beam meets the detector at beam_center, counted in pixels from the corner of the first.
    * The direction of omega is in no file; mappings/dectris.yaml assumes (-1, 0, 0), reports it,
      and what is tested here is that the way back keeps it.
    """
    detector, sample = file["entry/instrument/detector"], file["entry/sample"]
    directions = np.asarray(detector["geometry/orientation/value"], dtype=float)
    fast, slow = directions[:3], directions[3:]
    # What the file has in single precision was written in decimal: the shortest that fits is meant.
    pitch = [_decimal(detector[f"{way}_pixel_size"]) * 1000 for way in "xy"]
    centre = [_decimal(detector[f"beam_center_{way}"]) for way in "xy"]
    module = detector.create_group("module")
    module.attrs["NX_class"] = "NXdetector_module"
    pixels = [detector[f"detectorSpecific/{way}_pixels_in_detector"][()] for way in "yx"]
    module["data_size"] = pixels
    offset = -(centre[0] * pitch[0] * fast + centre[1] * pitch[1] * slow)
    _axis(detector, "distance", _decimal(detector["detector_distance"]) * 1000, "mm", [0, 0, 1])
    carrier = "/entry/instrument/detector/distance"
    _axis(module, "fast_pixel_direction", pitch[0], "mm", fast, carrier, offset)
    _axis(module, "slow_pixel_direction", pitch[1], "mm", slow, carrier, offset)
    omega = sample["goniometer/omega"][()]
    _axis(sample, "omega", omega, "deg", [-1, 0, 0], kind="rotation")
    sample["depends_on"] = "/entry/sample/omega"
    return Meant(path)


def _decimal(data: h5py.Dataset) -> float:
    return float(str(np.float32(data[()])))


def _axis(
    group: h5py.Group, name: str, value: object, units: str, vector: object, carrier: str = ".",
    offset: object = (0, 0, 0), kind: str = "translation",
) -> None:  # fmt: skip
    group[name] = value
    attributes = {"units": units, "vector": vector, "offset": offset, "offset_units": "mm"}
    group[name].attrs.update(attributes)
    group[name].attrs.update({"depends_on": carrier, "transformation_type": kind})


_CORRECTIONS: dict[str, Callable[[h5py.File, Path], Meant]] = {
    "dials-export": _dials,
    "dls-i03-ins": _right,
    "dls-i04-b4": _i04_b4,
    "dls-i04-p5p1": _right,
    "dls-i16": _i16,
    "soleil-px2-eiger9m": _soleil,
}
