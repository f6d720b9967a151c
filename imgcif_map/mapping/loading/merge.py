"""Merging a form, a format and overlays, by position in the schema (semantics 16, 23).

Leaves are replaced by name, entries by cell, null removes, lists append. Two
overlays of equal priority that say different things of one leaf are an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.loading.instrument import settle
from imgcif_map.mapping.loading.nodes import before_assumed
from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text, brief, is_null, same
from imgcif_map.mapping.model import INSTRUMENT, MappingFile
from imgcif_map.mapping.yamltree import Map, Node

Path = tuple[str, ...]
LISTS = ("checks", "gaps", "ignore", "fix", "tests")


@dataclass
class DraftTable:
    """A table while it is being merged."""

    place: Place
    leaves: dict[str, Node] = field(default_factory=dict)
    """``rows``, ``where``, ``assumed``."""
    fields: dict[str, Node] = field(default_factory=dict)
    entries: dict[str, dict[str, Node]] = field(default_factory=dict)


@dataclass
class DraftPart:
    """A part of a category while it is being merged."""

    place: Place
    leaves: dict[str, Node] = field(default_factory=dict)
    """``rows``, ``when``, ``like``."""
    items: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    """Where the names of the items stand."""


@dataclass
class DraftCategory:
    """A category while it is being merged; an unnamed part is ``""``."""

    place: Place
    parts: dict[str, DraftPart] = field(default_factory=dict)


@dataclass
class Draft:
    """Everything merged, still YAML nodes."""

    leaves: dict[str, dict[str, Node]] = field(default_factory=dict)
    """Sections whose members are leaves: source target frame blocks let pipelines no_source."""
    params: dict[str, dict[str, Node]] = field(default_factory=dict)
    lookups: dict[str, dict[str, Node]] = field(default_factory=dict)
    reverse: dict[str, dict[str, Node]] = field(default_factory=dict)
    tables: dict[str, DraftTable] = field(default_factory=dict)
    categories: dict[str, DraftCategory] = field(default_factory=dict)
    lists: dict[str, list[tuple[Node, str]]] = field(default_factory=dict)
    """Members of the appended lists with the id of their file."""
    repeated: list[tuple[Path, Place]] = field(default_factory=list)
    """Leaves that say what was said before."""


LEAF_SECTIONS = ("source", "target", "frame", "blocks", "let", "pipelines")


def merge(files: Sequence[MappingFile]) -> Draft:
    """Merge in the given order (see :func:`imgcif_map.mapping.compose.ordered`)."""
    merger = _Merger()
    for file in files:
        merger.add(file)
    return merger.draft


class _Merger:
    def __init__(self) -> None:
        self.draft = Draft()
        self.file: MappingFile
        self.said: dict[Path, tuple[int, Node]] = {}
        """Leaves said by overlays: priority and node."""

    def add(self, file: MappingFile) -> None:
        self.file = file
        root = as_map(file.data, "a mapping file")
        for section in LEAF_SECTIONS:
            target = self.draft.leaves.setdefault(section, {})
            for name, node in as_map(root.get(section), section):
                if (section, name) == ("source", "beyond"):
                    node = united(target.get(name), node)
                self._set(target, (section, name), node)
        self._no_source(root)
        self._named_maps(root, "params", self.draft.params)
        self._named_maps(root, "lookups", self.draft.lookups)
        self._named_maps(root, "reverse", self.draft.reverse)
        for name, node in as_map(root.get("tables"), "tables"):
            self._table(name, node, root)
        categories = as_map(root.get("categories"), "categories")
        for name, node in categories:
            self._category(name.lower(), node, categories.keys[name])
        for name, node in as_map(root.get("items"), "items"):
            self._item(name, node, as_map(root.get("items"), "items").keys[name], root)
        if file.kind == INSTRUMENT:
            settle(self.draft, file)
        for section in LISTS:
            target_list = self.draft.lists.setdefault(section, [])
            target_list.extend((node, file.id) for node in as_items(root.get(section)))

    def _set(self, target: dict[str, Node], path: Path, node: Node) -> None:
        """Set a leaf; refuses what another overlay of equal priority says otherwise."""
        self._agree(path, node)
        before = target.get(path[-1])
        if before is not None and self.file.kind != "form" and same(before, node):
            self.draft.repeated.append((path, node.place))
        target[path[-1]] = node

    def _remove(self, target: dict[str, object], path: Path, node: Node) -> None:
        self._agree(path, node)
        if path[-1] not in target:
            raise MappingError(
                f"there is no '{path[-1]}' in {'.'.join(path[:-1])} that null could remove",
                place=node.place,
                hint=_known(target),
            )
        del target[path[-1]]

    def _agree(self, path: Path, node: Node) -> None:
        if self.file.kind != "overlay":
            return
        before = self.said.get(path)
        if before is not None and before[0] == self.file.priority and not same(before[1], node):
            raise MappingError(
                f"{'.'.join(path)} is '{brief(node, 40)}' here and "
                f"'{brief(before[1], 40)}' in {before[1].place}, both with priority "
                f"{self.file.priority}",
                place=node.place,
                hint="give one of the two overlays a higher priority:",
            )
        self.said[path] = (self.file.priority, node)

    def _no_source(self, root: Map) -> None:
        target = self.draft.leaves.setdefault("no_source", {})
        node = root.get("no_source")
        if isinstance(node, Map):
            for name, reason in node:
                self._set(target, ("no_source", name), reason)
        else:
            for item in as_items(node):
                self._set(target, ("no_source", as_text(item, "a data name")), item)

    def _named_maps(self, root: Map, section: str, target: dict[str, dict[str, Node]]) -> None:
        for name, node in as_map(root.get(section), section):
            if is_null(node):
                self._remove(target, (section, name), node)  # type: ignore[arg-type]
                continue
            inner = target.setdefault(name, {})
            for key, leaf in as_map(node, name):
                self._set(inner, (section, name, key), leaf)

    def _table(self, name: str, node: Node, root: Map) -> None:
        tables = self.draft.tables
        path = ("tables", name)
        if is_null(node):
            self._remove(tables, path, node)  # type: ignore[arg-type]
            return
        place = as_map(root.get("tables"), "tables").keys[name]
        table = tables.setdefault(name, DraftTable(place))
        for key, leaf in as_map(node, f"the table {name}"):
            if key == "fields":
                for field_name, value in as_map(leaf, "fields"):
                    self._set(table.fields, (*path, "fields", field_name), value)
            elif key == "entries":
                for row, cells in as_map(leaf, "entries"):
                    self._row(table, (*path, "entries", row), cells)
            else:
                self._set(table.leaves, (*path, key), leaf)

    def _row(self, table: DraftTable, path: Path, node: Node) -> None:
        if is_null(node):
            self._remove(table.entries, path, node)  # type: ignore[arg-type]
            return
        row = table.entries.setdefault(path[-1], {})
        for cell, value in as_map(node, f"the entry {path[-1]}"):
            if is_null(value) and cell in row:
                self._remove(row, (*path, cell), value)  # type: ignore[arg-type]
            elif not is_null(value):
                self._set(row, (*path, cell), value)

    def _category(self, name: str, node: Node, place: Place) -> None:
        path = ("categories", name)
        if is_null(node):
            self._remove(self.draft.categories, path, node)  # type: ignore[arg-type]
            return
        content = as_map(node, f"the category {name}")
        category = self.draft.categories.setdefault(name, DraftCategory(place))
        for part_name, part in as_map(content.get("parts"), "parts"):
            if is_null(part):
                self._remove(category.parts, (*path, "parts", part_name), part)  # type: ignore[arg-type]
            else:
                self._part(category, part_name, as_map(part, f"the part {part_name}"), path)
        own = Map(
            content.place,
            {key: leaf for key, leaf in content if key != "parts"},
            content.keys,
        )
        if not own.entries:
            return
        if category.parts and "" not in category.parts and "rows" not in own.entries:
            for part_name in category.parts:
                self._part(category, part_name, own, path)
        else:
            self._part(category, "", own, path)

    def _part(self, category: DraftCategory, name: str, content: Map, path: Path) -> None:
        part = category.parts.setdefault(name, DraftPart(content.place))
        path = (*path, "parts", name) if name else path
        for key, leaf in content:
            if key == "items":
                for item, value in as_map(leaf, "items"):
                    self._set(part.items, (*path, "items", item), value)
                    part.keys[item] = as_map(leaf, "items").keys[item]
            else:
                self._set(part.leaves, (*path, key), leaf)

    def _item(self, name: str, node: Node, place: Place, root: Map) -> None:
        """A top-level item goes to every part of its category."""
        category_name, object_id = split_name(name, place)
        section = root.get("categories")
        written = section.get(category_name) if isinstance(section, Map) else None
        if isinstance(written, Map) and object_id in as_map(written.get("items"), "items").entries:
            raise MappingError(
                f"{name} stands under items: and under categories: of one file",
                place=place,
                hint="remove one of the two",
            )
        category = self.draft.categories.setdefault(category_name, DraftCategory(place))
        if not category.parts:
            category.parts[""] = DraftPart(place)
        self._agree(("items", name), node)
        for part_name, part in category.parts.items():
            middle = ("parts", part_name) if part_name else ()
            path = ("categories", category_name, *middle, "items", object_id)
            known = part.items.get(object_id)
            if self.file.kind != INSTRUMENT or known is None or is_null(node):
                self._set(part.items, path, node)
                part.keys[object_id] = place
            else:
                part.items[object_id] = before_assumed(known, [node])  # the source comes first


def united(before: Node | None, node: Node) -> Node:
    """Two mappings as one; the later one counts where both say something."""
    if not isinstance(before, Map) or not isinstance(node, Map):
        return node
    return Map(node.place, {**before.entries, **node.entries}, {**before.keys, **node.keys})


def split_name(name: str, place: Place) -> tuple[str, str]:
    """``_axis.vector[1..3]`` as ``("axis", "vector[1..3]")``."""
    category, dot, object_id = name.removeprefix("_").partition(".")
    if not (name.startswith("_") and dot and category and object_id):
        raise MappingError(
            f"'{name}' is not a data name",
            place=place,
            hint="a data name is written _category.object, e.g. _diffrn_source.facility",
        )
    return category.lower(), object_id


def _known(target: dict[str, object]) -> str:
    names = [name for name in target if name]
    return f"known are {', '.join(names[:12])}" if names else ""
