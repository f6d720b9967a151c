"""DDL033."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context


class AliasConflict(Rule):
    """An item is given twice under different names, with different values.

    What
        A data name and one of its aliases, or two aliases, stand in the same data
        block and do not say the same.

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
        for block in context.blocks:
            for column in block.defined:
                first = block.by_id[column.id]
                if first is column or first.column.key == column.column.key:
                    continue
                rows = [
                    row
                    for row, pair in enumerate(zip(column.canonical, first.canonical, strict=False))
                    if pair[0] != pair[1]
                ]
                if rows or len(column) != len(first):
                    yield self.finding(
                        f"{column.column.name} and {first.column.name} are the same item "
                        "and have different values",
                        column,
                        rows or None,
                        hint=f"keep {column.name}",
                    )
