"""Numbers as CIF writes them: patterns and conversion of whole columns.

Source: CIF 1.1 grammar, ``<Numeric>``: a number, an optional exponent, an
optional standard uncertainty (su) in units of the last digit in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

REAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
INTEGER = r"[+-]?\d+"
UNCERTAINTY = r"(?:\(\d+\))?"

_NUMBER = re.compile(rf"({REAL})(?:\((\d+)\))?")
_MANTISSA = re.compile(r"[+-]?\d*\.?(?P<decimals>\d*)(?:[eE](?P<exponent>[+-]?\d+))?")


def number(text: str) -> float:
    """The value of a number without its uncertainty; NaN if the text is none."""
    found = _NUMBER.fullmatch(text)
    return float(found[1]) if found else float("nan")


def uncertainty(text: str) -> float:
    """The su of ``12.3(4)``, here 0.4; NaN if the text states none."""
    found = _NUMBER.fullmatch(text)
    if found is None or found[2] is None:
        return float("nan")
    parts = _MANTISSA.fullmatch(found[1])
    if parts is None:
        return float("nan")
    power = int(parts["exponent"] or 0) - len(parts["decimals"])
    return float(f"{found[2]}e{power}")


def numbers(texts: Sequence[str], nulls: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    """Values of a column, shape (len,); NaN for nulls and for what is no number."""
    if nulls is None:
        try:
            return np.fromiter(map(float, texts), dtype=np.float64, count=len(texts))
        except ValueError:
            pass
    known = {text: number(text) for text in set(texts)}
    return np.fromiter((known[text] for text in texts), dtype=np.float64, count=len(texts))


def uncertainties(texts: Sequence[str], distinct: Iterable[str]) -> NDArray[np.float64]:
    """Parenthesised su of a column, shape (len,); NaN where none is stated."""
    known = {text: uncertainty(text) for text in distinct if text[-1:] == ")"}
    if not known:
        return np.full(len(texts), np.nan)
    nan = float("nan")
    return np.fromiter((known.get(t, nan) for t in texts), dtype=np.float64, count=len(texts))
