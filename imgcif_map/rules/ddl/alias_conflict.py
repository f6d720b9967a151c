"""DDL033."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context


class AliasConflict(Rule):
    """An item is given twice under different names, with different values.

    What
        A data name and one of its aliases, or two aliases, stand in the same data
        block and do not say the same. A null beside a value is no contradiction.

    Why
        They are one item. Which of the values is right is not known, and programs
        disagree about which name they look for first.

    Fails
        _diffrn_radiation_wavelength.value       0.98
        _diffrn_radiation_wavelength.wavelength  1.54

    Passes
        _diffrn_radiation_wavelength.value       0.98
        _diffrn_radiation_wavelength.wavelength  0.980
    """

    code = "DDL033"
    name = "alias-conflict"

    def check(self, context: Context) -> Iterator[Finding]:
        for block, column, _ in context.defined():
            first = block.by_id[column.id]
            if first is column or first.column.key == column.column.key:
                continue
            rows = differing(column, first)
            if rows is not None:
                yield self.finding(
                    f"{column.column.name} and {first.column.name} are the same item "
                    "and have different values",
                    column,
                    rows or None,
                    hint=f"keep {column.name}",
                )


def differing(column: DataColumn, other: DataColumn) -> list[int] | None:
    """Rows in which two columns differ; [] if that cannot be told by row, None if they agree.

    Where one of the two is null, the other tells the value. In two loops of their
    own the rows need not have the same order.
    """
    if len(column) != len(other):
        return []
    one, two = column.canonical, other.canonical
    if column.loop is not other.loop and len(column) > 1:
        return None if Counter(one) == Counter(two) else []
    rows = [
        row
        for row, (a, b) in enumerate(zip(one, two, strict=True))
        if a != b and a is not None and b is not None
    ]
    return rows or None
