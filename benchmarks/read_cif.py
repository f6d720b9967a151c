"""Reading and writing of a synthetic imgCIF of 100,000 frames (22 MB), beside other readers.

    python benchmarks/read_cif.py [--frames N] [--peers] [--repeat N]

Each reader runs in a process of its own, so that the peak memory is its own. Seconds are
processor time, the least of the repeats, so that a busy machine matters little.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

WANTED = ("_diffrn_scan_frame.frame_id", "_diffrn_scan_frame_axis.angle", "_array_data.array_id")


def make(path: Path, frames: int) -> None:
    """Write the file: four loops of one row per frame."""
    from imgcif_map.cif import (
        BuiltColumn,
        build_block,
        build_column,
        build_document,
        build_item,
        build_loop,
        write_cif,
    )

    numbers = np.arange(1, frames + 1)
    names = [f"SCAN1.frame_{n}" for n in numbers.tolist()]
    external = [f"external_{n}" for n in numbers.tolist()]
    dates = [
        f"2026-01-01T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.{n:06d}"
        for n in range(frames)
    ]
    files = [
        f"https://zenodo.org/records/1234567/files/x_{n // 1000:06d}.h5" for n in range(frames)
    ]

    def constant(name: str, text: str) -> BuiltColumn:
        return BuiltColumn(name, [(text, frames)])

    loops = [
        build_item("_diffrn.id", "DIFFRN"),
        build_loop(
            [
                build_column("_diffrn_scan_frame.frame_id", names),
                constant("_diffrn_scan_frame.scan_id", "SCAN1"),
                build_column("_diffrn_scan_frame.frame_number", numbers),
                build_column("_diffrn_scan_frame.date", dates),
                build_column("_diffrn_scan_frame.integration_time", np.full(frames, 0.1)),
            ]
        ),
        build_loop(
            [
                build_column("_diffrn_scan_frame_axis.frame_id", names),
                constant("_diffrn_scan_frame_axis.axis_id", "omega"),
                build_column("_diffrn_scan_frame_axis.angle", np.round(numbers * 0.1, 4)),
            ]
        ),
        build_loop(
            [
                constant("_array_data.array_id", "IMAGE"),
                build_column("_array_data.binary_id", numbers),
                build_column("_array_data.external_data_id", external),
            ]
        ),
        build_loop(
            [
                build_column("_array_data_external_data.id", external),
                constant("_array_data_external_data.format", "HDF5"),
                build_column("_array_data_external_data.uri", files),
                constant("_array_data_external_data.path", "/entry/data/data 1"),
                build_column("_array_data_external_data.frame", numbers % 1000 + 1),
            ]
        ),
    ]
    write_cif(build_document([build_block("benchmark", loops)]), path)


def ours(path: Path) -> int:
    from imgcif_map.cif import read_cif

    block = read_cif(path).blocks[0]
    return sum(len(block.columns[name].texts()) for name in WANTED)


def ours_written_again(path: Path) -> int:
    from imgcif_map.cif import read_cif, write_cif

    write_cif(read_cif(path), path.with_suffix(".again"))
    return path.with_suffix(".again").stat().st_size


def gemmi(path: Path) -> int:
    from gemmi import cif

    block = cif.read(str(path)).sole_block()
    return sum(len(list(block.find_values(name))) for name in WANTED)


def pycifrw(path: Path) -> int:
    import CifFile

    block = CifFile.ReadCif(str(path), grammar="2.0")["benchmark"]
    return sum(len(block[name]) for name in WANTED)


RUNS: dict[str, Callable[[Path], int]] = {
    "imgcif_map": ours,
    "imgcif_map, read and write": ours_written_again,
    "gemmi": gemmi,
    "PyCifRW": pycifrw,
}


def child(name: str, path: Path, repeat: int) -> None:
    """Measure one reader and print seconds and peak memory as JSON."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        RUNS[name](path)
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times), "peak": peak}), file=sys.stderr)


def measure(name: str, path: Path, repeat: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", name, str(path), "--repeat", str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stderr.strip().splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--peers", action="store_true", help="measure gemmi and PyCifRW as well")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]), options.repeat)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.cif"
        start = time.process_time()
        make(path, options.frames)
        size, took = path.stat().st_size / 1e6, time.process_time() - start
        print(f"{size:.1f} MB made and written in {took:.2f} s")
        first = 0.0
        for name in RUNS if options.peers else list(RUNS)[:2]:
            result = measure(name, path, 1 if name == "PyCifRW" else options.repeat)
            first = first or result["seconds"]
            print(
                f"{name:28} {result['seconds']:8.2f} s  {result['peak']:6.0f} MB  "
                f"{result['seconds'] / first:6.1f} x"
            )


if __name__ == "__main__":
    main()
