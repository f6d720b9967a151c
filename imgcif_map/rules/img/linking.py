"""Sets of keys that the categories on images, frames and elements share, for each data set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.datasets import data_set_ids
from imgcif_map.rules.img.tables import Table, more, table

Key = tuple[str | None, ...]
_MOST = 3


def keys(one: Table, items: Sequence[str]) -> list[Key]:
    """The values of some items in each row."""
    return list(zip(*(one.values(item) for item in items), strict=True))


def known_keys(
    context: Context, block: BlockView, category: str, items: tuple[str, ...]
) -> frozenset[Key] | None:
    """Keys that a category has in any data block that may belong to the data set.

    None if the category is nowhere, or if its rows cannot be trusted: then nothing
    can be said of what it lacks.
    """

    def made() -> frozenset[Key] | None:
        found: set[Key] = set()
        there = False
        for other in context.related(block):
            if category not in other.categories:
                continue
            one = table(context, other, category)
            if one is None:
                return None
            there = True
            column = one.column(items[0])
            if len(items) == 1 and column is not None and column.nulls is None:
                found.update((value,) for value in column.values)
            else:
                found.update(keys(one, items))
        return frozenset(found) if there else None

    name = ("keys of", data_set_ids(block), category, items)
    found: frozenset[Key] | None = context.once(name, made)
    return found


def loose_rows(
    context: Context, one: Table, items: tuple[str, ...], category: str, others: tuple[str, ...]
) -> list[int]:
    """Rows whose key nothing in another category refers to; none if it is not there at all.

    Where the other category has as many keys that lead nowhere, those are a fault
    of links, which is found as such, and these rows are its other end.
    """
    known = known_keys(context, one.block, category, others)
    own = keys(one, items)
    if not known or known.issuperset(own):
        return []
    rows = [r for r, key in enumerate(own) if key not in known and None not in key]
    every = known_keys(context, one.block, one.view.name, items) or frozenset()
    astray = [key for key in known - every if None not in key]
    return rows if len({own[row] for row in rows}) > len(astray) else []


def is_covered(context: Context, one: Table, item: str, category: str, other: str) -> bool:
    """True if each value of a column is one of another in the data block, which is easy to see."""
    there = table(context, one.block, category)
    mine, theirs = one.column(item), there.column(other) if there else None
    if mine is None or theirs is None or mine.nulls is not None:
        return False
    if theirs.nulls is not None or mine.contents != theirs.contents:
        return False
    return mine.is_copy_of(theirs, mine.contents) or mine.values <= theirs.values


def listed(values: Iterable[str | None]) -> str:
    """Different values for a message, of many the first: ``a, b, c and 4 more``."""
    names = [str(value) for value in dict.fromkeys(values)]
    rest = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (more(rest + 1) if rest > 0 else "")
