"""One data block in the making: its lets, tables, parameters and frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from imgcif_map.errors import NOWHERE, MappingError, Place
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.frame import BlockFrame
from imgcif_map.mapping.engine.results import Outcome, Records
from imgcif_map.mapping.engine.rows import RowGroup, expand
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import Session
from imgcif_map.mapping.engine.tables import make_rows
from imgcif_map.mapping.engine.values import evaluate_value, literal
from imgcif_map.mapping.model import CategoryPart, Mapping
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record


@dataclass
class Known:
    """A let or table already evaluated, and where its values were sought in vain."""

    outcome: Outcome
    trace: tuple[str, ...] = ()


@dataclass
class BlockRun:
    """Evaluates a mapping for one block record; lets and tables are lazy and remembered."""

    session: Session
    mapping: Mapping
    record: Record | None
    _known: dict[str, Known | None] = field(default_factory=dict)
    _rows: dict[str, list[tuple[CategoryPart, list[RowGroup]]]] = field(default_factory=dict)

    @cached_property
    def scope(self) -> Scope:
        """The outermost scope of the block."""
        return Scope(self, self.record)

    @cached_property
    def frame(self) -> BlockFrame:
        """The block's frame; computed when first asked for."""
        return BlockFrame(self.mapping.frame, self)

    def roots_of(self, here: Record | None) -> Records:
        """What ``/`` means: the root of the current record's source, or all sources."""
        node = here if here is not None and here.parent is not None else self.record
        if node is None or node.parent is None:
            members = getattr(node, "members", ())
            if members:
                return (members[0].root,)
            return self.session.roots
        return (node.root,)

    def variable(self, name: str, scope: Scope) -> Outcome:
        """``$name``: loop variable, field of this row, let, table, parameter, or built in.

        Built in are ``$block`` (the record the block is made of), ``$data_block``
        (the name of the data block) and ``$up`` (of the frame).
        """
        if name in scope.names:
            return scope.names[name]
        if scope.row is not None and scope.row.has(name):
            outcome = scope.row.field(name)
            for place in scope.row.looked(name):
                scope.missed(place)
            return outcome
        if name in self.mapping.lets or name in self.mapping.tables:
            known = self._evaluate(name)
            for place in known.trace:
                scope.missed(place)
            return known.outcome
        if name in self.mapping.params:
            value = self.param(name)
            return Outcome(None if value is None else literal(value, "value"))
        if name == "up":
            return Outcome(Quantity(self.frame.up, kind="generated"))
        if name == "data_block":
            return Outcome(Quantity(self.session.block or "", kind="generated"))
        if name == "block":
            return Outcome((self.record,) if self.record is not None else ())
        raise MappingError(
            f"nothing is called ${name} here",
            place=scope.place,
            hint="names come from let:, tables:, params:, as: or a field of the same row",
        )

    def _evaluate(self, name: str) -> Known:
        if name in self._known:
            known = self._known[name]
            if known is None:
                raise MappingError(f"${name} depends on itself", place=self._place(name))
            return known
        self._known[name] = None
        trace: list[str] = []
        try:
            scope = replace(self.scope, trace=trace, place=self._place(name))
            if name in self.mapping.lets:
                outcome = evaluate_value(self.mapping.lets[name], scope)
            else:
                rows = make_rows(self.mapping.tables[name], scope)
                outcome = Outcome(rows)
        except RecursionError:
            raise MappingError(f"${name} is nested too deep", place=self._place(name)) from None
        finally:
            del self._known[name]
        found = self._known[name] = Known(outcome, tuple(trace))
        return found

    def _place(self, name: str) -> Place:
        if name in self.mapping.lets:
            return self.mapping.lets[name].place
        return self.mapping.tables[name].place

    def table(self, name: str) -> Records:
        """The rows of a mapping table."""
        if name not in self.mapping.tables:
            return ()
        result = self._evaluate(name).outcome.result
        return result if isinstance(result, tuple) else ()

    def rows_made(self, table: str) -> int:
        """How many rows a table has, if anything asked for it; else 0."""
        known = self._known.get(table)
        result = known.outcome.result if known is not None else None
        return len(result) if isinstance(result, tuple) else 0

    def category_rows(self, name: str) -> list[tuple[CategoryPart, list[RowGroup]]]:
        """The row groups of each part of a category, numbered through the category."""
        if name not in self._rows:
            category = self.mapping.categories.get(name)
            found = []
            offset = 0
            for part in category.parts if category is not None else ():
                if part.when is not None and not holds(part.when, self.scope):
                    continue
                groups = []
                for group in expand(part.rows, replace(self.scope, place=part.place)):
                    groups.append(replace(group, scope=replace(group.scope, offset=offset)))
                    offset += group.rows
                found.append((part, groups))
            self._rows[name] = found
        return self._rows[name]

    def count(self, category: str) -> Quantity | None:
        """Number of rows of a category; None if it has none."""
        total = sum(g.rows for _, groups in self.category_rows(category) for g in groups)
        return Quantity(total, kind="generated") if total else None

    def param(self, name: str) -> Any:
        """A parameter; using a default that needs a reason is reported as an assumption."""
        if name in self.session.settings:
            return self.session.settings[name]
        param = self.mapping.params.get(name)
        if param is None:
            return None
        if param.because and param.default is not None:
            self.assume(f"{name} = {param.default}: {param.because}", place=param.place)
        return param.default

    def assume(self, message: str, *, place: Place = NOWHERE) -> None:
        """Report an assumption."""
        self.session.gaps.add("assumption", message, place=place, block=self.session.block)

    def correct(self, message: str, quantity: Quantity, *, place: Place = NOWHERE) -> None:
        """Report a correction of a value."""
        self.session.gaps.add(
            "correction",
            message,
            origins=quantity.origins,
            place=place,
            block=self.session.block,
        )
