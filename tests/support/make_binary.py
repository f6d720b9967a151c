"""Small MarCCD, mar345, Bruker, ROD and EDF images, made for tests from descriptions of them.

Offsets and units are written out here once more, apart from the layouts of the package: what
is compared must not come from one place. The images are padding.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DEGREES = 57.29577951308232


def _put(data: bytearray, order: str, places: Mapping[str, tuple[int, str]], keys: Any) -> None:
    for key, value in keys.items():
        at, code = places[key]
        if code == "s":
            data[at : at + len(value)] = value
        else:
            struct.pack_into(order + code, data, at, value)


MARCCD_PLACES: dict[str, tuple[int, str]] = {
    "name": (1028, "s"), "order": (1052, "I"), "nfast": (1104, "I"), "nslow": (1108, "I"),
    "depth": (1112, "I"), "data_type": (1124, "I"), "saturated": (1128, "I"),
    "nimages": (1136, "I"), "origin": (1140, "I"), "orientation": (1144, "I"), "view": (1148, "I"),
    "distance": (1664, "i"), "beam_x": (1668, "i"), "beam_y": (1672, "i"),
    "integration": (1676, "i"), "exposure": (1680, "i"), "readout": (1684, "i"),
    "start_twotheta": (1692, "i"), "start_omega": (1696, "i"), "start_chi": (1700, "i"),
    "start_kappa": (1704, "i"), "start_phi": (1708, "i"), "start_distance": (1720, "i"),
    "end_twotheta": (1724, "i"), "end_omega": (1728, "i"), "end_chi": (1732, "i"),
    "end_kappa": (1736, "i"), "end_phi": (1740, "i"), "end_distance": (1752, "i"),
    "rotation_axis": (1756, "i"), "rotation_range": (1760, "i"), "rotx": (1764, "i"),
    "detector_type": (1792, "i"), "pixel_x": (1796, "i"), "pixel_y": (1800, "i"),
    "bias": (1804, "i"), "wavelength": (1932, "i"), "voltage": (1940, "i"),
    "current": (1944, "i"), "polarization_x": (1952, "i"), "title": (2048, "s"),
    "path": (2176, "s"), "file": (2304, "s"), "acquired": (2368, "s"),
}  # fmt: skip
MARCCD: dict[str, Any] = {
    "name": b"MMX", "nfast": 40, "nslow": 30, "depth": 2, "saturated": 65535, "nimages": 1,
    "distance": 150_250, "beam_x": 19_500, "beam_y": 14_250, "integration": 1100, "exposure": 1000,
    "readout": 200, "rotation_axis": 4, "rotation_range": 500, "pixel_x": 79_346, "pixel_y": 79_346,
    "bias": 10_000, "wavelength": 97_934, "acquired": b"062609432007.09",
}  # fmt: skip


def marccd(keys: Mapping[str, Any] | None = None, *, order: str = "<") -> bytes:
    """One MarCCD image of 40 x 30 pixels; lengths in um, angles in mdeg, wavelength in fm."""
    data = bytearray(4096)
    data[:4] = b"II*\0" if order == "<" else b"MM\0*"
    chosen = {**MARCCD, "order": 1234 if order == "<" else 4321, **(keys or {})}
    _put(data, order, MARCCD_PLACES, {k: v for k, v in chosen.items() if v is not None})
    return bytes(data) + bytes(40 * 30 * 2)


MAR345_NUMBERS = ("size", "high", "format", "mode", "pixels", "length", "height", "wavelength",
    "distance", "phi_start", "phi_end", "omega_start", "omega_end", "chi", "twotheta")  # fmt: skip
MAR345: dict[str, int] = {
    "size": 40, "high": 0, "format": 1, "mode": 1, "pixels": 1600, "length": 150, "height": 150,
    "wavelength": 1_541_800, "distance": 120_500, "phi_start": 0, "phi_end": 500, "omega_start": 0,
    "omega_end": 0, "chi": 0, "twotheta": 0,
}  # fmt: skip
MAR345_TEXT = {
    "PROGRAM": "scan345 Version 4.0",
    "DATE": "Tue Jun 26 09:43:09 2007",
    "SCANNER": "12",
    "FORMAT": "40  MAR345 1600",
    "HIGH": "0",
    "PIXEL": "LENGTH 150  HEIGHT 150",
    "OFFSET": "ROFF 0.0 TOFF 0.0",
    "MULTIPLIER": "1.000",
    "GAIN": "1.000",
    "WAVELENGTH": "1.54180",
    "DISTANCE": "120.500",
    "PHI": "START 0.000  END 0.500  OSC 1",
    "OMEGA": "START 0.000  END 0.000  OSC 0",
    "CHI": "0.000",
    "TWOTHETA": "0.000",
    "CENTER": "X 19.500  Y 20.250",
    "MODE": "TIME",
    "TIME": "30.00",
    "GENERATOR": "SEALED TUBE  kV 40.0  mA 50.0",
    "MONOCHROMATOR": "GRAPHITE  POLAR 0.000",
    "REMARK": "a crystal",
}


def mar345(
    numbers: Mapping[str, int] | None = None,
    text: Mapping[str, str | None] | None = None,
    *,
    order: str = "<",
) -> bytes:
    """One mar345 image of 40 x 40 pixels; a line of text that is None is left out."""
    chosen = {**MAR345, **(numbers or {})}
    head = struct.pack(f"{order}16i", 1234, *(chosen[name] for name in MAR345_NUMBERS))
    lines = {**MAR345_TEXT, **(text or {})}
    rows = ["mar research", *(f"{k:15}{v}" for k, v in lines.items() if v is not None)]
    body = "\n".join(row.ljust(63) for row in [*rows, "END OF HEADER"]) + "\n"
    return head + bytes(64) + body.encode("latin-1").ljust(4096 - 128, b"\0") + bytes(500)


BRUKER: dict[str, str] = {
    "FORMAT": "100",
    "VERSION": "18",
    "HDRBLKS": "10",
    "TYPE": "Some Frame",
    "SITE": "A laboratory",
    "MODEL": "D8 with a goniometer",
    "SAMPLE": "s1",
    "RUN": "1",
    "TITLE": "a title",
    "NCOLS": "40 1",
    "NROWS": "48 1",
    "NPIXELB": "1 1",
    "NOVERFL": "0 0 0",
    "CREATED": "26-Jun-2007   09:43:09",
    "ELAPSDR": "10.0",
    "ELAPSDA": "10.01",
    "RANGE": "0.5",
    "START": "10.0",
    "INCREME": "0.5",
    "NUMBER": "1",
    "NFRAMES": "3",
    "ANGLES": "0.0 10.0 20.0 54.7",
    "ENDING": "0.0 10.5 20.0 54.7",
    "AXIS": "2",
    "WAVELEN": "0.71073 0.70930 0.71359",
    "TARGET": "Mo",
    "SOURCEK": "50.0",
    "SOURCEM": "1.0",
    "FILTER": "Multilayer",
    "CENTER": "20.0 24.0 19.5 24.25",
    "DISTANC": "5.0 5.2",
    "DETTYPE": "CMOS-PHOTONII 36.95490 0.200000 0 0.425000",
    "CCDPARM": "1.0 2.0 40.0 0.0 163810.0",
    "DETPAR": "0.0 0.0 0.0 0.0 0.0 0.0",
    "LOWTEMP": "1 -17315 -17315",
    "TEMP": "100.0",
}


def bruker(keys: Mapping[str, str | None] | None = None) -> bytes:
    """One Bruker image of 40 x 48 pixels; a key that is None is left out."""
    chosen = {**BRUKER, **(keys or {})}
    lines = [f"{k:7}:{v}".ljust(80)[:80] for k, v in chosen.items() if v is not None]
    head = "".join(lines).encode("latin-1") + b"\x1a\x04"
    return head.ljust(10 * 512, b".") + bytes(40 * 48)


ROD_PLACES: dict[str, tuple[int, str]] = {
    "bin_x": (256, "h"), "bin_y": (258, "h"), "image_x": (282, "h"), "image_y": (284, "h"),
    "points": (292, "I"), "gain": (824, "d"), "overflow": (1240, "i"), "exposure": (1248, "d"),
    "detector_type": (1316, "i"), "pixel_x": (1336, "d"), "pixel_y": (1344, "d"),
    "beam_e2": (2088, "d"), "beam_e3": (2096, "d"), "alpha1": (2104, "d"), "alpha2": (2112, "d"),
    "alpha12": (2120, "d"), "beta1": (2128, "d"), "e1": (2176, "d"), "e2": (2184, "d"),
    "e3": (2192, "d"), "x": (2200, "d"), "y": (2208, "d"), "alpha": (2216, "d"),
    "beta": (2224, "d"), "gamma": (2232, "d"), "delta": (2240, "d"), "distance": (2248, "d"),
}  # fmt: skip
ROD_AXES = ("omega", "theta", "kappa", "phi")
ROD: dict[str, Any] = {
    "bin_x": 1, "bin_y": 1, "image_x": 40, "image_y": 30, "points": 1200, "gain": 1.0,
    "overflow": 1_000_000, "exposure": 2.5, "detector_type": 25, "pixel_x": 0.1, "pixel_y": 0.1,
    "alpha1": 0.7093, "alpha2": 0.71359, "alpha12": 0.71073, "beta1": 0.63229, "e1": 0.0,
    "e2": 0.0, "e3": 0.0, "x": 19.5, "y": 14.25, "alpha": 50.0, "beta": 0.0, "distance": 60.0,
}  # fmt: skip
ROD_STEPS = 12_800
"""Motor steps per degree."""


def rod(keys: Mapping[str, Any] | None = None, **angles: tuple[float, float]) -> bytes:
    """One ROD image of 40 x 30 pixels. ``angles``: axis and its (start, end) in degrees."""
    data = bytearray(6576)
    text = (
        "OD SAPPHIRE  4.0\r\nCOMPRESSION=TY6(  7.6)\r\nNX=  40 NY=  30 OI=      0 OL=      0 \r\n"
        "NHEADER=   6576 NG=    512 NS=    768 NK=   1024 NS=    512 NH=   2048\r\n"
        "NSUPPLEMENT=      0\r\nTIME=Tue Jun 26 09:43:09 2007\r\n\x1a"
    )
    data[: len(text)] = text.encode()
    _put(data, "<", ROD_PLACES, {**ROD, **(keys or {})})
    for place, axis in enumerate(ROD_AXES):
        start, end = angles.get(axis, (0.0, 0.0))
        struct.pack_into("<i", data, 1820 + 4 * place, round(start * ROD_STEPS))
        struct.pack_into("<i", data, 1860 + 4 * place, round(end * ROD_STEPS))
        struct.pack_into("<i", data, 2048 + 4 * place, round(angles.get(f"zero_{axis}", (0,))[0]))
        struct.pack_into("<d", data, 1904 + 8 * place, 1 / ROD_STEPS / DEGREES)
    return bytes(data) + bytes(1000)


EDF: dict[str, str] = {
    "HeaderID": "EH:000001:000000:000000",
    "Image": "1",
    "ByteOrder": "LowByteFirst",
    "DataType": "UnsignedShort",
    "Dim_1": "40",
    "Dim_2": "30",
    "Size": "2400",
    "title": "a scan",
    "date": "Tue Jun 26 09:43:09 2007",
    "exposure_time": "0.5",
    "waveLength": "0.9795",
    "distance": "120.5",
    "psize_1": "50",
    "psize_2": "50",
    "bin_1": "1",
    "bin_2": "1",
    "motor_mne": "omega chi",
    "motor_pos": "10.0 0.0",
    "counter_mne": "sec mon",
    "counter_pos": "0.5 1000",
}


def edf(keys: Mapping[str, str | None] | None = None, *, newline: str = "\n") -> bytes:
    """One EDF image of 40 x 30 pixels; a key that is None is left out."""
    chosen = {**EDF, **(keys or {})}
    lines = [f"{k} = {v} ;" for k, v in chosen.items() if v is not None]
    body = newline.join(["{", *lines, ""])
    end = "}" + newline
    return (body.ljust(1024 - len(end)) + end).encode("latin-1") + bytes(2400)


def series(
    folder: Path, count: int, make: Callable[[int], bytes], suffix: str = "img"
) -> list[Path]:
    """``count`` images ``run_0001.img`` …; ``make`` gets the number, from 0."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        paths.append(folder / f"run_{number + 1:04d}.{suffix}")
        paths[-1].write_bytes(make(number))
    return paths
