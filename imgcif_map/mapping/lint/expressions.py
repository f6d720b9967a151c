"""Walks an expression: names, fields and functions it uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.lint.functions import check_call
from imgcif_map.mapping.lint.scope import Notebook, Reach
from imgcif_map.mapping.loading.shapes import near


def walk(tree: ast.Expression, reach: Reach, book: Notebook) -> str:
    """Check an expression; the table whose rows it yields, or ""."""
    if isinstance(tree, ast.Path | ast.Call):
        reach = reach.at(tree.place, tree.text)
    if isinstance(tree, ast.ListOf):
        for item in tree.items:
            walk(item, reach, book)
    elif isinstance(tree, ast.Call):
        return _call(tree, reach, book)
    elif isinstance(tree, ast.Path):
        return _path(tree, reach, book)
    return ""


def walk_condition(tree: ast.Condition | None, reach: Reach, book: Notebook) -> None:
    """Check a condition."""
    match tree:
        case ast.Compare(_, left, right):
            walk(left, reach, book)
            walk(right, reach, book)
        case ast.Not(condition):
            walk_condition(condition, reach, book)
        case ast.Usable(expression):
            walk(expression, reach, book)
        case ast.AllOf(conditions) | ast.AnyOf(conditions):
            for condition in conditions:
                walk_condition(condition, reach, book)


def walk_template(template: ast.Template | None, reach: Reach, book: Notebook) -> None:
    """Check the inserts of a template."""
    for part in template.parts if template is not None else ():
        if not isinstance(part, str):
            walk(part[0], reach, book)


def _call(call: ast.Call, reach: Reach, book: Notebook) -> str:
    place = reach.point(rf"\b{re.escape(call.name)}\(")
    check_call(call.name, len(call.args), [name for name, _ in call.named], place, book)
    tables = [walk(argument, reach, book) for argument in call.args]
    for _, argument in call.named:
        walk(argument, reach, book)
    table = tables[0] if tables and call.name in _KEEPING else ""
    _predicates(call.predicates, table, reach, book)
    return table


_KEEPING = frozenset({"first", "last", "reverse"})
"""Functions whose result is rows of the table they are given."""


def _path(path: ast.Path, reach: Reach, book: Notebook) -> str:
    origin = path.origin
    if isinstance(origin, ast.Call):
        table = _call(origin, reach, book)
    elif isinstance(origin, ast.Variable):
        table = _variable(origin, path.steps, reach, book)
        _predicates(origin.predicates, table, reach, book)
    else:
        table = reach.here if isinstance(origin, ast.Here) else ""
    for step in path.steps:
        if isinstance(step, ast.Self):
            continue
        table = _step(step, table, reach, book)
    return table


def _variable(origin: ast.Variable, steps: Sequence[ast.Step], reach: Reach, book: Notebook) -> str:
    name = origin.name
    book.used.add(name)
    table = reach.names.get(name)
    if table is None:
        hint = near(name, reach.names) or "names come from let:, tables:, params: and as:"
        book.say("unknown-name", f"there is no ${name} here", reach.point(rf"\${name}\b"), hint)
        return ""
    mapping = book.mapping
    if name in mapping.lets:
        book.depends(reach.owner, ("let", name))
    elif name in mapping.tables:
        book.depends(reach.owner, ("table", name))
    elif reach.siblings and name in mapping.tables[reach.siblings].fields:
        book.depends(reach.owner, ("field", reach.siblings, name))
    if table and steps and isinstance(steps[0], ast.Child):
        field = _plain(steps[0].parts)
        if field is not None:
            book.depends(reach.owner, ("field", table, field))
    return table


def _step(step: ast.Step, table: str, reach: Reach, book: Notebook) -> str:
    """Check a step from rows of ``table``; what the step yields is not known any more."""
    if isinstance(step, ast.Child | ast.Attribute):
        names: tuple[tuple[ast.NamePart, ...], ...] = (step.parts,)
    elif isinstance(step, ast.Alternatives):
        names = step.options
    else:
        return ""
    for parts in names:
        for part in parts:
            if isinstance(part, ast.Insert):
                walk(part.expression, reach, book)
        field = _plain(parts)
        if table and field is not None and not isinstance(step, ast.Attribute):
            _field(field, table, reach, book)
    _predicates(step.predicates, "", reach, book)
    return ""


def _field(name: str, table: str, reach: Reach, book: Notebook) -> None:
    known = book.fields.get(table, set())
    if name not in known:
        hint = near(name, known) or f"it has {', '.join(sorted(known))}"
        place = reach.point(rf"(?<![$\w]){re.escape(name)}\b")
        book.say("unknown-field", f"the table {table} has no field '{name}'", place, hint)


def _plain(parts: tuple[ast.NamePart, ...]) -> str | None:
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else None


def _predicates(
    predicates: Sequence[ast.Predicate], table: str, reach: Reach, book: Notebook
) -> None:
    for predicate in predicates:
        if isinstance(predicate, ast.Filter):
            walk_condition(predicate.condition, reach.on(table), book)
