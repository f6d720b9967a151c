"""DDL030."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.schemas import BASE, may_have_rows, schema_of


class SetCategoryLooped(Rule):
    """A category that may have one row has several.

    What
        The category is a Set: one row per data block. It is looped with two rows
        or more, and the `_audit.schema` of the data block does not allow that. Base,
        the default, never does; `Space group tables` does for SPACE_GROUP and what
        has a key that refers to it; of the other schemas the dictionaries at hand
        do not say enough. A loop of one row is accepted.

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
            for view in block.categories.values():
                category = view.category
                if category is None or not category.is_set or view.rows < 2:
                    continue
                if not may_have_rows(block, category):
                    yield self._looped(block, view)

    def _looped(self, block: BlockView, view: CategoryView) -> Finding:
        schema = schema_of(block)
        told = "" if schema == BASE else f" under the schema {schema!r}, too"
        hint = "put each row into a data block of its own"
        if view.category is not None and view.category.keys:
            hint += ", or state the _audit.schema under which it may be looped"
        return self.finding(
            f"{view.name} is a Set category: one row per data block, not {view.rows}{told}",
            next(column for column in view.columns.values() if len(column) == view.rows),
            category=view.name,
            hint=hint,
        )
