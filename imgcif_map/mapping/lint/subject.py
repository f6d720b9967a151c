"""What the rules look at: a mapping, both of its sides, and what links them."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.model import Mapping, Pick
from imgcif_map.mapping.tracing.flows import Flow, Scope, Spot
from imgcif_map.mapping.tracing.links import Traced, trace_with
from imgcif_map.mapping.tracing.tracer import Tracer

Demand = Sequence[Sequence[str]]
"""Data names that a file has to have: all of one of the alternatives."""


@dataclass
class Subject:
    """One composed mapping under the rules."""

    mapping: Mapping
    dictionary: Dictionary
    functions: MappingType[str, Function]
    book: Notebook
    required: Sequence[Demand] = ()
    """What every file needs."""

    @cached_property
    def tracer(self) -> Recorder:
        """Follows values; knows afterwards every place that an expression asked for."""
        return Recorder(self.mapping)

    @cached_property
    def traced(self) -> Traced:
        """Every data name with the places it comes from."""
        return trace_with(self.tracer)

    @cached_property
    def asked(self) -> MappingType[Spot, Place]:
        """Every place of the source that any expression asks for, and where it first does."""
        self.traced  # noqa: B018 - items are followed first
        tracer, mapping = self.tracer, self.mapping
        for fix in mapping.fixes:
            tracer.at(fix.place, fix.path)
        for value in (*mapping.blocks, *filter(None, [mapping.block_name])):
            tracer.value(value, tracer.scope)
        for let in mapping.lets.values():
            tracer.value(let, tracer.scope)
        for check in mapping.checks:
            tracer.value(check.left, tracer.scope)
            tracer.value(check.right, tracer.scope)
        for table in mapping.tables:
            for row in tracer.rows(table):
                for name in mapping.tables[table].fields:
                    tracer.field(row, name)
        return tracer.seen


class Recorder(Tracer):
    """A tracer that notes every place it comes by."""

    def __init__(self, mapping: Mapping) -> None:
        self.seen: dict[Spot, Place] = {}
        self.comparisons: dict[tuple[str, Spot, tuple[str, ...]], Place] = {}
        """Places that are compared with words of the mapping."""
        self._where = Place("")
        self._quiet = False
        super().__init__(mapping)

    def pick(self, pick: Pick, scope: Scope) -> tuple[Flow, ...]:
        """One candidate; what is met below it is met at its place."""
        before, self._where = self._where, pick.place if pick.place.line else self._where
        try:
            return super().pick(pick, scope)
        finally:
            self._where = before

    def at(self, place: Place, tree: ast.Expression) -> tuple[Flow, ...]:
        """An expression that stands at a place of its own."""
        before, self._where = self._where, place
        try:
            return self.expression(tree, self.scope)
        finally:
            self._where = before

    def aside(self, tree: ast.Expression) -> tuple[Flow, ...]:
        """Files have more than definitions know, and gaps: and ignore: may name it."""
        before, self._quiet = self._quiet, True
        try:
            return super().aside(tree)
        finally:
            self._quiet = before

    def expression(self, tree: ast.Expression, scope: Scope) -> tuple[Flow, ...]:
        """An expression; the places that it may mean are noted."""
        found = super().expression(tree, scope)
        if isinstance(tree, ast.Path) and not self._quiet:
            place = tree.place if tree.place.line else self._where
            for flow in found:
                if isinstance(flow.end, Spot) and flow.end.steps:
                    self.seen.setdefault(flow.end, place)
                for spot in flow.reads:
                    self.seen.setdefault(spot, place)
        return found

    def compared(self, op: str, left: tuple[Flow, ...], right: tuple[Flow, ...]) -> None:
        """Note which places are compared with which words."""
        for one, other in ((left, right), (right, left)):
            words = [known for flow in other if (known := flow.known()) is not None]
            for flow in one:
                if isinstance(flow.end, Spot) and not flow.functions:
                    for known in words:
                        self.comparisons.setdefault((op, flow.end, known), self._where)
