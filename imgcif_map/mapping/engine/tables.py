"""Mapping tables: rows with lazily evaluated fields. A row is a record like any other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.results import Outcome, QuantityRecord, Records
from imgcif_map.mapping.engine.rows import expand
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.values import evaluate_value
from imgcif_map.mapping.model import Table, Value
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Data, Origin, Record


class TableRow(Record):
    """One row: fields are its children, its identity is that of the record it stands for."""

    def __init__(
        self,
        table: str,
        fields: Mapping[str, Value],
        scope: Scope,
        source: Record | None,
        identity: Hashable,
    ) -> None:
        self.name = source.name if source is not None else table
        self.parent = None
        self.table = table
        self.fields = fields
        self.scope = scope
        self.source = source
        self._identity = identity
        self._known: dict[str, Outcome | None] = {}
        self._traces: dict[str, list[str]] = {}

    @property
    def origin(self) -> Origin:
        return self.source.origin if self.source is not None else Origin("", f"${self.table}")

    @property
    def identity(self) -> Hashable:
        return self._identity

    @property
    def is_leaf(self) -> bool:
        return False

    def has(self, name: str) -> bool:
        """Whether the row has that field or loop variable."""
        return name in self.fields or name in self.scope.names

    def field(self, name: str) -> Outcome:
        """The value of a field, evaluated once."""
        if name not in self.fields:
            return self.scope.names.get(name, Outcome(None))
        if name in self._known:
            known = self._known[name]
            if known is None:
                raise MappingError(
                    f"field {name} of table {self.table} depends on itself",
                    place=self.fields[name].place,
                )
            return known
        self._known[name] = None
        try:
            outcome = evaluate_value(self.fields[name], self._field_scope(name))
        except RecursionError:
            raise MappingError(
                f"field {name} of table {self.table} is nested too deep",
                place=self.fields[name].place,
            ) from None
        finally:
            del self._known[name]
        self._known[name] = outcome
        return outcome

    def _field_scope(self, name: str) -> Scope:
        from dataclasses import replace

        trace = self._traces[name] = []
        return replace(self.scope, row=self, trace=trace, place=self.fields[name].place)

    def looked(self, name: str) -> Sequence[str]:
        """Where the value of a field was sought in vain."""
        return self._traces.get(name, ())

    def named(self, name: str) -> Records:
        """What a path step yields: the field's records, or its value dressed as one."""
        if not self.has(name):
            return ()
        result = self.field(name).result
        if isinstance(result, Quantity):
            return (QuantityRecord(name, result),)
        return result or ()

    def child(self, name: str) -> Record | None:
        found = self.named(name)
        return found[0] if found else None

    def children(self) -> Sequence[Record]:
        return [record for name in self.fields for record in self.named(name)]

    def read(self) -> Data:
        return None


def make_rows(table: Table, scope: Scope) -> Records:
    """All rows of a table, in order; literal entries override or follow the rows by name."""
    rows = [] if table.rows is None else _from_rows(table, scope)
    rows = _with_entries(table, rows, scope)
    if table.where is not None:
        rows = [row for row in rows if holds(table.where, scope.at(row))]
    if rows and table.assumed:
        scope.run.assume(table.assumed, place=table.place)
    return tuple(rows)


def _from_rows(table: Table, scope: Scope) -> list[TableRow]:
    found = []
    for group in expand(table.rows, scope):
        records = [group.scope.here] if len(group.bound) <= 1 else list(group.bound)
        keys = tuple(r.identity for r in records if r is not None)
        identity = keys[0] if len(keys) == 1 else keys
        found.append(TableRow(table.name, table.fields, group.scope, group.scope.here, identity))
    return found


def _with_entries(table: Table, rows: list[TableRow], scope: Scope) -> list[TableRow]:
    if not table.entries:
        return rows
    by_name = {}
    for row in rows:
        name = row.field("name").result if "name" in table.fields else None
        if isinstance(name, Quantity):
            by_name[to_text(name.data)] = row
    for position, (key, cells) in enumerate(table.entries.items(), start=len(rows) + 1):
        fields = {**table.fields, **cells}
        if key in by_name:
            by_name[key].fields = fields
            continue
        inner = scope.bind("key", Quantity(key, kind="value"))
        inner = _at_position(inner, position)
        rows.append(TableRow(table.name, fields, inner, scope.here, ("entry", table.name, key)))
    return rows


def _at_position(scope: Scope, position: int) -> Scope:
    from dataclasses import replace

    return replace(scope, position=position)
