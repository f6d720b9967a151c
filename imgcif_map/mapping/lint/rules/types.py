"""MAP026: what stands at a place can be what is made of it."""

from __future__ import annotations

from typing import Final

from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.links import Link
from imgcif_map.nexus.definitions import Node, node_at

TEXT: Final = frozenset({"NX_CHAR", "NX_DATE_TIME"})
NUMBER: Final = frozenset(
    {"NX_FLOAT", "NX_INT", "NX_UINT", "NX_POSINT", "NX_NUMBER", "NX_CHAR_OR_NUMBER"}
)
_PURE: Final = NUMBER - {"NX_CHAR_OR_NUMBER"}


def check(subject: Subject) -> None:
    """Text does not become a number, a group no value; words are not looked up by numbers."""
    if not subject.mapping.definition:
        return
    for link in subject.traced.links:
        node = node_at(link.spot.steps)
        if node is None:
            continue
        problem = _problem(link, node, subject)
        if problem:
            place = link.flow.place if link.flow.place.line else link.place
            subject.book.say("wrong-source-type", f"{link.spot.path} {problem}", place)


def _problem(link: Link, node: Node, subject: Subject) -> str:
    definition = subject.dictionary.item(link.item)
    if definition is None or link.flow.functions or link.flow.joined == "function":
        return ""
    wants_number = definition.contents.casefold() in ("real", "integer")
    if node.kind == "group":
        return f"is a group, and {definition.id} wants a value"
    if link.flow.lookup:
        return ""
    if wants_number and node.nx_type in TEXT:
        return f"is text ({node.nx_type}), and {definition.id} is a number"
    if wants_number and node.nx_type == "NX_BOOLEAN":
        return f"is true or false, and {definition.id} is a number"
    if node.nx_type == "NX_BOOLEAN" and definition.states:
        return f"is true or false, and {definition.id} is one of {', '.join(definition.states[:4])}"
    if node.nx_type in _PURE and definition.states and definition.mandatory:
        return f"is a number, and {definition.id} is one of {', '.join(definition.states[:4])}"
    if node.nx_type in _PURE and definition.contents.casefold() in ("datetime", "date"):
        return f"is a number, and {definition.id} is a date"
    return ""
