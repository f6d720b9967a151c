"""Lists and Tables of a column: their build, and the single values in them.

The build of a value is a text: ``[[nn][n.]]`` is a List of two Lists, of two
values each, the last one null. Long columns hold few different builds, so each
is judged once. Where nothing in a column is quoted, builds and values come from
the text of the whole column, without parsing each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.document import CifValue, Column, Delimiter

VALUE, NULL, BINARY, LIST, TABLE = "n", ".", "b", "[", "{"
_MAX_DEPTH = 64
"""The reader keeps nothing that stands deeper."""

_INTRICATE = re.compile(r"[\"'{}#,\r]")
_NULL = re.compile(r"(?<![^\x00-\x20\[\]])[.?](?![^\x00-\x20\[\]])")
_TOKEN = re.compile(r"[^\x00-\x20\[\]]+")
_BLANK = re.compile(r"[\x00-\x09\x0b-\x20]+")


@dataclass(frozen=True, eq=False, slots=True)
class Leaves:
    """Single values, nulls among them, each with the row that it stands in."""

    texts: list[str]
    kinds: NDArray[np.uint8]
    rows: NDArray[np.int64]


@dataclass(eq=False)
class Structures:
    """All Lists, Tables and binary sections of a column."""

    rows: list[int]
    builds: list[str] = field(default_factory=list)
    """Of each of ``rows``."""
    keys: list[tuple[int, str]] = field(default_factory=list)
    """Row and key of each entry of each Table."""
    sources: list[str] | None = None
    """Source text of each of ``rows``, where that is enough to know the values."""
    values: list[list[CifValue]] = field(default_factory=list)
    """The single values of each of ``rows``, where it is not."""

    def leaves(self, skipped: frozenset[int]) -> Leaves:
        """The single values in the rows that are not skipped."""
        kept = [n for n, row in enumerate(self.rows) if row not in skipped]
        rows = np.asarray([self.rows[n] for n in kept], np.int64)
        if self.sources is not None:
            texts = _TOKEN.findall(" ".join(self.sources[n] for n in kept))
            sizes = {build: build.count(VALUE) + build.count(NULL) for build in set(self.builds)}
            counts = [sizes[self.builds[n]] for n in kept]
            return Leaves(texts, np.zeros(len(texts), np.uint8), np.repeat(rows, counts))
        values = [value for n in kept for value in self.values[n]]
        kinds = np.fromiter((v.delimiter for v in values), np.uint8, len(values))
        counts = [len(self.values[n]) for n in kept]
        return Leaves([value.text for value in values], kinds, np.repeat(rows, counts))


class FlatColumn(Column):
    """Leaves as a column of single values; it stands nowhere in the file."""

    def __init__(self, name: str, leaves: Leaves) -> None:
        self.name = name
        self._leaves = leaves

    def __len__(self) -> int:
        return len(self._leaves.texts)

    def texts(self) -> list[str]:
        return self._leaves.texts

    def delimiters(self) -> NDArray[np.uint8]:
        return self._leaves.kinds

    def value(self, row: int) -> CifValue:
        return CifValue(self._leaves.texts[row], Delimiter(int(self._leaves.kinds[row])))


def structures_of(column: Column, rows: Sequence[int], texts: Sequence[str]) -> Structures:
    """The structured values in those rows; ``texts`` are those of the whole column."""
    sources = [texts[row] for row in rows]
    joined = "\n".join(sources)
    if sources and joined.count("\n") == len(sources) - 1 and not _INTRICATE.search(joined):
        builds = _plain_builds(joined)
        if all(_is_sound(build) for build in set(builds)):
            return Structures(list(rows), builds, sources=sources)
    return _parsed(column, rows)


def _plain_builds(joined: str) -> list[str]:
    marked = _NULL.sub("\0", joined)
    # Nulls are control characters now, which are no part of a token.
    marked = _TOKEN.sub(VALUE, marked).replace("\0", NULL)
    builds = _BLANK.sub("", marked).split("\n")
    known: dict[str, str] = {}
    return [known.setdefault(build, build) for build in builds]


def _is_sound(build: str) -> bool:
    """True for one List that is closed and no deeper than the reader goes."""
    depth = 0
    for n, character in enumerate(build, 1):
        depth += (character == "[") - (character == "]")
        if depth > _MAX_DEPTH or (depth <= 0 and n < len(build)):
            return False
    return depth == 0 and build.startswith(LIST)


def _parsed(column: Column, rows: Sequence[int]) -> Structures:
    found = Structures(list(rows))
    for row in rows:
        values: list[CifValue] = []
        build: list[str] = []
        keys: list[str] = []
        _walk(column.value(row), build, values, keys)
        found.builds.append("".join(build))
        found.keys += [(row, key) for key in keys]
        found.values.append(values)
    return found


def _walk(value: CifValue, build: list[str], values: list[CifValue], keys: list[str]) -> None:
    if value.delimiter == Delimiter.BINARY:
        build.append(BINARY)
    elif value.delimiter in (Delimiter.LIST, Delimiter.TABLE):
        start, end = "[]" if value.delimiter == Delimiter.LIST else "{}"
        build.append(start)
        for item in value.items:
            if isinstance(item, tuple):
                keys.append(item[0])
                item = item[1]
            _walk(item, build, values, keys)
        build.append(end)
    else:
        build.append(NULL if value.is_null else VALUE)
        values.append(value)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a build: a leaf, or a container with its elements."""

    kind: str
    """``n``, ``.``, ``b``, ``[`` or ``{``."""
    items: tuple[Node, ...] = ()


_LEAVES = MappingProxyType({kind: Node(kind) for kind in (VALUE, NULL, BINARY)})


def tree(build: str) -> Node:
    """A build as nested nodes."""
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for character in build:
        if character in "[{":
            stack.append((character, []))
        elif character in "]}":
            kind, items = stack.pop()
            stack[-1][1].append(Node(kind, tuple(items)))
        else:
            stack[-1][1].append(_LEAVES[character])
    return stack[0][1][0]
