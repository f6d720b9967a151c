"""Files as particular writers make them, small: for overlays and for file writer 1."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

from tests.support.make_nexus import Nexus, basic, create, distance, goniometer, images, one_module

DETECTOR = "/entry/instrument/detector"


def _dectris(folder: Path, serial: str) -> list[Path]:
    images(folder / "series_data_000001.h5", 3, (40, 60))

    def fill(nexus: Nexus) -> None:
        nexus.groups(
            entry="NXentry",
            entry__data="NXdata",
            entry__instrument="NXinstrument",
            entry__instrument__beam="NXbeam",
            entry__instrument__detector="NXdetector",
            entry__instrument__detector__detectorSpecific="NXcollection",
            entry__instrument__detector__geometry="NXgeometry",
            entry__instrument__detector__geometry__orientation="NXorientation",
            entry__instrument__detector__geometry__translation="NXtranslation",
            entry__instrument__detector__goniometer="NXtransformations",
            entry__sample="NXsample",
            entry__sample__goniometer="NXtransformations",
        )
        nexus.file["/entry/data/data_000001"] = h5py.ExternalLink("series_data_000001.h5", "/data")
        nexus.put("/entry/instrument/beam/incident_wavelength", np.float32(1.0), "angstrom")
        nexus.put_all(
            DETECTOR,
            description="Dectris Eiger 2400",
            detector_number=serial,
            beam_center_x=(np.float32(30.0), "pixel"),
            beam_center_y=(np.float32(20.0), "pixel"),
            bit_depth_image=16,
            bit_depth_readout=12,
            count_time=(np.float32(0.00999), "s"),
            frame_time=(np.float32(0.01), "s"),
            countrate_correction_applied=1,
            flatfield_correction_applied=1,
            pixel_mask_applied=1,
            detector_distance=(np.float32(0.15), "m"),
            sensor_material=np.array(b"Si", "S16"),
            sensor_thickness=(np.float32(0.00045), "m"),
            threshold_energy=(np.float32(6199.2), "eV"),
            x_pixel_size=(np.float32(0.0001), "m"),
            y_pixel_size=(np.float32(0.0001), "m"),
        )
        nexus.put_all(
            f"{DETECTOR}/detectorSpecific",
            eiger_fw_version="eiger-1.6.6",
            software_version="1.6.6",
            nimages=3,
            ntrigger=1,
            x_pixels_in_detector=60,
            y_pixels_in_detector=40,
            countrate_correction_count_cutoff=10000,
            data_collection_date="2020-05-01T10:00:00.000000",
            photon_energy=(np.float32(12398.42), "eV"),
            number_of_excluded_pixels=2,
        )
        nexus.put(
            f"{DETECTOR}/geometry/orientation/value", np.array([-1, 0, 0, 0, -1, 0], np.float32)
        )
        nexus.put(
            f"{DETECTOR}/geometry/translation/distances",
            np.array([0.003, 0.002, -0.15], np.float32),
        )
        omega = "/entry/sample/goniometer/omega"
        degrees = {
            omega: [10.0, 10.1, 10.2],
            f"{omega}_end": [10.1, 10.2, 10.3],
            f"{omega}_start": 10.0,
            f"{omega}_increment": 0.1,
            f"{omega}_range_total": 400.0,
            "/entry/sample/goniometer/chi": [0.0, 0.0, 0.0],
            "/entry/sample/goniometer/chi_start": 0.0,
            f"{DETECTOR}/goniometer/two_theta": [0.0, 0.0, 0.0],
            f"{DETECTOR}/goniometer/two_theta_start": 0.0,
        }
        for path, value in degrees.items():
            nexus.put(path, np.asarray(value, np.float32), "degree")

    return [create(folder / "series_master.h5", fill)]


def dectris(folder: Path) -> list[Path]:
    return _dectris(folder, "E-08-0000")


def dectris_reversed(folder: Path) -> list[Path]:
    return _dectris(folder, "E-32-0112")


def dectris_vertical(folder: Path) -> list[Path]:
    return _dectris(folder, "E-32-0105")


def data_size_swapped(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None)
        goniometer(nexus, [0.0, 0.5])
        one_module(nexus, depends_on=distance(nexus), size=(60, 40))
        nexus.group(f"{DETECTOR}/detectorSpecific", "NXcollection")
        nexus.put_all(
            f"{DETECTOR}/detectorSpecific", x_pixels_in_detector=60, y_pixels_in_detector=40
        )

    return [create(folder / "swapped.nxs", fill)]


def diamond_data_size(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None)
        del nexus.file["/entry/start_time"]
        nexus.put("/entry/start_time", "2019-01-21T14:55:29")
        nexus.file["/entry/instrument"].attrs["short_name"] = "I04"
        goniometer(nexus, [0.0, 0.5])
        one_module(nexus, depends_on=distance(nexus), size=(60, 40))

    return [create(folder / "early.nxs", fill)]


def diamond_i16(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None, shape=(195, 487), wavelength=0.1)
        nexus.file["/entry/instrument/beam/incident_wavelength"].attrs["units"] = "nm"
        nexus.group("/entry/sample/beam", "NXbeam")
        nexus.put("/entry/sample/beam/incident_energy", 12.3984198)
        del nexus.file[f"{DETECTOR}/sensor_thickness"]
        nexus.put(f"{DETECTOR}/sensor_thickness", 0.32)
        nexus.put_all("/entry", program_name="GDA 8.48.0", scan_command="scan eta 0 1 0.5")
        nexus.put("/entry/instrument/name", "i16")
        omega = goniometer(nexus, [0.0, 0.5])
        nexus.file["/entry/sample/depends_on"][...] = omega.lstrip("/")
        one_module(nexus, depends_on=distance(nexus), size=(487, 195))

    return [create(folder / "10001.nxs", fill)]


def _dials(folder: Path, turn: int) -> list[Path]:
    """``turn``: 1 for coordinates as DIALS has them, -1 turned about X to those of NeXus."""
    entry, detector = "/entry/experiment0", "/entry/experiment0/instrument/detector"

    def fill(nexus: Nexus) -> None:
        nexus.groups(
            entry="NXentry",
            entry__experiment0="NXsubentry",
            entry__experiment0__instrument="NXinstrument",
            entry__experiment0__instrument__detector="NXdetector",
            entry__experiment0__instrument__detector__module0="NXdetector_module",
            entry__experiment0__sample="NXsample",
            entry__experiment0__sample__beam="NXbeam",
            entry__experiment0__sample__transformations="NXtransformations",
        )
        nexus.put("/entry/program_name", "dials.export_nxmx")
        nexus.put(f"{entry}/definition", "NXmx")
        nexus.put(f"{entry}/sample/beam/incident_wavelength", 0.9795, "nm")
        phi = f"{entry}/sample/transformations/phi"
        nexus.axis(phi, np.arange(9) * 0.2, "", "rotation", (1, 0, 0))
        del nexus.file[phi].attrs["units"]
        nexus.put(f"{entry}/sample/depends_on", phi)
        nexus.put_all(
            detector,
            data=np.zeros((3, 1, 1), np.int64),
            beam_centre_x=200.0,
            beam_centre_y=210.0,
            count_time=(0.0, "sec"),
            dead_time=(0.0, "msec"),
            frame_time=(0.0, "sec"),
            bit_depth_readout=32,
            saturation_value=495976,
            sensor_thickness=(0.0, "m"),
            description="SENSOR_PAD",
            distance=(190.0, "mm"),
        )
        module = f"{detector}/module0"
        nexus.put_all(module, data_size=[2463, 2527], data_origin=[-1, -1])
        origin = np.array([-200.0, 210.0 * turn, -190.0 * turn])
        length = float(np.linalg.norm(origin))
        nexus.axis(f"{module}/module_offset", length, "m", "translation", origin / length)
        for name, vector in (("fast", (1, 0, 0)), ("slow", (0, -turn, 0))):
            path = f"{module}/{name}_pixel_direction"
            nexus.axis(path, 0.172, "m", "translation", vector, f"{module}/module_offset")

    return [create(folder / "exported.nxs", fill)]


def dials_export(folder: Path) -> list[Path]:
    return _dials(folder, -1)


def dials_export_early(folder: Path) -> list[Path]:
    return _dials(folder, 1)
