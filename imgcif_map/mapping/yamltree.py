"""YAML as a tree with positions: the core schema of YAML 1.2, and nothing that can bite.

Texts such as ``on``, ``no`` and dates stay texts. Aliases, anchors, tags, doubled
keys and several documents in one file are refused; size and depth are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from imgcif_map.errors import MappingError, Place, UnreadableInput
from imgcif_map.mapping.yamlproblems import explain

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 40

_INT: Final = re.compile(r"[-+]?[0-9]{1,40}")
_OCTAL: Final = re.compile(r"0o[0-7]{1,40}")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]{1,40}")
_FLOAT: Final = re.compile(
    r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?"
)
_WORDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf"), float("inf")),
    "-.inf": float("-inf"),
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf. ``value`` is text, a number, a bool or None; ``text`` is as written."""

    place: Place
    value: str | int | float | bool | None
    text: str
    content: Place
    """Where the first character of the text stands (after a quote)."""
    exact: bool
    """True if column ``n`` of the text is column ``n`` of the file from ``content`` on."""


@dataclass(frozen=True, slots=True)
class Seq:
    """A list."""

    place: Place
    items: tuple[Node, ...]
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping; keys are always text."""

    place: Place
    entries: Mapping[str, Node] = field(default_factory=dict)
    keys: Mapping[str, Place] = field(default_factory=dict)
    flow: bool = False

    def get(self, key: str) -> Node | None:
        return self.entries.get(key)

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.entries.items())


Node = Scalar | Seq | Map


def plain(node: Node) -> Any:
    """The node as dict, list and scalars, without positions."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node}
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return node.value


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, Place]:
    """The node at a path of keys and indices (as far as it goes) and its key's place."""
    place = node.place
    for step in path:
        if isinstance(node, Map) and isinstance(step, str) and step in node.entries:
            place = node.keys.get(step, node.place)
            node = node.entries[step]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        else:
            break
    return node, place


def read_yaml(path: Path, *, name: str | None = None, empty: bool = False) -> Node:
    """The tree of a file. Raises UnreadableInput (no such file, binary) or MappingError.

    ``empty``: a file of nothing but comments is an empty mapping, not an error.
    """
    return parse_yaml(yaml_text(path), name or str(path), empty=empty)


def yaml_text(path: Path) -> str:
    """The text of a YAML file. Raises UnreadableInput (no such file, binary, too large)."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableInput(
                f"{path}: {size} bytes is too large for a YAML file of this kind",
                hint=f"the limit is {MAX_BYTES} bytes",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    if b"\0" in data:
        raise UnreadableInput(f"{path}: a binary file, not YAML text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            f"{path}:{line}: not UTF-8 text", hint="save the file as UTF-8"
        ) from None


def parse_yaml(text: str, name: str, *, empty: bool = False) -> Node:
    """The tree of YAML text; ``name`` stands for the file in messages."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, name)
    if len(text) > MAX_BYTES:
        raise UnreadableInput(f"{name}: too large for a YAML file of this kind")
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.add(event)
    except yaml.YAMLError as error:
        raise explain(error, text, name) from None
    if builder.root is None and empty:
        return Map(Place(name, 1, 1))
    if builder.root is None:
        raise MappingError("the file is empty", place=Place(name, 1, 1))
    return builder.root


class _Open:
    """A list or mapping whose end has not come yet."""

    def __init__(self, place: Place, mapping: bool, flow: bool) -> None:
        self.place, self.mapping, self.flow = place, mapping, flow
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.key: str | None = None

    def close(self) -> Node:
        if self.mapping:
            return Map(self.place, self.entries, self.keys, self.flow)
        return Seq(self.place, tuple(self.items), self.flow)


class _Builder:
    """Builds the tree from events, without recursion."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def add(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._refuse(event)
            self._put(self._scalar(event))
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            self._refuse(event)
            self._open(event, kind == "MappingStartEvent")
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._put(self.stack.pop().close())
        elif kind == "AliasEvent":
            raise MappingError(
                f"'*{event.anchor}' is an alias; aliases are not part of the language",
                place=self._place(event),
                hint="write it out; a path that starts with * needs quotes",
            )
        elif kind == "DocumentStartEvent" and self.root is not None:
            raise MappingError(
                "a second document in one file", place=self._place(event), hint="remove the '---'"
            )

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            raise MappingError(
                f"'&{event.anchor}' is an anchor; anchors are not part of the language",
                place=self._place(event),
                hint="write it out; a text that starts with & needs quotes",
            )
        if event.tag is not None:
            raise MappingError(
                f"the tag '{event.tag}' is not allowed",
                place=self._place(event),
                hint="mapping files are plain data; a text that starts with ! needs quotes",
            )

    def _open(self, event: Any, mapping: bool) -> None:
        place = self._place(event)
        if len(self.stack) >= MAX_DEPTH:
            raise MappingError(f"more than {MAX_DEPTH} levels", place=place)
        if self.stack and self.stack[-1].mapping and self.stack[-1].key is None:
            raise MappingError(
                "a list or mapping cannot be a key",
                place=place,
                hint='a name that contains { or [ needs quotes: "{name}"',
            )
        self.stack.append(_Open(place, mapping, bool(event.flow_style)))

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            self._key(top, node)
        else:
            top.entries[top.key] = node
            top.key = None

    def _key(self, top: _Open, node: Node) -> None:
        if not isinstance(node, Scalar):
            raise MappingError("a list or mapping cannot be a key", place=node.place)
        if node.text in top.keys:
            first = top.keys[node.text]
            raise MappingError(
                f"'{node.text}' stands here twice",
                place=node.place,
                hint=f"the first is in line {first.line}",
            )
        top.key = node.text
        top.keys[node.text] = node.place

    def _scalar(self, event: Any) -> Scalar:
        place, text = self._place(event), event.value
        quoted = event.style in {"'", '"'}
        start = event.start_mark.index + quoted
        exact = self.text[start : start + len(text)] == text and "\n" not in text
        content = Place(place.file, place.line, place.column + quoted) if exact else place
        value = text if event.style else resolve(text)
        return Scalar(place, value, text, content, exact)


def resolve(text: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2 (10.3.2)."""
    if text in _WORDS:
        word: bool | float | None = _WORDS[text]
        return word
    first = text[0]
    if not (first.isdigit() or first in "+-."):
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
