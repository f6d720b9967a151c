"""YAML nodes made by the program, with the place they are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imgcif_map.errors import Place
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq


def make(value: Any, place: Place) -> Node:
    """Plain data as a node."""
    if isinstance(value, dict):
        entries = {key: make(item, place) for key, item in value.items()}
        return Map(place, entries, dict.fromkeys(entries, place))
    if isinstance(value, list | tuple):
        return Seq(place, tuple(make(item, place) for item in value))
    text = "" if value is None else str(value)
    return Scalar(place, value, text, place, False)


def assume(value: Any, because: str, place: Place, unit: str | None = None) -> Node:
    """A candidate that is an assumption."""
    said = {"assume": value, "because": because}
    return make({**said, "unit": unit} if unit else said, place)


def before_assumed(value: Node, new: Sequence[Node]) -> Node:
    """A value with further candidates behind those that stand in the source.

    What the value assumes comes last: ``{from: x, assume: 1, because: …}`` is taken
    apart for it.
    """
    if isinstance(value, Scalar) and value.value is None:
        members: tuple[Node, ...] = ()
    else:
        members = value.items if isinstance(value, Seq) else (value,)
    first: list[Node] = []
    last: list[Node] = []
    for node in members:
        stated, assumed = _split(node)
        first += [stated] if stated is not None else []
        last += [assumed] if assumed is not None else []
    return Seq(value.place, (*first, *new, *last))


def _split(node: Node) -> tuple[Node | None, Node | None]:
    """The part of a candidate that the source supports, and the part that is assumed."""
    if not isinstance(node, Map) or "assume" not in node.entries:
        return node, None
    if not any(key in node.entries for key in ("from", "text", "all", "each", "count", "value")):
        return None, node
    theirs = ("assume", "because")
    stated = {key: item for key, item in node if key not in theirs}
    assumed = {key: item for key, item in node if key in (*theirs, "when", "unit")}
    return Map(node.place, stated, node.keys), Map(node.place, assumed, node.keys)
