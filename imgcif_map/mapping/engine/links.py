"""Ids of rows and references to them: where a key item points is known from the dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from imgcif_map.dictionary.model import Definition
from imgcif_map.dictionary.near import nearest
from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.keys import (
    ALONG,
    Entry,
    Identity,
    KeyCell,
    KeyRegistry,
    Wish,
    all_legal,
    identity_of,
    legal_word,
)
from imgcif_map.mapping.engine.provenance import Provenance, Trail
from imgcif_map.mapping.engine.results import Result
from imgcif_map.mapping.engine.rowcells import MISSING_CELL, Row, Unknown, comparable
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.templates import fill_id
from imgcif_map.mapping.engine.values import evaluate_value, value_quantity
from imgcif_map.mapping.model import Pick, Value


@dataclass
class Links:
    """Makes the key and reference cells of one block."""

    run: BlockRun
    provenance: Provenance
    keys: KeyRegistry = field(default_factory=KeyRegistry)

    def definition(self, category: str, name: str, where: Value | Pick) -> Definition:
        """The definition of an item; MappingError if the dictionary has none."""
        dictionary = self.run.session.dictionary
        definition = dictionary.object(category, name)
        if definition is None:
            near = nearest(f"_{category}.{name}", dictionary)
            raise MappingError(
                f"_{category}.{name} is not in the dictionary {dictionary.title}",
                place=where.place,
                hint=f"did you mean {near}?" if near else "",
            )
        return definition

    # -- ids

    def make_key(
        self, category: str, name: str, pick: Pick, scope: Scope, row: Row, answer: Value | None
    ) -> None:
        """Register the id a row wishes for; an answer says it outright."""
        scope = replace(scope, place=pick.place)
        known = identity_of([_object(value, scope) for value in pick.objects])
        definition = self.definition(category, name, pick)
        if answer is not None and answer.picks:
            quantity = value_quantity(answer, scope)
        else:
            quantity = fill_id(pick.name, scope) if pick.name is not None else None
        if known is None or quantity is None:
            row.cells[name] = MISSING_CELL
            return
        identity, select = known
        ids = _wishes(quantity.data, select is not None, row, definition)
        entry = self.keys.register(definition.id.casefold(), pick.role, identity, ids)
        row.identity = (*row.identity, entry)
        row.cells[name] = KeyCell(entry, select)
        kind = "generated" if answer is None else "answer"
        self.provenance.add(Trail(definition.id, row.part, row.rows, pick.place, kind=kind))

    def number(self, category: str, name: str, row: Row) -> None:
        """Give a row that stands for nothing but answers the ids 1, 2, 3 …"""
        definition = self.run.session.dictionary.object(category, name)
        if definition is None:
            return
        ids: str | list[str] = "1" if row.length is None else [str(n + 1) for n in range(row.rows)]
        entry = self.keys.register(definition.id.casefold(), "", ("answer", category), ids)
        row.identity = (*row.identity, entry)
        row.cells[name] = KeyCell(entry)
        self.provenance.add(Trail(definition.id, row.part, row.rows, kind="generated"))

    def compare(self, rows: Sequence[Row]) -> None:
        """Give each entry what its only row says, so that equal rows can become one."""
        contents: dict[int, list[Any]] = {}
        entries: dict[int, Entry] = {}
        for row in rows:
            own = {id(e): e for e in row.identity}
            if len(own) != 1 or row.length is not None:
                continue
            ((key, entry),) = own.items()
            entries[key] = entry
            content = tuple(
                (name, comparable(cell, wished=True))
                for name, cell in sorted(row.cells.items())
                if not (isinstance(cell, KeyCell) and cell.entry is entry)
            )
            contents.setdefault(key, []).append(content)
        for key, entry in entries.items():
            found = contents[key]
            entry.content = found[0] if all(c == found[0] for c in found) else None

    # -- references

    def reference(self, category: str, name: str, value: Value, scope: Scope, row: Row) -> Any:
        """The cell of ``ref``: None without a target, Unknown (and a gap) if it dangles."""
        definition = self.definition(category, name, value)
        for pick in value.picks:
            inner = replace(scope, place=pick.place)
            if pick.kind != "ref" or (pick.when is not None and not holds(pick.when, inner)):
                continue
            known = identity_of([_object(v, inner) for v in pick.objects])
            if known is None:
                return None  # no target: inapplicable
            identity, select = known
            target = self._target(definition, pick)
            entry = self._find(target, pick.role, identity)
            problem = (
                f"something that has no {target.id}: " + ", ".join(map(_name_of, identity))
                if entry is None
                else _misfit(entry, select, row)
            )
            if entry is None or problem:
                self.run.session.gaps.add(
                    "conflict",
                    f"{definition.id} refers to {problem}",
                    item=definition.id,
                    block=self.run.session.block,
                    place=pick.place,
                )
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

    # -- keys that fill themselves

    def fill_keys(self, category: str, rows: Sequence[Row], only: dict[str, Row]) -> None:
        """Key items that link to a one-row category (in ``only``) fill themselves."""
        dictionary = self.run.session.dictionary
        found = dictionary.category(category)
        for key in found.keys if found is not None else ():
            definition = dictionary.item(key)
            if definition is None or definition.linked_item is None:
                continue
            parent = dictionary.item(definition.linked_item)
            if parent is None or parent.category == category or parent.category not in only:
                continue
            name = definition.id.split(".", 1)[1]
            source = only[parent.category]
            cell = source.cells.get(parent.id.split(".", 1)[1])
            if source.length is not None or cell is None or isinstance(cell, Unknown):
                continue
            for row in rows:
                if not any(self._is(category, n, definition) for n in row.cells):
                    row.cells = {name: cell, **row.cells}

    def _is(self, category: str, name: str, definition: Definition) -> bool:
        other = self.run.session.dictionary.object(category, name)
        return other is not None and other.id == definition.id


def _object(value: Value, scope: Scope) -> Result:
    return evaluate_value(value, scope).result


def _wishes(data: Any, selects: bool, row: Row, definition: Definition) -> Wish:
    """One id, or one per row under ``along``; counted rows have numbers."""
    if isinstance(data, np.ndarray) and data.ndim:
        if data.dtype.kind in "iu" and data.size and np.all(data[1:] > data[:-1]) and data[0] >= 0:
            return data.astype(np.int64)
        texts = list(map(str, data.tolist()))
        return texts if all_legal(texts) else [_legal(text, definition) for text in texts]
    word = _legal(str(data), definition)
    if row.length is None or not selects:
        return word
    return [word] if row.rows == 1 else [f"{word}_{n + 1}" for n in range(row.rows)]


def _legal(text: str, definition: Definition) -> str:
    return text if definition.contents.casefold() == "text" else legal_word(text)


def _misfit(entry: Entry, select: Any, row: Row) -> str:
    """Why the ids of an entry do not go with the rows that refer to them; empty if they do."""
    if isinstance(entry.wish, str):
        return ""
    known = len(entry.wish)
    if select is None:
        return "" if row.length == known else f"{known} rows of {entry.item} at once"
    wanted = np.asarray(select)
    if wanted.size == 0 or (wanted.min() >= -known and wanted.max() < known):
        return ""
    beyond = wanted[(wanted < -known) | (wanted >= known)].flat[0]
    number = int(beyond) + 1 if beyond >= 0 else int(beyond)
    return f"row {number} of {entry.item}, which has {known}"


def _name_of(part: Any) -> str:
    if part == ALONG:
        return "a frame"
    if isinstance(part, tuple):
        return str(part[-1])
    return str(part)
