"""DDL020."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.keys import keyed_loops


class MissingKey(Rule):
    """A loop lacks (part of) its key, and its rows cannot be told apart without it.

    What
        A category with several rows lacks an item of its key, and what is given
        of the key does not distinguish the rows. A key item is not asked for if
        it has a default or an evaluation method, if what it links to has one, if
        the loop holds the key of a parent category that it stands for, or if it
        refers to a Set category, of which there is one row unless `_audit.schema`
        allows more. Nor is it asked for where the category stands under names of
        DDL1, and the key has none.

    Why
        Nothing can refer to such rows, and it is not known what each of them is
        about.

    Fails
        loop_
          _diffrn_scan.frames
            100
            200

    Passes
        loop_
          _diffrn_scan.id
          _diffrn_scan.frames
            S1 100
            S2 200
    """

    code = "DDL020"
    name = "missing-key"

    def check(self, context: Context) -> Iterator[Finding]:
        for key in keyed_loops(context):
            if not key.wanting or (key.given and not key.repeated):
                continue
            names = " and ".join(definition.id for definition in key.wanting)
            yield self.finding(
                f"the key of {key.view.name} lacks {names}: its rows cannot be told apart",
                key.view.first,
                category=key.view.name,
                hint=f"add {names} to the loop",
            )
