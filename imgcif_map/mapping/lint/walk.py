"""Walks a whole mapping, section by section."""

from __future__ import annotations

from imgcif_map.mapping.lint.expressions import walk, walk_condition
from imgcif_map.mapping.lint.scope import Notebook, Reach
from imgcif_map.mapping.lint.values import (
    check_unit_text,
    loop_names,
    walk_functions,
    walk_rows,
    walk_value,
)
from imgcif_map.mapping.model import Table


def walk_mapping(book: Notebook) -> None:
    """Check names, fields, functions, units and reasons everywhere."""
    reach = _global_reach(book)
    for name, table in book.mapping.tables.items():
        book.fields[name] = table_fields(table)
    for name, value in book.mapping.lets.items():
        book.places["let", name] = value.place
        walk_value(value, reach.of(("let", name)).at(value.place), book)
    for table in book.mapping.tables.values():
        _table(table, reach, book)
    for category in book.mapping.categories.values():
        for part in category.parts:
            base = reach.at(part.place)
            walk_condition(part.when, base, book)
            inner = walk_rows(part.rows, base, book)
            for value in part.items.values():
                walk_value(value, inner, book)
    _frame(reach, book)
    _lists(reach, book)
    _unused(book)


def table_fields(table: Table) -> set[str]:
    """What may follow a row of the table: fields, cells, loop variables, ``key``."""
    cells = {cell for row in table.entries.values() for cell in row}
    return {*table.fields, *cells, *loop_names(table.rows), "key"}


def _global_reach(book: Notebook) -> Reach:
    mapping = book.mapping
    names = {"block": "", "data_block": ""}
    for kind, section in (
        ("parameter", mapping.params),
        ("let", mapping.lets),
        ("table", mapping.tables),
    ):
        for name, entry in section.items():
            if name in names:
                book.say(
                    "shadowed-name",
                    f"the {kind} '{name}' hides another ${name}",
                    entry.place,
                    "give one of the two another name",
                )
            names[name] = name if kind == "table" else ""
    return Reach(names)


def _table(table: Table, reach: Reach, book: Notebook) -> None:
    node = ("table", table.name)
    book.places[node] = table.place
    inner = walk_rows(table.rows, reach.of(node).at(table.place), book)
    names = {**inner.names, "key": ""}
    for field in table.fields:
        if field in names:
            book.say(
                "shadowed-name",
                f"the field '{field}' of {table.name} hides another ${field}",
                table.fields[field].place,
                "give one of the two another name",
            )
        names[field] = ""
    row = Reach(names, inner.here, node, table.place, table.name)
    walk_condition(table.where, row.on(table.name), book)
    for name, value in table.fields.items():
        book.places["field", table.name, name] = value.place
        walk_value(value, row.of(("field", table.name, name)), book)
    for cells in table.entries.values():
        for value in cells.values():
            walk_value(value, row, book)


def _frame(reach: Reach, book: Notebook) -> None:
    frame = book.mapping.frame
    for value in (frame.beam, frame.up, *frame.x):
        if value is not None:
            walk_value(value, Reach({"up": "", "beam": "", **reach.names}), book)


def _lists(reach: Reach, book: Notebook) -> None:
    mapping = book.mapping
    named = (mapping.block_name,) if mapping.block_name is not None else ()
    for value in (*mapping.blocks, *named):
        walk_value(value, reach, book)
    for check in mapping.checks:
        walk_condition(check.when, reach.at(check.place), book)
        walk_value(check.left, reach, book)
        walk_value(check.right, reach, book)
        if check.unit is not None:
            check_unit_text(check.unit, check.place, book)
    for gap in mapping.gaps:
        walk(gap.source, reach.at(gap.place), book)
    for ignore in mapping.ignores:
        walk(ignore.source, reach.at(ignore.place), book)
    for fix in mapping.fixes:
        at = reach.at(fix.place)
        walk(fix.path, at, book)
        walk_functions(fix.functions, at, book)
        if fix.unit is not None:
            check_unit_text(fix.unit, fix.place, book)


def _unused(book: Notebook) -> None:
    for name, value in book.mapping.lets.items():
        if name not in book.used and value.picks:
            book.say("unused-let", f"nothing uses ${name}", value.place, "remove it")
