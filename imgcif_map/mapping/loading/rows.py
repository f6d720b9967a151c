"""``rows:`` of tables and categories as levels, outer first (semantics 13, 14)."""

from __future__ import annotations

from imgcif_map.errors import MappingError
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text, is_null, is_string
from imgcif_map.mapping.loading.values import Reader, condition, expression
from imgcif_map.mapping.model import Along, Each, RowLevel, Zip
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq

_KINDS = ("each", "zip", "along")


def read_rows(node: Node | None, reader: Reader) -> tuple[RowLevel, ...] | None:
    """Levels, outer first; None for null or absent."""
    if node is None or is_null(node):
        return None
    items = node.items if isinstance(node, Seq) else (node,)
    levels = tuple(_level(item, reader) for item in items)
    for level, item in zip(levels[:-1], items[:-1], strict=True):
        if isinstance(level, Along):
            raise MappingError("along: must be the innermost level, the last", place=item.place)
    return levels


def _level(node: Node, reader: Reader) -> RowLevel:
    if is_string(node):
        return Each((reader.value(node),))
    if not isinstance(node, Map):
        raise MappingError(
            "rows are an expression, {each: ...}, {zip: {...}}, {along: n} or a list of these",
            place=node.place,
        )
    kinds = [kind for kind in _KINDS if kind in node.entries]
    if len(kinds) != 1:
        raise MappingError(f"rows need exactly one of {', '.join(_KINDS)}", place=node.place)
    kind = kinds[0]
    name = as_text(node.get("as"), "as") or None
    where = node.get("where")
    if kind != "each" and where is not None:
        raise MappingError(f"where: has no meaning beside {kind}:", place=node.keys["where"])
    content = node.entries[kind]
    if kind == "each":
        sources = tuple(reader.value(item) for item in as_items(content))
        return Each(sources, name, condition(where) if where is not None else None)
    if kind == "zip":
        columns = {key: reader.value(value) for key, value in as_map(content, "zip")}
        return Zip(columns, name)
    if isinstance(content, Scalar) and type(content.value) is int:
        return Along(ast.Text(content.value), name)
    return Along(expression(content), name)
