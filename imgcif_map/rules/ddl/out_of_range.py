"""DDL011."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults, judged
from imgcif_map.rules.numbers import Quantity, parts, uncertainties

_ALLOWED_SU = 3.0 * (1 + 1e-9)
"""A little more than three: 0.1(3) is 3 su from 1, but not in binary numbers."""
_ORDERED = frozenset({"integer", "real", "imag"})


class OutOfRange(Rule):
    """A number lies outside the range that the dictionary gives.

    What
        The value, or an element of a List, Array, Matrix or Table, is smaller or
        larger than `_enumeration.range` allows. Both ends belong to the range. A
        value with a standard uncertainty, in parentheses or in an item of its own,
        may lie beyond an end by three times its uncertainty.

    Why
        Such a value is impossible: a negative wavelength, an array index of 0.

    Fails
        _diffrn_radiation_wavelength.value  -0.98

    Passes
        _diffrn_radiation_wavelength.value  0.98
    """

    code = "DDL011"
    name = "out-of-range"

    def check(self, context: Context) -> Iterator[Finding]:
        for block, column in judged(context):
            bound = column.constraints
            # A range is one of numerical values; complex numbers have no order.
            if bound is None or bound.range is None or column.contents not in _ORDERED:
                continue
            found = faults(column, outside(column, bound.range, block.su_columns.get(column.id)))
            if found is not None:
                low, high = ("" if limit is None else f"{limit:g}" for limit in bound.range)
                yield self.finding(
                    f"{column.name} is outside its range {low}:{high}",
                    column,
                    found.rows,
                    value=found.text,
                )


def outside(
    column: DataColumn, limits: tuple[float | None, float | None], su: DataColumn | None
) -> list[int]:
    """Single values beyond an end by more than three times their su, as rows of the leaves.

    The su stands in parentheses, or in the column ``su`` of the same loop.
    """
    low = -np.inf if limits[0] is None else limits[0]
    high = np.inf if limits[1] is None else limits[1]
    leaves = column.leaves
    values = _values(leaves)
    beyond = (values < low) | (values > high)  # NaN compares false
    if not beyond.any():
        return []
    rows = np.flatnonzero(beyond)
    slack = _parenthesised(leaves, rows)
    pairs = column.beside(su) if su is not None else None
    if su is not None and pairs is not None:
        separate = np.zeros(len(leaves))
        separate[pairs[0]] = np.nan_to_num(_values(su.leaves)[pairs[1]])
        slack = np.maximum(slack, separate[rows])
    with np.errstate(over="ignore"):  # an su beyond all numbers allows any value
        slack *= _ALLOWED_SU
    far = (values[rows] < low - slack) | (values[rows] > high + slack)
    found: list[int] = rows[far].tolist()
    return found


def _values(column: DataColumn) -> NDArray[np.float64]:
    """Numbers of a column, multiples of i if they are imaginary; NaN where there is none."""
    if column.contents != "imag":
        return column.numbers
    known = {text: _of_imaginary(text).value for text in column.distinct}
    return np.fromiter((known[text] for text in column.texts), np.float64, len(column))


def _parenthesised(column: DataColumn, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The su in parentheses of some rows; 0 where none is stated."""
    if ")" not in column.alphabet:
        return np.zeros(len(rows))
    texts = [column.texts[row] for row in rows.tolist()]
    if column.contents != "imag":
        return np.nan_to_num(uncertainties(texts, frozenset(texts)))
    found = (_of_imaginary(text).su for text in texts)
    return np.nan_to_num(np.fromiter(found, np.float64, len(texts)))


def _of_imaginary(text: str) -> Quantity:
    found = parts(text, "imag")
    return found[1] if found else Quantity(np.nan, np.nan, np.nan)
