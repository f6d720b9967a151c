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
