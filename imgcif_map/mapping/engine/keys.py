"""Identifiers: objects wish for an id, get a legal and unique one, and are referred to by it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.mapping.engine.results import Records, Result
from imgcif_map.mapping.quantity import Quantity

ALONG = "along"
"""Stands in an identity for "one of the rows of an along"."""

Identity = tuple[Hashable, ...]
Wish = str | list[str] | NDArray[np.int64]
"""One id; under ``along`` one per row, or rising numbers that are ids as they stand."""


@dataclass(eq=False)
class Entry:
    """The id (or, under ``along``, the ids) of one object in one id item."""

    item: str
    role: str
    identity: Identity
    wish: Wish
    final: Any = None
    content: tuple[Any, ...] | None = None
    """What the rest of its row says: objects with equal rows become one."""
    merged: bool = False


@dataclass(frozen=True, slots=True)
class KeyCell:
    """A cell that holds an id: resolved to text when all ids are known."""

    entry: Entry
    select: Any = None
    """None: all of it; else an index or array of indices (from 0) into its ids."""

    def resolve(self, *, wished: bool = False) -> Any:
        """The id text, or an array of them."""
        ids = self.entry.wish if wished else self.entry.final
        if self.select is None or isinstance(ids, str):
            return ids
        whole = isinstance(self.select, np.ndarray) and len(self.select) == len(ids)
        if whole and np.array_equal(self.select, np.arange(len(ids))):
            return ids  # the same array for every column, so that it is spelled but once
        return ids[self.select]


@dataclass
class KeyRegistry:
    """All ids of one data block."""

    entries: dict[tuple[str, str, Identity], Entry] = field(default_factory=dict)

    def register(self, item: str, role: str, identity: Identity, wish: Wish) -> Entry:
        """The entry of an object; the same object again gets the same id."""
        key = (item, role, identity)
        if key not in self.entries:
            self.entries[key] = Entry(item, role, identity, wish)
        return self.entries[key]

    def find(self, item: str, role: str, identity: Identity) -> Entry | None:
        """The entry an object has; text may name a literal table entry or an id."""
        found = self.entries.get((item, role, identity))
        if found is not None or len(identity) != 1:
            return found
        wanted = identity[0]
        if not (isinstance(wanted, tuple) and len(wanted) == 2 and wanted[0] == "value"):
            return None
        for entry in self.entries.values():
            if entry.item != item or entry.role != role:
                continue
            last = entry.identity[-1]
            if isinstance(last, tuple) and last[0] == "entry" and last[-1] == wanted[1]:
                return entry
            if isinstance(entry.wish, str) and entry.wish == wanted[1]:
                return entry
        return None

    def finish(self) -> None:
        """Make ids unique: equal rows share one id, others get ``_2``, ``_3`` …"""
        by_item: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            by_item.setdefault(entry.item, []).append(entry)
        for entries in by_item.values():
            _finish_item(entries)


def _finish_item(entries: Sequence[Entry]) -> None:
    taken: dict[str, Entry] = {}
    for entry in entries:
        if not isinstance(entry.wish, str):
            continue
        wish = entry.wish
        number = 1
        while (other := taken.get(wish.casefold())) is not None:
            if other.content is not None and other.content == entry.content:
                entry.merged = True
                break
            number += 1
            wish = f"{entry.wish}_{number}"
        taken.setdefault(wish.casefold(), entry)
        entry.final = wish
    rows = [entry for entry in entries if not isinstance(entry.wish, str)]
    if _numbers_apart([entry.wish for entry in rows]) and not any(t.isdigit() for t in taken):
        for entry in rows:
            entry.final = entry.wish
        return
    used = set(taken)
    for entry in rows:
        ids = _unique([str(wish) for wish in entry.wish], used)
        used.update(map(str.casefold, ids))
        entry.final = entry.wish = np.array(ids, dtype=object)


def _numbers_apart(wishes: Sequence[Wish]) -> bool:
    """Whether all are rising numbers whose ranges do not meet: no two can be equal."""
    ends: list[tuple[int, int]] = []
    for wish in wishes:
        if not isinstance(wish, np.ndarray) or wish.dtype.kind not in "iu":
            return False
        ends.append((int(wish[0]), int(wish[-1])))
    ends.sort()
    return all(one[1] < other[0] for one, other in pairwise(ends))


def _unique(wishes: list[str], used: set[str]) -> list[str]:
    """Ids of the rows of one ``along``: all get the same suffix, or each its own."""
    folded = set(map(str.casefold, wishes))
    if len(folded) == len(wishes):
        ids, number = wishes, 1
        while not used.isdisjoint(map(str.casefold, ids)):
            number += 1
            ids = [f"{text}_{number}" for text in wishes]
        return ids
    taken = set(used)
    ids = []
    numbers: dict[str, int] = {}
    for wish in wishes:
        text, number = wish, numbers.get(wish.casefold(), 1)
        while text.casefold() in taken:
            number += 1
            text = f"{wish}_{number}"
        numbers[wish.casefold()] = number
        taken.add(text.casefold())
        ids.append(text)
    return ids


def identity_of(results: Sequence[Result]) -> tuple[Identity, Any] | None:
    """Identity of some objects and the rows they select; None if one of them is missing.

    A number (or the ``$i`` of an ``along``) selects a row: 1 is the first, -1 the last.
    """
    parts: list[Hashable] = []
    select: Any = None
    for result in results:
        if isinstance(result, tuple):
            if not result:
                return None
            parts.append(_record_identity(result))
        elif isinstance(result, Quantity):
            data = result.data
            if isinstance(data, str):
                parts.append(("value", data))
                continue
            index = np.asarray(data)
            if index.dtype.kind not in "iu" or not np.all(index):
                return None
            parts.append(ALONG)
            select = np.where(index > 0, index - 1, index)
            select = select if select.ndim else int(select)
        else:
            return None
    return tuple(parts), select


def _record_identity(records: Records) -> Hashable:
    return records[0].identity


ILLEGAL = re.compile(r"[^A-Za-z0-9_.+\-:/()\[\]]+")
LEGAL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-:/()"


def legal_word(text: str) -> str:
    """Text as a Word that needs no quotes: blanks and special characters become ``_``."""
    word = ILLEGAL.sub("_", text.strip()).strip("_")
    word = word.replace("[", "(").replace("]", ")")
    return word if word not in ("", ".") else "unnamed"


def all_legal(texts: Sequence[str]) -> bool:
    """Whether :func:`legal_word` would leave all of them as they are."""
    lines = "\n".join(["", *texts, ""])
    if not texts or not lines.isascii():
        return False
    odd = lines.encode("ascii").translate(None, LEGAL)  # what is left: the line ends, or more
    if len(odd) != len(texts) + 1 or odd.strip(b"\n"):
        return False
    return not any(mark in lines for mark in ("\n\n", "\n.\n", "\n_", "_\n"))
