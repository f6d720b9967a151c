"""Does the build of a value fit the container and dimension of its type?

Source: ddl.dic 4.2, ``_type.container``, ``_type.dimension`` and ``_type.contents``,
which "describes the contents of each element": a List of Real has no Lists in it
unless its dimension says so. An Array or Matrix whose dimension is ``[]`` or not
given may have any rank, and is rectangular. A null may stand for any part. A CBF
binary section is the content of an Array, Matrix or List, or a text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from imgcif_map.rules.contents import NUMERIC
from imgcif_map.rules.structures import BINARY, LIST, NULL, TABLE, VALUE, Node, tree
from imgcif_map.rules.valuetype import ANYTHING, LISTS, SINGLE, ValueType

_RAGGED = "one with rows of different lengths"
_TEXTUAL = frozenset({"text", "implied", "inherited"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong, as parts of a sentence: the item is ..., not ...."""

    wanted: str
    """``a single value``, ``a Matrix of size [3,3]``."""
    found: str
    """``a List``, ``of size [2,2]``."""
    of_element: bool = False
    """True if it is not the value that is meant, but an element of it."""


def misfit(build: str, wanted: ValueType) -> Misfit | None:
    """Why a value of that build is not of the type; None if it fits."""
    return _misfit(tree(build), wanted)


def _misfit(node: Node, wanted: ValueType) -> Misfit | None:
    if node.kind == NULL or wanted.container == ANYTHING:
        return None
    if node.kind == BINARY:
        allowed = _TEXTUAL if wanted.container == SINGLE else _TEXTUAL | NUMERIC
        fits = wanted.container in LISTS | {SINGLE} and wanted.contents in allowed
        return None if fits else Misfit(words(wanted), "a binary section")
    if wanted.container == SINGLE:
        return None if node.kind == VALUE else Misfit(words(wanted), _name(node))
    if wanted.container in LISTS:
        return _misfit_of_list(node, wanted)
    if node.kind != TABLE:
        return Misfit(words(wanted), _name(node))
    return _first(node.items, wanted)


def _misfit_of_list(node: Node, wanted: ValueType) -> Misfit | None:
    if node.kind != LIST:
        return Misfit(words(wanted), _name(node))
    sizes = wanted.dimension
    if sizes and sizes != (None,):
        if not _has_sizes(node, sizes, wanted.inner.container == SINGLE):
            return Misfit(words(wanted), _size(node))
        return _first(_at_depth(node, len(sizes)), wanted)
    if wanted.container == "list":
        return _first(node.items, wanted)
    if shape(node) is None:
        return Misfit(f"a rectangular {wanted.container.capitalize()}", _RAGGED)
    return _first(_innermost(node), wanted)


def _first(elements: tuple[Node, ...], wanted: ValueType) -> Misfit | None:
    """What is wrong with the first element that does not fit."""
    for element in dict.fromkeys(elements):
        found = _misfit(element, wanted.inner)
        if found is not None:
            return replace(found, of_element=True)
    return None


def _has_sizes(node: Node, sizes: tuple[int | None, ...], single: bool) -> bool:
    if node.kind == NULL:
        return True
    if not sizes:
        return node.kind != LIST or not single
    if node.kind != LIST or (sizes[0] is not None and len(node.items) != sizes[0]):
        return False
    return all(_has_sizes(item, sizes[1:], single) for item in dict.fromkeys(node.items))


def _at_depth(node: Node, depth: int) -> tuple[Node, ...]:
    if depth == 0:
        return (node,)
    return tuple(dict.fromkeys(x for item in node.items for x in _at_depth(item, depth - 1)))


def _innermost(node: Node) -> tuple[Node, ...]:
    if node.kind != LIST:
        return (node,)
    return tuple(dict.fromkeys(x for item in dict.fromkeys(node.items) for x in _innermost(item)))


def shape(node: Node) -> tuple[int, ...] | None:
    """Lengths of nested Lists by level, () for what is no List; None if they are ragged."""
    if node.kind != LIST:
        return ()
    shapes = {shape(item) for item in dict.fromkeys(node.items) if item.kind != NULL}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(node.items), *(shapes.pop() or () if shapes else ()))


def words(wanted: ValueType) -> str:
    """What a type asks for, as part of a sentence."""
    if wanted.container == SINGLE:
        return "a single value"
    name = wanted.container.capitalize()
    article = "an" if name == "Array" else "a"
    size = ""
    if wanted.dimension and wanted.dimension != (None,):
        size = f" of size [{','.join('' if n is None else str(n) for n in wanted.dimension)}]"
    return f"{article} {name}{size}"


def _name(node: Node) -> str:
    return {VALUE: "a single value", LIST: "a List", TABLE: "a Table"}[node.kind]


def _size(node: Node) -> str:
    found = shape(node)
    if found is None:
        return _RAGGED
    return f"of size [{','.join(map(str, found))}]"
