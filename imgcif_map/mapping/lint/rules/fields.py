"""MAP038: fields of tables are read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from imgcif_map.errors import Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import MappingTest, NoSource, Param
from imgcif_map.mapping.tracing.calls import FIELDS

_LEAVES = frozenset({str, int, float, bool, type(None), Place, MappingTest, NoSource, Param})
"""Nothing in these is an expression."""
BY_FUNCTIONS = frozenset(
    {"record", "name", "key", *(n for names in FIELDS.values() for n in names)}
)
"""Fields that functions read from rows."""


def check(subject: Subject) -> None:
    """Every field of a table outside of the forms is named somewhere."""
    mapping = subject.mapping
    known = {*names_in(mapping), *BY_FUNCTIONS}
    for table in mapping.tables.values():
        declared = [*table.fields]
        cells = [
            (row, cell, value) for row, c in table.entries.items() for cell, value in c.items()
        ]
        entries = [(f"{table.name}/{name}", name, value) for name, value in table.fields.items()]
        for shown, name, value in (
            *entries,
            *((f"{table.name}/{row}/{cell}", cell, value) for row, cell, value in cells),
        ):
            if name in known or value.place.file in mapping.forms:
                continue
            others = [field for field in declared if field != name]
            subject.book.say(
                "unread-field",
                f"nothing reads the field {shown}",
                value.place,
                near(name, others) or "remove it",
            )


def names_in(tree: object) -> set[str]:
    """Every name of a variable or step in any expression of a mapping."""
    found: set[str] = set()
    known: dict[type, tuple[str, ...]] = {}
    todo: list[object] = [tree]
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind in _LEAVES:
            continue
        if isinstance(node, tuple | list):
            todo.extend(node)
        elif isinstance(node, dict):
            todo.extend(node.values())
        elif is_dataclass(node):
            if isinstance(node, ast.Variable):
                found.add(node.name)
            elif isinstance(node, ast.Child | ast.Attribute):
                found.update(part for part in node.parts if isinstance(part, str))
            elif isinstance(node, ast.Alternatives):
                found.update(p for parts in node.options for p in parts if isinstance(p, str))
            if kind not in known:
                known[kind] = tuple(field.name for field in fields(node))
            todo.extend(getattr(node, name) for name in known[kind])
    return found
