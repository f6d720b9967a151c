"""A 100,000-frame NXmx master: time and memory of converting it, and of reading the result.

The data files are real HDF5 files whose chunks were never written, so that they take no space.
"""

from __future__ import annotations

import sys
from pathlib import Path

import h5py
import numpy as np
from measure import Row, folder, fresh, report

from imgcif_map.sample import build

FRAMES, PER_FILE, SHAPE = 100_000, 1_000, (512, 512)


def master(place: Path, frames: int = FRAMES) -> Path:
    """The embedded sample, its scan and its images replaced by long ones."""
    path = build(place, "long")
    layout = h5py.VirtualLayout(shape=(frames, *SHAPE), dtype=np.uint16)
    for number in range(frames // PER_FILE):
        name = f"long_data_{number + 1:06d}.h5"
        with h5py.File(place / name, "w") as file:
            file.create_dataset(
                "entry/data/data", shape=(PER_FILE, *SHAPE), chunks=(1, *SHAPE), dtype=np.uint16
            )
        source = h5py.VirtualSource(name, "/entry/data/data", shape=(PER_FILE, *SHAPE))
        layout[number * PER_FILE : (number + 1) * PER_FILE] = source
    with h5py.File(path, "r+") as file:
        axes = file["entry/sample/transformations"]
        attributes = dict(axes["omega"].attrs)
        omega = np.round(0.01 * np.arange(frames), 2)
        for name, values in (("omega", omega), ("omega_end", np.round(omega + 0.01, 2))):
            del axes[name]
            axes[name] = values
        axes["omega"].attrs.update(attributes)
        data = file["entry/data"]
        for name in list(data):
            del data[name]
        data.create_virtual_dataset("data", layout)
        module = file["entry/instrument/detector/module"]
        del module["data_size"]
        module["data_size"] = np.array(SHAPE)
    return path


def rows(quick: bool = False) -> list[Row]:
    with folder() as name:
        source = master(Path(name))
        out = Path(name) / "long.cif"
        cache = f"import os; os.environ['IMGCIF_MAP_CACHE_DIR'] = {str(Path(name) / 'cache')!r}; "
        command = ["convert", str(source), "-o", str(out), "-q"]
        setup = cache + "from imgcif_map.cli.app import app"
        first = fresh(setup, f"app({command!r}, standalone_mode=False)")
        cost = fresh(setup, f"app({command!r}, standalone_mode=False)", repeat=5)
        megabytes = out.stat().st_size / 1e6
        found = [
            Row("convert 100,000 frames, with an empty cache", first.wall, "s"),
            Row("convert 100,000 frames", cost.wall, "s", 3.0),
            Row("convert 100,000 frames, peak memory", cost.memory, "MB", 400),
            Row("the imgCIF file it makes", megabytes, "MB"),
        ]
        return found + _reading(out, quick)


def _reading(out: Path, quick: bool) -> list[Row]:
    ours = fresh("from imgcif_map.cif.reader import read_cif", f"read_cif({str(out)!r})", repeat=3)
    gemmi = fresh("import gemmi", f"gemmi.cif.read_file({str(out)!r})", repeat=3)
    found = [
        Row("read it: imgcif_map", ours.wall, "s"),
        Row("read it: imgcif_map, peak memory", ours.memory, "MB"),
        Row("read it: gemmi", gemmi.wall, "s"),
    ]
    if quick:
        return found
    pycifrw = fresh("import CifFile", f"CifFile.ReadCif({str(out)!r}, grammar='auto')")
    return [
        *found,
        Row("read it: PyCifRW", pycifrw.wall, "s"),
        Row("PyCifRW / imgcif_map", pycifrw.wall / ours.wall, "times", 30, at_least=True),
    ]


if __name__ == "__main__":
    report(rows("--quick" in sys.argv))
