"""The experiments whose imgCIF is kept as golden output, one function each.

Each builds its file(s) in a folder and returns the masters to convert together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

from tests.mapping.golden import quirks
from tests.support import make_binary, make_cbf, make_expt, make_minicbf, make_smv, make_xds
from tests.support.make_nexus import (
    Nexus,
    basic,
    create,
    distance,
    goniometer,
    images,
    one_module,
)

Build = Callable[[Path], list[Path]]


@dataclass(frozen=True)
class Case:
    """One golden output; ``about`` is what a reader should find in it."""

    build: Build
    about: str
    settings: Mapping[str, str] = field(default_factory=dict)
    overlay: str | None = None


def single_module(folder: Path) -> list[Path]:
    images(folder / "master_000001.h5", 4, (40, 60))

    def fill(nexus: Nexus) -> None:
        detector = basic(nexus)
        omega = goniometer(nexus, [10.0, 10.1, 10.2, 10.3])
        nexus.put(f"{omega}_end", [10.1, 10.2, 10.3, 10.4])
        one_module(nexus, depends_on=distance(nexus))
        nexus.put_all("/entry", end_time="2024-03-01T12:00:02Z", title="first crystal")
        nexus.put_all(f"{detector}", bit_depth_readout=16, serial_number="0-0001")
        nexus.put_all(detector, detector_distance=(0.15, "m"))
        nexus.put("/entry/instrument/name", "BEAMLINE 9", short_name="B9")
        nexus.groups(entry__source="NXsource")
        nexus.put_all("/entry/source", name="Example Synchrotron", probe="x-ray")
        nexus.put_all("/entry/instrument/beam", total_flux=(1.5e12, "Hz"))

    return [create(folder / "master.nxs", fill)]


def shared_image(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        detector = basic(nexus, frames=2, data=None, shape=(90, 60))
        goniometer(nexus, [0.0, 0.5])
        carrier = distance(nexus)
        nexus.module(f"{detector}/upper", size=(40, 60), depends_on=carrier, offset=(3, 4.5, 0))
        nexus.module(
            f"{detector}/lower",
            size=(40, 60),
            origin=(50, 0),
            depends_on=carrier,
            offset=(3, -0.5, 0),
        )

    return [create(folder / "shared.nxs", fill)]


def hierarchy(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        detector = basic(nexus, frames=2, data=None, shape=(90, 60))
        goniometer(nexus, [0.0, 0.5])
        carrier = distance(nexus)
        for name, number, tilt, height in (("q0", 0, 2.0, 2.5), ("q1", 50, -2.0, -2.5)):
            axes = f"{detector}/transformations"
            nexus.axis(
                f"{axes}/{name}_tilt", tilt, "deg", "rotation", (1, 0, 0), carrier,
                offset=np.array([0.0, height, 0.0]), offset_units="mm",
                equipment_component="quadrant",
            )  # fmt: skip
            nexus.module(
                f"{detector}/{name}",
                size=(40, 60),
                origin=(number, 0),
                depends_on=f"{axes}/{name}_tilt",
                offset=(3, 2, 0),
            )

    return [create(folder / "quadrants.nxs", fill)]


def two_theta(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None)
        goniometer(nexus, [0.0, 0.5])
        folder = "/entry/instrument/transformations"
        nexus.group(folder, "NXtransformations")
        nexus.axis(f"{folder}/two_theta", 30.0, "deg", "rotation", (-1, 0, 0))
        one_module(nexus, depends_on=distance(nexus, depends_on=f"{folder}/two_theta"))

    return [create(folder / "arm.nxs", fill)]


def still(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=1, data=None)
        nexus.put("/entry/sample/depends_on", ".")
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "still.nxs", fill)]


def raster(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=6, data=None)
        omega = goniometer(nexus, 30.0)
        axes = "/entry/sample/transformations"
        rows, columns = [0.0, 0.0, 0.0, 20.0, 20.0, 20.0], [0.0, 10.0, 20.0, 20.0, 10.0, 0.0]
        nexus.axis(f"{axes}/sam_y", rows, "um", "translation", (0, 1, 0), omega)
        nexus.axis(f"{axes}/sam_x", columns, "um", "translation", (1, 0, 0), f"{axes}/sam_y")
        del nexus.file["/entry/sample/depends_on"]
        nexus.put("/entry/sample/depends_on", f"{axes}/sam_x")
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "raster.nxs", fill)]


def helical(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=4, data=None)
        omega = goniometer(nexus, [0.0, 0.1, 0.2, 0.3])
        axes = "/entry/sample/transformations"
        nexus.axis(
            f"{axes}/sam_x", [0.0, 0.005, 0.01, 0.015], "mm", "translation", (1, 0, 0), omega
        )
        del nexus.file["/entry/sample/depends_on"]
        nexus.put("/entry/sample/depends_on", f"{axes}/sam_x")
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "helical.nxs", fill)]


def several_entries(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        for number, start in ((1, 0.0), (2, 90.0)):
            entry = f"/entry_{number}"
            basic(nexus, entry, frames=3, data=None)
            goniometer(nexus, [start, start + 0.1, start + 0.2], entry=entry)
            one_module(nexus, entry=entry, depends_on=distance(nexus, entry=entry))

    return [create(folder / "sweeps.nxs", fill)]


def spectrum(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None, wavelength=[0.9, 1.0, 1.1])
        nexus.put("/entry/instrument/beam/incident_wavelength_weights", [1.0, 4.0, 2.0])
        goniometer(nexus, [0.0, 0.5])
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "pink.nxs", fill)]


def wavelength_per_shot(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=3, data=None, wavelength=[1.0, 1.01, 1.02])
        nexus.put("/entry/sample/depends_on", ".")
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "shots.nxs", fill)]


def uneven(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=4, data=None)
        omega = goniometer(nexus, [0.0, 0.1, 0.25, 0.3])
        nexus.put(f"{omega}_end", [0.1, 0.2, 0.3, 0.45])
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "uneven.nxs", fill)]


def stokes(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None)
        nexus.put("/entry/instrument/beam/incident_polarization_stokes", [1.0, 0.98, 0.0, 0.0])
        goniometer(nexus, [0.0, 0.5], vector=(0, 1, 0))
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "vertical.nxs", fill)]


def subentry(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        nexus.group("/scan", "NXentry")
        basic(nexus, "/scan/mx", frames=2, data=None, nx_class="NXsubentry")
        goniometer(nexus, [0.0, 0.5], entry="/scan/mx")
        one_module(nexus, entry="/scan/mx", depends_on=distance(nexus, entry="/scan/mx"))

    return [create(folder / "sub.nxs", fill)]


def time_zone(folder: Path) -> list[Path]:
    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=2, data=None)
        del nexus.file["/entry/start_time"]
        nexus.put_all("/entry", start_time="2024-03-01 12:00:00")
        nexus.put_all("/entry", end_time_estimated="2024-03-01T12:00:02+02:00")
        nexus.put_all("/entry/instrument", time_zone="+01:00")
        goniometer(nexus, [0.0, 0.5])
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "zone.nxs", fill)]


def virtual(folder: Path) -> list[Path]:
    for number, count in ((1, 3), (2, 2)):
        images(folder / f"v_{number:06}.h5", count, (40, 60))

    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=5, data="nowhere.h5")
        del nexus.file["/entry/data/data"]
        layout = h5py.VirtualLayout((5, 40, 60), "uint16")
        for number, start, count in ((1, 0, 3), (2, 3, 2)):
            name = f"/entry/data/data_{number:06}"
            nexus.file[name] = h5py.ExternalLink(f"v_{number:06}.h5", "/data")
            source = h5py.VirtualSource(".", name, (count, 40, 60))
            layout[start : start + count] = source
        nexus.file.create_virtual_dataset("/entry/data/data", layout)
        goniometer(nexus, [0.0, 0.1, 0.2, 0.3, 0.4])
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "v.nxs", fill)]


def series(folder: Path) -> list[Path]:
    for number, count in ((1, 3), (2, 2)):
        images(folder / f"s_{number:06}.h5", count, (40, 60))

    def fill(nexus: Nexus) -> None:
        basic(nexus, frames=5, data="nowhere.h5")
        del nexus.file["/entry/data/data"]
        for number in (1, 2):
            link = h5py.ExternalLink(f"s_{number:06}.h5", "/data")
            nexus.file[f"/entry/data/data_{number:06}"] = link
        goniometer(nexus, [0.0, 0.1, 0.2, 0.3, 0.4])
        one_module(nexus, depends_on=distance(nexus))

    return [create(folder / "s.nxs", fill)]


def full_cbf(folder: Path) -> list[Path]:
    return make_cbf.scan(folder, 3, mini=make_cbf.MINI)


def smv(folder: Path) -> list[Path]:
    return make_smv.scan(folder, 3, TWOTHETA=15.0)


def dtrek(folder: Path) -> list[Path]:
    return make_smv.dtrek_scan(folder, 3)


def mini_cbf(folder: Path) -> list[Path]:
    lines = {"Voffset": "# Detector_Voffset 0.00500 m", "polar": "# Polarization 0.990"}
    return make_minicbf.scan(folder, 3, start=10, step=0.5, lines=lines)


def smargon(folder: Path) -> list[Path]:
    lines = {
        "Detector": "# Detector: PILATUS3 6M, S/N 60-0126",
        "chi": "# Chi 45.0000 deg.",
        "phi": "# Phi 30.0000 deg.",
    }
    return make_minicbf.scan(folder, 3, start=10, step=0.5, lines=lines)


def marccd(folder: Path) -> list[Path]:
    return make_binary.series(
        folder, 3, lambda i: make_binary.marccd({"start_phi": 500 * i, "end_phi": 500 * (i + 1)})
    )


def mar345(folder: Path) -> list[Path]:
    def image(i: int) -> bytes:
        numbers = {"phi_start": 500 * i, "phi_end": 500 * (i + 1)}
        text = {"PHI": f"START {0.5 * i:.3f}  END {0.5 * (i + 1):.3f}  OSC 1"}
        return make_binary.mar345(numbers, text)

    return make_binary.series(folder, 3, image)


def bruker(folder: Path) -> list[Path]:
    def image(i: int) -> bytes:
        start, end = 10 + i * 0.5, 10.5 + i * 0.5
        keys = {"START": f"{start}", "ANGLES": f"-20.0 {start} 20.0 54.7"}
        size = {"NROWS": "1024 1", "NCOLS": "768 1", "CENTER": "380 510 381.0 512.5"}
        return make_binary.bruker({**keys, **size, "ENDING": f"-20.0 {end} 20.0 54.7"})

    return make_binary.series(folder, 3, image, "sfrm")


def rod(folder: Path) -> list[Path]:
    def image(i: int) -> bytes:
        scan = (0.5 * i, 0.5 * (i + 1))
        return make_binary.rod(
            {"e1": 0.3, "e2": -0.2}, omega=scan, kappa=(-30, -30), theta=(20, 20)
        )

    return make_binary.series(folder, 3, image, "rodhypix")


def edf(folder: Path) -> list[Path]:
    return make_binary.series(
        folder, 3, lambda i: make_binary.edf({"motor_pos": f"{0.5 * i} 0.0"}), "edf"
    )


def dials(folder: Path) -> list[Path]:
    goniometer = {
        "axes": [[0, 0, -1], [1, 0, 0]],
        "names": ["GON_CHI", "GON_OMEGA"],
        "angles": [30, 0],
        "scan_axis": 1,
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [make_expt.write(folder / "x.expt", goniometer=[goniometer])]


def xds(folder: Path) -> list[Path]:
    arm = {
        "DIRECTION_OF_DETECTOR_X-AXIS": "-0.8660254037844387 0 0.5",
        "DETECTOR_DISTANCE": "-150.0",
        "DATA_RANGE": "3 6",
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [make_xds.write(folder / "XDS.INP", arm)]


CASES: dict[str, Case] = {
    "single-module": Case(single_module, "X follows omega, overload one more than saturation"),
    "pixel-centre": Case(
        single_module, "positions are those of pixel centres", {"pixel_reference": "centre"}
    ),
    "flipped": Case(single_module, "X against omega", {"flip_axis": "reverse"}),
    "shared-image": Case(shared_image, "two modules are sections of one image"),
    "hierarchy": Case(hierarchy, "each quadrant on its own tilt, both on the distance"),
    "two-theta": Case(two_theta, "the distance is carried by the arm at 30 degrees"),
    "still": Case(still, "no goniometer: X follows the fast direction"),
    "raster": Case(raster, "two translations vary: a raster with positions frame by frame"),
    "helical": Case(helical, "a rotation with a translation: a vector scan"),
    "several-entries": Case(several_entries, "two scans in one data block"),
    "spectrum": Case(spectrum, "three wavelengths with weights, the largest 1"),
    "wavelength-per-shot": Case(wavelength_per_shot, "the mean wavelength"),
    "uneven": Case(uneven, "angles frame by frame"),
    "stokes": Case(stokes, "X is vertical, so Q changes its sign"),
    "subentry": Case(subentry, "NXmx in an NXsubentry"),
    "time-zone": Case(time_zone, "a naive time gets the instrument's zone"),
    "virtual": Case(virtual, "frames of a virtual data set in two linked files"),
    "series": Case(series, "frames of two linked data sets one after the other"),
    "dectris": Case(quirks.dectris, "angles of each frame, distance counted backwards"),
    "dectris-reversed-axis": Case(
        quirks.dectris_reversed, "X against that of most", overlay="dectris-reversed-axis"
    ),
    "dectris-vertical-axis": Case(
        quirks.dectris_vertical, "the image lies on its side", overlay="dectris-vertical-axis"
    ),
    "data-size-swapped": Case(
        quirks.data_size_swapped, "60 pixels along fast, 40 along slow", overlay="data-size-swapped"
    ),
    "diamond-data-size": Case(
        quirks.diamond_data_size, "60 pixels along fast, 40 along slow", overlay="diamond-data-size"
    ),
    "diamond-i16": Case(
        quirks.diamond_i16, "487 pixels along fast, sensor 0.32 mm", overlay="diamond-i16"
    ),
    "dials-export": Case(
        quirks.dials_export, "millimetres and angstroms, nine frames", overlay="dials-export"
    ),
    "dials-export-frame": Case(
        quirks.dials_export_early, "the detector behind the sample", overlay="dials-export-frame"
    ),
    "full-cbf": Case(full_cbf, "the axes and ids of the files, a kappa goniometer, 2theta at 25"),
    "smv": Case(smv, "y of the header's beam centre along the rows, the detector at 15 degrees"),
    "dtrek": Case(dtrek, "three circles, the detector turned in its plane and on an arm"),
    "minicbf": Case(mini_cbf, "a detector raised by 5 mm, the beam where the header says"),
    "minicbf-instrument": Case(smargon, "chi and phi of the SmarGon, known by the serial number"),
    "marccd": Case(marccd, "micrometres, millidegrees and femtometres become imgCIF's units"),
    "mar345": Case(mar345, "phi scans, the image plate stands square to the beam"),
    "bruker": Case(bruker, "X follows omega upwards, the columns of the image run up, 2theta -20"),
    "rod": Case(rod, "X follows omega downwards, kappa leans by 50, the detector is tilted"),
    "edf": Case(edf, "omega is a motor; pixels of 50 um, no beam centre"),
    "dials": Case(dials, "two circles, X follows the outer one, the corner at -10, 20, -150"),
    "xds": Case(xds, "an arm at 30 degrees, the normal towards the sample, a start at 11 degrees"),
}
