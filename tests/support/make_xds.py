"""An XDS.INP made for tests: one rotation scan, any keyword replaced or left out."""

from __future__ import annotations

from pathlib import Path

KEYWORDS: dict[str, str] = {
    "JOB": "XYCORR INIT COLSPOT",
    "DETECTOR": "PILATUS",
    "OVERLOAD": "1048500",
    "MINIMUM_VALID_PIXEL_VALUE": "0",
    "SENSOR_THICKNESS": "0.45",
    "NX": "300",
    "NY": "400",
    "QX": "0.1",
    "QY": "0.2",
    "ORGX": "100.5",
    "ORGY": "200.5",
    "DETECTOR_DISTANCE": "150.0",
    "DIRECTION_OF_DETECTOR_X-AXIS": "1 0 0",
    "DIRECTION_OF_DETECTOR_Y-AXIS": "0 1 0",
    "ROTATION_AXIS": "1 0 0",
    "INCIDENT_BEAM_DIRECTION": "0 0 1",
    "X-RAY_WAVELENGTH": "0.98",
    "OSCILLATION_RANGE": "0.5",
    "STARTING_ANGLE": "10.0",
    "STARTING_FRAME": "1",
    "DATA_RANGE": "1 4",
    "NAME_TEMPLATE_OF_DATA_FRAMES": "/secret/place/x_????.cbf",
    "FRACTION_OF_POLARIZATION": "0.99",
    "FRIEDEL'S_LAW": "FALSE",
}


def text(changes: dict[str, str | None] | None = None) -> str:
    """One keyword a line; ``None`` leaves one out."""
    keywords = {**KEYWORDS, **(changes or {})}
    return "".join(f"{key}= {value}\n" for key, value in keywords.items() if value is not None)


def write(path: Path, changes: dict[str, str | None] | None = None) -> Path:
    """The file."""
    path.write_text(text(changes))
    return path
