"""What rules look at: a document grouped by category, as the dictionary sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imgcif_map.cif.document import Block, Column, Container, Document, Frame, Loop
from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.datasets import DataSets
from imgcif_map.rules.facts import Pool
from imgcif_map.rules.meant import meant
from imgcif_map.rules.profile import Profile
from imgcif_map.rules.valuetype import Described, ValueType, type_of

if TYPE_CHECKING:
    from imgcif_map.archives.request import Archives

_TITLE = "_dictionary.title"
_MOST_SLIPS = 50
"""So many misspelt names are looked into; in a file with more, it is not the names that are."""


@dataclass(frozen=True, eq=False)
class CategoryView:
    """The items of one category that a data block gives."""

    name: str
    category: Category | None
    columns: dict[str, DataColumn]
    """By casefolded definition id; the first where an alias doubles a name."""
    loops: tuple[Loop, ...]
    """The loops they stand in; every unlooped item has a loop of its own."""

    @property
    def first(self) -> DataColumn:
        return next(iter(self.columns.values()))

    @cached_property
    def split(self) -> bool:
        """True if the rows of the category are spread over several loops."""
        looped = sum(loop.looped for loop in self.loops)
        return looped > 1 or (looped == 1 and len(self.loops) > 1)

    @property
    def askew(self) -> bool:
        """True if values may be in the wrong columns."""
        return any(loop.askew for loop in self.loops)

    @cached_property
    def rows(self) -> int:
        """Number of rows; the longest loop if the category is split."""
        return max(len(loop) for loop in self.loops)

    @property
    def looped(self) -> bool:
        return any(loop.looped for loop in self.loops)


@dataclass(frozen=True, eq=False)
class BlockView:
    """One data block, or one save frame of a data block."""

    block: Container
    dictionary: Dictionary
    outer: BlockView | None = None
    """The data block around a save frame; None for a data block."""
    described: Described | None = None
    """What the save frame defines, if it is a definition and the dictionary is that of DDLm."""
    pool: Pool = field(default_factory=Pool)
    """Where the facts of all columns of the document are."""
    path: str = ""
    """The file it stands in, where several are judged together."""

    @property
    def name(self) -> str:
        """Name of the data block."""
        return self.outer.name if self.outer else self.block.name

    @property
    def frame(self) -> str | None:
        """Name of the save frame; None for a data block."""
        return self.block.name if self.outer else None

    @cached_property
    def loops(self) -> tuple[tuple[Loop, tuple[DataColumn, ...]], ...]:
        return tuple((loop, tuple(self._columns(loop))) for loop in self.block.loops)

    def _columns(self, loop: Loop) -> Iterator[DataColumn]:
        for column in loop.columns:
            definition = self.dictionary.item(column.name)
            kind, described = ValueType(contents="text"), self.described
            if definition is not None:
                kind = type_of(self.dictionary, definition, described)
            yield self._column(column, loop, definition, kind)

    def _column(
        self, column: Column, loop: Loop, definition: Definition | None, kind: ValueType
    ) -> DataColumn:
        return DataColumn(
            column,
            loop,
            self.name,
            definition,
            kind.contents,
            self.frame,
            kind,
            self.described,
            self.pool,
            self.path,
        )

    @cached_property
    def columns(self) -> tuple[DataColumn, ...]:
        """Every column in file order."""
        return tuple(column for _, columns in self.loops for column in columns)

    @cached_property
    def items(self) -> tuple[tuple[DataColumn, Definition], ...]:
        """The columns that the dictionary knows, each with its definition.

        Those of a loop whose values may be in the wrong columns are left out.
        """
        return tuple(
            (c, c.definition) for c in self.columns if c.definition is not None and not c.loop.askew
        )

    @cached_property
    def stand_ins(self) -> tuple[tuple[DataColumn, Definition], ...]:
        """Columns that are there, though nothing can be said of their values.

        Their loop is askew, or their name is misspelt (the definition is that of
        the name that was meant). They keep others from being found missing.
        """
        found = [(c, c.definition) for c in self.columns if c.definition and c.loop.askew]
        unknown = [c for c in self.columns if c.definition is None]
        given = {column.id for column in self.columns}
        for column in unknown[:_MOST_SLIPS]:
            definition = meant(column.column.name, self.dictionary, given)
            if definition is not None:
                kind = type_of(self.dictionary, definition, self.described)
                made = self._column(column.column, column.loop, definition, kind)
                found.append((made, definition))
        return tuple(found)

    @cached_property
    def defined(self) -> tuple[DataColumn, ...]:
        """The columns that the dictionary knows."""
        return tuple(column for column, _ in self.items)

    @cached_property
    def by_id(self) -> dict[str, DataColumn]:
        found: dict[str, DataColumn] = {}
        for column in (*self.columns, *(column for column, _ in self.stand_ins)):
            found.setdefault(column.id, column)
        return found

    @cached_property
    def su_columns(self) -> dict[str, DataColumn]:
        """Columns of separate su by the casefolded id of the item that they belong to."""
        found: dict[str, DataColumn] = {}
        for column, definition in self.items:
            if definition.purpose.casefold() == "su" and definition.linked_item:
                measurand = self.dictionary.item(definition.linked_item)
                if measurand is not None:
                    found.setdefault(measurand.id.casefold(), column)
        return found

    def column(self, name: str) -> DataColumn | None:
        """The column of a data name or any of its aliases."""
        definition = self.dictionary.item(name)
        return self.by_id.get(definition.id.casefold() if definition else name.casefold())

    @cached_property
    def categories(self) -> dict[str, CategoryView]:
        """Categories in order of first appearance; names that are not defined have none."""
        columns: dict[str, dict[str, DataColumn]] = {}
        loops: dict[str, dict[int, Loop]] = {}
        for column, definition in (*self.items, *self.stand_ins):
            category = definition.category
            # What an alias says again does not make a category longer.
            if columns.setdefault(category, {}).setdefault(column.id, column) is column:
                loops.setdefault(category, {})[id(column.loop)] = column.loop
        return {
            name: CategoryView(
                name, self.dictionary.category(name), items, tuple(loops[name].values())
            )
            for name, items in columns.items()
        }


@dataclass(frozen=True, eq=False)
class Context:
    """One document, the dictionary it is held against and the profile, if any."""

    document: Document
    dictionary: Dictionary
    profile: Profile | None = None
    archives: Archives | None = field(default=None, kw_only=True)
    """How archives and images are to be looked at; None: not at all."""

    @cached_property
    def _memory(self) -> dict[object, Any]:
        return {}

    def once(self, key: object, compute: Callable[[], Any]) -> Any:
        """What ``compute`` gives, computed once per document: for facts that rules share."""
        if key not in self._memory:
            self._memory[key] = compute()
        return self._memory[key]

    @cached_property
    def blocks(self) -> tuple[BlockView, ...]:
        """Every data block, each followed by its save frames."""
        return tuple(view for block in self.document.blocks for view in self._views(block))

    @cached_property
    def _pool(self) -> Pool:
        return Pool()

    def _views(self, block: Block, path: str = "") -> Iterator[BlockView]:
        view = BlockView(block, self.dictionary, pool=self._pool, path=path)
        yield view
        # The frames of a dictionary are definitions, not data that this dictionary describes.
        if _TITLE not in block.columns or self.dictionary.item(_TITLE) is not None:
            for frame in block.frames:
                described = self.described(frame)
                yield BlockView(frame, self.dictionary, view, described, self._pool, path)

    def described(self, frame: Frame) -> Described | None:
        """What a save frame defines, where the document is a dictionary: None here.

        Whoever holds a dictionary against the DDLm reference dictionary overrides
        this, so that Implied and Inherited values are checked as those of the item.
        """
        return None

    def defined(self) -> Iterator[tuple[BlockView, DataColumn, Definition]]:
        """Every column that the dictionary knows, with the view it stands in and its definition."""
        for block in self.blocks:
            for column, definition in block.items:
                yield block, column, definition

    @cached_property
    def _data_sets(self) -> DataSets:
        return DataSets(self.blocks)

    @property
    def data_sets(self) -> tuple[tuple[BlockView, ...], ...]:
        """Blocks that belong together: equal ``_audit_dataset.id``; those without one, together."""
        return self._data_sets.groups

    @property
    def wholes(self) -> tuple[tuple[BlockView, ...], ...]:
        """What is certainly one whole: each declared data set, each other block, each frame."""
        return self._data_sets.wholes

    def siblings(self, block: BlockView) -> tuple[BlockView, ...]:
        """Other blocks that *declare* the same data set; for a frame, also the block around it."""
        return self._data_sets.siblings(block)

    def related(self, block: BlockView) -> tuple[BlockView, ...]:
        """Every block and frame, itself too, that may belong to the same data set."""
        return self._data_sets.related(block)

    def others(self, block: BlockView) -> tuple[BlockView, ...]:
        """All other blocks and save frames of the file."""
        return tuple(b for b in self.blocks if b is not block)
