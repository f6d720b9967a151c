"""Fills the categories of a block: keys first, then every other item, then unique ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.cells import fit
from imgcif_map.mapping.engine.keys import (
    ALONG,
    Entry,
    Identity,
    KeyCell,
    KeyRegistry,
    identity_of,
    legal_word,
)
from imgcif_map.mapping.engine.provenance import Provenance, Trail
from imgcif_map.mapping.engine.results import Outcome, Result
from imgcif_map.mapping.engine.rows import RowGroup
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.templates import fill
from imgcif_map.mapping.engine.values import evaluate_value
from imgcif_map.mapping.model import CategoryPart, Pick, Value
from imgcif_map.mapping.quantity import Quantity

UNKNOWN = "?"
"""Marks a cell that was sought and not found; None is inapplicable."""
RANGE = re.compile(r"(.+)\[(\d+)\.\.(\d+)\]")


@dataclass
class Row:
    """The cells of one row group, by object id: data, :class:`KeyCell`, None or Unknown."""

    part: str
    length: int | None
    cells: dict[str, Any] = field(default_factory=dict)
    identity: tuple[Entry, ...] = ()
    refers: bool = False
    """Whether an item of the mapping (not a self-filled key) refers to another object."""

    @property
    def rows(self) -> int:
        return 1 if self.length is None else self.length


class Unknown:
    """A cell that is ``?`` in the output."""


MISSING_CELL = Unknown()


@dataclass
class Filler:
    """Fills all categories of one block."""

    run: BlockRun
    provenance: Provenance
    answers: dict[tuple[str, str], Value] = field(default_factory=dict)
    """Values given by the user, by (category, object id)."""
    keys: KeyRegistry = field(default_factory=KeyRegistry)
    rows: dict[str, list[tuple[CategoryPart, RowGroup, Row]]] = field(default_factory=dict)
    looked: dict[str, list[str]] = field(default_factory=dict)
    """Where each data name without a value was sought."""

    def fill(self) -> dict[str, list[Row]]:
        """All rows of all categories; ids are final and equal rows are one."""
        for name in self.run.mapping.categories:
            self._make_rows(name)
        for name, rows in self.rows.items():
            for part, group, row in rows:
                self._fill_row(name, part, group, row)
        for name, rows in self.rows.items():
            self._fill_keys(name, [row for _, _, row in rows])
        self._compare()
        self.keys.finish()
        return {
            name: [row for _, _, row in rows if not any(e.merged for e in row.identity)]
            for name, rows in self.rows.items()
        }

    # -- first pass: rows and the ids they wish for

    def _make_rows(self, category: str) -> None:
        found = self.rows.setdefault(category, [])
        for part, groups in self.run.category_rows(category):
            for group in groups:
                row = Row(part.name, group.scope.length)
                for name, value in part.items.items():
                    for pick in value.picks:
                        if pick.kind == "key":
                            self._make_key(category, name, pick, group.scope, row)
                found.append((part, group, row))

    def _make_key(self, category: str, name: str, pick: Pick, scope: Scope, row: Row) -> None:
        scope = replace(scope, place=pick.place)
        objects = [self._object(value, scope) for value in pick.objects]
        known = identity_of(objects)
        definition = self._definition(category, name, pick)
        quantity = fill(pick.name, scope) if pick.name is not None else None
        if known is None or quantity is None:
            row.cells[name] = MISSING_CELL
            return
        identity, select = known
        wish = quantity.data
        if isinstance(wish, str):
            word = _legal(wish, definition)
            ids: str | list[str] = word
            if select is not None:
                ids = [word] if row.rows == 1 else [f"{word}_{n + 1}" for n in range(row.rows)]
        else:
            ids = list(wish.tolist()) if _all_legal(wish) else [_legal(x, definition) for x in wish]
        entry = self.keys.register(definition.id.casefold(), pick.role, identity, ids)
        row.identity = (*row.identity, entry)
        row.cells[name] = KeyCell(entry, select)
        self.provenance.add(Trail(definition.id, row.part, row.rows, pick.place, kind="generated"))

    def _object(self, value: Value, scope: Scope) -> Result:
        return evaluate_value(value, scope).result

    # -- second pass: everything else

    def _fill_row(self, category: str, part: CategoryPart, group: RowGroup, row: Row) -> None:
        answered = {o: v for (c, o), v in self.answers.items() if c == category}
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
            if name not in row.cells or not isinstance(row.cells[name], KeyCell):
                row.cells[name] = self._cell(category, name, value, group.scope, row, None)
        order = [n for name in part.items for n in _spelled(name)]
        row.cells = {n: row.cells[n] for n in dict.fromkeys([*order, *row.cells])}

    def _fill_vector(
        self, category: str, ranged: re.Match[str], value: Value, scope: Scope, row: Row
    ) -> None:
        names = _spelled(ranged[0])
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
            return self._reference(category, name, value, scope, row)
        outcome, trace = self._evaluate(value, scope)
        if answer is not None:
            return self._answered(category, name, answer, outcome, scope, row)
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
        definition = self._definition(category, name, value)
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
        given = self._fitted(
            category, name, answer, self._evaluate(answer, scope)[0], (), scope, row
        )
        quantity = self._quantity(outcome.result)
        if quantity is not None and quantity.kind == "source":
            definition = self._definition(category, name, answer)
            stated = fit(quantity, definition, row.length, lambda kind, message: None)
            if stated is not None and not _same(stated, given):
                self._report(
                    category, name, answer, quantity, "conflict",
                    f"the answer {given!r} replaces {stated!r}, which the source states",
                )  # fmt: skip
        return given

    # -- references and keys

    def _reference(self, category: str, name: str, value: Value, scope: Scope, row: Row) -> Any:
        definition = self._definition(category, name, value)
        for pick in value.picks:
            inner = replace(scope, place=pick.place)
            if pick.when is not None:
                from imgcif_map.mapping.engine.conditions import holds

                if not holds(pick.when, inner):
                    continue
            known = identity_of([self._object(v, inner) for v in pick.objects])
            if known is None:
                return None  # no target: inapplicable
            identity, select = known
            target = self._target(definition, pick)
            entry = self._find(target, pick.role, identity)
            if entry is None:
                self._report(
                    category, name, value, None, "conflict",
                    f"{definition.id} refers to something that has no {target.id}: "
                    + ", ".join(_name_of(part) for part in identity),
                )  # fmt: skip
                return MISSING_CELL
            self.provenance.add(
                Trail(definition.id, row.part, row.rows, pick.place, kind="generated")
            )
            row.refers = True
            return KeyCell(entry, select)
        return None

    def _find(self, target: Definition, role: str, identity: Identity) -> Entry | None:
        seen = set()
        definition: Definition | None = target
        while definition is not None and definition.id not in seen:
            seen.add(definition.id)
            entry = self.keys.find(definition.id.casefold(), role, identity)
            if entry is not None:
                return entry
            linked = definition.linked_item
            definition = self.run.session.dictionary.item(linked) if linked else None
        return None

    def _target(self, definition: Definition, pick: Pick) -> Definition:
        dictionary = self.run.session.dictionary
        name = f"_{pick.to.lstrip('_')}" if pick.to else definition.linked_item
        target = dictionary.item(name) if name else None
        if target is None:
            raise MappingError(
                f"{definition.id} links to nothing in the dictionary",
                place=pick.place,
                hint="write to: category.object",
            )
        return target

    def _fill_keys(self, category: str, rows: Sequence[Row]) -> None:
        """Key items that link to a one-row category fill themselves."""
        dictionary = self.run.session.dictionary
        found = dictionary.category(category)
        for key in found.keys if found is not None else ():
            definition = dictionary.item(key)
            if definition is None or definition.linked_item is None:
                continue
            parent = dictionary.item(definition.linked_item)
            if parent is None:
                continue
            if parent.category == category or len(self.rows.get(parent.category, ())) != 1:
                continue
            name = definition.id.split(".", 1)[1]
            source = self.rows[parent.category][0][2]
            cell = source.cells.get(parent.id.split(".", 1)[1])
            if source.length is not None or cell is None or isinstance(cell, Unknown):
                continue
            for row in rows:
                if not any(self._is(category, n, definition) for n in row.cells):
                    row.cells = {name: cell, **row.cells}

    def _is(self, category: str, name: str, definition: Definition) -> bool:
        other = self.run.session.dictionary.object(category, name)
        return other is not None and other.id == definition.id

    def _compare(self) -> None:
        """Give each entry what its row says, so that equal rows can become one."""
        for rows in self.rows.values():
            for _, _, row in rows:
                own = {id(e) for e in row.identity}
                if len(own) != 1 or row.length is not None:
                    continue
                entry = row.identity[0]
                content = tuple(
                    (name, _comparable(cell))
                    for name, cell in sorted(row.cells.items())
                    if not (isinstance(cell, KeyCell) and cell.entry is entry)
                )
                entry.content = content if entry.content in (None, content) else None

    # -- helpers

    def _definition(self, category: str, name: str, where: Value | Pick) -> Definition:
        definition = self.run.session.dictionary.object(category, name)
        if definition is None:
            raise MappingError(
                f"_{category}.{name} is not in the dictionary {self.run.session.dictionary.title}",
                place=where.place,
            )
        return definition

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


def _spelled(name: str) -> list[str]:
    """The object ids an item of a mapping stands for: ``vector[1..3]`` is three."""
    ranged = RANGE.fullmatch(name)
    if ranged is None:
        return [name]
    return [f"{ranged[1]}[{n}]" for n in range(int(ranged[2]), int(ranged[3]) + 1)]


def _legal(text: str, definition: Definition) -> str:
    return text if definition.contents.casefold() == "text" else legal_word(text)


def _all_legal(texts: Any) -> bool:
    first, last = str(texts[0]) if len(texts) else "", str(texts[-1]) if len(texts) else ""
    return legal_word(first) == first and legal_word(last) == last


def _comparable(cell: Any) -> Any:
    if isinstance(cell, KeyCell):
        wish = cell.resolve(wished=True)
        return wish if isinstance(wish, str) else id(cell.entry)
    if isinstance(cell, Unknown):
        return UNKNOWN
    return tuple(cell.ravel().tolist()) if isinstance(cell, np.ndarray) else cell


def _same(left: Any, right: Any) -> bool:
    try:
        return bool(np.allclose(np.asarray(left, float), np.asarray(right, float), rtol=1e-4))
    except (TypeError, ValueError):
        return bool(np.array_equal(np.asarray(left), np.asarray(right)))


def _name_of(part: Any) -> str:
    if part == ALONG:
        return "a frame"
    if isinstance(part, tuple):
        return str(part[-1])
    return str(part)
