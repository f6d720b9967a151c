"""Ids of several data blocks kept apart: blocks of one data set share an id only for equal rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from imgcif_map.mapping.engine.keys import Entry, KeyCell
from imgcif_map.mapping.engine.rowcells import Row, comparable

_ROUNDS = 20
"""An id that changes changes the rows that refer to it, and so on."""


@dataclass
class Earlier:
    """The ids of one item in the data blocks made before."""

    texts: dict[str, Any] = field(default_factory=dict)
    """By id without case: what the rest of its row says; None where that is not one thing."""
    top: int = 0
    """The largest of the ids that are rising numbers."""
    rows: dict[Any, Any] = field(default_factory=dict)
    """Of a category (its name in place of an item): what rows without an id say, by key."""


def keep_apart(
    rows: Mapping[str, Sequence[Row]],
    keys: Callable[[str], Sequence[str]],
    earlier: dict[str, Earlier],
) -> None:
    """Change the final ids of a block that a block before has for something else.

    ``rows`` and ``keys`` (object ids) are by category. ``earlier`` is by item, and has
    this block's ids afterwards. Text gets ``_2``, ``_3`` …, rising numbers go on where
    the block before ended.
    """
    owned = [(entry, row) for part in rows.values() for row in part for entry in _own(row)]
    keyed = [
        (name, keys(name), row)
        for name, part in rows.items()
        for row in part
        if row.length is None and not row.identity
    ]
    taken: dict[str, set[str]] = {}
    for entry, _ in owned:
        if isinstance(entry.final, str):
            taken.setdefault(entry.item, set()).add(entry.final.casefold())
    if earlier:
        for entry in {id(e): e for e, _ in owned if not isinstance(e.final, str)}.values():
            _go_on(entry, earlier.get(entry.item, Earlier()))
        for _ in range(_ROUNDS):
            if not (_changed(owned, taken, earlier) or _clash(keyed, owned, taken, earlier)):
                break
    for name, key, row in keyed:
        if (place := _place(key, row)) is not None:
            earlier.setdefault(name, Earlier()).rows[place] = _content(None, row)
    for entry, row in owned:
        known = earlier.setdefault(entry.item, Earlier())
        if isinstance(entry.final, str):
            known.texts[entry.final.casefold()] = _content(entry, row)
        elif entry.final.dtype.kind in "iu":
            known.top = max(known.top, int(entry.final[-1]))
        else:
            known.texts.update(dict.fromkeys(map(str.casefold, entry.final.tolist())))


def _own(row: Row) -> list[Entry]:
    """The one entry that a row declares; rows of several keys are apart by one of them."""
    own = list({id(e): e for e in row.identity if e.final is not None}.values())
    return own if len(own) == 1 else []


def _place(key: Sequence[str], row: Row) -> Any:
    """The values of a row's key; None if they do not tell rows apart."""
    if not key or any(row.cells.get(name) is None for name in key):
        return None
    return tuple(comparable(row.cells[name]) for name in key)


def _clash(
    keyed: Sequence[tuple[str, Sequence[str], Row]],
    owned: Sequence[tuple[Entry, Row]],
    taken: dict[str, set[str]],
    earlier: Mapping[str, Earlier],
) -> bool:
    """Rows that only refer, with the key of a row before and other content: rename one end."""
    for name, key, row in keyed:
        place = _place(key, row)
        known = earlier.get(name)
        if known is None or place not in known.rows or known.rows[place] == _content(None, row):
            continue
        cells = (row.cells[part] for part in key)
        for cell in cells:
            if isinstance(cell, KeyCell) and isinstance(cell.entry.final, str):
                _rename(cell.entry, owned, taken, earlier.get(cell.entry.item, Earlier()))
                return True
    return False


def _content(entry: Entry | None, row: Row) -> Any:
    if row.length is not None:
        return None
    return tuple(
        (name, comparable(cell))
        for name, cell in sorted(row.cells.items())
        if not (isinstance(cell, KeyCell) and cell.entry is entry)
    )


def _changed(
    owned: Sequence[tuple[Entry, Row]], taken: dict[str, set[str]], earlier: Mapping[str, Earlier]
) -> bool:
    changed = False
    for entry, row in owned:
        known = earlier.get(entry.item)
        if known is None or not isinstance(entry.final, str) or entry.merged:
            continue
        folded = entry.final.casefold()
        if folded not in known.texts:
            continue
        content = _content(entry, row)
        if content is not None and known.texts[folded] == content:
            continue
        _rename(entry, owned, taken, known)
        changed = True
    return changed


def _rename(
    entry: Entry, owned: Sequence[tuple[Entry, Row]], taken: dict[str, set[str]], known: Earlier
) -> None:
    """The next free id, for the entry and for all that became one with it."""
    old, number = entry.final, 1
    names = taken.setdefault(entry.item, set())
    folded = str(old).casefold()
    while folded in known.texts or folded in names:
        number += 1
        folded = f"{entry.wish}_{number}".casefold()
    names.add(folded)
    same = [e for e, _ in owned if e.item == entry.item and e.final == old]
    for other in (entry, *(e for e in same if e.merged or not entry.merged)):
        other.final = f"{entry.wish}_{number}"


def _go_on(entry: Entry, earlier: Earlier) -> None:
    """Rows under ``along``: numbers beyond those before, texts with one suffix for all."""
    if entry.final.dtype.kind in "iu" and not any(t.isdigit() for t in earlier.texts):
        entry.final = entry.wish = entry.final + earlier.top
        return
    ids, number = entry.final, 1
    while not earlier.texts.keys().isdisjoint(str(text).casefold() for text in ids.tolist()):
        number += 1
        ids = np.array([f"{text}_{number}" for text in entry.final.tolist()], dtype=object)
    entry.final = entry.wish = ids
