"""How many places a summed finding lists: ten, or all while comments may take some of them away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LISTED = 10
_limit: ContextVar[int | None] = ContextVar("most_positions", default=LISTED)


def most_positions() -> int | None:
    """The end of a slice that takes the positions to list; None for all."""
    return _limit.get()


@contextmanager
def all_positions() -> Iterator[None]:
    """Within, findings list all their positions."""
    token = _limit.set(None)
    try:
        yield
    finally:
        _limit.reset(token)
