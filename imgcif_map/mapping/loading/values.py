"""YAML nodes to :class:`Value`: shorthand made regular, every expression parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from imgcif_map.errors import MappingError
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.parse import parse_condition, parse_expression, parse_template
from imgcif_map.mapping.loading.shapes import (
    QUOTE_THIS,
    as_items,
    as_map,
    as_number,
    as_text,
    brief,
    is_null,
    is_string,
    near,
)
from imgcif_map.mapping.model import FunctionUse, Lookup, Pick, UnitSpec, Value
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, plain

KINDS = ("from", "value", "text", "key", "ref", "count", "all", "each")


def expression(node: Node) -> ast.Expression:
    """A text node as an expression, errors at its column."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise MappingError(
            f"an expression is expected, not {brief(node, 40)}", place=node.place, hint=_hint(node)
        )
    return parse_expression(node.value, node.content, exact=node.exact)


def template(node: Node) -> ast.Template:
    """A text node (or a number as written) as a template."""
    if not isinstance(node, Scalar) or node.value is None:
        raise MappingError(
            "a text with {inserts} is expected",
            place=node.place,
            hint='a text that starts with { needs quotes: "{name}"',
        )
    return parse_template(node.text, node.content, exact=node.exact)


def condition(node: Node) -> ast.Condition:
    """``when:``: text, a list ("and"), ``{any: [...]}``, ``{not: ...}``."""
    if isinstance(node, Seq):
        return ast.AllOf(tuple(condition(item) for item in node.items))
    if isinstance(node, Map):
        keys = set(node.entries)
        if keys == {"any"}:
            return ast.AnyOf(tuple(condition(item) for item in as_items(node.entries["any"])))
        if keys == {"not"}:
            return ast.Not(condition(node.entries["not"]))
        raise MappingError(
            f"a condition is a text, a list, {{any: [...]}} or {{not: ...}}, not '{brief(node)}'",
            place=node.place,
            hint=_condition_hint(node),
        )
    if not isinstance(node.value, str):
        raise MappingError(
            f"'{node.text}' is not a condition",
            place=node.place,
            hint="compare something: name = 'NXmx'",
        )
    return parse_condition(node.value, node.content, exact=node.exact)


def _condition_hint(node: Map) -> str:
    if "or" in node.entries:
        return "'or' is written {any: [...]}"
    if "and" in node.entries:
        return "'and' is written as a list: [a = 1, b = 2]"
    return QUOTE_THIS if node.flow else ""


def _hint(node: Node) -> str:
    if isinstance(node, Scalar) and node.value is not None:
        return f"a fixed value is written {{value: {node.text}}}"
    if isinstance(node, Map) and node.flow:
        return f'{QUOTE_THIS}; a text that starts with {{ needs quotes, too: "{{$name}}"'
    return ""


@dataclass(frozen=True)
class Shared:
    """What values may name: shared lookup tables and pipelines, still as nodes."""

    lookups: Mapping[str, Mapping[str, Node]] = field(default_factory=dict)
    pipelines: Mapping[str, Node] = field(default_factory=dict)


class Reader:
    """Makes values; knows the shared tables and pipelines."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def value(self, node: Node) -> Value:
        """Any value: text, list of candidates, one mapping, or null."""
        if is_null(node):
            return Value((), node.place, "null")
        if isinstance(node, Seq):
            picks = tuple(self.pick(item) for item in node.items)
            if not picks:
                raise MappingError(
                    "an empty list of candidates", place=node.place, hint="null means nothing"
                )
        else:
            picks = (self.pick(node),)
        return Value(picks, node.place, brief(node))

    def values(self, node: Node) -> tuple[Value, ...]:
        """One value for each member of a list, or for the single node."""
        return tuple(self.value(item) for item in as_items(node))

    def literal_or_value(self, node: Node) -> Value:
        """Where literals are usual (entries, frame): mappings are values, else literals."""
        return self.value(node) if isinstance(node, Map) else literal(node)

    def pick(self, node: Node) -> Pick:
        """One candidate."""
        if isinstance(node, Map):
            return self._mapping(node)
        if isinstance(node, Seq):
            raise MappingError(
                "a list inside a list of candidates",
                place=node.place,
                hint=f"a fixed list is written {{value: {brief(node, 30)}}}",
            )
        if node.value is None:
            raise MappingError("null among candidates", place=node.place, hint="leave it out")
        return Pick("from", source=expression(node), place=node.place)

    def _mapping(self, node: Map) -> Pick:
        kinds = [kind for kind in KINDS if kind in node.entries]
        if len(kinds) != 1 and not (not kinds and "assume" in node.entries):
            raise MappingError(_one_kind(kinds), place=node.place)
        kind = kinds[0] if kinds else "assume"
        pick = self._source(kind, node)
        for key, content in node:
            if key not in _SOURCE_KEYS:
                pick = self._modifier(pick, key, content, node)
        return pick

    def _source(self, kind: str, node: Map) -> Pick:
        place = node.place
        content = node.get(kind)
        if kind == "assume" or content is None:
            return Pick("assume", place=place)
        if kind == "from":
            source = expression(content) if is_string(content) else self.value(content)
            return Pick("from", source=source, place=place)
        if kind == "value":
            return Pick("value", literal=constant(content), place=place)
        if kind == "text":
            texts = tuple(template(item) for item in as_items(content))
            between = node.get("with")
            joiner = "; " if between is None else as_text(between, "with")
            return Pick("text", texts=texts, joiner=joiner, place=place)
        if kind == "count":
            return Pick("count", count=as_text(content, "count").lower(), place=place)
        if kind in {"all", "each"}:
            where = node.get("where")
            return Pick(
                "all",
                members=self.values(content),
                where=condition(where) if where is not None else None,
                place=place,
            )
        return self._object(kind, content, node)

    def _object(self, kind: str, content: Node, node: Map) -> Pick:
        name, to = node.get("name"), node.get("to")
        return Pick(
            kind,
            objects=tuple(self._object_part(item) for item in as_items(content)),
            role=as_text(node.get("role"), "role"),
            name=template(name) if name is not None else None,
            to=as_text(to, "to") if to is not None else None,
            place=node.place,
        )

    def _object_part(self, node: Node) -> Value:
        if isinstance(node, Scalar) and type(node.value) is int:
            source = ast.Text(node.value)
            return Value((Pick("from", source=source, place=node.place),), node.place, node.text)
        return self.value(node)

    def _modifier(self, pick: Pick, key: str, content: Node, node: Map) -> Pick:
        if key == "when":
            return replace(pick, when=condition(content))
        if key == "null_if":
            return replace(pick, null_if=tuple(constant(item) for item in as_items(content)))
        if key == "unit":
            return replace(pick, unit=self.unit(content))
        if key == "fn":
            return replace(pick, functions=self.functions(content))
        if key == "lookup":
            return replace(pick, lookup=self.lookup(content, node.get("otherwise")))
        if key == "assume":
            if is_null(content):
                raise MappingError("null cannot be assumed", place=content.place)
            return replace(pick, assume=constant(content))
        if key == "because":
            return replace(pick, because=as_text(content, "because"))
        if key == "match":
            return replace(pick, match=as_text(content, "match"))
        if key == "confidence":
            return replace(pick, confidence=as_number(content, "confidence", 1.0))
        if key == "otherwise" and "lookup" in node.entries:
            return pick
        raise MappingError(
            f"'{key}' has no meaning beside '{pick.kind}'",
            place=node.keys.get(key, content.place),
            hint=QUOTE_THIS if is_null(content) and node.flow else _belongs(key),
        )

    def unit(self, node: Node) -> UnitSpec:
        """``mm``, ``{force: mm}``, ``{assume: mm}`` or ``{from: [...], assume: mm}``."""
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return UnitSpec(given=node.value)
        content = as_map(node, "unit")
        if not content.entries or set(content.entries) - {"force", "from", "assume"}:
            raise MappingError(
                "a unit is a text, {force: mm}, {assume: mm} or {from: path, assume: mm}",
                place=node.place,
            )
        source = content.get("from")
        return UnitSpec(
            force=as_text(content.get("force"), "force") or None,
            source=self.value(source) if source is not None else None,
            assume=as_text(content.get("assume"), "assume") or None,
        )

    def functions(self, node: Node, inside: tuple[str, ...] = ()) -> tuple[FunctionUse, ...]:
        """``fn:``: a name, a call, or a list of them; pipelines are written out."""
        found: list[FunctionUse] = []
        for item in as_items(node):
            use = function_use(item)
            steps = self.shared.pipelines.get(use.name)
            if steps is None:
                found.append(use)
            elif use.name in inside:
                raise MappingError(f"the pipeline {use.name} contains itself", place=item.place)
            elif use.args or use.named:
                raise MappingError(f"the pipeline {use.name} takes no arguments", place=item.place)
            else:
                found.extend(self.functions(steps, (*inside, use.name)))
        return tuple(found)

    def lookup(self, node: Node, otherwise: Node | None) -> Lookup:
        """A table, or the name of a shared one."""
        if isinstance(node, Scalar):
            shared = self.shared.lookups.get(node.text)
            if shared is None:
                raise MappingError(
                    f"there is no shared lookup table '{node.text}'",
                    place=node.place,
                    hint=near(node.text, self.shared.lookups) or "write it under lookups:",
                )
            entries = dict(shared)
        else:
            entries = dict(as_map(node, "lookup").entries)
        table: dict[str, Any] = {}
        for key, target in entries.items():
            if key.casefold() in table:
                raise MappingError(
                    f"'{key}' stands twice in this lookup (case does not matter)",
                    place=target.place,
                )
            table[key.casefold()] = constant(target)
        mode, value = _otherwise(otherwise)
        words = {key.casefold(): key for key in entries}
        return Lookup(table, mode, value, words, otherwise is not None)


_SOURCE_KEYS = frozenset({*KINDS, "with", "role", "name", "to", "where"})


def _otherwise(node: Node | None) -> tuple[str, Any]:
    if node is None:
        return "gap", None
    if isinstance(node, Scalar) and node.value in {"gap", "keep"}:
        return node.text, None
    if isinstance(node, Map) and set(node.entries) == {"value"}:
        return "value", constant(node.entries["value"])
    raise MappingError(
        f"otherwise is gap, keep or {{value: ...}}, not '{brief(node, 40)}'",
        place=node.place,
        hint=f"write otherwise: {{value: {brief(node, 40)}}}" if isinstance(node, Scalar) else "",
    )


def function_use(node: Node) -> FunctionUse:
    """``name`` or ``name(arg, key=value)``; the value comes before the arguments."""
    tree = expression(node)
    match tree:
        case ast.Call(name, args, named, ()):
            return FunctionUse(name, args, named, node.place)
        case ast.Path(ast.Here(), (ast.Child((str() as name,), None, ()),)):
            return FunctionUse(name, place=node.place)
    raise MappingError(
        f"'{brief(node, 40)}' is not the name of a function",
        place=node.place,
        hint="write fn: name, fn: name(argument) or fn: [first, second]",
    )


def constant(node: Node) -> Any:
    """A literal as plain data: a scalar, or a list (of lists) of scalars."""
    if isinstance(node, Map):
        raise MappingError(
            "a fixed value is a text, a number or a list of them",
            place=node.place,
            hint=_hint(node),
        )
    if isinstance(node, Seq):
        return [constant(item) for item in node.items]
    return plain(node)


def literal(node: Node) -> Value:
    """A Value that is a fact of the mapping; null is no candidates."""
    if is_null(node):
        return Value((), node.place, "null")
    pick = Pick("value", literal=constant(node), place=node.place)
    return Value((pick,), node.place, brief(node))


def _one_kind(kinds: list[str]) -> str:
    if kinds:
        return f"'{kinds[0]}' and '{kinds[1]}' exclude each other in one candidate"
    return f"a value needs one of {', '.join(KINDS)} or assume"


def _belongs(key: str) -> str:
    homes = {"otherwise": "lookup", "with": "text", "where": "each"}
    return f"it belongs to {homes[key]}" if key in homes else ""
