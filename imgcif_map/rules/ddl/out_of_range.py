"""DDL011."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules import numbers
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context

_ALLOWED_SU = 3.0


class OutOfRange(Rule):
    """A number lies outside the range that the dictionary gives.

    What
        The value, or an element of a List, is smaller or larger than
        `_enumeration.range` allows. Both ends belong to the range. A value with a
        standard uncertainty, in parentheses or in an item of its own, may lie
        beyond an end by three times its uncertainty.

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
        for block in context.blocks:
            for column in block.defined:
                assert column.definition is not None
                limits = column.definition.range
                if limits is None:
                    continue
                rows = outside(column, limits, block.su_columns.get(column.id))
                rows += [row for row in column.structured if _inside_is_out(column, row, limits)]
                if rows:
                    low, high = ("" if limit is None else f"{limit:g}" for limit in limits)
                    yield self.finding(
                        f"{column.name} is outside its range {low}:{high}", column, sorted(rows)
                    )


def outside(
    column: DataColumn, limits: tuple[float | None, float | None], su: DataColumn | None
) -> list[int]:
    """Rows whose value is beyond an end by more than three times its su.

    The su stands in parentheses, or in the column ``su`` of the same loop.
    """
    low = -np.inf if limits[0] is None else limits[0]
    high = np.inf if limits[1] is None else limits[1]
    values = column.numbers
    beyond = (values < low) | (values > high)  # NaN compares false
    if not beyond.any():
        return []
    rows = np.flatnonzero(beyond)
    slack = np.nan_to_num(column.uncertainties[rows])
    if su is not None and len(su) == len(column):
        slack = np.maximum(slack, np.nan_to_num(su.numbers[rows]))
    slack *= _ALLOWED_SU
    far = (values[rows] < low - slack) | (values[rows] > high + slack)
    found: list[int] = rows[far].tolist()
    return found


def _inside_is_out(column: DataColumn, row: int, limits: tuple[float | None, float | None]) -> bool:
    low = -np.inf if limits[0] is None else limits[0]
    high = np.inf if limits[1] is None else limits[1]
    for value in column.elements(row):
        slack = _ALLOWED_SU * float(np.nan_to_num(numbers.uncertainty(value.text)))
        found = numbers.number(value.text)
        if found < low - slack or found > high + slack:
            return True
    return False
