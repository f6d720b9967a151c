"""DDL014."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.uncertainty import SuColumn, su_columns


class UncertaintyWithoutValue(Rule):
    """A standard uncertainty is given without the value that it belongs to.

    What
        An item that the dictionary defines as the uncertainty of another is given,
        and that other item is absent from the data block, or null in the same row.
        Where the value can be computed from other items, as the dictionary has a
        method for it, it may be absent.

    Why
        The uncertainty says nothing. Mostly the value has been lost, or stands
        under a wrong name.

    Fails
        _array_intensities.gain_esd  0.04

    Passes
        _array_intensities.gain      1.23
        _array_intensities.gain_esd  0.04
    """

    code = "DDL014"
    name = "uncertainty-without-value"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for pair in su_columns(context):
            if pair.measurand.has_method:
                continue
            if pair.values is None:
                yield self.finding(
                    f"{pair.column.name} is given without {pair.measurand.id}", pair.column
                )
                continue
            rows = _alone(pair)
            if rows:
                yield self.finding(
                    f"{pair.column.name} is given where {pair.values.name} is not",
                    pair.column,
                    rows,
                )


def _alone(pair: SuColumn) -> list[int]:
    """Rows that have an su and a null for the value."""
    values, sus = pair.values, pair.column
    if values is None or values.nulls is None or len(values) != len(sus):
        return []
    if values.loop is not sus.loop and len(sus) != 1:
        return []
    given = np.ones(len(sus), np.bool_) if sus.nulls is None else ~sus.nulls
    found: list[int] = np.flatnonzero(given & values.nulls).tolist()
    return found
