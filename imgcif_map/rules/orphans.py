"""Links whose parent item is not given at all: do they agree with each other?"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Category, Definition
from imgcif_map.rules.canonical import canonical
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.datasets import data_set_ids
from imgcif_map.rules.links import Link, links
from imgcif_map.rules.reach import reach_of, related_to
from imgcif_map.rules.schemas import may_have_rows


@dataclass(frozen=True, eq=False)
class Orphans:
    """Links of one data set to one parent item that is nowhere in reach."""

    parent: Definition
    members: tuple[Link, ...]
    values: frozenset[str]
    """Different values of all of them, without those that another block of the file knows."""
    implied: str | None
    """The parent's default, canonical: the value of a row that does not give it."""
    rows: int
    """Rows that are given of the parent category; 0 if it is absent."""
    is_set: bool
    """True if there can be one row only."""

    @property
    def agree(self) -> bool:
        """False if the values cannot all mean the same rows."""
        if len(self.values) < 2:
            return True
        if self.rows == 1:
            return False
        if not (self.is_set or self.implied is not None):
            return True
        return all(a & b for a, b in itertools.combinations(self._said, 2))

    @property
    def harmless(self) -> bool:
        """True if one row without its key is what everything refers to."""
        if not self.values or (self.implied is not None and self.values == {self.implied}):
            return True
        one = self.is_set or self.rows == 1
        return one and self.implied is None and len(self.values) == 1

    @property
    def odd(self) -> Link:
        """The member whose values fewest of the others have; the last of several."""
        sets = {link: link.values() & self.values for link in self.members}
        count = Counter(value for values in sets.values() for value in values)
        told = [link for link in self.members if sets[link]]
        return min(reversed(told), key=lambda link: max(count[value] for value in sets[link]))

    def admits(self, link: Link) -> bool:
        """True if one more link to the parent can mean the same rows, too."""
        values = link.values()
        if self.rows == 1:
            return len(self.values | values) < 2
        if not (self.is_set or self.implied is not None):
            return True
        return all(values & said for said in self._said)

    @cached_property
    def _said(self) -> frozenset[frozenset[str]]:
        """The different sets of values of the members."""
        return frozenset(link.values() & self.values for link in self.members) - {frozenset()}


def orphans(context: Context) -> tuple[Orphans, ...]:
    """Links whose parent item is absent, grouped by parent.

    What is one whole is judged together: the blocks of a declared data set, or a
    data block. A Set category is one row of one block, so there each block is.

    Left out: parents that are no key of their category (hidden by an import, so a
    fault of the dictionary), parents that can be evaluated, and parents whose
    category has several rows without the key (their loop is what lacks something).
    """
    found: tuple[Orphans, ...] = context.once("orphans", lambda: tuple(_orphans(context)))
    return found


def quarrels(context: Context, link: Link) -> Orphans | None:
    """Links that agree with each other and not with this one, which has the same absent parent."""
    index: dict[tuple[str, BlockView | str], list[Orphans]] = context.once(
        "orphans by place", lambda: _by_place(orphans(context))
    )
    places: list[BlockView | str] = [link.block, *sorted(data_set_ids(link.block))]
    for place in places:
        for group in index.get((link.parent.id, place), ()):
            if group.agree and link.values() - group.values and not group.admits(link):
                return group
    return None


def _by_place(groups: tuple[Orphans, ...]) -> dict[tuple[str, BlockView | str], list[Orphans]]:
    """By parent and data block; by parent and data set, too, unless each block has its own row."""
    found: dict[tuple[str, BlockView | str], dict[Orphans, None]] = {}
    for group in groups:
        for link in group.members:
            places: list[BlockView | str] = [link.block]
            places += () if group.is_set else data_set_ids(link.block)
            for place in places:
                found.setdefault((group.parent.id, place), {})[group] = None
    return {key: list(some) for key, some in found.items()}


def _orphans(context: Context) -> Iterator[Orphans]:
    seen: set[tuple[Link, ...]] = set()
    for whole in context.wholes:
        groups: dict[tuple[str, BlockView | None], list[Link]] = {}
        for block in whole:
            for link in _lost(context, block):
                alone = block if _is_set(context, block, link) else None
                groups.setdefault((link.parent.id, alone), []).append(link)
        for (_, alone), members in groups.items():
            group = orphans_of(context, (alone,) if alone else whole, members)
            if group is not None and group.members not in seen:
                seen.add(group.members)
                yield group


def _lost(context: Context, block: BlockView) -> Iterator[Link]:
    for link in links(context, block):
        if not reach_of(context, block).states(link.parent):
            yield link


def _category(context: Context, link: Link) -> Category | None:
    return context.dictionary.category(link.parent.category)


def _is_set(context: Context, block: BlockView, link: Link) -> bool:
    category = _category(context, link)
    return category is not None and category.is_set and not may_have_rows(block, category)


def orphans_of(
    context: Context, blocks: Iterable[BlockView], members: list[Link]
) -> Orphans | None:
    """Links to one absent parent as a group; None if their quarrel would be nobody's fault."""
    parent = members[0].parent
    views = [view for block in blocks if (view := block.categories.get(parent.category))]
    rows = sum(view.rows for view in views)
    category = _category(context, members[0])
    if category is None or not context.dictionary.is_key(parent):
        return None
    if category.has_method or parent.has_method or any(view.rows > 1 for view in views):
        return None
    values = frozenset().union(
        *(link.values() - related_to(context, link.block).stated(parent) for link in members)
    )
    implied = None
    if parent.default is not None and parent.default not in (".", "?"):
        implied = canonical(parent.default, members[0].parent_type.contents)
    is_set = all(_is_set(context, link.block, link) for link in members)
    return Orphans(parent, tuple(members), values, implied, rows, is_set)
