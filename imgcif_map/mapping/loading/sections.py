"""The sections of a merged mapping: tables, categories, frame, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.loading.merge import DraftCategory, DraftPart, DraftTable
from imgcif_map.mapping.loading.rows import read_rows
from imgcif_map.mapping.loading.shapes import (
    as_items,
    as_number,
    as_text,
    is_null,
    is_number,
    near,
)
from imgcif_map.mapping.loading.values import Reader, condition, constant
from imgcif_map.mapping.model import CategoryMap, CategoryPart, FrameSpec, Param, Table, Value
from imgcif_map.mapping.yamltree import Node, Scalar, Seq, plain


def read_table(name: str, draft: DraftTable, reader: Reader) -> Table:
    """A merged table; cells of entries are literals unless they are mappings."""
    where = draft.leaves.get("where")
    return Table(
        name=name,
        rows=read_rows(draft.leaves.get("rows"), reader),
        fields={key: reader.value(node) for key, node in draft.fields.items()},
        entries={
            row: {cell: reader.literal_or_value(node) for cell, node in cells.items()}
            for row, cells in draft.entries.items()
        },
        where=condition(where) if where is not None and not is_null(where) else None,
        assumed=as_text(draft.leaves.get("assumed"), "assumed"),
        place=draft.place,
    )


def read_category(name: str, draft: DraftCategory, reader: Reader) -> CategoryMap:
    """A merged category, ``like:`` resolved."""
    parts = (_part(part_name, _resolved(part_name, draft, ()), reader) for part_name in draft.parts)
    return CategoryMap(name, tuple(parts), draft.place)


def _resolved(name: str, category: DraftCategory, inside: tuple[str, ...]) -> DraftPart:
    """The part with everything its ``like:`` gives it."""
    part = category.parts[name]
    like = part.leaves.get("like")
    if like is None or is_null(like):
        return part
    other = as_text(like, "like")
    if other not in category.parts:
        raise MappingError(
            f"there is no part '{other}' to be like",
            place=like.place,
            hint=near(other, category.parts),
        )
    if other in (*inside, name):
        raise MappingError(f"the part '{name}' is like itself", place=like.place)
    base = _resolved(other, category, (*inside, name))
    leaves = {**base.leaves, **part.leaves}
    leaves.pop("like", None)
    keys = {**base.keys, **part.keys}
    return DraftPart(part.place, leaves, {**base.items, **part.items}, keys)


def _part(name: str, draft: DraftPart, reader: Reader) -> CategoryPart:
    when = draft.leaves.get("when")
    return CategoryPart(
        name=name,
        rows=read_rows(draft.leaves.get("rows"), reader),
        items={
            key: replace(reader.value(node), name_place=draft.keys.get(key, node.place))
            for key, node in draft.items.items()
        },
        when=condition(when) if when is not None and not is_null(when) else None,
        place=draft.place,
    )


def read_frame(draft: Mapping[str, Node], reader: Reader) -> FrameSpec:
    """``frame:``."""
    first = next(iter(draft.values()), None)
    fixed = draft.get("fixed")
    x = draft.get("x")
    return FrameSpec(
        beam=_direction(draft.get("beam"), reader),
        up=_direction(draft.get("up"), reader),
        x=() if x is None else tuple(reader.value(item) for item in as_items(x)),
        min_angle=as_number(draft.get("min_angle"), "min_angle", 22.5),
        fixed=None if fixed is None or is_null(fixed) else _matrix(fixed),
        place=first.place if first is not None else Place(""),
    )


def _direction(node: Node | None, reader: Reader) -> Value | None:
    """Three numbers, or a value."""
    if node is None or is_null(node):
        return None
    if isinstance(node, Seq) and all(
        isinstance(item, Scalar) and is_number(item.value) for item in node.items
    ):
        if len(node.items) != 3:
            raise MappingError("a direction has three components", place=node.place)
        return reader.literal_or_value(node)
    return reader.value(node)


def _matrix(node: Node) -> tuple[tuple[float, float, float], ...]:
    rows = plain(node)
    if (
        isinstance(rows, list)
        and len(rows) == 3
        and all(isinstance(row, list) and len(row) == 3 for row in rows)
        and all(is_number(value) for row in rows for value in row)
    ):
        return tuple((float(a), float(b), float(c)) for a, b, c in rows)
    raise MappingError(
        "fixed needs three rows of three numbers: X, Y and Z in source coordinates",
        place=node.place,
    )


def read_param(name: str, draft: Mapping[str, Node]) -> Param:
    """One member of ``params:``."""
    place = next((node.place for node in draft.values()), Place(""))
    default = draft.get("default")
    one_of = draft.get("one_of")
    param = Param(
        name=name,
        default=constant(default) if default is not None else None,
        one_of=tuple(constant(item) for item in as_items(one_of)),
        because=as_text(draft.get("because"), "because"),
        place=place,
        explained="because" in draft,
    )
    if param.one_of and param.default is not None and param.default not in param.one_of:
        raise MappingError(
            f"the default {param.default!r} of {name} is not among one_of",
            place=default.place if default is not None else place,
        )
    return param
