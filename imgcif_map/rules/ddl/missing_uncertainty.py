"""DDL016."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.numbers import parts
from imgcif_map.rules.uncertainty import measurands


class MissingUncertainty(Rule):
    """A measured value is given without its standard uncertainty.

    What
        The item is a Measurand, the dictionary defines an item for its
        uncertainty, and no value has one, in parentheses or in that item. A column
        in which some values have one is left alone: those that a refinement holds
        fixed have none. This rule runs only if `--select DDL016` or a profile
        asks for it, since DDLm says "should" and raw data rarely have them.

    Why
        Without its uncertainty nobody knows what a measured value is worth.

    Fails
        _array_intensities.gain  1.23

    Passes
        _array_intensities.gain  1.23(4)
    """

    code = "DDL016"
    name = "missing-uncertainty"
    severity = Severity.NOTE
    optional = True

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for column in block.defined:
                definition = column.definition
                if definition is None or definition.purpose.casefold() != "measurand":
                    continue
                if column.id not in measurands(context) or column.all_null:
                    continue
                if not _has_uncertainty(block, column):
                    yield self.finding(
                        f"{column.name} is given without a standard uncertainty",
                        column,
                        _first_value(column),
                        hint="write it in parentheses, in units of the last digit: 1.23(4)",
                    )


def _has_uncertainty(block: BlockView, column: DataColumn) -> bool:
    if ")" in column.alphabet:
        texts = (text for text in column.leaves.distinct if ")" in text)
        if any(not np.isnan(x.su) for text in texts for x in parts(text, column.contents)):
            return True
    separate = block.su_columns.get(column.id)
    return separate is not None and not separate.all_null


def _first_value(column: DataColumn) -> list[int]:
    given = np.ones(len(column), np.bool_) if column.nulls is None else ~column.nulls
    return [int(np.argmax(given))]
