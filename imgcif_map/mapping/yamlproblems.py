"""YAML's own syntax errors in words a non-programmer can act on."""

from __future__ import annotations

from typing import Any

from imgcif_map.errors import MappingError, Place


def explain(error: Any, text: str, name: str) -> MappingError:
    """The MappingError for a YAMLError; points at line and column where YAML knows them."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        place = _of_offset(text, getattr(error, "position", None), name)
        return MappingError(f"not legal YAML: {problem}", place=place)
    place = Place(name, mark.line + 1, mark.column + 1)
    context = str(getattr(error, "context", None) or "")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    char = line[mark.column : mark.column + 1]
    message, hint = _say(problem, context, char)
    if "alias" in context or "anchor" in context:
        start = getattr(error, "context_mark", None) or mark
        place = Place(name, start.line + 1, start.column + 1)
    return MappingError(message, place=place, hint=hint)


def _of_offset(text: str, offset: int | None, name: str) -> Place:
    if not isinstance(offset, int):
        return Place(name)
    before = text[:offset]
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _say(problem: str, context: str, char: str) -> tuple[str, str]:
    if "alias" in context:
        return "a value cannot start with a bare '*' in YAML", 'quote it: "*:NXsource/name"'
    if "anchor" in context:
        return "a value cannot start with '&' in YAML", "quote it"
    if char == "\t":
        return "a tab in the indentation", "use blanks; YAML does not allow tabs there"
    if "cannot start any token" in problem and char:
        return f"a value cannot start with a bare '{char}' in YAML", f'quote it: "{char}..."'
    if "mapping values are not allowed" in problem:
        return (
            "a ': ' where none can stand",
            'quote a value that contains ": "; or the line before is not indented alike',
        )
    if "quoted scalar" in context:
        return "a quote that is never closed", "end the text with the quote it starts with"
    if "flow sequence" in context:
        return f"a list [ ] that does not end well: {problem}", "quote texts with , [ ] { } : in it"
    if "flow mapping" in context:
        return (
            f"a mapping {{ }} that does not end well: {problem}",
            "quote texts with , [ ] { } : in it",
        )
    if "block mapping" in context or "block collection" in context:
        return (
            f"not legal YAML: {problem}",
            "keys of one mapping stand in the same column; a list's dashes too",
        )
    if "could not find expected ':'" in problem:
        return "a key without ':'", "write 'key: value'; long texts need quotes"
    return f"not legal YAML: {problem}", ""
