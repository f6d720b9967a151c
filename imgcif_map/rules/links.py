"""Links between categories: which parent values a data block knows, which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.columns import DataColumn, canonical
from imgcif_map.rules.contents import resolved
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.keys import parent_of


@dataclass(frozen=True, eq=False)
class Link:
    """A column whose values refer to another item."""

    block: BlockView
    child: DataColumn
    parent: Definition
    parent_contents: str

    def child_values(self) -> list[str | None]:
        """The child's values as the parent's type compares them."""
        return self.child.canonical_as(self.parent_contents)

    def values(self) -> frozenset[str]:
        return self.child.values_as(self.parent_contents)


def links(context: Context, block: BlockView) -> tuple[Link, ...]:
    """Every link of a data block with at least one value that is not null."""
    found: tuple[Link, ...] = context.once(("links", block), lambda: tuple(_links(context, block)))
    return found


def _links(context: Context, block: BlockView) -> Iterator[Link]:
    for column in block.defined:
        assert column.definition is not None
        parent = parent_of(context.dictionary, column.definition)
        if parent is not None and not column.all_null:
            yield Link(block, column, parent, resolved(context.dictionary, parent))


def parent_column(block: BlockView, parent: Definition) -> DataColumn | None:
    """The column of the parent item in a data block, if it says anything."""
    column = block.by_id.get(parent.id.casefold())
    return None if column is None or column.all_null else column


def known_values(blocks: Iterable[BlockView], parent: Definition) -> frozenset[str] | None:
    """Values of the parent item in some data blocks; None if no block has the item."""
    columns = [c for block in blocks if (c := parent_column(block, parent)) is not None]
    if not columns:
        return None
    return frozenset().union(*(column.values for column in columns))


def _in_reach(context: Context, link: Link) -> bool:
    reach = (link.block, *context.siblings(link.block))
    return any(parent_column(block, link.parent) is not None for block in reach)


def dangling(context: Context, link: Link) -> tuple[frozenset[str], frozenset[str]] | None:
    """Values without parent and known parent values; None if no parent item is in reach.

    The parent is looked for in the data block and in blocks of the same declared
    data set. Any other block of the file can supply a value, too.
    """
    reach = (link.block, *context.siblings(link.block))
    known = known_values(reach, link.parent)
    if known is None:
        return None
    if not known:  # its rows were lost to a syntax error, which is reported
        return known, known
    lost = link.values() - known
    if lost:
        lost -= known_values(context.others(link.block), link.parent) or frozenset()
    return lost, known


@dataclass(frozen=True, eq=False)
class Orphans:
    """Links of one data block to one parent item that is nowhere in reach."""

    parent: Definition
    members: tuple[Link, ...]
    values: frozenset[str]
    """Different values of all of them, without those that another block of the file knows."""
    implied: str | None
    """The parent's default, canonical: the value of a row that does not give it."""
    rows: int
    """Rows that the data block gives of the parent category; 0 if it is absent."""
    is_set: bool

    @property
    def agree(self) -> bool:
        """False if the values cannot all mean the same rows."""
        if len(self.values) < 2:
            return True
        if self.rows == 1:
            return False
        if not (self.is_set or self.implied is not None):
            return True
        sets = [link.values() & self.values for link in self.members]
        sets = [values for values in sets if values]
        return all(a & b for n, a in enumerate(sets) for b in sets[n + 1 :])

    @property
    def harmless(self) -> bool:
        """True if one row without its key is what everything refers to."""
        if not self.values or (self.implied is not None and self.values == {self.implied}):
            return True
        one = self.is_set or self.rows == 1
        return one and self.implied is None and len(self.values) == 1


def orphans(context: Context, block: BlockView) -> tuple[Orphans, ...]:
    """Links of a data block whose parent item is absent, grouped by parent.

    Left out: parents that are no key of their category (hidden by an import, so a
    fault of the dictionary), and parents whose category has several rows without
    the key (their loop is what lacks something).
    """
    key = ("orphans", block)
    found: tuple[Orphans, ...] = context.once(key, lambda: tuple(_orphans(context, block)))
    return found


def _orphans(context: Context, block: BlockView) -> Iterator[Orphans]:
    groups: dict[str, list[Link]] = {}
    for link in links(context, block):
        if not _in_reach(context, link):
            groups.setdefault(link.parent.id, []).append(link)
    for members in groups.values():
        parent = members[0].parent
        view = block.categories.get(parent.category)
        rows = view.rows if view else 0
        category = context.dictionary.category(parent.category)
        if rows > 1 or category is None or not context.dictionary.is_key(parent):
            continue
        elsewhere = known_values(context.others(block), parent) or frozenset()
        values = frozenset().union(*(link.values() for link in members)) - elsewhere
        implied = None
        if parent.default is not None and parent.default not in (".", "?"):
            implied = canonical(parent.default, members[0].parent_contents)
        yield Orphans(parent, tuple(members), values, implied, rows, category.is_set)
