"""Reference pages of the mapping language, made from the schema and the registry.

Pure functions from data to Markdown text: the pages cannot differ from the code.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from imgcif_map.mapping.functions.registry import SAME_VALUE, Function
from imgcif_map.mapping.lint.functions import parameters, signature_text
from imgcif_map.mapping.schema import schema

_TYPES = {
    "object": "mapping",
    "array": "list",
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "null": "null",
}
_PAGES = (
    "source", "scans", "turn", "target", "param", "frame", "blocks", "value", "pick", "condition",
    "unit", "functions", "literal", "expression", "template", "sources", "objects", "lookup_table",
    "table", "rows", "level", "category", "part", "items", "instrument", "instrument_axis",
    "instrument_image", "check", "gap", "ignore", "fix", "reverse",
    "reverse_field", "reverse_way", "test",
)  # fmt: skip
_GROUPS = {
    "values": "Values",
    "records": "Records",
    "source": "Source and archive",
    "geometry": "Geometry",
}


def schema_reference() -> str:
    """Every key of a mapping file, as a Markdown page."""
    root = schema()
    lines = [
        "# Keys of a mapping file",
        "",
        "Made from the JSON Schema of mapping files. Lists in brackets name what a key may hold.",
        "",
        "## The file",
        "",
        *_table(root),
    ]
    definitions = root["$defs"]
    for name in _PAGES:
        definition = definitions[name]
        lines += ["", f"## {name}", "", definition["description"], ""]
        if definition.get("properties"):
            lines += _table(definition)
        elif "$ref" in definition:
            lines.append(f"As a mapping: see {_link(definition['$ref'])}.")
    return _page(lines)


def function_reference(functions: Mapping[str, Function]) -> str:
    """Every function mapping files may call, by group, as a Markdown page."""
    lines = [
        "# Functions",
        "",
        "A function is called as `name(argument, key=value)`, or under `fn:`, where the value",
        "itself is the first argument. Parameters with `=` may be left out.",
    ]
    groups = list(_GROUPS) + sorted({f.group for f in functions.values()} - set(_GROUPS))
    for group in groups:
        members = sorted((f for f in functions.values() if f.group == group), key=lambda f: f.name)
        if members:
            lines += ["", f"## {_GROUPS.get(group, group.capitalize())}"]
        for function in members:
            lines += ["", *_function(function)]
    return _page(lines)


def _function(function: Function) -> Iterator[str]:
    yield f"### `{signature_text(function)}`"
    yield ""
    yield inspect.cleandoc(function.doc).strip()
    yield ""
    yield f"- Result: {function.result}"
    if function.unit:
        yield f"- Unit: {function.unit}"
    inverse = f"`{function.inverse}`" if function.inverse not in {None, "itself"} else None
    yield f"- Inverse: {inverse or function.inverse or 'none'}"
    if function.inverse is None and function.section == SAME_VALUE:
        yield "- On the way back the value itself is taken"
    elif function.inverse is None and function.section is not None:
        yield f"- On the way back: `{function.section}`"
    if function.lossy:
        yield "- Lossy: its use is reported"
    optional = [p.name for p in parameters(function) if p.default is not p.empty]
    if optional:
        yield f"- May be left out: {', '.join(f'`{name}`' for name in optional)}"


def _table(node: Mapping[str, Any]) -> Iterator[str]:
    required = set(node.get("required", ()))
    yield "| Key | Holds | Meaning |"
    yield "| --- | --- | --- |"
    for key, content in node["properties"].items():
        mark = " (required)" if key in required else ""
        yield f"| `{key}`{mark} | {_holds(content)} | {_meaning(content)} |"


def _meaning(content: Mapping[str, Any]) -> str:
    text = content.get("description")
    if text is None and "$ref" in content:
        text = schema()["$defs"][_name(content["$ref"])]["description"]
    return _escape(str(text or ""))


def _holds(content: Mapping[str, Any]) -> str:
    if "const" in content:
        return f"`{content['const']}`"
    if "$ref" in content and "type" not in content:
        return _link(content["$ref"])
    types = content.get("type", [])
    types = [types] if isinstance(types, str) else types
    words = []
    for name in types:
        word = _TYPES[name]
        inner = content.get("items" if name == "array" else "additionalProperties")
        if name in {"array", "object"} and isinstance(inner, dict) and "$ref" in inner:
            word += f" of {_link(inner['$ref'])}"
        words.append(word)
    return _escape(" or ".join(words))


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _link(reference: str) -> str:
    name = _name(reference)
    return f"[{name}](#{name})" if name in _PAGES else _TYPE_WORDS.get(name, name)


_TYPE_WORDS = {
    "name": "name",
    "data_name": "data name",
    "scalar": "scalar",
    "candidate": "[value](#value)",
    "direction": "three numbers or [value](#value)",
    "vector": "three numbers",
    "cell": "[literal](#literal)",
}


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def _page(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
