"""Work that must end by itself: what grows without bounds is stopped and fails.

Not a measurement: the limit is far above what the work takes, and counts this process's own
time, so a busy machine changes nothing. How fast things are is told by ``benchmarks/``.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 30.0
"""Seconds of processor time; the work takes one or two."""


class Endless(BaseException):
    """Raised in the midst of work that does not end; nothing on the way may excuse it."""


@contextmanager
def ends(within: float = PATIENCE) -> Iterator[None]:
    """Fails if what is inside uses more processor time; elsewhere than on POSIX it may."""
    if not hasattr(signal, "ITIMER_PROF") or threading.current_thread().name != "MainThread":
        yield
        return

    late = []

    def stop(*_: object) -> None:
        late.append(True)
        raise Endless(f"no end after {within:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    timer = signal.setitimer(signal.ITIMER_PROF, within, within)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, before)
    assert not late, "it took too long, and said nothing of it"
