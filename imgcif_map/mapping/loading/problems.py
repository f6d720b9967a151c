"""Errors of the JSON Schema in words a non-programmer can act on, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.loading.shapes import QUOTE_THIS, is_null, near
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, find

_TYPES = {
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


def refuse(problems: Sequence[MappingError]) -> None:
    """Raise the first problem in the order of the file with all of them in its message."""
    if not problems:
        return
    ordered = sorted(problems, key=_position)
    if len(ordered) == 1:
        raise ordered[0]
    lines = list(dict.fromkeys(str(problem) for problem in ordered))
    error = MappingError("\n".join(lines))
    error.place = ordered[0].place
    raise error


def _position(problem: MappingError) -> tuple[str, int, int]:
    place = problem.place or Place("")
    return place.file, place.line, place.column


def translate(error: Any, root: Node) -> Iterator[MappingError]:
    """The problems behind one error of jsonschema."""
    node, place = find(root, tuple(error.absolute_path))
    kind = error.validator
    if kind == "additionalProperties" and isinstance(node, Map):
        yield from _unknown_keys(node, error.schema)
    elif kind == "required":
        missing = error.message.split("'")[1]
        yield MappingError(f"'{missing}' is missing here", place=place, hint=_what(error, missing))
    elif kind == "dependentRequired":
        yield from _dependent(error, node, place)
    elif kind == "type":
        yield _wrong_type(error, node)
    elif kind in {"minItems", "maxItems"}:
        split = isinstance(node, Seq) and node.flow and any(map(_unbalanced, node.items))
        yield MappingError(
            f"{_members(len(error.instance))} where {_number(error)} expected",
            place=node.place,
            hint=QUOTE_THIS if split else error.schema.get("description", ""),
        )
    elif kind == "pattern":
        yield _pattern(error, node)
    elif kind in {"minProperties", "maxProperties", "minLength"}:
        yield MappingError(
            "too little stands here" if kind.startswith("min") else "too much stands here",
            place=node.place,
            hint=QUOTE_THIS if _split_map(node) else error.schema.get("description", ""),
        )
    elif kind in {"const", "enum"}:
        allowed = [error.validator_value] if kind == "const" else error.validator_value
        yield MappingError(
            f"'{error.instance}' is not one of {', '.join(map(str, allowed))}", place=node.place
        )
    else:
        yield MappingError(f"{error.message}", place=node.place)


def _members(count: int) -> str:
    return f"{count} member{'' if count == 1 else 's'}"


def _number(error: Any) -> str:
    count = error.validator_value
    return f"{count} {'is' if count == 1 else 'are'}"


def _unknown_keys(node: Map, schema: dict[str, Any]) -> Iterator[MappingError]:
    known = list(schema.get("properties", {}))
    for key in node.entries:
        if key in known:
            continue
        hint = _not_meant(node, key) or near(key, known) or f"known are {', '.join(known)}"
        yield MappingError(f"unknown key '{key}'", place=node.keys[key], hint=hint)


def _not_meant(node: Map, key: str) -> str:
    """What to do about a key that YAML has made of a text without quotes, or ""."""
    if not node.flow or not is_null(node.entries[key]):
        return ""
    if _split_map(node) or any(char in key for char in "()[]"):
        return QUOTE_THIS
    if len(node.entries) == 1:
        return f'a text that starts with {{ needs quotes: "{{{key}}}"'
    return ""


def _dependent(error: Any, node: Node, place: Place) -> Iterator[MappingError]:
    for key, needed in error.validator_value.items():
        if key in error.instance and any(name not in error.instance for name in needed):
            at = node.keys.get(key, place) if isinstance(node, Map) else place
            yield MappingError(f"'{key}' has no meaning without '{needed[0]}'", place=at)


def _wrong_type(error: Any, node: Node) -> MappingError:
    wanted = error.validator_value
    wanted = [wanted] if isinstance(wanted, str) else wanted
    expected = " or ".join(_TYPES[name] for name in wanted)
    found = _found(node)
    hint = error.schema.get("description", "")
    if isinstance(node, Scalar) and "object" in wanted and node.value is not None:
        properties = error.schema.get("$ref", "")
        if properties.endswith("/pick"):
            hint = f"a fixed value is written {{value: {node.text}}}"
    elif isinstance(node, Scalar) and wanted == ["string"] and not isinstance(node.value, str):
        hint = f'put it in quotes: "{node.text}"' if node.value is not None else hint
    elif isinstance(node, Map) and node.flow and "string" in wanted:
        hint = 'a text that starts with { needs quotes: "{name}"'
    elif isinstance(node, Seq) and "object" in wanted and error.schema.get("$ref"):
        hint = "a fixed list is written {value: [...]}"
    return MappingError(f"{found} where {expected} is expected", place=node.place, hint=hint)


def _found(node: Node) -> str:
    if isinstance(node, Map):
        return "a mapping"
    if isinstance(node, Seq):
        return "a list"
    if node.value is None:
        return "nothing (null)"
    if isinstance(node.value, str):
        return f"the text '{node.text[:40]}'"
    return f"{'the number ' if not isinstance(node.value, bool) else ''}{node.text}"


def _pattern(error: Any, node: Node) -> MappingError:
    """A value, or a key (then the parent's keys know the place)."""
    place, hint = node.place, ""
    if isinstance(node, Map) and error.instance in node.keys:
        place, hint = node.keys[error.instance], _not_meant(node, error.instance)
    return MappingError(
        f"'{error.instance}' cannot stand here",
        place=place,
        hint=hint or error.schema.get("description", ""),
    )


def _what(error: Any, name: str) -> str:
    found = error.schema.get("properties", {}).get(name, {}).get("description", "")
    return f"{name}: {found}" if found else ""


def _split_map(node: Node) -> bool:
    """True if YAML has split a text with a comma into keys."""
    if not isinstance(node, Map) or not node.flow:
        return False
    return any(_unbalanced(value) for _, value in node) or any(
        key.count("(") != key.count(")") for key in node.entries
    )


def _unbalanced(node: Node) -> bool:
    return (
        isinstance(node, Scalar)
        and isinstance(node.value, str)
        and any(node.text.count(a) != node.text.count(b) for a, b in ("()", "[]", "{}"))
    )
