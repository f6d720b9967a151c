"""What the benchmarks share: run code in a fresh interpreter, read its clock and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
_WRAPPER = """
import json, resource, sys, time
scope = {}
exec(sys.argv[1], scope)
wall, cpu = time.perf_counter(), time.process_time()
exec(sys.argv[2], scope)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
peak /= 2**20 if sys.platform == "darwin" else 2**10
print("\\n" + json.dumps([wall, cpu, peak]))
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and CPU of the measured part; peak MB of the whole process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Row:
    """One line of the table. ``limit`` is the most (or, with ``at_least``, the least) allowed.

    Without a value the line says what is left out, and in place of the unit why.
    """

    what: str
    value: float | None
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        if self.limit is None or self.value is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def cells(self) -> tuple[str, str, str, str]:
        if self.value is None:
            return self.what, f"left out, {self.unit}", "", ""
        sign = "≥" if self.at_least else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else ("ok" if self.holds else "MISSED")
        return self.what, f"{self.value:.3g} {self.unit}", limit, verdict


def fresh(setup: str, code: str, repeat: int = 1) -> Cost:
    """The best of ``repeat`` runs of ``code``, after ``setup``, each in a new interpreter."""
    costs = []
    for _ in range(repeat):
        done = subprocess.run(
            [sys.executable, "-c", _WRAPPER, setup, code], capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"benchmark failed:\n{done.stderr}")
        costs.append(Cost(*json.loads(done.stdout.splitlines()[-1])))
    return min(costs, key=lambda cost: cost.wall)


def command_cpu(*argv: str, repeat: int = 5) -> float:
    """Least CPU seconds (user and system) of a Python command line over ``repeat`` runs."""
    best = float("inf")
    for _ in range(repeat):
        before = os.times()
        subprocess.run([sys.executable, *argv], check=True, capture_output=True)
        after = os.times()
        best = min(
            best,
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system,
        )
    return best


def table(rows: list[Row]) -> str:
    """Rows as aligned text."""
    lines = [("what", "measured", "goal", ""), *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def folder() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder for generated inputs."""
    return tempfile.TemporaryDirectory(prefix="imgcif-map-bench-")


def report(rows: list[Row]) -> None:
    """Print the table; leave with 1 if a goal is missed."""
    print(table(rows))
    if not all(row.holds for row in rows):
        raise SystemExit(1)


ROOT = Path(__file__).resolve().parent.parent
