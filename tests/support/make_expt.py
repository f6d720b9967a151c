"""A DIALS experiment list made for tests: one sweep, one panel, any model replaced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def panel(**changes: Any) -> dict[str, Any]:
    """One panel; lengths in millimetres."""
    made = {
        "name": "P",
        "type": "SENSOR_PAD",
        "fast_axis": [1, 0, 0],
        "slow_axis": [0, -1, 0],
        "origin": [-10, 20, -150],
        "pixel_size": [0.1, 0.2],
        "image_size": [300, 400],
        "trusted_range": [0, 1000],
        "raw_image_offset": [0, 0],
        "material": "Si",
        "thickness": 0.3,
        "identifier": "X, S/N 1",
        "gain": 1.0,
    }
    return {**made, **changes}


def experiments(**changes: Any) -> dict[str, Any]:
    """The content of the file; ``changes`` replace whole models."""
    top = {
        "fast_axis": [1, 0, 0],
        "slow_axis": [0, 1, 0],
        "origin": [0, 0, 0],
        "children": [{"panel": 0}],
    }
    content: dict[str, Any] = {
        "__id__": "ExperimentList",
        "experiment": [{"beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "imageset": 0}],
        "beam": [{"direction": [0, 0, 1], "wavelength": 0.98, "probe": "x-ray"}],
        "detector": [{"panels": [panel()], "hierarchy": top}],
        "goniometer": [{"rotation_axis": [1, 0, 0]}],
        "scan": [{"image_range": [1, 4], "oscillation": [5.0, 0.5], "exposure_time": [0.1] * 4}],
        "imageset": [{"template": "/secret/place/x_####.cbf"}],
    }
    return {**content, **changes}


def write(path: Path, **changes: Any) -> Path:
    """The file."""
    path.write_text(json.dumps(experiments(**changes)))
    return path
