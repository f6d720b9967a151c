"""Damaged files: only the documented exceptions, whatever the bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from .h5 import make

ROOT = Path(__file__).resolve().parents[2]
FILES = 150


def _fill(f: Any) -> None:
    f.attrs["NX_class"] = "NXroot"
    e = f.create_group("entry")
    e.attrs["NX_class"] = np.array([b"NXentry"])
    e["name"] = "text"
    e.create_dataset("fixed", data=np.array([b"abc"], dtype="S20"))
    x = e.create_dataset("x", data=np.arange(300, dtype="f4"), chunks=(50,), compression="gzip")
    x.attrs["units"] = "deg"
    x.attrs["vector"] = [1.0, 0, 0]
    e["flag"] = True
    e["soft"] = h5py.SoftLink("/entry/x")
    e["ext"] = h5py.ExternalLink("none.h5", "/x")
    e.create_dataset("images/data_1", (4, 3, 5), dtype="u2")
    layout = h5py.VirtualLayout((4, 3, 5), dtype="i4")
    layout[:] = h5py.VirtualSource(".", "/entry/images/data_1", shape=(4, 3, 5))
    e.create_virtual_dataset("data", layout)


@pytest.mark.parametrize("version", ["earliest", "latest"])
def test_damaged_files_end_in_readable_errors(version: str, tmp_path: Path) -> None:
    path = tmp_path / "whole.h5"
    with h5py.File(path, "w", libver=version) as file:
        _fill(file)
    seed = crashes = 0
    while seed < FILES:
        command = [sys.executable, "-m", "tests.sources.fuzz_worker", str(path)]
        run = subprocess.run(
            [*command, str(seed), str(FILES)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        done = run.stdout.split()
        seed = int(done[-1]) + 1 if done else seed
        if run.returncode == 0:
            break
        assert run.returncode < 0, f"file {seed}: {run.stderr}"
        crashes += 1  # HDF5 itself died of a signal: nothing we could catch
        seed += 1
    assert crashes < FILES // 10


def test_the_undamaged_file_is_all_right(tmp_path: Path) -> None:
    from imgcif_map.sources.registry import open_source

    from .h5 import at

    with open_source(make(tmp_path / "whole.h5", _fill)) as source:
        assert at(source.root, "entry/soft").read()[299] == 299
        assert at(source.root, "entry/data").shape == (4, 3, 5)
