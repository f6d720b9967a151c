"""A column of a data block seen through its definition; everything computed at most once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import Column, Delimiter, Loop
from imgcif_map.dictionary.model import Definition
from imgcif_map.rules.canonical import canonical as canonical
from imgcif_map.rules.canonical import canonical_form as canonical_form
from imgcif_map.rules.facts import Facts, Pool
from imgcif_map.rules.fit import Misfit, misfit
from imgcif_map.rules.structures import FlatColumn, Leaves, Structures, structures_of
from imgcif_map.rules.valuetype import ANY_TYPE, ANYTHING, SINGLE, Described, ValueType, constraints


@dataclass(frozen=True, eq=False)
class DataColumn:
    """One data name of one data block with its values and, if known, its definition."""

    column: Column
    loop: Loop
    block: str
    definition: Definition | None
    contents: str
    """Resolved ``_type.contents`` in lower case; ``text`` for an unknown data name."""
    frame: str | None = None
    """Name of the save frame, if it stands in one."""
    type: ValueType = ANY_TYPE
    """Container and so on, references followed; anything for an unknown data name."""
    described: Described | None = None
    """In a dictionary as data: the item that the save frame defines."""
    pool: Pool = field(default_factory=Pool)
    """Where the facts of all columns of the document are."""
    path: str = ""
    """The file it stands in, where several are judged together."""

    def __len__(self) -> int:
        return len(self.column)

    @property
    def id(self) -> str:
        """Casefolded id of the definition, or the casefolded data name."""
        return self.definition.id.casefold() if self.definition else self.column.key

    @property
    def name(self) -> str:
        """The data name as the dictionary spells it, or as the file does."""
        return self.definition.id if self.definition else self.column.name

    @property
    def constraints(self) -> Definition | None:
        """The definition whose range, states and purpose bind the values."""
        return constraints(self.definition, self.described) if self.definition else None

    @cached_property
    def facts(self) -> Facts:
        """What the values are, whatever the definition says."""
        return self.pool.facts(self.column)

    @property
    def texts(self) -> list[str]:
        return self.facts.texts

    @property
    def delimiters(self) -> NDArray[np.uint8]:
        return self.facts.delimiters

    @property
    def all_bare(self) -> bool:
        """True if no value is quoted, a List, a Table or binary."""
        return self.facts.all_bare

    @property
    def distinct(self) -> frozenset[str]:
        """Different texts, nulls included."""
        return self.facts.distinct

    @property
    def nulls(self) -> NDArray[np.bool_] | None:
        """True where a value is ``.`` or ``?``; None if there is no null at all."""
        return self.facts.nulls

    @property
    def all_null(self) -> bool:
        return self.nulls is not None and bool(self.nulls.all())

    @property
    def joined(self) -> str | None:
        """All texts, each ended by a newline; None if a text holds a newline itself."""
        return self.facts.joined

    @property
    def has_white_space(self) -> bool:
        """True if any text holds ASCII white space."""
        return self.facts.has_white_space

    @property
    def alphabet(self) -> frozenset[str]:
        """The characters of all values and a newline; more than that if a text holds a newline."""
        return self.facts.alphabet

    @property
    def written_as_reals(self) -> bool:
        """True if every value is a bare number without su; False if that needs a closer look."""
        return self.facts.written_as_reals

    @property
    def written_as_integers(self) -> bool:
        """True if every value is a bare integer without su; False if that needs a closer look."""
        return self.facts.written_as_integers

    @property
    def numbers(self) -> NDArray[np.float64]:
        """Values as numbers without their su; NaN for nulls and non-numbers."""
        return self.facts.numbers

    @property
    def canonical(self) -> list[str | None]:
        """Each value as its own type compares it; None for a null."""
        return self.canonical_as(self.contents)

    def canonical_as(self, contents: str) -> list[str | None]:
        """Each value as ``contents`` compares it: ``01`` is ``1`` for an Integer."""
        return self.facts.canonical_as(contents)

    def values_as(self, contents: str) -> frozenset[str]:
        """Different values without the nulls, as ``contents`` compares them."""
        return self.facts.values_as(contents)

    @property
    def values(self) -> frozenset[str]:
        """Different canonical values without the nulls."""
        return self.values_as(self.contents)

    @property
    def all_differ(self) -> bool:
        """True if no value stands twice and none is null."""
        return self.ascends or (self.nulls is None and len(self.values) == len(self))

    @property
    def ascends(self) -> bool:
        """True if all values differ, which is easy to see as each is greater than the one before.

        False if that needs a closer look.
        """
        return self.facts.ascends_as(self.contents)

    def is_within(self, other: DataColumn, contents: str) -> bool:
        """True if each value is one of another column's of such contents, or null.

        False if that needs a closer look.
        """
        return other.contents == contents and self.facts.is_within(other.facts)

    def is_copy_of(self, other: DataColumn, contents: str) -> bool:
        """True if the values are, row by row, those of a column of such contents.

        False if that needs a closer look.
        """
        return self.facts is other.facts and other.contents == contents

    def rows_of(self, texts: frozenset[str] | set[str]) -> list[int]:
        """Rows (from 0) whose text is one of ``texts`` and no null."""
        if not texts:
            return []
        rows = [row for row, text in enumerate(self.texts) if text in texts]
        if self.nulls is None:
            return rows
        return [row for row in rows if not self.nulls[row]]

    @property
    def structured(self) -> list[int]:
        """Rows that hold a List, a Table or a binary section."""
        return self.facts.structured

    @cached_property
    def structures(self) -> Structures | None:
        """The Lists, Tables and binary sections of the column; None if there is none."""
        rows = self.structured
        return structures_of(self.column, rows, self.texts) if rows else None

    @cached_property
    def misfits(self) -> Mapping[int, Misfit]:
        """Rows whose value does not have the container or size of the type, and why."""
        structures, wanted = self.structures, self.type
        found: dict[int, Misfit] = {}
        if wanted.container not in (SINGLE, ANYTHING):
            single = misfit("n", wanted)
            assert single is not None
            for row in self._single_rows().tolist():
                found[row] = single
        if structures is not None:
            known = {build: misfit(build, wanted) for build in set(structures.builds)}
            for row, build in zip(structures.rows, structures.builds, strict=True):
                fault = known[build]
                if fault is not None:
                    found[row] = fault
        return found

    def _single_rows(self) -> NDArray[np.int64]:
        """Rows with a single value that is no null."""
        single = self.delimiters < Delimiter.LIST
        if self.nulls is not None:
            single &= ~self.nulls
        return np.flatnonzero(single)

    @property
    def leaves(self) -> DataColumn:
        """The single values, one a row, that types, ranges and states are about.

        The column itself if it has single values alone. Else what is inside its
        Lists and Tables, see :meth:`rows_with`. A value whose container or size is
        wrong is left out: that is one fault, and its elements are none of their own.
        """
        return self._unfolded[0]

    def rows_with(self, leaves: Sequence[int]) -> list[int]:
        """The rows of this column in which those rows of :attr:`leaves` stand."""
        origins = self._unfolded[1]
        if origins is None:
            return list(leaves)
        found: list[int] = np.unique(origins[list(leaves)]).tolist()
        return found

    def first_with(self, leaves: Sequence[int]) -> int:
        """Of some rows of :attr:`leaves`, the one that stands first in this column."""
        origins = self._unfolded[1]
        return leaves[0] if origins is None else leaves[int(np.argmin(origins[list(leaves)]))]

    def beside(self, other: DataColumn) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Rows of the :attr:`leaves` of both columns that belong together, one by one.

        Those of equal place in equal rows; rows that have more in one of the columns
        are left out. None if the columns do not stand in one loop.
        """
        if self.loop is not other.loop and (len(self) != 1 or len(other) != 1):
            return None
        mine, theirs = self._unfolded[1], other._unfolded[1]
        if mine is None and theirs is None:
            every = np.arange(len(self))
            return every, every
        mine = np.arange(len(self)) if mine is None else mine
        theirs = np.arange(len(other)) if theirs is None else theirs
        equal = np.bincount(mine, minlength=len(self)) == np.bincount(theirs, minlength=len(self))
        first, second = (np.argsort(rows, kind="stable") for rows in (mine, theirs))
        return first[equal[mine[first]]], second[equal[theirs[second]]]

    @cached_property
    def _unfolded(self) -> tuple[DataColumn, NDArray[np.int64] | None]:
        if not self.misfits and not self.structured:
            return self, None
        left_out = frozenset(self.misfits)
        rows = self._single_rows()
        rows = rows[~np.isin(rows, list(left_out))]
        texts = self.texts
        parts = [Leaves([texts[row] for row in rows.tolist()], self.delimiters[rows], rows)]
        if self.structures is not None:
            parts.append(self.structures.leaves(left_out))
        leaves = Leaves(
            [text for part in parts for text in part.texts],
            np.concatenate([part.kinds for part in parts]),
            np.concatenate([part.rows for part in parts]),
        )
        column = FlatColumn(self.column.name, leaves)
        flat = replace(self, column=column, loop=Loop((column,)), type=ANY_TYPE)
        return flat, leaves.rows

    @cached_property
    def quoted_nulls(self) -> frozenset[str]:
        """``.`` and ``?`` as far as one of them stands in quotes, where it is text."""
        if self.all_bare:
            return frozenset()
        quoted = np.flatnonzero((self.delimiters > 0) & (self.delimiters < Delimiter.LIST))
        texts = self.texts
        return frozenset(texts[row] for row in quoted.tolist()) & {".", "?"}
