"""The project file's JSON Schema, and a check against it whose messages say what is allowed.

One file serves editors and program. The full validator for JSON Schema would
cost more time than the check of most CIF files; the few keywords used there
are looked at here, and a test holds both against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from imgcif_map.rules.suggest import did_you_mean

Problem = tuple[str, str]
"""What is wrong (with the key) and a hint."""


def load() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a project file."""
    text = files("imgcif_map.project").joinpath("schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def problems(data: Any, schema: Mapping[str, Any], key: str = "") -> Iterator[Problem]:
    """Everything in ``data`` that the schema does not allow."""
    if "enum" in schema and data not in schema["enum"]:
        yield (
            _message(key, f"{_shown(data)} is none of {_listed(schema['enum'])}"),
            _near(data, schema["enum"]),
        )
        return
    kind = schema.get("type")
    if kind and not _is(data, kind):
        yield _message(key, f"{_PHRASES[kind]} is needed, not {_shown(data)}"), _example(key, kind)
        return
    if kind == "object":
        yield from _table(data, schema, key)
    elif kind == "array":
        for number, entry in enumerate(data, 1):
            yield from problems(entry, schema.get("items", {}), f"{key}, entry {number}")
    elif kind == "integer" and data < schema.get("minimum", data):
        yield _message(key, f"{data} is less than {schema['minimum']}"), ""
    elif kind == "string" and len(data) < schema.get("minLength", 0):
        yield _message(key, "the text is empty"), ""


def _table(data: Mapping[str, Any], schema: Mapping[str, Any], key: str) -> Iterator[Problem]:
    known: Mapping[str, Any] = schema.get("properties", {})
    others = schema.get("additionalProperties", {})
    for name, value in data.items():
        below = f"{key}.{name}" if key else name
        if name in known:
            yield from problems(value, known[name], below)
        elif others is False:
            hint = _near(name, known) or f"known keys: {_listed(known)}"
            yield f"unknown key {below!r}", hint
        else:
            yield from problems(value, others, below)


_PHRASES = {
    "object": "a table",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
}
_TYPES: Mapping[str, type] = {"object": dict, "array": list, "string": str, "integer": int}


def _is(data: Any, kind: str) -> bool:
    return isinstance(data, _TYPES[kind]) and not isinstance(data, bool)


def _message(key: str, text: str) -> str:
    return f"{key}: {text}" if key else text


def _example(key: str, kind: str) -> str:
    return f'for example {key} = ["…"]' if kind == "array" and ", entry" not in key else ""


def _near(word: Any, known: Iterable[str]) -> str:
    folded = str(word).casefold().replace("_", "-")
    return did_you_mean(folded, known, 0.6)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _shown(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}…"
