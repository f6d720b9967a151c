"""The embedded sample with something taken out of it."""

from __future__ import annotations

from pathlib import Path

import h5py

from imgcif_map.sample import build

WAVELENGTH = "/entry/instrument/beam/incident_wavelength"
PROBE = "/entry/source/probe"
CHI_VECTOR = ("/entry/sample/transformations/chi", "vector")


def without(folder: Path, *what: str | tuple[str, str]) -> Path:
    """A master that lacks nodes (paths) and attributes (path, name)."""
    master = build(folder)
    with h5py.File(master, "r+") as file:
        for lost in what:
            if isinstance(lost, str):
                del file[lost]
            else:
                del file[lost[0]].attrs[lost[1]]
    return master
