"""DDL022."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.keys import keyed_loops
from imgcif_map.rules.standins import filled


class NullKey(Rule):
    """A key is null.

    What
        An item of the key of a looped category is `.` or `?` in some row, and the
        dictionary gives it no default.

    Why
        Nothing can refer to a row without a key.

    Fails
        loop_
          _diffrn_scan.id
          _diffrn_scan.frames
            S1 100
            ?  200

    Passes
        loop_
          _diffrn_scan.id
          _diffrn_scan.frames
            S1 100
            S2 200
    """

    code = "DDL022"
    name = "null-key"

    def check(self, context: Context) -> Iterator[Finding]:
        for key in keyed_loops(context):
            for column in key.given:
                assert column.definition is not None
                # In a dictionary, a state or an example may be the null itself.
                if column.nulls is None or column.definition.contents.casefold() == "implied":
                    continue
                rows = [n for n, value in enumerate(filled(key.block, column)) if value is None]
                if rows:
                    yield self.finding(
                        f"{column.name} is a key and must have a value", column, rows
                    )
