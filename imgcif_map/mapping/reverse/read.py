"""YAML nodes of ``reverse:`` to :class:`Reverse`; errors with file, line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from imgcif_map.errors import MappingError
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.parse import parse_expression
from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text, is_string
from imgcif_map.mapping.reverse.model import Reverse, Use, Way
from imgcif_map.mapping.yamltree import Node, Scalar, plain

Draft = Mapping[str, Mapping[str, Node]]
_STEP = r"[A-Za-z_][A-Za-z0-9_]*"
_GROUP = re.compile(rf"(/{_STEP}:NX[a-z0-9_]+)+")
_FIELD = re.compile(rf"(/{_STEP}:NX[a-z0-9_]+)*/({_STEP})?(@{_STEP})?")
_NEEDS = ("required", "recommended")


def read_reverse(draft: Draft) -> Reverse | None:
    """The merged section; None if no file has one."""
    if not draft:
        return None
    target = draft.get("target", {})
    texts = {
        name: {key: as_text(node, key) for key, node in draft.get(name, {}).items()}
        for name in ("units", "built", "follows", "lost", "needs")
    }
    for path, node in draft.get("needs", {}).items():
        if texts["needs"][path] not in _NEEDS:
            raise MappingError(f"{path} is required or recommended", place=node.place)
    groups = draft.get("groups", {})
    return Reverse(
        definition=as_text(target.get("definition"), "definition"),
        groups={_path(path, node, _GROUP): _always(node) for path, node in groups.items()},
        constants={_path(p, n, _FIELD): plain(n) for p, n in draft.get("constants", {}).items()},
        units=texts["units"],
        fields={
            _path(path, node, _FIELD): tuple(_way(item) for item in as_items(node))
            for path, node in draft.get("fields", {}).items()
        },
        built=texts["built"],
        follows=texts["follows"],
        lost=texts["lost"],
        needs=texts["needs"],
        places={key: node.place for part in draft.values() for key, node in part.items()},
    )


def _path(path: str, node: Node, form: re.Pattern[str]) -> str:
    if form.fullmatch(path) is None:
        raise MappingError(
            f"'{path}' is not a path of the target",
            place=node.place,
            hint="write /name:NXclass/name:NXclass/field, or field@attribute at its end",
        )
    return path


def _always(node: Node) -> bool:
    text = as_text(node, "a group")
    if text not in ("always", "needed"):
        raise MappingError("a group is there always, or where it is needed", place=node.place)
    return text == "always"


def _way(node: Node) -> Way:
    if is_string(node):
        return Way((as_text(node, "a data name"),), place=node.place)
    content = as_map(node, "a field of the target")
    lookup = as_map(content.get("lookup"), "lookup")
    return Way(
        sources=tuple(as_text(item, "a data name") for item in as_items(content.get("from"))),
        functions=tuple(_use(item) for item in as_items(content.get("fn"))),
        lookup={key.casefold(): as_text(word, key) for key, word in lookup},
        unit=as_text(content.get("unit"), "unit"),
        unit_item=as_text(content.get("unit_from"), "unit_from"),
        alone=_flag(content.get("alone"), False),
        every=_flag(content.get("every"), False),
        exact=_flag(content.get("exact"), True),
        place=node.place,
    )


def _flag(node: Node | None, default: bool) -> bool:
    if node is None:
        return default
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    raise MappingError("true or false is expected", place=node.place)


def _use(node: Node) -> Use:
    """``name`` or ``name(2, -1)``: a function with literals after the value."""
    text = as_text(node, "a function")
    if "(" not in text:
        return Use(text)
    call = parse_expression(text, node.place)
    if not isinstance(call, ast.Call) or not all(isinstance(a, ast.Text) for a in call.args):
        raise MappingError(f"'{text}' is not a function with literals", place=node.place)
    return Use(call.name, tuple(a.value for a in call.args if isinstance(a, ast.Text)))
