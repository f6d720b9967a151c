"""Expressions back to text: ``parse(unparse(tree)) == tree``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from imgcif_map.mapping.expression import ast

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*")


def unparse(tree: ast.Expression | ast.Condition) -> str:
    """The shortest usual spelling; AllOf and AnyOf have none (they are YAML lists)."""
    match tree:
        case ast.Text(value):
            return _literal(value)
        case ast.ListOf(items):
            return f"[{', '.join(map(unparse, items))}]"
        case ast.Call():
            return _call(tree)
        case ast.Path(origin, steps):
            return _path(origin, steps)
        case ast.Compare(op, left, right):
            return f"{unparse(left)} {op} {unparse(right)}"
        case ast.Not(condition):
            return f"not {unparse(condition)}"
        case ast.Usable(expression):
            return unparse(expression)
        case _:
            raise ValueError(f"{type(tree).__name__} is written as a YAML list")


def unparse_template(template: ast.Template) -> str:
    """The text of a template."""
    out: list[str] = []
    for part in template.parts:
        if isinstance(part, str):
            out.append(part.replace("{", "{{").replace("}", "}}"))
        else:
            expression, spec = part
            text = unparse(expression)
            # {{ is a plain brace, so an expression that starts with one keeps its distance.
            space = " " if text.startswith("{") else ""
            out.append("{" + space + text + (f":{spec}" if spec else "") + "}")
    return "".join(out)


def _literal(value: str | int | float) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def _call(call: ast.Call) -> str:
    arguments = [unparse(argument) for argument in call.args]
    arguments += [f"{name}={unparse(argument)}" for name, argument in call.named]
    return f"{call.name}({', '.join(arguments)}){_predicates(call.predicates)}"


def _path(origin: ast.Origin, steps: tuple[ast.Step, ...]) -> str:
    match origin:
        case ast.Root():
            head = "/"
        case ast.Variable(name, predicates):
            head = f"${name}{_predicates(predicates)}"
        case ast.Call():
            head = _call(origin)
        case _:
            head = ""
    out = [head]
    slash = not isinstance(origin, ast.Root | ast.Here)
    for step in steps:
        if isinstance(step, ast.Descend):
            out.append("/" if isinstance(origin, ast.Root) and not slash else "//")
            slash = False
        else:
            out.append(("/" if slash else "") + _step(step))
            slash = True
    return "".join(out)


def _step(step: ast.Step) -> str:
    match step:
        case ast.Child(parts, nx_class, predicates):
            return _name(parts) + (f":{nx_class}" if nx_class else "") + _predicates(predicates)
        case ast.Attribute(parts, predicates):
            return "@" + _name(parts) + _predicates(predicates)
        case ast.Alternatives(options, predicates):
            return f"({'|'.join(map(_name, options))}){_predicates(predicates)}"
        case ast.Up():
            return ".."
        case _:
            return "."


def _name(parts: Iterable[ast.NamePart]) -> str:
    return "".join(map(_part, parts))


def _part(part: ast.NamePart) -> str:
    if isinstance(part, ast.Star):
        return "*"
    if isinstance(part, ast.Insert):
        return "{" + unparse(part.expression) + "}"
    return part if _NAME.fullmatch(part) and part != "not" else f"`{part}`"


def _predicates(predicates: Iterable[ast.Predicate]) -> str:
    return "".join(
        f"[{p.at}]" if isinstance(p, ast.Index) else f"[{unparse(p.condition)}]" for p in predicates
    )
