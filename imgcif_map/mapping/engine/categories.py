"""Fills the categories of a block: keys first, then every other item, then unique ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from imgcif_map.cif.document import INAPPLICABLE
from imgcif_map.mapping.engine.answered import answer_rows, part_of_answer, same
from imgcif_map.mapping.engine.apart import keep_apart
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.engine.keys import KeyCell
from imgcif_map.mapping.engine.links import Links
from imgcif_map.mapping.engine.provenance import Provenance, Trail
from imgcif_map.mapping.engine.results import Outcome, Result
from imgcif_map.mapping.engine.rowcells import MISSING_CELL, RANGE, Row, spelled, without_doubles
from imgcif_map.mapping.engine.rows import RowGroup
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.engine.values import evaluate_value
from imgcif_map.mapping.model import CategoryPart, Value
from imgcif_map.mapping.quantity import Quantity


@dataclass
class Filler:
    """Fills all categories of one block."""

    run: BlockRun
    provenance: Provenance
    answers: dict[tuple[str, str], Value] = field(default_factory=dict)
    """Values given by the user, by (category, object id)."""
    rows: dict[str, list[tuple[CategoryPart, RowGroup, Row]]] = field(default_factory=dict)
    looked: dict[str, list[str]] = field(default_factory=dict)
    """Where each data name without a value was sought."""
    links: Links = field(init=False)

    def __post_init__(self) -> None:
        self.links = Links(self.run, self.provenance)

    def fill(self) -> dict[str, list[Row]]:
        """All rows of all categories; ids are final and equal rows are one."""
        for name in dict.fromkeys([*self.run.mapping.categories, *(c for c, _ in self.answers)]):
            self._make_rows(name)
        for name, rows in self.rows.items():
            first = 0
            for part, group, row in rows:
                self._fill_row(name, part, group, row, first)
                first += row.rows
        only = {name: rows[0][2] for name, rows in self.rows.items() if len(rows) == 1}
        for name, rows in self.rows.items():
            self.links.fill_keys(name, [row for _, _, row in rows], only)
        for rows in self.rows.values():
            self.links.compare([row for _, _, row in rows])
        self.links.keys.finish()
        named = {name: [row for _, _, row in rows] for name, rows in self.rows.items()}
        keep_apart(named, self._key_names, self.run.session.ids)
        return {
            name: without_doubles(
                [row for _, _, row in rows if not any(e.merged for e in row.identity)]
            )
            for name, rows in self.rows.items()
        }

    def _key_names(self, category: str) -> list[str]:
        """The object ids of a category's key."""
        found = self.run.session.dictionary.category(category)
        return [key.split(".", 1)[1] for key in (found.keys if found is not None else ())]

    # -- first pass: rows and the ids they wish for

    def _make_rows(self, category: str) -> None:
        found = self.rows.setdefault(category, [])
        first = 0
        for part, groups in self.run.category_rows(category):
            for group in groups:
                row = Row(part.name, group.scope.length)
                for name, value in part.items.items():
                    for pick in value.picks:
                        if pick.kind == "key":
                            answer = self._answer(category, name, row, first)
                            self.links.make_key(category, name, pick, group.scope, row, answer)
                found.append((part, group, row))
                first += row.rows
        answered = {o: v for (c, o), v in self.answers.items() if c == category}
        if answered and not found:
            found.extend(answer_rows(category, answered, self.links))

    def _answer(self, category: str, name: str, row: Row, first: int) -> Value | None:
        """What the user says of these rows, or None."""
        value = self.answers.get((category, name))
        if value is None:
            return None
        total = sum(g.rows for _, groups in self.run.category_rows(category) for g in groups)
        part = part_of_answer(value, first, row, total)
        if part is None:
            self._report(
                category, name, value, None, "conflict",
                f"the answer has {len(value.picks[0].literal)} values for {total} rows",
            )  # fmt: skip
        return part

    # -- second pass: everything else

    def _fill_row(
        self, category: str, part: CategoryPart, group: RowGroup, row: Row, first: int
    ) -> None:
        answered = {
            o: answer
            for (c, o) in self.answers
            if c == category and (answer := self._answer(c, o, row, first)) is not None
        }
        for name, value in part.items.items():
            if name in row.cells:
                continue
            ranged = RANGE.fullmatch(name)
            if ranged:
                self._fill_vector(category, ranged, value, group.scope, row)
            else:
                answer = answered.pop(name, None)
                row.cells[name] = self._cell(category, name, value, group.scope, row, answer)
        for name, value in answered.items():
            if not isinstance(row.cells.get(name), KeyCell):
                row.cells[name] = self._said(category, name, value, group.scope, row)
        order = [n for name in part.items for n in spelled(name)]
        row.cells = {n: row.cells[n] for n in dict.fromkeys([*order, *row.cells])}

    def _fill_vector(
        self, category: str, ranged: re.Match[str], value: Value, scope: Scope, row: Row
    ) -> None:
        names = spelled(ranged[0])
        outcome, trace = self._evaluate(value, scope)
        quantity = self._quantity(outcome.result)
        if quantity is not None and np.shape(quantity.data)[-1:] != (len(names),):
            self._report(
                category, names[0], value, quantity, "conflict",
                f"{np.shape(quantity.data)} values where {len(names)} are expected",
            )  # fmt: skip
            quantity = None
        for position, name in enumerate(names):
            element = None
            if quantity is not None:
                element = replace(quantity, data=np.asarray(quantity.data)[..., position])
            row.cells[name] = self._fitted(
                category, name, value, Outcome(element, outcome.sought), trace, scope, row
            )

    def _cell(
        self,
        category: str,
        name: str,
        value: Value,
        scope: Scope,
        row: Row,
        answer: Value | None,
    ) -> Any:
        pick = value.picks[0] if value.picks else None
        if pick is not None and pick.kind == "ref" and answer is None:
            found = self.links.reference(category, name, value, scope, row)
            others = tuple(p for p in value.picks if p.kind != "ref")
            if found is not None or not others:
                return found
            value = replace(value, picks=others)  # no object to refer to: what else it can be
        outcome, trace = self._evaluate(value, scope)
        if answer is not None:
            given = self._answered(category, name, answer, outcome, scope, row)
            if given is not MISSING_CELL:  # an answer that is of no use replaces nothing
                return given
        return self._fitted(category, name, value, outcome, trace, scope, row)

    def _evaluate(self, value: Value, scope: Scope) -> tuple[Outcome, list[str]]:
        trace: list[str] = []
        scope = replace(scope, trace=trace, place=value.place)
        return evaluate_value(value, scope), trace

    def _quantity(self, result: Result) -> Quantity | None:
        return self.run.session.quantity(result) if isinstance(result, tuple) else result

    def _fitted(
        self,
        category: str,
        name: str,
        value: Value,
        outcome: Outcome,
        trace: Sequence[str],
        scope: Scope,
        row: Row,
    ) -> Any:
        definition = self.links.definition(category, name, value)
        quantity = self._quantity(outcome.result)
        if quantity is None:
            if trace or outcome.sought:
                looked = self.looked.setdefault(definition.id, [])
                looked.extend(t for t in trace if t not in looked)
            return MISSING_CELL if outcome.sought else None

        def report(kind: str, message: str) -> None:
            self._report(category, name, value, quantity, kind, message)

        data = fit(quantity, definition, row.length, report)
        if data is None:
            return MISSING_CELL
        self.provenance.add(
            Trail(
                definition.id,
                row.part,
                row.rows,
                value.place,
                quantity.kind,
                quantity.origins,
                quantity.functions,
                quantity.unit,
                definition.units,
            )
        )
        return data

    def _answered(
        self, category: str, name: str, answer: Value, outcome: Outcome, scope: Scope, row: Row
    ) -> Any:
        """An answer wins, but a source that says something else is a conflict."""
        given = self._said(category, name, answer, scope, row)
        quantity = self._quantity(outcome.result)
        if given is not MISSING_CELL and quantity is not None and quantity.kind == "source":
            definition = self.links.definition(category, name, answer)
            stated = fit(quantity, definition, row.length, lambda kind, message: None)
            if stated is not None and not same(stated, given):
                self._report(
                    category, name, answer, quantity, "conflict",
                    f"the answer {_shown(given)} replaces {short(Quantity(stated))}, "
                    "which the source states",
                )  # fmt: skip
        return given

    def _said(self, category: str, name: str, answer: Value, scope: Scope, row: Row) -> Any:
        """The cell of an answer; one without candidates says that the item does not apply."""
        if answer.picks:
            outcome = self._evaluate(answer, scope)[0]
            return self._fitted(category, name, answer, outcome, (), scope, row)
        definition = self.links.definition(category, name, answer)
        trail = Trail(definition.id, row.part, row.rows, answer.place, "answer")
        self.provenance.add(trail)
        return INAPPLICABLE

    def _report(
        self,
        category: str,
        name: str,
        value: Value,
        quantity: Quantity | None,
        kind: str,
        message: str,
    ) -> None:
        self.run.session.gaps.add(
            kind,
            f"_{category}.{name}: {message}",
            origins=quantity.origins if quantity is not None else (),
            item=f"_{category}.{name}",
            block=self.run.session.block,
            place=value.place,
        )


def _shown(given: Any) -> str:
    return INAPPLICABLE.text if given is INAPPLICABLE else short(Quantity(given))
