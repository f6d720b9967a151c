"""DDL031."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context


class MixedCategories(Rule):
    """One loop holds items of several categories.

    What
        Items of different categories stand in one loop. A Loop category may be
        joined with the Loop category that is its parent, nothing else.

    Why
        Rows of different things are tied together that have nothing to do with
        each other, and each category has to be as long as the other.

    Fails
        loop_
          _axis.id
          _diffrn_scan.id
            omega S1

    Passes
        loop_
          _axis.id
            omega
        loop_
          _diffrn_scan.id
            S1
    """

    code = "DDL031"
    name = "mixed-categories"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for loop, columns in block.loops:
                if not loop.looped:
                    continue
                yield from self._loop(context.dictionary, columns)

    def _loop(self, dictionary: Dictionary, columns: tuple[DataColumn, ...]) -> Iterator[Finding]:
        roots: dict[str, DataColumn] = {}
        for column in columns:
            if column.definition is not None:
                roots.setdefault(joined_root(dictionary, column.definition.category), column)
        if len(roots) > 1:
            _, odd, *_ = roots.values()
            names = ", ".join(
                dict.fromkeys(c.definition.category for c in roots.values() if c.definition)
            )
            yield self.finding(f"one loop holds items of several categories: {names}", odd)


def joined_root(dictionary: Dictionary, name: str) -> str:
    """The outermost Loop category above a category, itself if there is none."""
    seen = {name}
    category = dictionary.category(name)
    while category is not None:
        parent = dictionary.category(category.parent)
        if parent is None or not parent.is_loop or not category.is_loop or parent.id in seen:
            break
        seen.add(parent.id)
        category, name = parent, parent.id
    return name
