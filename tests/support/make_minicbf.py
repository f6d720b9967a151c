"""Small miniCBF files with any header: made for tests, the binary section is padding."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

START_OF_DATA = b"\x0c\x1a\x04\xd5"
BINARY_SIZE = 400

LINES: dict[str, str] = {
    "Detector": "# Detector: PILATUS3 6M, S/N 60-9999",
    "timestamp": "# 2026-01-31T12:00:00.100",
    "Pixel_size": "# Pixel_size 172e-6 m x 172e-6 m",
    "sensor": "# Silicon sensor, thickness 0.000450 m",
    "Exposure_time": "# Exposure_time 0.0190000 s",
    "Exposure_period": "# Exposure_period 0.0200000 s",
    "Tau": "# Tau = 0 s",
    "Count_cutoff": "# Count_cutoff 115897 counts",
    "Wavelength": "# Wavelength 0.96859 A",
    "Detector_distance": "# Detector_distance 0.35100 m",
    "Beam_xy": "# Beam_xy (1261.61, 1306.96) pixels",
    "Flux": "# Flux 0.0",
    "Start_angle": "# Start_angle {angle:.4f} deg.",
    "Angle_increment": "# Angle_increment {step:.4f} deg.",
    "Detector_2theta": "# Detector_2theta 0.0000 deg.",
    "Omega": "# Omega {angle:.4f} deg.",
    "Omega_increment": "# Omega_increment {step:.4f} deg.",
}
"""The header's lines by key; values with braces are filled in for each image."""

_BINARY = """--CIF-BINARY-FORMAT-SECTION--
Content-Type: application/octet-stream;
     conversions="x-CBF_BYTE_OFFSET"
Content-Transfer-Encoding: BINARY
X-Binary-Size: {size}
X-Binary-ID: 1
X-Binary-Element-Type: "signed 32-bit integer"
X-Binary-Element-Byte-Order: LITTLE_ENDIAN
X-Binary-Number-of-Elements: {count}
X-Binary-Size-Fastest-Dimension: {fast}
X-Binary-Size-Second-Dimension: {slow}
X-Binary-Size-Padding: 4095

"""


def binary_fields(fast: int, slow: int, size: int = BINARY_SIZE) -> str:
    """The MIME header of a binary section."""
    return _BINARY.format(size=size, count=fast * slow, fast=fast, slow=slow)


def minicbf(
    angle: float = 0.0,
    step: float = 0.1,
    *,
    lines: Mapping[str, str | None] | None = None,
    fast: int = 2463,
    slow: int = 2527,
    newline: str = "\r\n",
    size: int = BINARY_SIZE,
) -> bytes:
    """One file. ``lines`` replaces lines of :data:`LINES` by key, None leaves one out."""
    chosen: dict[str, Any] = {**LINES, **(lines or {})}
    body = "\n".join(
        line.format(angle=angle, step=step) for line in chosen.values() if line is not None
    )
    text = (
        "###CBF: VERSION 1.5, CBFlib v0.7.8 - PILATUS detectors\n\ndata_image\n\n"
        '_array_data.header_convention "PILATUS_1.2"\n_array_data.header_contents\n;\n'
        f"{body}\n;\n\n_array_data.data\n;\n" + binary_fields(fast, slow, size)
    )
    data = text.replace("\n", newline).encode()
    return (
        data + START_OF_DATA + bytes(BINARY_SIZE) + b"\r\n--CIF-BINARY-FORMAT-SECTION----\r\n;\r\n"
    )


def scan(
    folder: Path,
    count: int,
    *,
    stem: str = "run_1",
    first: int = 1,
    start: float = 0.0,
    step: float = 0.1,
    **more: Any,
) -> list[Path]:
    """``count`` files ``STEM_0001.cbf`` … of one rotation, in a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{stem}_{first + number:04d}.cbf"
        path.write_bytes(minicbf(start + number * step, step, **more))
        paths.append(path)
    return paths
