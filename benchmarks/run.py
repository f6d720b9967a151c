"""All benchmarks in one table; exit code 1 if a goal is missed.

    python benchmarks/run.py [--quick]

``--quick`` leaves PyCifRW out, which takes most of the time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import convert
import help
import load_dictionary
import read_cif
import validate
from measure import Row, folder, fresh, report

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


def validating() -> list[Row]:
    """The validator on a long scan, the dictionary at hand."""
    with folder() as name:
        path = Path(name) / "validate.cif"
        path.write_text(validate.text(FRAMES), encoding="utf-8")
        setup = (
            "from imgcif_map.validator import validate\n"
            "from imgcif_map.dictionary.load import load_dictionary\n"
            "dictionary = load_dictionary()"
        )
        cost = fresh(setup, f"validate({str(path)!r}, dictionary)", repeat=3)
        return [
            Row("validate 100,000 frames, all rules", cost.wall, "s"),
            Row("validate 100,000 frames, peak memory", cost.memory, "MB"),
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description="All benchmarks in one table.")
    parser.add_argument("--quick", action="store_true", help="leave PyCifRW out")
    quick = parser.parse_args().quick
    rows = help.rows() + load_dictionary.rows() + reading(quick) + validating()
    report(rows + convert.rows(quick))


if __name__ == "__main__":
    main()
