"""DDL012."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context


class UncertaintyNotAllowed(Rule):
    """A number carries a standard uncertainty, but the item is not a measured quantity.

    What
        The value is written as `12.3(4)`, while `_type.purpose` of its definition
        is not Measurand: the dictionary holds the item to be exact.

    Why
        Programs read the value as plain text or stop at the parenthesis. Often
        two items have been mixed up.

    Fails
        _diffrn_scan.frames  3600(2)

    Passes
        _diffrn_scan.frames  3600
    """

    code = "DDL012"
    name = "uncertainty-not-allowed"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for column in block.defined:
                assert column.definition is not None
                if column.contents not in ("integer", "real"):
                    continue
                if column.definition.purpose.casefold() not in ("number", "key", "link", "su"):
                    continue
                rows = np.flatnonzero(np.isfinite(column.uncertainties)).tolist()
                if rows:
                    yield self.finding(
                        f"{column.name} is exact, it has no standard uncertainty",
                        column,
                        rows,
                        hint="remove the parentheses and what is in them",
                    )
