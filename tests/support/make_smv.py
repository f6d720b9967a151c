"""Small SMV images with any header, made for tests; the image is padding."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

KEYS: dict[str, Any] = {
    "HEADER_BYTES": 512,
    "DIM": 2,
    "BYTE_ORDER": "little_endian",
    "TYPE": "unsigned_short",
    "SIZE1": 30,
    "SIZE2": 20,
    "PIXEL_SIZE": 0.1,
    "BIN": "1x1",
    "DETECTOR_SN": 999,
    "DATE": "Tue Jun 26 09:43:09 2007",
    "TIME": 0.5,
    "DISTANCE": 120.5,
    "TWOTHETA": 0.0,
    "PHI": 0.0,
    "OSC_START": 0.0,
    "OSC_RANGE": 0.5,
    "WAVELENGTH": 0.9795,
    "BEAM_CENTER_X": 1.2,
    "BEAM_CENTER_Y": 1.6,
}


def smv(keys: Mapping[str, Any] | None = None, *, end: str = ";", newline: str = "\n") -> bytes:
    """One file; a key that is None is left out."""
    chosen = {**KEYS, **(keys or {})}
    lines = [f"{key}={value}{end}" for key, value in chosen.items() if value is not None]
    header = newline.join(["{", *lines, "}", ""]).encode().ljust(512, b" ")
    return header + bytes(30 * 20 * 2)


def scan(folder: Path, count: int, **keys: Any) -> list[Path]:
    """``count`` images ``img_001.img`` … of one rotation."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        angle = round(number * 0.5, 4)
        path = folder / f"img_{number + 1:03d}.img"
        path.write_bytes(smv({"PHI": angle, "OSC_START": angle, **keys}))
        paths.append(path)
    return paths


DTREK: dict[str, Any] = {
    "HEADER_BYTES": 2048,
    "DIM": 2,
    "BYTE_ORDER": "little_endian",
    "Data_type": "unsigned short int",
    "SIZE1": 30,
    "SIZE2": 20,
    "DETECTOR_NUMBER": 1,
    "DETECTOR_NAMES": "CCD_",
    "CCD_DETECTOR_DESCRIPTION": "Area detector",
    "CCD_DETECTOR_DIMENSIONS": "30 20",
    "CCD_DETECTOR_SIZE": "3.0 2.0",
    "CCD_DETECTOR_VECTORS": "1 0 0 0 1 0",
    "CCD_SPATIAL_DISTORTION_INFO": "16 12 0.1 0.1",
    "CCD_SPATIAL_DISTORTION_VECTORS": "1 0 0 -1",
    "CCD_SPATIAL_BEAM_POSITION": "16 12",
    "CCD_GONIO_NUM_VALUES": 3,
    "CCD_GONIO_NAMES": "RotZ Swing TransZ/Dist",
    "CCD_GONIO_UNITS": "deg deg mm",
    "CCD_GONIO_VALUES": "1.5 -20.0 45.0",
    "CCD_GONIO_VECTORS": "0 0 1 1 0 0 0 0 -1",
    "CRYSTAL_GONIO_NUM_VALUES": 3,
    "CRYSTAL_GONIO_NAMES": "Omega Chi Phi",
    "CRYSTAL_GONIO_UNITS": "deg deg deg",
    "CRYSTAL_GONIO_VALUES": "0.0 54.7 30.0",
    "CRYSTAL_GONIO_VECTORS": "1 0 0 0 0 1 1 0 0",
    "ROTATION_AXIS_NAME": "Omega",
    "ROTATION_VECTOR": "1 0 0",
    "ROTATION": "10 10.5 0.5 8 1 0 0 0 0 0",
    "SOURCE_VECTORS": "0 0 1 0 1 0",
    "SOURCE_POLARZ": "0.5 1 0 0",
    "SOURCE_WAVELENGTH": "1 0.7107",
    "SCAN_WAVELENGTH": 0.7107,
    "SATURATED_VALUE": 65534,
    "DTREK_DATE_TIME": "14-Mar-2011 15:09:26",
}


def dtrek(keys: Mapping[str, Any] | None = None) -> bytes:
    """One file with a d*TREK header; a key that is None is left out."""
    chosen = {**DTREK, **(keys or {})}
    lines = [f"{key}={value};" for key, value in chosen.items() if value is not None]
    return "\n".join(["{", *lines, "}", ""]).encode().ljust(2048, b" ") + bytes(30 * 20 * 2)


def dtrek_scan(folder: Path, count: int, **keys: Any) -> list[Path]:
    """``count`` images of one rotation about omega."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        start = 10 + number * 0.5
        path = folder / f"d_{number + 1:03d}.img"
        rotation = f"{start} {start + 0.5} 0.5 8 1 0 0 0 0 0"
        path.write_bytes(dtrek({"ROTATION": rotation, **keys}))
        paths.append(path)
    return paths
