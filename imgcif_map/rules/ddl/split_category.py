"""DDL032."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context


class SplitCategory(Rule):
    """One category is spread over several loops.

    What
        Items of one category stand in two loops of the same data block, or partly
        in a loop and partly outside.

    Why
        The rows of a category are one list; which row of one loop goes with which
        of the other is not known.

    Fails
        loop_
          _axis.id
            omega
            phi
        loop_
          _axis.type
            rotation
            rotation

    Passes
        loop_
          _axis.id
          _axis.type
            omega rotation
            phi   rotation
    """

    code = "DDL032"
    name = "split-category"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for view in block.categories.values():
                if not view.split or (view.category is not None and not view.category.is_loop):
                    continue
                first = view.first.loop
                column = next(c for c in view.columns.values() if c.loop is not first)
                yield self.finding(
                    f"{view.name} is spread over several loops",
                    column,
                    category=view.name,
                    hint="put all its items into one loop",
                )
