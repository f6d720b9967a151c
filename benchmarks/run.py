"""All benchmarks in one table; exit code 1 if a goal is missed.

    python benchmarks/run.py [--quick]

``--quick`` leaves PyCifRW and cod-tools out, which take most of the time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import convert
import help
import load_dictionary
import rdf_dictionary
import read_cif
import validate
from measure import Row, folder, report

FRAMES = 100_000


def reading(quick: bool) -> list[Row]:
    """Readers on a generated imgCIF file with every kind of loop."""
    found: list[Row] = []
    with folder() as name:
        path = Path(name) / "read.cif"
        read_cif.make(path, FRAMES)
        found.append(Row("an imgCIF file of 100,000 frames", path.stat().st_size / 1e6, "MB"))
        seconds: dict[str, float] = {}
        for reader in read_cif.RUNS:
            if quick and reader == "PyCifRW":
                continue
            cost = read_cif.measure(reader, path, 1 if reader == "PyCifRW" else 3)
            seconds[reader] = cost["seconds"]
            found.append(Row(f"read it: {reader}", cost["seconds"], "s"))
            found.append(Row(f"read it: {reader}, peak memory", cost["peak"], "MB"))
    ours = seconds["imgcif_map"]
    found.append(Row("imgcif_map / gemmi", ours / seconds["gemmi"], "times"))
    if "PyCifRW" in seconds:
        ratio = seconds["PyCifRW"] / ours
        found.append(Row("PyCifRW / imgcif_map", ratio, "times", 30, at_least=True))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="All benchmarks in one table.")
    parser.add_argument("--quick", action="store_true", help="leave PyCifRW and cod-tools out")
    quick = parser.parse_args().quick
    given = validate.arguments().parse_args(["--quick"] if quick else [])
    rows = help.rows() + load_dictionary.rows() + reading(quick) + validate.rows(given)
    report(rows + convert.rows(quick) + rdf_dictionary.rows(quick=quick))


if __name__ == "__main__":
    main()
