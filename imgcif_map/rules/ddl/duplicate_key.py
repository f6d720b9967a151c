"""DDL023."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.keys import keyed_loops


class DuplicateKey(Rule):
    """Two rows of a category have the same key.

    What
        All items of the key are equal in two or more rows. Values are compared as
        their type asks: `01` is `1` for an Integer, `A` is `a` for a Code but not
        for a Word; numbers without their uncertainty, Lists and Tables by their
        elements. Defaults stand in for nulls. The same key in two data blocks is
        looked at by `conflicting-blocks`.

    Why
        A reference to that key could mean either row.

    Fails
        loop_
          _diffrn_scan.id
          _diffrn_scan.frames
            S1 100
            S1 200

    Passes
        loop_
          _diffrn_scan.id
          _diffrn_scan.frames
            S1 100
            S2 200
    """

    code = "DDL023"
    name = "duplicate-key"

    def check(self, context: Context) -> Iterator[Finding]:
        for key in keyed_loops(context):
            # Joined to its parent, a row is told apart by the parent's key already.
            if key.wanting or key.computed or key.shared or not key.given:
                continue
            repeated = key.repeated
            if not repeated:
                continue
            again = sorted(row for rows in repeated.values() for row in rows[1:])
            first = next(rows for rows in repeated.values() if again[0] in rows)[0]
            place = key.given[0].column.position(first)
            shown = ", ".join(f"{c.name} {c.texts[again[0]]}" for c in key.given)
            where = f" (first in line {place.line})" if place.line else ""
            yield self.finding(
                f"{key.view.name} has this key already: {shown}{where}",
                key.given[0],
                again,
                category=key.view.name,
            )
