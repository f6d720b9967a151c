"""Parts of a mapping as plain values that are equal if they mean the same.

Places, the spelling of texts and the names of lets do not count: a let is what it stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.model import MISSING, Value
from imgcif_map.mapping.model import Mapping as MappingModel

_SILENT: Final = frozenset({"place", "places", "name_place", "text", "words", "mapping"})
Canonical = Any


class Canon:
    """Answers for one mapping."""

    def __init__(self, mapping: MappingModel) -> None:
        self.mapping = mapping
        self._lets: dict[str, Canonical] = {}
        self._open: set[str] = set()

    def of(self, thing: Any) -> Canonical:
        """Anything of a mapping; hashable."""
        if isinstance(thing, ast.Variable) and thing.name in self.mapping.lets:
            return ("let", self._let(thing.name), self.of(thing.predicates))
        inner = _alone(thing) if isinstance(thing, Value) else None
        if inner is not None and inner in self.mapping.lets:
            return self._let(inner)
        if isinstance(thing, ast.Text):
            return ("text", repr(thing.value))
        if is_dataclass(thing) and not isinstance(thing, type):
            members = [f for f in fields(thing) if f.name not in _SILENT]
            return (type(thing).__name__, *(self.of(getattr(thing, f.name)) for f in members))
        if isinstance(thing, Mapping):
            return ("map", *sorted((str(k), self.of(v)) for k, v in thing.items()))
        if isinstance(thing, list | tuple):
            return ("list", *map(self.of, thing))
        return "missing" if thing is MISSING else repr(thing)

    def _let(self, name: str) -> Canonical:
        if name in self._open:
            return ("circle",)
        if name not in self._lets:
            self._open.add(name)
            self._lets[name] = self.of(self.mapping.lets[name])
            self._open.discard(name)
        return self._lets[name]


def _alone(value: Value) -> str | None:
    """The name if a value is nothing but ``$name``."""
    if len(value.picks) != 1:
        return None
    pick = value.picks[0]
    source = pick.source
    bare = (
        pick.kind == "from" and pick.when is None and pick.unit is None and not pick.functions
        and pick.lookup is None and pick.assume is MISSING and not pick.null_if
        and not pick.because and not pick.match and pick.confidence is None
    )  # fmt: skip
    if not bare or not isinstance(source, ast.Path) or source.steps:
        return None
    origin = source.origin
    plain = isinstance(origin, ast.Variable) and not origin.predicates
    return origin.name if plain and isinstance(origin, ast.Variable) else None
