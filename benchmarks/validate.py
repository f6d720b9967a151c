"""`imgcif-map validate` beside the validators of others, as whole processes.

    python benchmarks/validate.py [--quick] [--rounds 5] [--frames 100000] [--ddl2 FILE]

The long file is what our own converter makes of a scan of 100,000 frames. The peers are
`gemmi validate` (PyPI: gemmi-program), alone and with the DDL2 dictionary of imgCIF, which has
far fewer checks; `cif_validate` of cod-tools with our DDLm dictionaries; and PyCifRW's
`Validate`, which is told to leave the dictionary's imports out, as it would fetch them. They
are looked for next to the interpreter and on PATH, or named: --gemmi, --cif-validate, --ddl2
(or the folder IMGCIF_MAP_SHARED with dictionaries/ddl2/). What is not there is left out, and
the table says so. --quick leaves out the slow two.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import convert
from measure import Row, folder, report
from peers import COD, DDL2, PYCIFRW, Peers
from race import Command, Runs, race

FRAMES = 100_000
SMALL_FRAMES = 22
URI = "https://zenodo.org/records/1234567/files/{file}"
OURS = "imgcif-map validate"
_HEAD = """data_scan_{number}
_diffrn_scan.id S{number}
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
_LOOPS = {
    "_diffrn_data_frame.id _diffrn_data_frame.detector_element_id "
    "_diffrn_data_frame.array_id _diffrn_data_frame.binary_id": "F{n} ELEMENT IMAGE {n}",
    "_diffrn_scan_frame.frame_id _diffrn_scan_frame.scan_id "
    "_diffrn_scan_frame.frame_number _diffrn_scan_frame.integration_time": "F{n} S{number} {n} 0.1",
    "_diffrn_scan_frame_axis.frame_id _diffrn_scan_frame_axis.axis_id "
    "_diffrn_scan_frame_axis.angle": "F{n} omega {angle:.2f}",
    "_array_data.array_id _array_data.binary_id _array_data.external_data_id": "IMAGE {n} {n}",
    "_array_data_external_data.id _array_data_external_data.format "
    "_array_data_external_data.uri _array_data_external_data.path "
    "_array_data_external_data.frame": "{n} HDF5 https://example.org/scan.h5 /entry/data/data {n}",
}


def small(number: int) -> str:
    """An imgCIF file of 3 KB without findings."""
    parts = [_HEAD.format(number=number, frames=SMALL_FRAMES)]
    for names, row in _LOOPS.items():
        parts.append("loop_\n" + names.replace(" ", "\n") + "\n")
        for n in range(1, SMALL_FRAMES + 1):
            parts.append(row.format(n=n, number=number, angle=n * 0.1) + "\n")
    return "".join(parts)


def long(place: Path, frames: int) -> Path:
    """What our converter makes of a long scan whose images are in an archive."""
    out = place / "long.cif"
    master = convert.master(place, frames)
    command = [sys.executable, "-m", "imgcif_map", "convert", str(master), "-o", str(out), "-q"]
    done = subprocess.run([*command, "--archive-uri", URI], capture_output=True, text=True)
    if done.returncode > 1:  # 1: the sample has gaps
        raise SystemExit(f"cannot make the long file:\n{done.stderr}")
    return out


def ours(*arguments: str | Path, codes: tuple[int, ...] = (0,)) -> Command:
    """Our command; a found fault would be a fault of the benchmark."""
    return Command((sys.executable, "-m", "imgcif_map", "validate", *arguments), codes)


def rows(given: argparse.Namespace) -> list[Row]:
    """The whole table. The user's own cache is left alone."""
    peers = Peers(given)
    with folder() as name:
        place = Path(name)
        os.environ["IMGCIF_MAP_CACHE_DIR"] = str(place / "cache")
        found = _small(place, peers, given)
        found += _many(place, peers, given)
        return found + _long(place, peers, given)


def _small(place: Path, peers: Peers, given: argparse.Namespace) -> list[Row]:
    file = place / "small.cif"
    file.write_text(small(1), encoding="utf-8")
    cold = Command(
        ours(file).argv,
        (0,),
        before=lambda: shutil.rmtree(place / "cache", ignore_errors=True),
        once=True,
    )
    first = race({OURS: cold}, 1)[OURS]
    floor = {
        f"python -c '{code}'": Command((sys.executable, "-c", code))
        for code in ("pass", "import numpy")
    }
    commands = {OURS: ours(file), **peers.commands(file, slow=not given.quick)}
    runs = race({**commands, **floor}, 2 * given.rounds)
    size = file.stat().st_size / 1e3
    table = [
        Row("a small imgCIF file", size, "KB"),
        Row(f"small: {OURS}, dictionary not cached yet", first.best, "s"),
        *_timings("small", runs, limits={OURS: 0.3}),
    ]
    return table + _left_out("small", peers, given, commands)


def _many(place: Path, peers: Peers, given: argparse.Namespace) -> list[Row]:
    several = place / "many"
    several.mkdir()
    for number in range(1000):
        (several / f"{number:04d}.cif").write_text(small(number), encoding="utf-8")
    commands = {f"{OURS} --jobs {n}": ours(several, "--jobs", str(n)) for n in (1, 2)}
    if peers.gemmi and peers.ddl2:
        files = sorted(several.iterdir())
        commands[DDL2] = Command((peers.gemmi, "validate", "-d", peers.ddl2, *files))
    return _timings("1000 small files", race(commands, max(1, given.rounds // 2)))


def _long(place: Path, peers: Peers, given: argparse.Namespace) -> list[Row]:
    file = long(place, given.frames)
    without = f"{OURS} --ignore IMG"
    commands = {OURS: ours(file), without: ours(file, "--ignore", "IMG")}
    commands |= peers.commands(file, slow=not given.quick)
    runs = race(commands, given.rounds)
    size = file.stat().st_size / 1e6
    table = [
        Row(f"the imgCIF file of {given.frames:,} frames", size, "MB"),
        *_timings("long", runs),
        *(Row(f"long: {w}, peak memory", r.memory, "MB") for w, r in runs.items()),
        Row(
            "long: rules on imgCIF (IMG) on top, CPU", runs[OURS].cpu - runs[without].cpu, "s", 1.5
        ),
    ]
    for what, run in runs.items():
        if what == DDL2:
            ratio = runs[OURS].best / run.best
            table.append(Row(f"long: {OURS} / {what}", ratio, "times", 1.0))
        elif what in (COD, PYCIFRW):
            table.append(Row(f"long: {what} / {OURS}", run.best / runs[OURS].best, "times"))
    return table + _left_out("long", peers, given, commands)


def _timings(size: str, runs: dict[str, Runs], limits: dict[str, float] | None = None) -> list[Row]:
    table: list[Row] = []
    for what, run in runs.items():
        table.append(Row(f"{size}: {what}", run.best, "s", (limits or {}).get(what)))
        if len(run.walls) > 1:
            table.append(Row(f"{size}: {what}, median", run.median, "s"))
        table.append(Row(f"{size}: {what}, CPU", run.cpu, "s"))
    return table


def _left_out(
    size: str, peers: Peers, given: argparse.Namespace, commands: dict[str, Command]
) -> list[Row]:
    reasons = dict(peers.missing)
    if given.quick:
        reasons |= dict.fromkeys((COD, PYCIFRW), "slow, and --quick was given")
    return [
        Row(f"{size}: {name}", None, why) for name, why in reasons.items() if name not in commands
    ]


def arguments() -> argparse.ArgumentParser:
    """The options; their defaults are what `run.py` uses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave out cod-tools and PyCifRW")
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many runs")
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--ddl2", type=Path, help="DDL2 dictionary for gemmi validate -d")
    parser.add_argument("--gemmi", help="the program of gemmi-program")
    parser.add_argument("--cif-validate", help="the program of cod-tools")
    return parser


if __name__ == "__main__":
    report(rows(arguments().parse_args()))
