"""Rows of a column by their value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)
Rows = NDArray[np.int64]


def coded(values: Sequence[Value]) -> tuple[list[Value], Rows]:
    """The different values in order of first appearance, and of each row which one it is."""
    different = list(dict.fromkeys(values))
    if len(different) == 1:
        return different, np.zeros(len(values), np.int64)
    codes = {value: code for code, value in enumerate(different)}
    return different, np.fromiter(map(codes.__getitem__, values), np.int64, len(values))


def by_code(codes: Rows) -> dict[int, Rows]:
    """The rows of each code, ascending; codes below 0 are left out."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=np.iinfo(np.int64).min))
    parts = np.split(order, starts[1:]) if len(codes) else []
    return {int(codes[part[0]]): part for part in parts if codes[part[0]] >= 0}


def grouped(values: Sequence[Value]) -> dict[Value, Rows]:
    """The rows of each value."""
    different, codes = coded(values)
    return {different[code]: rows for code, rows in by_code(codes).items()}
