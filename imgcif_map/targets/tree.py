"""A file of groups, fields and links before it is written. Paths are absolute, with ``/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A value with its attributes: text, a number, a truth value, or an array of them."""

    value: Any
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a node: of this file, or of another one (a name relative to this file)."""

    path: str
    file: str = ""


@dataclass
class Tree:
    """What goes into a file, in order; a node that is put twice is the last one put."""

    nodes: dict[str, Field | Link] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    """Class of each group by path."""
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Attributes of groups, and those of fields that were not put with them."""

    def group(self, path: str, nx_class: str) -> str:
        """Make a group if it is not there; its path."""
        self.groups.setdefault(path, nx_class)
        return path

    def put(self, path: str, value: Any, **attributes: Any) -> None:
        """A field; attributes that are None are left out."""
        kept = {name: content for name, content in attributes.items() if content is not None}
        self.nodes[path] = Field(value, kept)

    def link(self, path: str, to: str, file: str = "") -> None:
        """A link."""
        self.nodes[path] = Link(to, file)

    def attribute(self, path: str, name: str, value: Any) -> None:
        """An attribute of a group or a field."""
        self.attributes.setdefault(path, {})[name] = value

    def has(self, path: str) -> bool:
        """Whether a node is there."""
        return path in self.nodes or path in self.groups
