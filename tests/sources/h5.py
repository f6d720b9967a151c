"""Small HDF5 files for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py

from imgcif_map.sources.record import Record


def make(path: Path, fill: Callable[[Any], None]) -> Path:
    """A new HDF5 file, filled by ``fill(file)``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        fill(file)
    return path


def at(root: Record, path: str) -> Record:
    """The record at a path; fails if there is none."""
    record = root
    for step in path.strip("/").split("/"):
        found = record.child(step)
        assert found is not None, f"{step} of {path} is missing"
        record = found
    return record
