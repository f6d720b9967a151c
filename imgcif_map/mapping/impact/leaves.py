"""What a mapping itself may write under a data name, wherever it says so.

Followed from an item through fields, loop variables and lets to the literal or lookup, as long
as nothing computes on the way. Conditions are not weighed: what may be written counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from imgcif_map.errors import Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.model import (
    MISSING,
    Each,
    Pick,
    RowLevel,
    Value,
    Zip,
)
from imgcif_map.mapping.model import (
    Mapping as MappingModel,
)

OPEN: Final = "source"
"""Kind of a leaf that is not the mapping's: the source or a function says it."""
LOOKUP: Final = "lookup"
_MOST_DEPTH: Final = 40
_SAME: Final = frozenset({"first", "last", "reverse", "distinct"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something that may be written. ``key`` is the word of a lookup that leads to ``data``."""

    kind: str
    """``value``, ``assume``, ``text``, ``param``, ``entry`` of a lookup, its ``otherwise``;
    ``lookup`` is the table itself; ``source``: anything."""
    place: Place
    """Of the candidate, or of the parameter."""
    data: Any = None
    key: str = ""
    pick: Pick | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Sight:
    """Names in reach and the tables whose rows they are."""

    names: Mapping[str, str] = field(default_factory=dict)
    here: str = ""
    row: str = ""
    """The table whose other fields ``$field`` names."""


class Leaves:
    """Answers for one mapping."""

    def __init__(self, mapping: MappingModel) -> None:
        self.mapping = mapping

    def of(self, rows: Sequence[RowLevel] | None, value: Value) -> tuple[Leaf, ...]:
        """What an item of a part of a category may be."""
        return tuple(dict.fromkeys(self._value(value, self._seen(rows, _Sight()), 0)))

    def _seen(self, rows: Sequence[RowLevel] | None, sight: _Sight) -> _Sight:
        for level in rows or ():
            table = ""
            if isinstance(level, Each):
                tables = {self._table(source, sight) for source in level.sources}
                table = tables.pop() if len(tables) == 1 else ""
                sight = replace(sight, here=table)
            elif isinstance(level, Zip):
                sight = replace(sight, here="")
            if level.name is not None:
                sight = replace(sight, names={**sight.names, level.name: table})
        return sight

    def _table(self, value: Value, sight: _Sight) -> str:
        """The table whose rows a value lists, "" for anything else."""
        found = {
            self._row(pick.source, sight) if pick.kind == "from" else "" for pick in value.picks
        }
        return found.pop() if len(found) == 1 else ""

    def _row(self, tree: object, sight: _Sight) -> str:
        if isinstance(tree, ast.Call) and tree.name in _SAME and tree.args:
            return self._row(tree.args[0], sight)
        if isinstance(tree, ast.Path) and not tree.steps and isinstance(tree.origin, ast.Variable):
            name = tree.origin.name
            return sight.names.get(name, name if name in self.mapping.tables else "")
        return ""

    # -- values

    def _value(self, value: Value, sight: _Sight, depth: int) -> Iterator[Leaf]:
        if depth > _MOST_DEPTH:
            return
        for pick in value.picks:
            yield from self._pick(pick, sight, depth + 1)

    def _pick(self, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        if pick.lookup is not None:
            yield from self._looked_up(pick, sight, depth)
        elif pick.functions:
            yield Leaf(OPEN, pick.place, pick=pick)
        else:
            yield from self._plain(pick, sight, depth)
        if pick.assume is not MISSING:
            yield Leaf("assume", pick.place, _hashable(pick.assume), pick=pick)

    def _looked_up(self, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        assert pick.lookup is not None
        yield Leaf(LOOKUP, pick.place, pick=pick)
        for key, data in pick.lookup.table.items():
            yield Leaf("entry", pick.place, _hashable(data), key, pick)
        if pick.lookup.otherwise == "value":
            yield Leaf("otherwise", pick.place, _hashable(pick.lookup.value), pick=pick)
        elif pick.lookup.otherwise == "keep":
            if pick.functions:
                yield Leaf(OPEN, pick.place, pick=pick)
            else:
                yield from self._plain(pick, sight, depth)

    def _plain(self, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        match pick.kind:
            case "value":
                yield Leaf("value", pick.place, _hashable(pick.literal), pick=pick)
            case "from" if isinstance(pick.source, Value):
                yield from self._value(pick.source, sight, depth)
            case "from":
                yield from self._expression(pick.source, pick, sight, depth)
            case "all":
                for member in pick.members:
                    yield from self._value(member, sight, depth)
            case "text":
                yield from self._texts(pick, sight, depth)

    def _texts(self, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        for template in pick.texts:
            parts = template.parts
            if all(isinstance(part, str) for part in parts):
                yield Leaf("text", pick.place, "".join(map(str, parts)), pick=pick)
            elif len(parts) == 1 and isinstance(parts[0], tuple) and not parts[0][1]:
                yield from self._expression(parts[0][0], pick, sight, depth)
            else:
                yield Leaf(OPEN, pick.place, pick=pick)

    # -- expressions

    def _expression(self, tree: object, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        match tree:
            case ast.Text(value):
                yield Leaf("value", pick.place, value, pick=pick)
            case ast.ListOf(items):
                for item in items:
                    yield from self._expression(item, pick, sight, depth)
            case ast.Call(name, (first, *_)) if name in _SAME:
                yield from self._expression(first, pick, sight, depth)
            case ast.Path():
                yield from self._path(tree, pick, sight, depth)
            case _:
                yield Leaf(OPEN, pick.place, pick=pick)

    def _path(self, path: ast.Path, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        steps = [step for step in path.steps if not isinstance(step, ast.Self)]
        table = ""
        if isinstance(path.origin, ast.Variable):
            name = path.origin.name
            if not steps:
                yield from self._named(name, pick, sight, depth)
                return
            table = sight.names.get(name, name if name in self.mapping.tables else "")
        elif isinstance(path.origin, ast.Here):
            table = sight.here
        for number, step in enumerate(steps, 1):
            field_name = _name_of(step)
            if not table or field_name is None:
                break
            inner = self._seen(self.mapping.tables[table].rows, _Sight())
            if field_name in inner.names and field_name not in self.mapping.tables[table].fields:
                table = inner.names[field_name]
                continue
            if number == len(steps):
                yield from self._field(table, field_name, pick, depth)
                return
            break
        yield Leaf(OPEN, pick.place, pick=pick)

    def _named(self, name: str, pick: Pick, sight: _Sight, depth: int) -> Iterator[Leaf]:
        mapping = self.mapping
        if name in sight.names:
            yield Leaf(OPEN, pick.place, pick=pick)
        elif sight.row and name in mapping.tables[sight.row].fields:
            yield from self._field(sight.row, name, pick, depth)
        elif name in mapping.lets:
            yield from self._value(mapping.lets[name], _Sight(), depth)
        elif name in mapping.params:
            param = mapping.params[name]
            for data in dict.fromkeys((*map(_hashable, param.one_of), _hashable(param.default))):
                if data is not None:
                    yield Leaf("param", param.place, data, name)
            if not param.one_of:
                yield Leaf(OPEN, pick.place, pick=pick)
        else:
            yield Leaf(OPEN, pick.place, pick=pick)

    def _field(self, name: str, field_name: str, pick: Pick, depth: int) -> Iterator[Leaf]:
        """A field of a table, or the cells of that name; a cell stands before the field."""
        table = self.mapping.tables[name]
        sight = replace(self._seen(table.rows, _Sight()), row=name)
        values = [cells[field_name] for cells in table.entries.values() if field_name in cells]
        all_entries = values and len(values) == len(table.entries) and table.rows is None
        if field_name in table.fields and not all_entries:
            values.append(table.fields[field_name])
        if not values:
            yield Leaf(OPEN, pick.place, pick=pick)
        for value in values:
            yield from self._value(value, sight, depth)


def _name_of(step: ast.Step) -> str | None:
    if isinstance(step, ast.Child) and step.nx_class is None and len(step.parts) == 1:
        return step.parts[0] if isinstance(step.parts[0], str) else None
    return None


def _hashable(data: Any) -> Any:
    return tuple(map(_hashable, data)) if isinstance(data, list) else data
