"""DDL037."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context


class DeprecatedAlias(Rule):
    """An item is given under a name that is deprecated.

    What
        The data name is an alias that the dictionary has deprecated
        (`_alias.deprecation_date`). Other aliases are as good as the name of the
        item itself.

    Why
        The item is understood here, but programs that know the current name alone
        do not find it.

    Fails
        _diffrn_radiation_detector  'image plate'

    Passes
        _diffrn_detector.type  'image plate'
    """

    code = "DDL037"
    name = "deprecated-alias"
    severity = Severity.NOTE

    def check(self, context: Context) -> Iterator[Finding]:
        for _, column, definition in context.defined():
            if definition.replaced_by or not definition.deprecated_aliases:
                continue  # replaced-item says more
            if column.column.key in (name.casefold() for name in definition.deprecated_aliases):
                yield self.finding(
                    f"{column.column.name} is a deprecated name of {definition.id}",
                    column,
                    hint=f"use {definition.id}",
                )
