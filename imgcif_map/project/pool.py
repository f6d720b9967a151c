"""Files judged in several processes, with the outcomes in the order of the files."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache

from imgcif_map.errors import UsageError
from imgcif_map.project.judge import Judge, Outcome, Task


def outcomes(tasks: Sequence[Task], count: int) -> Iterator[Outcome]:
    """The outcome of each task, in order, worked out by ``count`` processes.

    Raises UsageError if a process is killed (by the system, for want of memory).
    """
    size = max(1, min(16, len(tasks) // (4 * count)))
    chunks = [tasks[at : at + size] for at in range(0, len(tasks), size)]
    with _pool(count) as pool:
        try:
            with _interrupts_wait():  # for those that start now, for good: they inherit it
                futures = [pool.submit(_work, chunk) for chunk in chunks]
            for future in futures:
                yield from future.result()
        except BrokenProcessPool:
            raise UsageError(
                "a process that validates files was killed",
                hint="perhaps for want of memory: try --jobs 1",
            ) from None


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end at once if anything goes wrong here, an interrupt included."""
    before = set(multiprocessing.active_children())
    # Not forked: this process may have threads (a progress bar), and other systems cannot.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start)
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        # Waited for, and nothing cancelled: the pool's own thread copes with neither.
        pool.shutdown()
        raise
    pool.shutdown()


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Within, an interrupt from the keyboard waits, where the system can make it wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start() -> None:
    """An interrupt from the keyboard reaches all processes; the first one answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _judge() -> Judge:
    """This process's judge, so that a dictionary is loaded once in each."""
    return Judge()


def _work(tasks: Sequence[Task]) -> list[Outcome]:
    return [_judge().outcome(task) for task in tasks]
