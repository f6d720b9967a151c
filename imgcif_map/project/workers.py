"""How many processes are worth while for some files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from imgcif_map.project.judge import Task

LEAST_SECONDS = 1.5
"""Less work than this is done before further processes have started."""
_BYTES_PER_SECOND = 20e6
_SECONDS_PER_FILE = 0.004


def processes(jobs: int, tasks: Sequence[Task]) -> int:
    """How many processes are worth while, at most ``jobs`` (0: as many as there are processors)."""
    most = min(jobs or processors(), len(tasks))
    if most < 2 or _seconds(tasks) < LEAST_SECONDS:
        return 1
    return most


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _seconds(tasks: Sequence[Task]) -> float:
    """A guess how long one process would work."""
    return len(tasks) * _SECONDS_PER_FILE + sum(map(_size, tasks)) / _BYTES_PER_SECOND


def _size(task: Task) -> int:
    try:
        return Path(task.name).stat().st_size
    except (OSError, ValueError):
        return 0
