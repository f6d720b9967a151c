"""Follows values of a mapping to the places of the source that they come from.

Nothing is read: every candidate counts that no fixed fact rules out. Rows are traced
once for each way in which they are made, so that a condition on what the mapping states
(the type of an axis it lists) decides as it would in a conversion.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from imgcif_map.errors import NOWHERE, MappingError, Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.model import Along, Each, Mapping, Pick, RowLevel, Value, Zip
from imgcif_map.mapping.tracing import calls, picks
from imgcif_map.mapping.tracing.conditions import holds
from imgcif_map.mapping.tracing.flows import (
    NOTHING,
    Computed,
    Fixed,
    Flow,
    Made,
    Row,
    Scope,
    Spot,
    fixed,
)
from imgcif_map.mapping.tracing.steps import along, predicates

MAX_FLOWS = 1000
"""Ways that lead to one value; more is a mistake or an attack."""


class Tracer:
    """Answers for one mapping; nothing is worked out twice."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._known: dict[Hashable, tuple[Flow, ...]] = {}
        self._open: set[Hashable] = set()
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._open_rows: set[str] = set()
        self._needed: dict[str, tuple[int, ...]] = {}
        self.block = Flow(Spot(), sure=True)
        scope = Scope(self.block)
        found = [flow for value in mapping.blocks for flow in self.value(value, scope)]
        if found:
            self.block = found[0]
        self._known.clear()
        self._rows.clear()

    @property
    def scope(self) -> Scope:
        """What top-level expressions see."""
        return Scope(self.block)

    @cached_property
    def _functions(self) -> dict[str, Function]:
        return load_functions()

    def needed(self, function: str) -> tuple[int, ...]:
        """Places of the arguments without which a function yields nothing."""
        if function not in self._needed:
            from imgcif_map.mapping.lint.functions import parameters  # lint traces, too

            found = self._functions.get(function)
            known = parameters(found) if found is not None else []
            self._needed[function] = tuple(
                n
                for n, parameter in enumerate(known)
                if parameter.kind is not parameter.VAR_POSITIONAL
                and "None" not in str(parameter.annotation)
            )
        return self._needed[function]

    # -- values

    def value(self, value: Value, scope: Scope) -> tuple[Flow, ...]:
        """All that a value may be; candidates after one that is always there do not count."""
        found: list[Flow] = []
        for pick in value.picks:
            flows = self.pick(pick, scope)
            found.extend(flows)
            if any(flow.sure for flow in flows):
                break
        return bounded(found, value.place)

    def pick(self, pick: Pick, scope: Scope) -> tuple[Flow, ...]:
        """One candidate."""
        return picks.traced(pick, scope, self)

    def aside(self, tree: ast.Expression) -> tuple[Flow, ...]:
        """What an expression stands for that no value is made of: gaps, corrections."""
        return self.expression(tree, self.scope)

    def compared(self, op: str, left: tuple[Flow, ...], right: tuple[Flow, ...]) -> None:
        """Called for each comparison, for those who want to know."""

    # -- expressions

    def expression(self, tree: ast.Expression, scope: Scope) -> tuple[Flow, ...]:
        """All that an expression may yield."""
        match tree:
            case ast.Text(value):
                return (fixed(value),)
            case ast.ListOf(items):
                return self._list(items, scope)
            case ast.Call():
                return predicates(
                    calls.called(tree, scope, self), tree.predicates, scope, self, last=True
                )
        return self._path(tree, scope)

    def _list(self, items: Sequence[ast.Expression], scope: Scope) -> tuple[Flow, ...]:
        """``[a, b, c]``: one value of several parts."""
        found = [self.expression(item, scope) for item in items]
        sources = sum(any(isinstance(f.end, Spot) for f in flows) for flows in found)
        if sources < 2:
            return bounded((f for flows in found for f in flows), NOWHERE)
        joined = (
            flow.but(joined="list", index=index, sure=False)
            for index, flows in enumerate(found)
            for flow in flows
        )
        return bounded(joined, NOWHERE)

    def _path(self, path: ast.Path, scope: Scope) -> tuple[Flow, ...]:
        found = self._origin(path.origin, scope, last=not path.steps)
        for number, step in enumerate(path.steps, 1):
            flows: list[Flow] = []
            for flow in found:
                flows.extend(along(flow, step, scope, self, last=number == len(path.steps)))
            found = bounded(flows, path.place)
        return found

    def _origin(self, origin: ast.Origin, scope: Scope, *, last: bool) -> tuple[Flow, ...]:
        match origin:
            case ast.Root():
                return (Flow(Spot(), sure=True),)
            case ast.Call():
                flows = calls.called(origin, scope, self)
                return predicates(flows, origin.predicates, scope, self, last=last)
            case ast.Variable(name, filters):
                return predicates(self.named(name, scope), filters, scope, self, last=last)
        return (scope.here,)

    # -- names

    def named(self, name: str, scope: Scope) -> tuple[Flow, ...]:
        """``$name``: a loop variable, a field of this row, the block, a let, table, parameter."""
        if name in scope.names:
            return (scope.names[name],)
        if scope.row is not None:
            found = self.field(scope.row, name)
            if found is not None:
                return found
        mapping = self.mapping
        if name in ("block", "data_block"):
            return (self.block,) if name == "block" else (Flow(Computed("name of the data block")),)
        if name in mapping.lets:
            value = mapping.lets[name]
            return self._once(("let", name), lambda: self.value(value, self.scope))
        if name in mapping.tables:
            return tuple(Flow(row) for row in self.rows(name))
        if name in mapping.params:
            default = mapping.params[name].default
            return (fixed(default),) if default is not None else NOTHING
        return NOTHING

    def field(self, row: Row, name: str) -> tuple[Flow, ...] | None:
        """A field of a row; None if the table has none of that name."""
        table = self.mapping.tables[row.table]
        cells = table.entries.get(row.entry, {}) if row.entry is not None else {}
        names = dict(row.names)
        if name == "key" and row.entry is not None:
            return (Flow(Fixed((row.entry,)), word=row.entry, sure=True),)
        value = cells.get(name) or table.fields.get(name)
        if value is not None:
            scope = Scope(row.here or self.block, names, row)
            return self._once((row, name), lambda: self.value(value, scope))
        return (names[name],) if name in names else None

    def _once(self, key: Hashable, work: Callable[[], tuple[Flow, ...]]) -> tuple[Flow, ...]:
        """Worked out once; what depends on itself yields nothing."""
        if key in self._known:
            return self._known[key]
        if key in self._open:
            return NOTHING
        self._open.add(key)
        try:
            found = work()
        finally:
            self._open.discard(key)
        self._known[key] = found
        return found

    # -- rows

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a table, one for each way in which they are made."""
        if name in self._rows:
            return self._rows[name]
        if name in self._open_rows:
            return ()
        self._open_rows.add(name)
        table = self.mapping.tables[name]
        found: list[Row] = []
        if table.rows is not None:
            for scope in self.scopes(table.rows, self.scope):
                found.append(Row(name, None, scope.here, tuple(scope.names.items())))
        found += [Row(name, entry, self.block) for entry in table.entries]
        kept = []
        for row in found:
            scope = Scope(Flow(row), dict(row.names), row)  # it sees the finished row
            if holds(table.where, scope, self) is not False:
                kept.append(row)
        self._open_rows.discard(name)
        self._rows[name] = tuple(kept)
        return self._rows[name]

    def scopes(self, levels: Sequence[RowLevel], outer: Scope) -> list[Scope]:
        """What a row sees, for each way in which the levels make rows."""
        found = [outer]
        for level in levels:
            found = [inner for scope in found for inner in self._level(level, scope)]
            if len(found) > MAX_FLOWS:
                raise _too_many(NOWHERE)
        return found

    def _level(self, level: RowLevel, scope: Scope) -> Iterator[Scope]:
        match level:
            case Each(sources, name, where):
                flows = bounded((f for value in sources for f in self.value(value, scope)), NOWHERE)
                for flow in flows:
                    inner = self._entered(flow, name, scope)
                    if holds(where, inner, self) is not False:
                        yield inner
            case Zip(columns, name):
                fields = tuple((key, self.value(v, scope)) for key, v in columns.items())
                yield self._entered(Flow(Made(fields), sure=True), name, scope)
            case Along(_, name):
                number = Flow(Computed("number of the row"), sure=True)
                names = {**scope.names, name: number} if name else scope.names
                yield Scope(scope.here, names, scope.row)

    @staticmethod
    def _entered(flow: Flow, name: str | None, scope: Scope) -> Scope:
        names = {**scope.names, name: flow} if name else scope.names
        return Scope(flow, names, None)


def bounded(flows: Iterable[Flow], place: Place) -> tuple[Flow, ...]:
    """Without doubles, and not too many."""
    found = tuple(dict.fromkeys(flows))
    if len(found) > MAX_FLOWS:
        raise _too_many(place)
    return found


def _too_many(place: Place) -> MappingError:
    return MappingError(
        f"more than {MAX_FLOWS} places of the source may end here",
        place=place if place.line else None,
        hint="paths with ( | ) that build on each other multiply; name fewer places",
    )
