"""DDL034."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import BlockView, CategoryView, Context
from imgcif_map.rules.keys import key_view
from imgcif_map.rules.lineage import ancestors
from imgcif_map.rules.reach import reach_of


class AmbiguousSetRow(Rule):
    """A key is left out, and the data set has several rows that it could mean.

    What
        In a data set of several data blocks (`_audit_dataset.id`), a category leaves
        out the part of its key that refers to a Set category. That is allowed as
        long as it is clear which row is meant. Here the data block does not give
        that Set category, and other blocks of the data set give it with different
        keys.

    Why
        Taken together, the rows of this block belong to one of several crystals,
        detectors or structures, and nobody knows to which.

    Fails
        _audit_dataset.id  D
        _diffrn.id         A
        data_second
        _audit_dataset.id  D
        _diffrn.id         B
        data_third
        _audit_dataset.id  D
        _diffrn_source.facility  F

    Passes
        _audit_dataset.id  D
        _diffrn.id         A
        data_second
        _audit_dataset.id  D
        _diffrn.id         B
        data_third
        _audit_dataset.id  D
        _diffrn_source.diffrn_id  B
        _diffrn_source.facility   F
    """

    code = "DDL034"
    name = "ambiguous-set-row"
    severity = Severity.WARNING
    spec_url = "https://github.com/COMCIFS/cif_multiblock/blob/main/multi_block_core.dic"

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.blocks:
            reach = reach_of(context, block)
            if len(reach.blocks) < 2 or block.outer is not None:
                continue
            told: set[str] = set()
            for view in block.categories.values():
                for definition, parent in _elided(block, view):
                    known = reach.known(parent)
                    if len(known) < 2 or parent.id in told:
                        continue
                    told.add(parent.id)
                    shown = ", ".join(sorted(known)[:3]) + (", ..." if len(known) > 3 else "")
                    yield self.finding(
                        f"{definition.id} is not given, and {parent.id} has several values "
                        f"in the data set: {shown}",
                        view.first,
                        category=view.name,
                        hint=f"give {definition.id}, or {parent.id} in this data block",
                    )


def _elided(block: BlockView, view: CategoryView) -> Iterator[tuple[Definition, Definition]]:
    """Key items left out, each with the key of the Set category that it refers to."""
    key = None if view.split else key_view(block, view)
    for definition, value in key.constant if key else ():
        if value is not None:
            continue
        for ancestor in ancestors(block.dictionary, definition):
            category = block.dictionary.category(ancestor.category)
            if category is not None and category.is_set and category.id not in block.categories:
                yield definition, ancestor
                break
