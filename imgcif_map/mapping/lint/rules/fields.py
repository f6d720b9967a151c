"""MAP038: fields of tables are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.tracing.calls import FIELDS

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


def names_in(tree: object) -> Iterator[str]:
    """Every name of a variable or step in any expression of a mapping."""
    match tree:
        case ast.Variable(name):
            yield name
        case ast.Child(parts) | ast.Attribute(parts):
            yield from (part for part in parts if isinstance(part, str))
        case ast.Alternatives(options):
            yield from (part for parts in options for part in parts if isinstance(part, str))
    if is_dataclass(tree):
        for field in fields(tree):
            yield from names_in(getattr(tree, field.name))
    elif isinstance(tree, tuple | list):
        for member in tree:
            yield from names_in(member)
    elif isinstance(tree, dict):
        for member in tree.values():
            yield from names_in(member)
