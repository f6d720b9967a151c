"""Literals of mapping files at their own line, with the data names that they are written under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import NOWHERE, Place
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.impact.leaves import LOOKUP, OPEN, Leaf, Leaves
from imgcif_map.mapping.model import Mapping, MappingFile, Pick
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq


@dataclass(frozen=True, slots=True)
class Written:
    """A leaf of one data name, at the line where the mapping says it."""

    item: str
    """As the mapping spells it."""
    place: Place
    leaf: Leaf
    value: Place
    """Where the value of the item stands."""


@dataclass
class Nodes:
    """The mappings of YAML trees by where they begin, to find what is said inside a candidate."""

    by_place: dict[Place, Map] = field(default_factory=dict)
    shared: dict[str, list[Map]] = field(default_factory=dict)
    """Tables of ``lookups:`` by name."""

    def add(self, file: MappingFile) -> None:
        """Take in a file."""
        self._walk(file.data)
        lookups = file.data.get("lookups") if isinstance(file.data, Map) else None
        for name, table in lookups or () if isinstance(lookups, Map) else ():
            if isinstance(table, Map):
                self.shared.setdefault(name, []).append(table)

    def _walk(self, node: Node | None) -> None:
        if isinstance(node, Map):
            self.by_place[node.place] = node
            for _, below in node:
                self._walk(below)
        elif isinstance(node, Seq):
            for member in node.items:
                self._walk(member)

    def place(self, leaf: Leaf) -> Place | None:
        """Where exactly a leaf stands; None for what no file says (the kind of a listed axis)."""
        node = self.by_place.get(leaf.place)
        if node is None or leaf.kind == OPEN:
            return leaf.place
        if leaf.kind in ("entry", LOOKUP):
            return self._lookup(leaf, node)
        if leaf.kind == "param":
            return leaf.place
        found = node.get(leaf.kind)
        if found is None and leaf.kind == "value":
            found = node.get("from")  # a text or number as an expression
        return found.place if found is not None else None

    def _lookup(self, leaf: Leaf, node: Map) -> Place:
        table = node.get("lookup")
        if leaf.kind == LOOKUP:
            return node.keys.get("lookup", node.place)
        tables = self.shared.get(table.text, []) if isinstance(table, Scalar) else [table]
        for candidate in reversed(tables):
            for word, target in candidate or () if isinstance(candidate, Map) else ():
                if word.casefold() == leaf.key:
                    return target.place
        return node.place


def written(mappings: Iterable[Mapping], nodes: Nodes) -> Iterator[Written]:
    """What the mappings may write by themselves, once for each place and data name."""
    seen: set[tuple[str, Place, object]] = set()
    for mapping in mappings:
        leaves = Leaves(mapping)
        for name, category in mapping.categories.items():
            for part in category.parts:
                for object_id, value in part.items.items():
                    found = leaves.of(part.rows, value)
                    for single in spelled(object_id):
                        for leaf in found:
                            item = f"_{name}.{single}"
                            place = nodes.place(leaf)
                            own = value.place if leaf.kind == OPEN else NOWHERE
                            said = (leaf.kind, leaf.key, repr(leaf.data), own)
                            if place is not None and (item.casefold(), place, said) not in seen:
                                seen.add((item.casefold(), place, said))
                                yield Written(item, place, leaf, value.place)


def links(mapping: Mapping) -> Iterator[tuple[str, Pick]]:
    """Data names with their ``ref:`` candidates that leave it to the dictionary where they lead."""
    for name, category in mapping.categories.items():
        for part in category.parts:
            for object_id, value in part.items.items():
                for pick in value.picks:
                    if pick.kind == "ref" and pick.to is None:
                        yield f"_{name}.{object_id}", pick


def filled(mapping: Mapping, dictionary: Dictionary) -> dict[str, set[str]]:
    """The data names (ids, casefolded) that a mapping writes, by category."""
    found: dict[str, set[str]] = {}
    for name, category in mapping.categories.items():
        names = found.setdefault(name, set())
        for part in category.parts:
            for object_id, value in part.items.items():
                for single in spelled(object_id) if value.picks else ():
                    item = dictionary.object(name, single)
                    names.add((item.id if item is not None else f"_{name}.{single}").casefold())
    return found
