"""The JSON Schema of answers files: editors offer every data name, and what it means."""

from __future__ import annotations

import json
from typing import Any

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.dictionary.summaries import summaries


def answers_schema(dictionary: Dictionary) -> dict[str, Any]:
    """The schema (draft 2020-12), with the data names that raw data need.

    Any other data name is allowed too: which ones exist is for ``read_answers`` to say.
    """
    items = {name: dictionary.item(name) for name in summaries()}
    named = {item.id: _property(item) for item in items.values() if item is not None}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Answers for imgcif-map convert",
        "description": "What a source does not say: values by data name.",
        "type": ["object", "null"],
        "properties": {**dict(sorted(named.items())), **_BLOCKS},
        "patternProperties": {"^_": {"$ref": "#/$defs/answer"}},
        "additionalProperties": False,
        "$defs": _DEFINITIONS,
    }


def answers_schema_text(dictionary: Dictionary) -> str:
    """The schema as it is published."""
    return json.dumps(answers_schema(dictionary), indent=2, ensure_ascii=False) + "\n"


def _property(item: Definition) -> dict[str, Any]:
    """What one data name means; its states are offered, not demanded: case does not matter."""
    parts = [summaries()[item.id.casefold()]]
    if item.units and item.units != "none":
        parts.append(f"in {item.units}, or with its unit: {{value: …, unit: …}}")
    parts.append(item.contents)
    offered = [{"enum": list(item.states)}] if item.states else []
    return {"description": "; ".join(parts), "anyOf": [*offered, {"$ref": "#/$defs/answer"}]}


_SINGLE = ["string", "number", "boolean", "null"]
_BLOCKS: dict[str, Any] = {
    "set": {
        "description": "Parameters of the mapping, as --set gives them.",
        "type": "object",
    },
    "catalogue": {
        "description": "What a catalogue wants to know and no data name says: title, licence …",
        "type": "object",
    },
}
_DEFINITIONS: dict[str, Any] = {
    "single": {"description": "One value; . if it does not apply.", "type": _SINGLE},
    "values": {
        "description": "One value per row.",
        "type": "array",
        "items": {"$ref": "#/$defs/single"},
    },
    "answer": {
        "anyOf": [
            {"$ref": "#/$defs/single"},
            {"$ref": "#/$defs/values"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["value"],
                "properties": {
                    "value": {
                        "description": "A value, or one per row.",
                        "anyOf": [{"$ref": "#/$defs/single"}, {"$ref": "#/$defs/values"}],
                    },
                    "unit": {
                        "description": "The unit of the value: nm, keV, %.",
                        "type": "string",
                    },
                },
            },
        ]
    },
}
