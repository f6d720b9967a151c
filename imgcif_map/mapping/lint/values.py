"""Walks values and rows."""

from __future__ import annotations

from collections.abc import Sequence

from imgcif_map.errors import Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.lint.expressions import walk, walk_condition, walk_template
from imgcif_map.mapping.lint.functions import check_call
from imgcif_map.mapping.lint.scope import Notebook, Reach
from imgcif_map.mapping.model import (
    MISSING,
    Along,
    Each,
    FunctionUse,
    Pick,
    RowLevel,
    UnitSpec,
    Value,
    Zip,
)
from imgcif_map.units import parse_unit


def walk_value(value: Value, reach: Reach, book: Notebook) -> str:
    """Check a value; the table whose rows all its candidates yield, or ""."""
    reach = reach.at(value.place)
    tables = {walk_pick(pick, reach, book) for pick in value.picks}
    return tables.pop() if len(tables) == 1 else ""


def walk_pick(pick: Pick, reach: Reach, book: Notebook) -> str:
    """Check one candidate; the table whose rows it yields, or ""."""
    reach = reach.at(pick.place)
    table = ""
    walk_condition(pick.when, reach, book)
    if isinstance(pick.source, Value):
        table = walk_value(pick.source, reach, book)
    elif pick.source is not None:
        table = walk(pick.source, reach, book)
    for template in (*pick.texts, pick.name):
        walk_template(template, reach, book)
    members = [walk_value(member, reach, book) for member in (*pick.objects, *pick.members)]
    walk_condition(pick.where, reach.on(members[0] if len(set(members)) == 1 else ""), book)
    walk_functions(pick.functions, reach, book)
    if pick.unit is not None:
        check_unit(pick.unit, reach, book)
    if pick.assume is not MISSING and not pick.because:
        book.say(
            "assume-without-because",
            "an assumption without a reason",
            reach.place,
            "add because: and why this may be assumed",
        )
    if pick.kind == "key" and pick.name is None:
        book.say(
            "key-without-name",
            "a key without a name",
            reach.place,
            'add name: and a template, e.g. name: "{name}"',
        )
    return "" if pick.functions or pick.lookup else table


def walk_functions(uses: Sequence[FunctionUse], reach: Reach, book: Notebook) -> None:
    """Check ``fn:``; the value is the first argument."""
    for use in uses:
        at = reach.at(use.place)
        check_call(use.name, len(use.args) + 1, [name for name, _ in use.named], at.place, book)
        for argument in (*use.args, *(value for _, value in use.named)):
            walk(argument, at, book)


def check_unit(unit: UnitSpec, reach: Reach, book: Notebook) -> None:
    """Check that the units a mapping names are known."""
    for text in (unit.given, unit.force, unit.assume):
        if text is not None:
            check_unit_text(text, reach.place, book)
    if unit.source is not None:
        walk_value(unit.source, reach, book)


def check_unit_text(text: str, place: Place, book: Notebook) -> None:
    """Check one unit."""
    if parse_unit(text) is None:
        book.say("unknown-unit", f"the unit '{text}' is not known", place, "e.g. mm, deg, s")


def walk_rows(rows: Sequence[RowLevel] | None, reach: Reach, book: Notebook) -> Reach:
    """Check levels of rows; what is in reach in the innermost."""
    for level in rows or ():
        if isinstance(level, Each):
            tables = {walk_value(source, reach, book) for source in level.sources}
            table = tables.pop() if len(tables) == 1 else ""
            inner = _bound(level.name, table, reach.at(level.sources[0].place), book)
            walk_condition(level.where, inner.on(table), book)
            reach = inner.on(table)
        elif isinstance(level, Zip):
            for column in level.columns.values():
                walk_value(column, reach, book)
            reach = _bound(level.name, "", reach, book).on("")
        else:
            assert isinstance(level, Along)
            walk(level.length, reach, book)
            reach = _bound(level.name, "", reach, book)
    return reach


def _bound(name: str | None, table: str, reach: Reach, book: Notebook) -> Reach:
    if name is None:
        return reach
    if name in reach.names:
        book.say(
            "shadowed-name",
            f"'as: {name}' hides another ${name}",
            reach.place,
            "give one of the two another name",
        )
    return reach.with_name(name, table)


def loop_names(rows: Sequence[RowLevel] | None) -> list[str]:
    """The names that ``as:`` gives in these rows, and the columns of ``zip``."""
    names = [level.name for level in rows or () if level.name is not None]
    for level in rows or ():
        if isinstance(level, Zip):
            names.extend(level.columns)
    return names


def literal_path(expression: object) -> str | None:
    """``name`` if an expression is nothing but ``$name``."""
    if isinstance(expression, ast.Path) and not expression.steps:
        origin = expression.origin
        if isinstance(origin, ast.Variable) and not origin.predicates:
            return origin.name
    return None
