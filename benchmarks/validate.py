"""Time to validate a long scan, beside gemmi on the DDL2 dictionary if that is given.

    python benchmarks/validate.py [--frames 100000] [--ddl2 cif_img.dic]

Prints one line per tool: seconds, best of three runs, and what it did. gemmi
checks types, enumerations and links against a DDL2 dictionary; we check the
same, keys and more against the DDLm one.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.validator import validate

HEAD = """data_benchmark
_diffrn_scan.id S1
_diffrn_scan.frames {frames}
_diffrn_detector_element.id ELEMENT
_diffrn_detector_element.detector_id DETECTOR
_diffrn_detector.id DETECTOR
_diffrn_detector.diffrn_id D1
_diffrn.id D1
_array_structure.id IMAGE
loop_
_axis.id
_axis.type
_axis.equipment
_axis.depends_on
_axis.vector[1]
_axis.vector[2]
_axis.vector[3]
omega rotation goniometer . 1 0 0
trans translation detector . 0 0 -1
"""
LOOPS = {
    "_diffrn_data_frame.id _diffrn_data_frame.detector_element_id "
    "_diffrn_data_frame.array_id _diffrn_data_frame.binary_id": "F{n} ELEMENT IMAGE {n}",
    "_diffrn_scan_frame.frame_id _diffrn_scan_frame.scan_id "
    "_diffrn_scan_frame.frame_number _diffrn_scan_frame.integration_time": "F{n} S1 {n} 0.01",
    "_diffrn_scan_frame_axis.frame_id _diffrn_scan_frame_axis.axis_id "
    "_diffrn_scan_frame_axis.angle": "F{n} omega {angle:.2f}",
    "_array_data.array_id _array_data.binary_id _array_data.external_data_id": "IMAGE {n} {n}",
    "_array_data_external_data.id _array_data_external_data.format "
    "_array_data_external_data.uri _array_data_external_data.path "
    "_array_data_external_data.frame": "{n} HDF5 https://example.org/scan.h5 /entry/data/data {n}",
}


def text(frames: int) -> str:
    """An imgCIF file with five loops of ``frames`` rows."""
    parts = [HEAD.format(frames=frames)]
    for names, row in LOOPS.items():
        parts.append("loop_\n" + names.replace(" ", "\n") + "\n")
        parts.append("\n".join(row.format(n=n, angle=n * 0.1) for n in range(1, frames + 1)))
        parts.append("\n")
    return "".join(parts)


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Run the comparison."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--frames", type=int, default=100_000)
    options.add_argument("--ddl2", type=Path, help="DDL2 dictionary for gemmi validate -d")
    given = options.parse_args()
    dictionary = load_dictionary()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.cif"
        path.write_text(text(given.frames), encoding="utf-8")
        print(f"{path.stat().st_size / 1e6:.1f} MB, {given.frames} frames")
        findings = validate(path, dictionary).findings
        seconds = best(lambda: validate(path, dictionary))
        print(f"imgcif-map  {seconds:6.2f} s  read and all rules, {len(findings)} findings")
        from imgcif_map.cif.reader import read_cif

        print(f"  of this   {best(lambda: read_cif(path)):6.2f} s  reading")
        gemmi = shutil.which("gemmi", path=str(Path(sys.executable).parent)) or shutil.which(
            "gemmi"
        )
        if gemmi:
            plain = best(lambda: subprocess.run([gemmi, "validate", path], capture_output=True))
            print(f"gemmi       {plain:6.2f} s  syntax alone")
        if gemmi and given.ddl2:
            command = [gemmi, "validate", "-d", given.ddl2, path]
            full = best(lambda: subprocess.run(command, capture_output=True))
            print(f"gemmi       {full:6.2f} s  with the DDL2 dictionary")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
