"""Builds an NXmx file that has every node of the application definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np

FRAMES, SLOW, FAST = 3, 20, 30


def build(path: Path, modules: int = 2) -> Path:
    """The file; three frames of 20 x 30 pixels, modules side by side."""
    with h5py.File(path, "w") as file:
        entry = _group(file, "entry", "NXentry", version="1.0")
        _fields(
            entry,
            title="a title",
            start_time="2024-05-06T07:08:09",
            end_time="2024-05-06T07:08:19",
            end_time_estimated="2024-05-06T07:08:20",
            definition="NXmx",
        )
        data = _group(entry, "data", "NXdata")
        _fields(data, data_scaling_factor=2.0, data_offset=-1.0)
        data.create_dataset("data", (FRAMES, SLOW, FAST), "u2")
        _sample(_group(entry, "sample", "NXsample"))
        _instrument(_group(entry, "instrument", "NXinstrument"), modules)
        source = _group(entry, "source", "NXsource")
        _fields(source, name="Some Light Source")
        source["name"].attrs["short_name"] = "SLS"
    return path


def _sample(sample: h5py.Group) -> None:
    _fields(sample, name="crystal 7", depends_on="/entry/sample/transformations/omega")
    _field(sample, "temperature", 100.0, "K")
    axes = _group(sample, "transformations", "NXtransformations")
    _axis(axes, "omega", [0.0, 0.1, 0.2], "rotation", [-1, 0, 0], "deg")


def _instrument(instrument: h5py.Group, modules: int) -> None:
    _fields(instrument, name="Beamline 1", time_zone="+01:00")
    instrument["name"].attrs["short_name"] = "BL1"
    attenuator = _group(instrument, "attenuator", "NXattenuator")
    _fields(attenuator, attenuator_transmission=0.5)
    group = _group(instrument, "detector_group", "NXdetector_group")
    group["group_names"] = np.array([b"camera", b"detector"])
    group["group_index"] = np.array([1, 2])
    group["group_parent"] = np.array([-1, 1])
    _beam(_group(instrument, "beam", "NXbeam", flux="total_flux"))
    _detector(_group(instrument, "detector", "NXdetector"), modules)


def _beam(beam: h5py.Group) -> None:
    _field(beam, "incident_wavelength", [1.0, 1.1], "angstrom")
    _fields(beam, incident_wavelength_weight=[1.0, 2.0], incident_wavelength_weights=[1.0, 2.0])
    _field(beam, "incident_wavelength_spread", 0.01, "angstrom")
    _group(beam, "incident_wavelength_spectrum", "NXdata")["intensity"] = np.arange(5.0)
    _field(beam, "flux", 1e12, "1/s/cm^2")
    _field(beam, "total_flux", 1e11, "Hz")
    _field(beam, "flux_integrated", 1e12, "1/cm^2")
    _fields(beam, total_flux_integrated=1e10, profile="Gaussian")
    _field(beam, "incident_beam_size", [0.05, 0.02], "mm")
    for name in ("incident_polarisation_stokes", "incident_polarization_stokes"):
        beam[name] = np.array([1.0, 0.98, 0.0, 0.0])


def _detector(detector: h5py.Group, modules: int) -> None:
    _fields(
        detector,
        depends_on="/entry/instrument/detector/transformations/z",
        description="Camera X",
        type="hybrid pixel detector",
        gain_setting="high",
        sensor_material="Si",
        saturation_value=60000,
        underload_value=0,
        bit_depth_readout=16,
        distance_derived=False,
        beam_center_derived=True,
        angular_calibration_applied=False,
        flatfield_applied=True,
        pixel_mask_applied=True,
        countrate_correction_applied=True,
        virtual_pixel_interpolation_applied=False,
        countrate_correction_lookup_table=np.arange(10),
    )
    for name, value, unit in (
        ("time_per_channel", 1.0, "us"),
        ("distance", 150.0, "mm"),
        ("dead_time", 2e-7, "s"),
        ("count_time", 0.1, "s"),
        ("frame_time", 0.11, "s"),
        ("detector_readout_time", 0.01, "s"),
        ("beam_center_x", [10.0, 10.1, 10.2], "pixels"),
        ("beam_center_y", [12.0, 12.1, 12.2], "pixels"),
        ("sensor_thickness", 0.45, "mm"),
        ("threshold_energy", 6.0, "keV"),
    ):
        _field(detector, name, value, unit)
    for name in ("angular_calibration", "flatfield", "flatfield_error", "flatfield_errors"):
        detector[name] = np.ones((SLOW, FAST))
    detector["pixel_mask"] = np.zeros((SLOW, FAST), "i4")
    detector["data"] = h5py.SoftLink("/entry/data/data")
    _group(detector, "detectorSpecific", "NXcollection")["software_version"] = "1.8"
    _group(detector, "one_channel", "NXdetector_channel")["threshold_energy"] = 7.0
    axes = _group(detector, "transformations", "NXtransformations")
    _axis(axes, "z", 150.0, "translation", [0, 0, 1], "mm")
    for number in range(modules):
        _module(detector, f"module_{number}", number, FAST // modules)


def _module(detector: h5py.Group, name: str, number: int, width: int) -> None:
    module = _group(detector, name, "NXdetector_module")
    module["data_origin"] = np.array([0, width * number])
    module["data_size"] = np.array([SLOW, width])
    module["data_stride"] = np.array([1, 1])
    here = f"{detector.name}/{name}"
    _axis(
        module, "module_offset", 0.0, "translation", [1, 0, 0], "mm",
        depends_on="/entry/instrument/detector/transformations/z", offset=[1.0 - number, 1.0, 0],
    )  # fmt: skip
    for pixel, vector in (
        ("fast_pixel_direction", [-1, 0, 0]),
        ("slow_pixel_direction", [0, -1, 0]),
    ):
        _axis(module, pixel, 0.1, "translation", vector, "mm", depends_on=f"{here}/module_offset")


def _axis(
    group: h5py.Group,
    name: str,
    value: Any,
    kind: str,
    vector: list[float],
    unit: str,
    depends_on: str = ".",
    offset: tuple[float, ...] | list[float] = (0, 0, 0),
) -> None:
    _field(group, name, value, unit)
    group[name].attrs.update(
        {
            "transformation_type": kind,
            "vector": np.array(vector, float),
            "offset": np.array(offset, float),
            "offset_units": "mm",
            "depends_on": depends_on,
        }
    )


def _group(parent: h5py.Group, name: str, nx_class: str, **attributes: str) -> h5py.Group:
    group = parent.create_group(name)
    group.attrs["NX_class"] = nx_class
    group.attrs.update(attributes)
    return group


def _fields(group: h5py.Group, **values: Any) -> None:
    for name, value in values.items():
        group[name] = value


def _field(group: h5py.Group, name: str, value: Any, unit: str) -> None:
    group[name] = value
    group[name].attrs["units"] = unit
