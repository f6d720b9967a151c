"""Work that must end by itself: what grows without bounds is stopped and fails.

Not a measurement: the limit is a hundred times what the work takes, and counts this process's
own time, so a busy machine changes nothing. How fast things are is told by ``benchmarks/``.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 120.0
"""Seconds of processor time."""


class Endless(AssertionError):
    """Raised in the midst of work that does not end."""


@contextmanager
def ends(within: float = PATIENCE) -> Iterator[None]:
    """Fails if what is inside uses more processor time; elsewhere than on POSIX it may."""
    if not hasattr(signal, "ITIMER_PROF") or threading.current_thread().name != "MainThread":
        yield
        return

    def stop(*_: object) -> None:
        raise Endless(f"no end after {within:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, within)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
