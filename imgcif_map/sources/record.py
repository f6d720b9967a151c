"""Records: what a source offers, a lazy tree of named nodes with values and attributes.

A record knows nothing of imgCIF. HDF5 nodes, header keys, function results and
rows of mapping tables are all records, so that one path language serves all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableValue

# A value as sources deliver it: text, a number, or a numpy array of numbers or
# of Python strings (dtype object). Never bytes, never a length-1 array.
Scalar = str | int | float | bool
Data = Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a file (as given) and a path or key inside it."""

    file: str
    path: str

    def __str__(self) -> str:
        return f"{self.file}:{self.path}" if self.file else self.path


class Record(ABC):
    """One node of a source: a group, a data set, an attribute, a header key."""

    name: str
    parent: Record | None

    @property
    def nx_class(self) -> str | None:
        """The node's class (``NX_class``), or None; paths test it as ``name:Class``."""
        return None

    @property
    @abstractmethod
    def origin(self) -> Origin: ...

    @property
    def path(self) -> str:
        """Path inside the source, starting at its root with ``/``."""
        return self.origin.path

    @property
    @abstractmethod
    def identity(self) -> Hashable:
        """Equal for two records that are one object (hard links, soft links)."""

    @property
    def error(self) -> str | None:
        """Why the node cannot be reached (a broken or forbidden link); None if it can."""
        return None

    @property
    def is_leaf(self) -> bool:
        """True if the node can have a value (data set, attribute, header key)."""
        return True

    @abstractmethod
    def children(self) -> Sequence[Record]:
        """Child nodes in the file's order; () for a leaf. Never attributes."""

    def child(self, name: str) -> Record | None:
        """The child of that exact name; a broken link is a record with :attr:`error`."""
        return next((c for c in self.children() if c.name == name), None)

    def attributes(self) -> Sequence[Record]:
        """Attributes as leaf records; their names have no ``@``."""
        return ()

    def attribute(self, name: str) -> Record | None:
        return next((a for a in self.attributes() if a.name == name), None)

    @abstractmethod
    def read(self) -> Data:
        """The value: text, number, bool, or numpy array (strings as dtype object).

        Length-1 arrays come as scalars, padding is stripped, bytes are decoded,
        float32 becomes the float64 with its shortest decimal. None if there is
        no value. Raises UnreadableValue, also where reading it would take too
        much memory (image data).
        """

    @property
    def unit(self) -> str | None:
        """The unit as the source spells it, or None."""
        return None

    @property
    def shape(self) -> tuple[int, ...] | None:
        """Shape without reading; () for a scalar; None if it has no value."""
        return None

    @property
    def dtype(self) -> str | None:
        """Element type without reading: ``uint16``, ``float32``, ``text`` …; None if no value."""
        return None

    @cached_property
    def root(self) -> Record:
        node: Record = self
        while node.parent is not None:
            node = node.parent
        return node

    def ancestors(self) -> list[Record]:
        """Parents, nearest first."""
        found = []
        node = self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found


@dataclass(eq=False)
class TreeRecord(Record):
    """A record held in memory: function results, header keys, and the ``given`` of tests."""

    name: str
    parent: Record | None = None
    value: Data = None
    value_unit: str | None = None
    value_class: str | None = None
    file: str = ""
    nodes: dict[str, Record] = field(default_factory=dict)
    attrs: dict[str, Record] = field(default_factory=dict)
    problem: str | None = None
    key: Hashable = None
    """Identity; the record itself when None."""

    @property
    def nx_class(self) -> str | None:
        return self.value_class

    @property
    def origin(self) -> Origin:
        names = [self.name, *(p.name for p in self.ancestors())]
        return Origin(self.file, "/" + "/".join(n for n in reversed(names) if n))

    @property
    def identity(self) -> Hashable:
        return id(self) if self.key is None else self.key

    @property
    def error(self) -> str | None:
        return self.problem

    @property
    def is_leaf(self) -> bool:
        return not self.nodes

    def children(self) -> Sequence[Record]:
        return tuple(self.nodes.values())

    def child(self, name: str) -> Record | None:
        return self.nodes.get(name)

    def attributes(self) -> Sequence[Record]:
        return tuple(self.attrs.values())

    def attribute(self, name: str) -> Record | None:
        return self.attrs.get(name)

    def read(self) -> Data:
        if self.problem is not None:
            raise UnreadableValue(self.problem)
        return self.value

    @property
    def unit(self) -> str | None:
        return self.value_unit

    @property
    def shape(self) -> tuple[int, ...] | None:
        if self.value is None:
            return None
        return () if isinstance(self.value, str) else tuple(np.shape(self.value))

    @property
    def dtype(self) -> str | None:
        if self.value is None:
            return None
        if isinstance(self.value, str):
            return "text"
        kind = np.asarray(self.value).dtype
        return "text" if kind.kind in "OSU" else str(kind)

    def add(self, child: TreeRecord) -> TreeRecord:
        """Hang a child below this node and return it."""
        child.parent = self
        self.nodes[child.name] = child
        return child


def columns_record(name: str, columns: Mapping[str, Data], file: str = "") -> TreeRecord:
    """A record with one leaf child per column; how functions return several columns."""
    table = TreeRecord(name, file=file)
    for column, data in columns.items():
        table.add(TreeRecord(column, value=data, file=file))
    return table
