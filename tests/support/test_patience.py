"""Endless work is stopped; other work is not."""

from __future__ import annotations

import itertools
import signal
from contextlib import suppress

import pytest

from tests.support.patience import Endless, ends


def forever() -> None:
    for _ in itertools.repeat(0):
        pass


def test_endless_work_is_stopped() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(Endless, match="no end after"), ends(0.05):
        forever()
    assert signal.getsignal(signal.SIGPROF) is before


def test_what_swallows_it_is_noticed() -> None:
    with pytest.raises(AssertionError, match="too long"), ends(0.05), suppress(BaseException):
        forever()


def test_work_that_ends_is_let_be() -> None:
    with ends(5):
        total = sum(range(1000))
    assert total == 499_500
