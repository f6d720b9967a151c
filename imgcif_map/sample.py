"""A small NXmx master with its data files, made on the spot: for the demo, tutorial and tests.

Ten frames of 0.5 degrees on a three-circle goniometer, a detector on a two-theta arm, the images in
two files. Like real masters it is not perfect: see QUIRKS.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import h5py

FRAMES, FILES, ROWS, COLUMNS = 10, 2, 120, 160
PITCH = 0.172e-3  # m
DISTANCE = 120.0  # mm
CENTRE = (78.4, 61.7)  # pixels, fast and slow

QUIRKS = (
    "count_time has no unit",
    "the saturation value is a link to a file that is not there",
    "the stated detector distance is 2 mm off the one the axes give",
    "no sample temperature, no polarisation, no end time",
)


def build(folder: Path, stem: str = "sample") -> Path:
    """Write ``<stem>_master.h5`` and its data files; returns the master's path."""
    import h5py

    folder.mkdir(parents=True, exist_ok=True)
    per_file = FRAMES // FILES
    names = [f"{stem}_data_{number:06d}.h5" for number in range(1, FILES + 1)]
    images = _images()
    for number, name in enumerate(names):
        with h5py.File(folder / name, "w") as file:
            block = images[number * per_file : (number + 1) * per_file]
            file.create_dataset(
                "entry/data/data", data=block, chunks=(1, ROWS, COLUMNS), compression="gzip"
            )
    master = folder / f"{stem}_master.h5"
    with h5py.File(master, "w") as file:
        entry = _group(file, "entry", "NXentry")
        entry["definition"] = "NXmx"
        entry["start_time"] = "2026-03-14T09:26:53Z"
        _beamline(entry)
        _detector(entry["instrument"])
        _goniometer(entry)
        _data(entry, names, per_file)
    return master


def _images() -> NDArray[np.uint16]:
    """A beam stop's shadow, a falling background and a few spots, shape (frame, slow, fast)."""
    slow, fast = np.mgrid[:ROWS, :COLUMNS]
    radius = np.hypot(fast - CENTRE[0], slow - CENTRE[1])
    background = np.where(radius < 6, 0, 40 * np.exp(-radius / 50))
    frames = np.repeat(background[None], FRAMES, axis=0)
    for number in range(30):
        frame, y, x = number % FRAMES, (number * 37) % (ROWS - 4), (number * 53) % (COLUMNS - 4)
        frames[frame, y : y + 3, x : x + 3] += 900
    return frames.astype(np.uint16)


def _group(parent: h5py.Group, name: str, nx_class: str) -> h5py.Group:
    group = parent.create_group(name)
    group.attrs["NX_class"] = nx_class
    return group


def _value(parent: h5py.Group, name: str, value: Any, **attributes: Any) -> None:
    node = parent.create_dataset(name, data=value)
    for key, attribute in attributes.items():
        node.attrs[key] = attribute


def _beamline(entry: h5py.Group) -> None:
    source = _group(entry, "source", "NXsource")
    _value(source, "name", "Example Light Source", short_name="ELS")
    source["type"] = "Synchrotron X-ray Source"
    source["probe"] = "x-ray"
    instrument = _group(entry, "instrument", "NXinstrument")
    _value(instrument, "name", "Beamline 7", short_name="B7")
    beam = _group(instrument, "beam", "NXbeam")
    _value(beam, "incident_wavelength", 0.0976254, units="nm")
    _value(beam, "total_flux", 2.1e12, units="Hz")
    attenuator = _group(instrument, "attenuator", "NXattenuator")
    _value(attenuator, "attenuator_transmission", 0.25)


def _detector(instrument: h5py.Group) -> None:
    detector = _group(instrument, "detector", "NXdetector")
    detector["description"] = "Example pixel counter 24k"
    detector["type"] = "HPC"
    detector["sensor_material"] = "Si"
    _value(detector, "sensor_thickness", 450.0, units="um")
    _value(detector, "x_pixel_size", PITCH, units="m")
    _value(detector, "y_pixel_size", PITCH, units="m")
    _value(detector, "count_time", 0.0199)  # the unit is missing: a quirk
    _value(detector, "frame_time", 0.02, units="s")
    _external(detector, "saturation_value", "sample_meta.h5", "/saturation")  # absent: a quirk
    _value(detector, "beam_center_x", CENTRE[0], units="pixel")
    _value(detector, "beam_center_y", CENTRE[1], units="pixel")
    _value(detector, "distance", (DISTANCE + 2) / 1000, units="m")  # disagrees: a quirk
    arm = "/entry/instrument/detector/transformations"
    detector["depends_on"] = f"{arm}/det_z"
    axes = _group(detector, "transformations", "NXtransformations")
    _axis(axes, "two_theta", 0.0, "deg", "rotation", (-1, 0, 0), ".")
    _axis(axes, "det_z", DISTANCE, "mm", "translation", (0, 0, 1), f"{arm}/two_theta")
    module = _group(detector, "module", "NXdetector_module")
    module["data_origin"] = np.array([0, 0])
    module["data_size"] = np.array([ROWS, COLUMNS])
    here = "/entry/instrument/detector/module"
    corner = (round(CENTRE[0] * PITCH, 9), round(CENTRE[1] * PITCH, 9), 0.0)
    _axis(module, "module_offset", 0.0, "m", "translation", (1, 0, 0), f"{arm}/det_z", corner)
    offset = f"{here}/module_offset"
    _axis(module, "fast_pixel_direction", PITCH, "m", "translation", (-1, 0, 0), offset)
    _axis(module, "slow_pixel_direction", PITCH, "m", "translation", (0, -1, 0), offset)


def _goniometer(entry: h5py.Group) -> None:
    sample = _group(entry, "sample", "NXsample")
    sample["name"] = "thaumatin, loop 3"
    here = "/entry/sample/transformations"
    sample["depends_on"] = f"{here}/phi"
    axes = _group(sample, "transformations", "NXtransformations")
    omega = 90 + 0.5 * np.arange(FRAMES)
    _axis(axes, "omega", omega, "deg", "rotation", (-1, 0, 0), ".")
    _value(axes, "omega_end", omega + 0.5)
    _axis(axes, "chi", 30.0, "deg", "rotation", (0.0046, 0.0372, 0.9993), f"{here}/omega")
    _axis(axes, "phi", 0.0, "deg", "rotation", (-1, -0.0037, -0.002), f"{here}/chi", (0, 0.1, 0))
    axes["phi"].attrs["offset_units"] = "mm"


def _axis(
    parent: h5py.Group,
    name: str,
    setting: Any,
    unit: str,
    kind: str,
    vector: tuple[float, float, float],
    depends_on: str,
    offset: tuple[float, float, float] | None = None,
) -> None:
    _value(
        parent,
        name,
        setting,
        units=unit,
        transformation_type=kind,
        vector=np.array(vector, dtype=float),
        depends_on=depends_on,
    )
    if offset is not None:
        parent[name].attrs["offset"] = np.array(offset, dtype=float)


def _external(parent: h5py.Group, name: str, file: str, path: str) -> None:
    import h5py

    parent[name] = h5py.ExternalLink(file, path)


def _data(entry: h5py.Group, names: list[str], per_file: int) -> None:
    """External links to the data files and a virtual data set over them."""
    import h5py

    data = _group(entry, "data", "NXdata")
    data.attrs["signal"] = "data"
    layout = h5py.VirtualLayout(shape=(FRAMES, ROWS, COLUMNS), dtype=np.uint16)
    for number, name in enumerate(names):
        _external(data, f"data_{number + 1:06d}", name, "/entry/data/data")
        start = number * per_file
        layout[start : start + per_file] = h5py.VirtualSource(
            name, "/entry/data/data", shape=(per_file, ROWS, COLUMNS)
        )
    data.create_virtual_dataset("data", layout)
