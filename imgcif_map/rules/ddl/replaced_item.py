"""DDL036."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context


class ReplacedItem(Rule):
    """A data name is used that the dictionary has replaced or withdrawn.

    What
        The definition of the item says what to use instead
        (`_definition_replaced.by`), or that nothing replaces it. An item that is
        null throughout is left alone.

    Why
        Such an item is deprecated and should not be used: programs look for its
        successor.

    Fails
        _cell_measurement.temperature  100

    Passes
        _diffrn.ambient_temperature  100
    """

    code = "DDL036"
    name = "replaced-item"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column, definition in context.defined():
            if not definition.replaced_by or column.all_null:
                continue
            new = [name for name in definition.replaced_by if name is not None]
            told = f"has been replaced by {' and '.join(new)}" if new else "has been withdrawn"
            yield self.finding(
                f"{column.column.name} {told}",
                column,
                hint=f"use {' and '.join(new)}" if new else "leave it out: nothing replaces it",
            )
