"""DDL030."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import BlockView, Context


class SetCategoryLooped(Rule):
    """A category that may have one row has several.

    What
        The category is a Set: one row per data block. It is looped with two rows
        or more, and `_audit.schema` does not announce another schema than Base.
        A loop of one row is accepted.

    Why
        Everything else in the data block refers to the one row without saying so;
        with two rows nobody knows which is meant.

    Fails
        loop_
          _diffrn.id
          _diffrn.ambient_temperature
            A 100
            B 293

    Passes
        _diffrn.id                   A
        _diffrn.ambient_temperature  100
    """

    code = "DDL030"
    name = "set-category-looped"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            if _other_schema(block):
                continue
            for view in block.categories.values():
                if view.category is None or not view.category.is_set or view.rows < 2:
                    continue
                if not view.looped:
                    continue
                column = next(c for c in view.columns.values() if len(c) == view.rows)
                yield self.finding(
                    f"{view.name} is a Set category: one row per data block, not {view.rows}",
                    column,
                    category=view.name,
                    hint="put each row into a data block of its own, or state _audit.schema",
                )


def _other_schema(block: BlockView) -> bool:
    schema = block.column("_audit.schema")
    return schema is not None and any(v.casefold() != "base" for v in schema.values)
