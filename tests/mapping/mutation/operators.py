"""Small mistakes in mapping files: what maintainers do by accident, one at a time."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from imgcif_map.dictionary.model import Dictionary

KINDS = ("drop", "unit", "name", "path")
SAME_KIND = {
    "mm": "m", "m": "mm", "um": "mm", "cm": "mm", "s": "ms", "ms": "s", "us": "s", "angstrom": "nm",
    "nm": "angstrom", "deg": "rad", "eV": "keV", "keV": "eV", "kV": "V", "mA": "A", "kW": "W",
    "fm": "nm",
}  # fmt: skip
OTHER_KIND = {"s": "mm", "ms": "mm", "us": "mm", "deg": "s"}
_STEP = re.compile(r"(?<=[/$])[A-Za-z][\w-]{2,}(?![\w-]*[:(*])|^[A-Za-z][\w-]{2,}$")
_WORDS = (
    "value",
    "assume",
    "because",
    "name",
    "note",
    "lookup",
    "null_if",
    "match",
    "with",
    "role",
    "to",
)


@dataclass(frozen=True)
class Mutant:
    """A mapping with one mistake."""

    kind: str
    what: str
    data: Any


def mutants(data: Any, dictionary: Dictionary, seed: int) -> Iterator[Mutant]:
    """Every mistake that can be made in a mapping, in an order that a seed decides."""
    chance = random.Random(seed)
    sites = [*_drops(data), *_units(data), *_names(data, dictionary, chance), *_paths(data, chance)]
    chance.shuffle(sites)
    for kind, what, path, change in sites:
        made = copy.deepcopy(data)
        parent = made
        for key in path[:-1]:
            parent = parent[key]
        change(parent, path[-1])
        yield Mutant(kind, what, made)


def _drops(data: Any) -> Iterator[tuple[str, str, tuple[Any, ...], Any]]:
    """An item, a field of a table, a cell of an entry is gone."""
    for path in _leaves(data):
        yield "drop", "/".join(map(str, path)), path, lambda parent, key: parent.pop(key)


def _leaves(data: Any) -> Iterator[tuple[Any, ...]]:
    for name, value in (data.get("items") or {}).items():
        if value is not None:
            yield "items", name
    for table, content in (data.get("tables") or {}).items():
        for name, value in ((content or {}).get("fields") or {}).items():
            if value is not None:
                yield "tables", table, "fields", name
        for entry, cells in ((content or {}).get("entries") or {}).items():
            for name, value in cells.items():
                if value is not None:
                    yield "tables", table, "entries", entry, name


def _units(data: Any) -> Iterator[tuple[str, str, tuple[Any, ...], Any]]:
    """A unit of the same kind, or of another."""
    number = 0
    for path, value in _walk(data, ()):
        if path[0] in ("items", "let", "tables") and path[-1] == "unit" and isinstance(value, str):
            if _is_zero(data, path[:-1]):
                continue  # nothing is nothing in any unit
            number += 1
            other = OTHER_KIND.get(value, "s") if number % 3 == 0 else SAME_KIND.get(value)
            if other is not None:
                yield "unit", f"{_shown(path)}: {value} -> {other}", path, _setter(other)


def _is_zero(data: Any, path: tuple[Any, ...]) -> bool:
    for key in path:
        data = data[key]
    stated = data.get("value", data.get("assume"))
    return isinstance(stated, list) and not any(stated)


def _names(
    data: Any, dictionary: Dictionary, chance: random.Random
) -> Iterator[tuple[str, str, tuple[Any, ...], Any]]:
    """A data name or a field is misspelt, or is another one."""
    items = data.get("items") or {}
    for name in items:
        category = name[1:].partition(".")[0].lower()
        others = [d.id for d in dictionary.members.get(category, ()) if d.id not in items]
        options = [_misspelt(name, chance), *chance.sample(others, min(1, len(others)))]
        other = chance.choice(options)
        if other not in items:
            yield "name", f"{name} -> {other}", ("items", name), _renamer(other)
    for path in _leaves(data):
        if path[0] == "tables":
            other = _misspelt(path[-1], chance)
            yield "name", f"{_shown(path)} -> {other}", path, _renamer(other)


def _paths(data: Any, chance: random.Random) -> Iterator[tuple[str, str, tuple[Any, ...], Any]]:
    """A step of a path is misspelt, or is another one of the same file."""
    texts = [(path, value) for path, value in _walk(data, ()) if _is_expression(path, value)]
    steps = sorted({found for _, value in texts for found in _STEP.findall(value)})
    for path, value in texts:
        found = list(_STEP.finditer(value))
        if not found:
            continue
        step = chance.choice(found)
        options = [_misspelt(step.group(), chance)]
        options += (
            chance.sample([s for s in steps if s != step.group()], 1) if len(steps) > 1 else []
        )
        other = chance.choice(options)
        text = value[: step.start()] + other + value[step.end() :]
        yield "path", f"{_shown(path)}: {value} -> {text}", path, _setter(text)


def _is_expression(path: tuple[Any, ...], value: Any) -> bool:
    if not isinstance(value, str) or path[0] not in ("items", "let", "tables"):
        return False
    if any(key in _WORDS for key in path) and path[-1] != "name":
        return False
    keys = [key for key in path if isinstance(key, str)]
    return keys[-1] not in ("unit", "fn", "when", "where", "name", "text", "as", "assumed", "kind")


def _walk(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _walk(value, (*path, number))
    else:
        yield path, node


def _misspelt(name: str, chance: random.Random) -> str:
    """One letter is missing."""
    if len(name) < 3:
        return f"{name}x"
    at = chance.randrange(len(name) // 2, len(name))
    return name[:at] + name[at + 1 :]


def _setter(value: Any) -> Any:
    def change(parent: Any, key: Any) -> None:
        parent[key] = value

    return change


def _renamer(other: str) -> Any:
    def change(parent: Any, key: Any) -> None:
        pairs = [(other if k == key else k, v) for k, v in parent.items()]
        parent.clear()
        parent.update(pairs)

    return change


def _shown(path: tuple[Any, ...]) -> str:
    return "/".join(map(str, path))
