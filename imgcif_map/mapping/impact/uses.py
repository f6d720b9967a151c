"""Where mapping files name data names and categories: by their YAML trees, each file once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from imgcif_map.errors import Place
from imgcif_map.mapping.lint.targets import expand
from imgcif_map.mapping.loading.shapes import as_items
from imgcif_map.mapping.model import MappingFile
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, read_yaml


class Role(StrEnum):
    """What a line does with the name."""

    ITEM = "item"
    CATEGORY = "category"
    TO = "ref to"
    COUNT = "count"
    NO_SOURCE = "no_source"
    REVERSE = "reverse"
    """The way back reads it."""
    FATE = "reverse, what becomes of it"
    """``built``, ``follows``, ``lost``."""
    EXPECT = "test"
    GIVEN = "given_cif of a test"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Use:
    """One name at one place. ``name`` is a data name, or a category without underscore."""

    role: Role
    name: str
    place: Place
    node: Node
    """What stands under the name; the name itself where nothing does; of ``given_cif:`` the
    whole test."""

    @property
    def lines(self) -> range:
        """The lines from the name to the end of what stands under it."""
        return range(self.place.line, max(self.place.line, last_line(self.node)) + 1)


_DATA_NAME = re.compile(r"_[^\s.]+\.[^\s]+")
_VALUES = ("let", "tables", "items", "categories", "frame", "blocks", "checks")


def uses_of(file: MappingFile) -> Iterator[Use]:
    """All uses in one mapping file."""
    root = file.data
    if not isinstance(root, Map):
        return
    for name, place, node in _entries(root.get("items")):
        yield from _item(name, place, node)
    for category, place, node in _entries(root.get("categories")):
        yield Use(Role.CATEGORY, category.casefold(), place, node)
        yield from _category(category, node)
    for section in _VALUES:
        yield from _inside(root.get(section))
    yield from _no_source(root.get("no_source"))
    yield from _reverse(root.get("reverse"))
    for test in _members(root.get("tests")):
        for name, place, node in _entries(_under(test, "expect")):
            yield Use(Role.EXPECT, name, place, node)
        for name, place, _ in _entries(_under(test, "given_cif")):
            yield Use(Role.GIVEN, name, place, test)


def uses_of_profile(path: Path) -> Iterator[Use]:
    """Data names and categories in a profile. MappingError, UnreadableInput."""
    yield from _named(read_yaml(path, empty=True))


def last_line(node: Node) -> int:
    """The last line on which something of a node begins."""
    if isinstance(node, Map):
        return max([node.place.line, *(last_line(below) for _, below in node)])
    if isinstance(node, Seq):
        return max([node.place.line, *map(last_line, node.items)])
    return node.place.line


def _item(name: str, place: Place, node: Node) -> Iterator[Use]:
    for single in expand(name):
        yield Use(Role.ITEM, single, place, node)


def _category(category: str, node: Node) -> Iterator[Use]:
    for name, place, value in _entries(_under(node, "items")):
        yield from _item(f"_{category.casefold()}.{name}", place, value)
    for _, _, part in _entries(_under(node, "parts")):
        yield from _category(category, part)


def _inside(node: Node | None) -> Iterator[Use]:
    """``to:`` beside ``ref:``, and ``count:``."""
    if isinstance(node, Seq):
        for member in node.items:
            yield from _inside(member)
    elif isinstance(node, Map):
        to, count = node.get("to"), node.get("count")
        if "ref" in node.entries and isinstance(to, Scalar):
            yield Use(Role.TO, f"_{to.text.removeprefix('_')}", to.place, to)
        if isinstance(count, Scalar) and isinstance(count.value, str) and len(node.entries) <= 3:
            yield Use(Role.COUNT, count.text.casefold(), count.place, count)
        for _, below in node:
            yield from _inside(below)


def _no_source(node: Node | None) -> Iterator[Use]:
    for name, place, below in _entries(node):
        yield Use(Role.NO_SOURCE, name, place, below)
    for member in node.items if isinstance(node, Seq) else ():
        if isinstance(member, Scalar):
            yield Use(Role.NO_SOURCE, member.text, member.place, member)


def _reverse(node: Node | None) -> Iterator[Use]:
    for _, _, content in _entries(_under(node, "fields")):
        for way in as_items(content):
            if isinstance(way, Scalar):
                yield Use(Role.REVERSE, way.text, way.place, way)
                continue
            for key in ("from", "unit_from"):
                for source in as_items(_under(way, key)):
                    if isinstance(source, Scalar) and not source.text.startswith("$"):
                        yield Use(Role.REVERSE, source.text, source.place, way)
    for section in ("built", "follows", "lost"):
        for name, place, below in _entries(_under(node, section)):
            if name.endswith(".*"):
                name = name.removeprefix("_").removesuffix(".*").casefold()
            yield Use(Role.FATE, name, place, below)


def _named(node: Node) -> Iterator[Use]:
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and _DATA_NAME.fullmatch(node.text):
            yield Use(Role.PROFILE, node.text, node.place, node)
    elif isinstance(node, Seq):
        for member in node.items:
            yield from _named(member)
    else:
        for key, below in node:
            if _DATA_NAME.fullmatch(key):
                yield Use(Role.PROFILE, key, node.keys.get(key, node.place), below)
            if key == "of" and isinstance(below, Scalar):
                yield Use(Role.PROFILE, below.text.casefold(), below.place, below)
            yield from _named(below)


def _entries(node: Node | None) -> Iterator[tuple[str, Place, Node]]:
    if isinstance(node, Map):
        for key, below in node:
            yield key, node.keys.get(key, below.place), below


def _under(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Map) else None


def _members(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Seq) else ()
