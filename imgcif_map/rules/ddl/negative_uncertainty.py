"""DDL015."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults
from imgcif_map.rules.numbers import parts
from imgcif_map.rules.uncertainty import su_columns


class NegativeUncertainty(Rule):
    """A standard uncertainty is negative.

    What
        An item that the dictionary defines as the uncertainty of another has a
        negative value, or a negative element. Zero is allowed.

    Why
        An uncertainty is a spread, which has no sign. DDLm requires values that
        are not negative. Programs often write -1 where they know none.

    Fails
        _array_intensities.gain      1.23
        _array_intensities.gain_esd  -0.04

    Passes
        _array_intensities.gain      1.23
        _array_intensities.gain_esd  0.04
    """

    code = "DDL015"
    name = "negative-uncertainty"

    def check(self, context: Context) -> Iterator[Finding]:
        for pair in su_columns(context):
            limits = pair.column.definition.range if pair.column.definition else None
            if limits is not None and limits[0] is not None and limits[0] >= 0:
                continue  # out of its range, and reported as that
            found = faults(pair.column, _negative(pair.column.leaves))
            if found is not None:
                yield self.finding(
                    f"{pair.column.name} is a standard uncertainty and cannot be negative",
                    pair.column,
                    found.rows,
                    value=found.text,
                    hint="write ? for one that is not known",
                )


def _negative(column: DataColumn) -> list[int]:
    if "-" not in column.alphabet:
        return []
    if column.contents in ("integer", "real"):
        found: list[int] = np.flatnonzero(column.numbers < 0).tolist()
        return found
    bad = {
        text
        for text in column.distinct
        if any(part.value < 0 for part in parts(text, column.contents))
    }
    return column.rows_of(bad)
