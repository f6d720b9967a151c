"""DDL031."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Category
from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.schemas import may_have_rows


class MixedCategories(Rule):
    """One loop holds items of several categories.

    What
        Items of different categories stand in one loop. A Loop category may be
        joined with the Loop category that is its parent, nothing else. A Set
        category that `_audit.schema` lets be looped counts as a Loop.

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
                if loop.looped and len(columns) > 1:
                    yield from self._loop(block, columns)

    def _loop(self, block: BlockView, columns: tuple[DataColumn, ...]) -> Iterator[Finding]:
        roots: dict[str, DataColumn] = {}
        for column in columns:
            if column.definition is not None:
                roots.setdefault(joined_root(block, column.definition.category), column)
        if len(roots) > 1:
            _, odd, *_ = roots.values()
            names = ", ".join(
                dict.fromkeys(c.definition.category for c in roots.values() if c.definition)
            )
            yield self.finding(
                f"one loop holds items of several categories: {names}",
                odd,
                hint="give each category a loop of its own",
            )


def joined_root(block: BlockView, name: str) -> str:
    """The outermost looped category above a category, itself if there is none."""
    dictionary = block.dictionary
    seen = {name}
    category = dictionary.category(name)
    while category is not None and _is_looped(block, category):
        parent = dictionary.category(category.parent)
        if parent is None or not _is_looped(block, parent) or parent.id in seen:
            break
        seen.add(parent.id)
        category, name = parent, parent.id
    return name


def _is_looped(block: BlockView, category: Category) -> bool:
    return category.is_loop or (category.is_set and may_have_rows(block, category))
