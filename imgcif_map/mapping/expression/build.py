"""From Lark's tree to :mod:`ast`: one method per rule of ``expr.lark``."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from lark import Token, Transformer

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.refusals import Refused, as_condition
from imgcif_map.mapping.expression.unparse import unparse


class _Part:
    """A part of a name and where it stands, to see blanks between parts."""

    __slots__ = ("end", "start", "value")

    def __init__(self, value: ast.NamePart, start: int, end: int) -> None:
        self.value, self.start, self.end = value, start, end


class _Named:
    __slots__ = ("name", "value")

    def __init__(self, name: Token, value: ast.Expression) -> None:
        self.name, self.value = name, value


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or 0


def _predicates(children: list[Any]) -> tuple[ast.Predicate, ...]:
    return tuple(child for child in children if isinstance(child, ast.Index | ast.Filter))


def _origin(children: list[Any]) -> tuple[ast.Origin, list[ast.Step]]:
    head = children[0]
    if isinstance(head, tuple):
        return head[0], list(head[1])
    return head, []


class Builder(Transformer[Token, Any]):
    """Makes the frozen tree; given to Lark, so that no tree of its own is built."""

    def string(self, children: list[Token]) -> ast.Text:
        return ast.Text(str(children[0])[1:-1].replace("''", "'"))

    def number(self, children: list[Token]) -> ast.Text:
        text = str(children[0])
        if text.lstrip("-").isdigit():
            if len(text) > 40:
                raise Refused(_start(children[0]), "this number is too long")
            return ast.Text(int(text))
        value = float(text)
        if not math.isfinite(value):
            raise Refused(_start(children[0]), f"{text} is too large for a number")
        return ast.Text(value)

    def list_of(self, children: list[Any]) -> ast.ListOf:
        return ast.ListOf(tuple(child for child in children if child is not None))

    def path(self, children: list[Any]) -> ast.Expression:
        origin, steps = _origin(children)
        for child in children[1:]:
            steps.extend(child if isinstance(child, tuple) else (child,))
        if isinstance(origin, ast.Call) and not steps:
            return origin
        path = ast.Path(origin, tuple(steps))
        return replace(path, text=unparse(path))

    def bare_root(self, _children: list[Any]) -> ast.Path:
        return ast.Path(ast.Root(), text="/")

    def child_axis(self, _children: list[Any]) -> tuple[ast.Descend, ...]:
        return ()

    def descend_axis(self, _children: list[Any]) -> tuple[ast.Descend, ...]:
        return (ast.Descend(),)

    def from_root(self, children: list[Any]) -> tuple[ast.Origin, tuple[ast.Step, ...]]:
        return ast.Root(), (*children[0], children[1])

    def from_here(self, children: list[Any]) -> tuple[ast.Origin, tuple[ast.Step, ...]]:
        return ast.Here(), (children[0],)

    def variable(self, children: list[Any]) -> ast.Variable:
        return ast.Variable(str(children[0])[1:], _predicates(children))

    def call(self, children: list[Any]) -> ast.Call:
        name, *rest = children
        args: list[ast.Expression] = []
        named: dict[str, ast.Expression] = {}
        for child in rest:
            if isinstance(child, _Named):
                if child.name in named:
                    raise Refused(_start(child.name), f"the argument {child.name} is given twice")
                named[str(child.name)] = child.value
            elif child is not None and not isinstance(child, ast.Index | ast.Filter):
                if named:
                    raise Refused(_start(name), "arguments with a name stand last in a call")
                args.append(child)
        call = ast.Call(str(name), tuple(args), tuple(named.items()), _predicates(rest))
        return replace(call, text=unparse(call))

    def named(self, children: list[Any]) -> _Named:
        return _Named(children[0], children[1])

    def child(self, children: list[Any]) -> ast.Child:
        parts, nx_class, *rest = children
        return ast.Child(parts, None if nx_class is None else str(nx_class), _predicates(rest))

    def attribute(self, children: list[Any]) -> ast.Attribute:
        return ast.Attribute(children[0], _predicates(children))

    def up(self, _children: list[Any]) -> ast.Up:
        return ast.Up()

    def self(self, _children: list[Any]) -> ast.Self:
        return ast.Self()

    def alternatives(self, children: list[Any]) -> ast.Alternatives:
        options = tuple(c for c in children if not isinstance(c, ast.Index | ast.Filter))
        return ast.Alternatives(options, _predicates(children))

    def name(self, children: list[_Part]) -> tuple[ast.NamePart, ...]:
        merged: list[ast.NamePart] = []
        for before, part in zip([None, *children], children, strict=False):
            if before is not None and before.end != part.start:
                raise Refused(
                    before.end,
                    "a blank inside a name",
                    "put a name that has blanks between back quotes: `like this`; "
                    "conditions are joined by a YAML list, not by words",
                )
            if merged and isinstance(part.value, str) and isinstance(merged[-1], str):
                merged[-1] += part.value
            else:
                merged.append(part.value)
        return tuple(merged)

    def plain(self, children: list[Token]) -> _Part:
        return _Part(str(children[0]), _start(children[0]), _end(children[0]))

    def quoted(self, children: list[Token]) -> _Part:
        return _Part(str(children[0])[1:-1], _start(children[0]), _end(children[0]))

    def star(self, children: list[Token]) -> _Part:
        return _Part(ast.Star(), _start(children[0]), _end(children[0]))

    def insert(self, children: list[Any]) -> _Part:
        return _Part(ast.Insert(children[1]), _start(children[0]), _end(children[2]))

    def predicate(self, children: list[Any]) -> ast.Predicate:
        content = children[0]
        if isinstance(content, ast.Text):
            if isinstance(content.value, int):
                return ast.Index(content.value)
            raise Refused(0, f"[{content.value!r}] is neither an index nor a condition")
        return ast.Filter(as_condition(content))

    def negation(self, children: list[Any]) -> ast.Not:
        return ast.Not(as_condition(children[0]))

    def comparison(self, children: list[Any]) -> ast.Compare:
        return ast.Compare(str(children[1]), children[0], children[2])
