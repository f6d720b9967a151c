"""Whole commands beside each other: wall clock, processor time and peak memory of each.

The commands take turns, so that a busy moment of the machine meets them all.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command line, which exit codes are success, and what is done before each run."""

    argv: tuple[str | Path, ...]
    codes: tuple[int, ...] = (0, 1)
    """A validator that finds something leaves with 1."""
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    once: bool = False
    """Too slow to be run more than once."""


@dataclass(frozen=True)
class Runs:
    """What the runs of one command took: seconds, and MB at most."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]
    memory: float

    @property
    def best(self) -> float:
        return min(self.walls)

    @property
    def median(self) -> float:
        return statistics.median(self.walls)

    @property
    def cpu(self) -> float:
        return min(self.cpus)


def race(commands: Mapping[str, Command], rounds: int) -> dict[str, Runs]:
    """Run every command once a round; raises SystemExit if one fails."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if number == 0 or not command.once:
                found[name].append(_run(name, command))
    return {
        name: Runs(tuple(r[0] for r in runs), tuple(r[1] for r in runs), max(r[2] for r in runs))
        for name, runs in found.items()
    }


def _run(name: str, command: Command) -> tuple[float, float, float]:
    """Seconds of wall clock and of the processor, and MB, of one run with all its children."""
    command.before()
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command.argv],
        env={**os.environ, **command.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise SystemExit(f"{name}: {command.argv} left with {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit
