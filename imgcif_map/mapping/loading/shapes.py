"""What a node must be, and the error if it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, plain

QUOTE_THIS = 'YAML splits at a comma inside [ ] and { }: quote this, "f(a, b)"'


def as_map(node: Node | None, what: str) -> Map:
    """A mapping; null and absence are an empty one."""
    if node is None or is_null(node):
        return Map(node.place if node else Place(""))
    if not isinstance(node, Map):
        raise MappingError(f"{what} must be a mapping (key: value)", place=node.place)
    return node


def as_items(node: Node | None) -> tuple[Node, ...]:
    """The members of a list; a single node is a list of one, null is empty."""
    if node is None or is_null(node):
        return ()
    return node.items if isinstance(node, Seq) else (node,)


def as_text(node: Node | None, what: str) -> str:
    """Text as written (a number stays as written); "" if absent or null."""
    if node is None or is_null(node):
        return ""
    if not isinstance(node, Scalar):
        raise MappingError(f"{what} must be a single text", place=node.place)
    return node.text


def as_number(node: Node | None, what: str, default: float) -> float:
    """A number; the default if absent or null."""
    if node is None or is_null(node):
        return default
    if isinstance(node, Scalar) and is_number(node.value):
        return float(node.value)  # type: ignore[arg-type]
    raise MappingError(f"{what} must be a number", place=node.place)


def is_number(value: object) -> bool:
    """A number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_null(node: Node) -> bool:
    """``null``, ``~`` or nothing written."""
    return isinstance(node, Scalar) and node.value is None


def is_string(node: Node) -> bool:
    """A text (not a number, true, false or null)."""
    return isinstance(node, Scalar) and isinstance(node.value, str)


def brief(node: Node, limit: int = 80) -> str:
    """The node on one line, for messages and provenance."""
    text = "".join(_pieces(node))
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _pieces(node: Node, depth: int = 0) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text if node.value is not None else "null"
    elif isinstance(node, Seq):
        yield "["
        for number, item in enumerate(node.items):
            yield ", " if number else ""
            yield from _pieces(item, depth + 1)
        yield "]"
    else:
        yield "{" if depth else ""
        for number, (key, value) in enumerate(node):
            yield f"{', ' if number else ''}{key}: "
            yield from _pieces(value, depth + 1)
        yield "}" if depth else ""


def same(one: Node, other: Node) -> bool:
    """Equal content, wherever it stands. 1 and true are not the same."""
    return repr(plain(one)) == repr(plain(other))


def near(name: str, known: Iterable[str]) -> str:
    """``did you mean …?`` or ""."""
    import difflib

    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else ""
