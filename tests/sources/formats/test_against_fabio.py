"""The layouts against fabio's readers and writers, which know the formats independently."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgcif_map.sources.headers.head import StreamHead
from imgcif_map.sources.registry import FORMATS, format_of
from tests.support import make_binary as make

PIXELS = np.arange(1200, dtype=np.uint16).reshape(30, 40)


def values(data: bytes) -> dict[str, Any]:
    """By the format that the first bytes tell."""
    chosen = format_of(data[: 1 << 14])
    assert chosen in FORMATS
    contents = import_module(chosen.module).reader()(StreamHead("x", io.BytesIO(data), len(data)))
    assert contents.problems == ()
    return {fact.key: fact.value for line in contents.lines for fact in line}


def by_fabio(module: str, name: str, data: bytes) -> dict[str, Any]:
    image = getattr(import_module(f"fabio.{module}"), name)()
    image.readheader(io.BytesIO(data))
    return dict(image.header)


def written(module: str, name: str, header: dict[str, Any], path: Path) -> bytes:
    getattr(import_module(f"fabio.{module}"), name)(data=PIXELS, header=header).write(str(path))
    return path.read_bytes()


def test_marccd_fields_are_where_fabio_has_them() -> None:
    numbers = {
        key: 1000 + place
        for place, (key, (_, code)) in enumerate(make.MARCCD_PLACES.items())
        if code in "iI" and key != "order"
    }
    data = make.marccd(numbers)
    own, other = values(data), by_fabio("marccdimage", "MarccdImage", data)
    compared = 0
    for key, value in own.items():
        found = other.get(key)
        if isinstance(value, int | float) and isinstance(found, int):
            assert round(value) == found or round(value * 1000) == found, key
            compared += 1
    assert compared >= 45


def test_rod_fields_are_where_fabio_has_them() -> None:
    keys = {"detector_type": 1, "e1": 0.1, "e2": 0.2, "e3": 0.3, "beam_e2": 0.4, "beam_e3": 0.5,
            "beta": 0.6, "gain": 1.5}  # fmt: skip
    data = make.rod(keys, omega=(1, 2), theta=(3, 4), kappa=(5, 6), phi=(7, 8), zero_phi=(640,))
    own, other = values(data), by_fabio("OXDimage", "OxdImage", data)
    pairs = {
        "Distance in mm": "distance", "Beam center x": "origin_x", "Beam center y": "origin_y",
        "Alpha angle in deg": "alpha", "Beta angle in deg": "beta", "Gain": "gain",
        "Detector tilt e1 in deg": "detector_e1", "Detector tilt e2 in deg": "detector_e2",
        "Detector tilt e3 in deg": "detector_e3", "Beam rot in deg (e2)": "beam_e2",
        "Beam rot in deg (e3)": "beam_e3", "Wavelength alpha1": "alpha1",
        "Wavelength alpha2": "alpha2", "Wavelength alpha": "alpha12", "Wavelength beta": "beta1",
        "Exposure time in sec": "exposure", "Overflow threshold": "overflow_threshold",
        "Real pixel size x (mm)": "pixel_x", "Real pixel size y (mm)": "pixel_y",
        "Binning in x": "bin_x", "Pixels in x": "image_x", "Pixels in y": "image_y",
        "No of pixels": "points", "NX": "NX", "NY": "NY", "Phi zero corr. in deg": "zero_phi",
    }  # fmt: skip
    for axis in make.ROD_AXES:
        pairs[f"{axis.capitalize()} start in deg"] = f"start_{axis}"
        pairs[f"{axis.capitalize()} end in deg"] = f"end_{axis}"
    for theirs, ours in pairs.items():
        assert own[ours] == pytest.approx(other[theirs]), ours
    assert own["TIME"] == other["Time"]


@pytest.mark.parametrize("order", ["<", ">"])
def test_mar345_fields_are_where_fabio_has_them(order: str) -> None:
    numbers = {"phi_start": 1000, "phi_end": 2500, "omega_start": 3000, "omega_end": 4000,
               "chi": 5000, "twotheta": 6000, "length": 100, "height": 150}  # fmt: skip
    data = make.mar345(numbers, order=order)
    own, other = values(data), by_fabio("mar345image", "Mar345Image", data)
    for theirs, ours in {
        "StartPhi": "phi_start", "EndPhi": "phi_end", "StartOmega": "omega_start",
        "EndOmega": "omega_end", "Chi": "chi", "TwoTheta": "twotheta", "Wavelength": "wavelength",
    }.items():  # fmt: skip
        assert own[ours] == pytest.approx(other[theirs]), ours
    assert own["distance"] == other["Distance"] * 1000
    assert (own["pixel_length"], own["pixel_height"]) == (100, 150)
    for key in ("CENTER_X", "CENTER_Y", "PHI_START", "OMEGA_END", "TIME"):
        assert own[key] == float(other[key]), key


def test_mar345_that_fabio_writes(tmp_path: Path) -> None:
    header = {"PHI_START": "1.5", "PHI_END": "2.0", "WAVELENGTH": "1.5418", "DISTANCE": "120.5",
              "PIXEL_LENGTH": "150", "PIXEL_HEIGHT": "150", "CENTER_X": "20", "CENTER_Y": "15",
              "MODE": "TIME", "DATE": "Tue Jun 26 09:43:09 2007"}  # fmt: skip
    image = import_module("fabio.mar345image").Mar345Image(data=PIXELS, header=header)
    image.byteorder = "<"
    image.write(str(tmp_path / "a.mar345"))
    found = values((tmp_path / "a.mar345").read_bytes())
    assert (found["size"], found["pixels"]) == (40, 1200)
    assert (found["phi_start"], found["phi_turn"]) == (1.5, 0.5)
    assert (found["distance"], found["wavelength"]) == (120_500, 1.5418)
    assert (found["CENTER_X"], found["DATE"]) == (20, "Tue Jun 26 09:43:09 2007")


def test_bruker_lines_as_fabio_reads_them() -> None:
    data = make.bruker()
    own, other = values(data), by_fabio("brukerimage", "BrukerImage", data)
    for key in ("SITE", "MODEL", "CREATED", "TARGET", "FILTER"):
        assert own[key] == other[key]
    angles = [float(word) for word in other["ANGLES"].split()]
    assert angles == [own[f"ANGLES_{axis}"] for axis in ("twotheta", "omega", "phi", "chi")]
    assert {key for key in other if key != "datastart"} <= {k.split("_")[0] for k in own}


def test_edf_that_fabio_writes(tmp_path: Path) -> None:
    header = {"motor_mne": "omega chi", "motor_pos": "1.5 2", "waveLength": "0.9795",
              "title": "a crystal", "date": "Tue Jun 26 09:43:09 2007"}  # fmt: skip
    data = written("edfimage", "EdfImage", header, tmp_path / "a.edf")
    found = values(data)
    assert (found["Dim_1"], found["Dim_2"], found["DataType"]) == (40, 30, "UnsignedShort")
    assert (found["motor/omega"], found["motor/chi"]) == (1.5, 2)
    assert found["title"] == "a crystal"
