"""A compiled dictionary as lines of JSON and back; definitions are built when first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, astuple, fields
from pathlib import Path
from typing import Any

from imgcif_map.dictionary.model import Category, Definition, Dictionary, Part, ScopeRule

Row = dict[str, Any]

_TUPLES = (
    "dimension",
    "range",
    "states",
    "def_index_ids",
    "aliases",
    "deprecated_aliases",
    "replaced_by",
)


def _defaults_of(kind: type[Definition] | type[Category]) -> dict[str, object]:
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}


_DEFINITION: Mapping[str, object] = {**_defaults_of(Definition), "defaults": {}}
_CATEGORY: Mapping[str, object] = _defaults_of(Category)


class LazyDefinitions(Mapping[str, Definition]):
    """Definitions by casefolded id, each made from its line of JSON at the first access."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._made: dict[str, Definition] = {}

    def __getitem__(self, key: str) -> Definition:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _definition(json.loads(self._lines[key]))
        return made

    def get(self, key: str, default: Any = None) -> Any:
        # Asked most of all, for what is there and for what is not.
        made = self._made.get(key)
        if made is not None:
            return made
        return self[key] if key in self._lines else default

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def encode(dictionary: Dictionary) -> str:
    """Two lines, everything but the definitions and their ids, then a line for each of those.

    The paths of the parts are left out: they are not the same on another machine.
    """
    facts = {
        "title": dictionary.title,
        "version": dictionary.version,
        "parts": [_row(part, {"path": part.path}) for part in dictionary.parts],
        "categories": {
            key: _row(category, _CATEGORY) for key, category in dictionary.categories.items()
        },
        "aliases": dict(dictionary.alias_ids),
        "inferred_links": dict(dictionary.inferred_links),
        "problems": list(dictionary.problems),
        "scope_rules": [astuple(rule) for rule in dictionary.scope_rules],
    }
    rows = [_definition_row(definition) for definition in dictionary.definitions.values()]
    return "\n".join(compact_json(x) for x in (facts, list(dictionary.definitions), *rows))


def decode(text: str, paths: Sequence[Path]) -> Dictionary:
    """The dictionary again; ``paths`` are those of its parts here and now.

    Raises KeyError, TypeError or ValueError for a text that :func:`encode` did not make.
    """
    first, second, *lines = text.split("\n")
    facts, keys = json.loads(first), json.loads(second)
    parts = zip(facts["parts"], paths, strict=True)
    return Dictionary(
        title=facts["title"],
        version=facts["version"],
        parts=tuple(Part(path=str(path), **part) for part, path in parts),
        definitions=LazyDefinitions(dict(zip(keys, lines, strict=True))),
        categories={key: _category(x) for key, x in facts["categories"].items()},
        alias_ids=facts["aliases"],
        inferred_links=facts["inferred_links"],
        problems=tuple(facts["problems"]),
        scope_rules=tuple(ScopeRule(a, b, tuple(c)) for a, b, c in facts["scope_rules"]),
    )


def compact_json(value: object) -> str:
    """JSON on one line, without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(record: Definition | Category | Part, left_out: Mapping[str, object]) -> Row:
    """Field by name, without those that have the value in ``left_out``."""
    values = ((f.name, getattr(record, f.name)) for f in fields(record))
    return {name: x for name, x in values if name not in left_out or x != left_out[name]}


def _definition_row(definition: Definition) -> Row:
    row = _row(definition, _DEFINITION)
    if "defaults" in row:
        # JSON has no keys but text: pairs instead.
        row["defaults"] = [[list(index), value] for index, value in definition.defaults.items()]
    return row


def _definition(row: Row) -> Definition:
    made = dict(row)
    for name in _TUPLES:
        if name in made:
            made[name] = tuple(made[name])
    if "defaults" in made:
        made["defaults"] = {tuple(index): value for index, value in made["defaults"]}
    return Definition(**made)


def _category(row: Row) -> Category:
    return Category(**{**row, "keys": tuple(row.get("keys", ()))})
