"""DDL029."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.keys import key_view
from imgcif_map.rules.lineage import parent_of
from imgcif_map.rules.reach import reach_of, related_to
from imgcif_map.rules.valuetype import type_of


class ImpliedLink(Rule):
    """A key that is left to its default refers to something that is not there.

    What
        The key of a category is absent or null, so it has its default, and it is a
        link to an item that is in the file without that value.

    Why
        What the rows are about is said by their key. Left to its default it says
        `1`, while the array that is described has another name. Where there is one
        array a reader guesses what is meant; programs that go by the ids find no
        data for it.

    Fails
        _array_structure.id      IMAGE
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 1
            2 2

    Passes
        _array_structure.id      IMAGE
        loop_
          _array_data.array_id
          _array_data.binary_id
          _array_data.external_data_id
            IMAGE 1 1
            IMAGE 2 2
    """

    code = "DDL029"
    name = "implied-link"
    severity = Severity.NOTE

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            for view in block.categories.values():
                key = None if view.split else key_view(block, view)
                for definition, _ in key.constant if key else ():
                    yield from self._item(context, block, view, definition)
                for column in key.given if key else ():
                    if column.nulls is not None and column.definition is not None:
                        yield from self._item(context, block, view, column.definition)

    def _item(
        self, context: Context, block: BlockView, view: CategoryView, definition: Definition
    ) -> Iterator[Finding]:
        dictionary = block.dictionary
        parent = parent_of(dictionary, definition)
        if parent is None or definition.default in (None, ".", "?"):
            return
        reach = reach_of(context, block)
        known = reach.known(parent)
        value = canonical(definition.default, type_of(dictionary, parent).contents)
        if not known or value in known or not reach.states(parent):
            return
        if value in related_to(context, block).known(parent):
            return
        column = view.columns.get(definition.id.casefold())
        rows = None
        if column is not None and column.nulls is not None:
            rows = np.flatnonzero(column.nulls).tolist()
        given = "not given" if column is None else "null"
        shown = ", ".join(sorted(known)[:3]) + (", ..." if len(known) > 3 else "")
        yield self.finding(
            f"{definition.id} is {given}, which means {definition.default}, "
            f"and {parent.id} has no such value ({shown})",
            column or view.first,
            rows,
            category=view.name,
            hint=f"give {definition.id}",
        )
