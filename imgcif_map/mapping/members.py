"""Finds a file among the members of an archive by as much of its path as agrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from imgcif_map.sources.archives import Listing

MAX_PARTS = 8
"""So many parts at the end of a path are compared."""
EXAMPLES = 3
_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\])")


class How(Enum):
    """The outcomes of looking for a file."""

    SAME = "same"
    """A member has that name."""
    MOVED = "moved"
    """One member has the name with other folders before it."""
    CASE = "case"
    """One member has the name but for capitals."""
    ABSENT = "absent"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    """The only member of that name may not be pointed at."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a file is: ``name`` as the archive has it, or why there is none.

    ``note``: the reason of a refusal, members that an ambiguous name may mean, or the
    nearest one of an absent name.
    """

    how: How
    name: str | None = None
    note: str = ""


def tidy(name: str) -> str:
    """A path for comparison: ``/`` between parts, no ``.`` and empty parts, composed letters."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    name = name.replace("\\", "/")
    if name[:1] in ("/", ".") or "//" in name or "/." in name or name[-1:] == "/":
        name = "/".join(part for part in name.split("/") if part not in ("", "."))
    return name


class _Table:
    """From a path to the row that has it; of several rows the first few are remembered."""

    def __init__(self) -> None:
        self._row: dict[str, int] = {}
        self._several: dict[str, list[int]] = {}

    def add(self, path: str, row: int) -> None:
        first = self._row.setdefault(path, row)
        if first != row:
            rows = self._several.setdefault(path, [first])
            if len(rows) < EXAMPLES:
                rows.append(row)

    def __contains__(self, path: str) -> bool:
        return path in self._row

    def rows(self, path: str) -> list[int]:
        """The rows with that path: none, one, or some of several."""
        if path not in self._row:
            return []
        return self._several.get(path) or [self._row[path]]


class _Index:
    """Names by their whole and by their last parts."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = list(keys)
        self.whole = _Table()
        for row, key in enumerate(self.keys):
            self.whole.add(key, row)

    @cached_property
    def tails(self) -> _Table:
        """Names without their first folders."""
        found = _Table()
        for row, key in enumerate(self.keys):
            end = len(key)
            for _ in range(MAX_PARTS):
                end = key.rfind("/", 0, end)
                if end < 0:
                    break
                found.add(key[end + 1 :], row)
        return found

    def longest(self, key: str) -> tuple[list[int], bool]:
        """Rows with the longest common end of the path, and whether the folders agree.

        They do if one path is the end of the other, or if a folder beside the name is common.
        """
        found: tuple[list[int], bool] = [], False
        start = len(key)
        for count in range(MAX_PARTS):  # an end that no name has is part of no longer one
            start = key.rfind("/", 0, start)
            tail = key[start + 1 :]
            if tail in self.whole:
                found = self.whole.rows(tail), True
            elif tail in self.tails:
                found = self.tails.rows(tail), count > 0 or start < 0
            else:
                break
            if start < 0:
                break
        return found


class Finder:
    """Looks files up in one listing."""

    def __init__(self, listing: Listing) -> None:
        self._names: Sequence[str] = listing.names
        self._refused = list(listing.refused.items())

    @cached_property
    def _exact(self) -> _Index:
        return _Index(map(tidy, self._names))

    @cached_property
    def _folded(self) -> _Index:
        return _Index(key.casefold() for key in self._exact.keys)

    @cached_property
    def _unfit(self) -> _Index:
        return _Index(tidy(name) for name, _ in self._refused)

    def find(self, file: str) -> Found:
        """The member that a file name means.

        Folders may be missing on either side; where they differ, at least one
        folder beside the name has to agree. Capitals count unless nothing else fits.
        """
        key = tidy(_DRIVE.sub("", file))
        if not key:
            return Found(How.ABSENT)
        if key in self._exact.whole:
            return self._found(How.SAME, self._exact.whole.rows(key))
        if key in self._unfit.whole:
            return self._refusal(self._unfit.whole.rows(key)[0])
        folded = key.casefold()
        if folded in self._folded.whole:
            return self._found(How.CASE, self._folded.whole.rows(folded))
        near: list[int] = []
        for how, index, wanted in (
            (How.MOVED, self._exact, key),
            (How.CASE, self._folded, folded),
        ):
            rows, agree = index.longest(wanted)
            if rows and agree:
                return self._found(how, rows)
            near = near or rows
        rows, agree = self._unfit.longest(key)
        if rows and agree:
            return self._refusal(rows[0])
        return Found(How.ABSENT, note=self._names[near[0]] if near else "")

    def _found(self, how: How, rows: list[int]) -> Found:
        if len(rows) == 1:
            return Found(how, self._names[rows[0]])
        return Found(How.AMBIGUOUS, note=", ".join(self._names[row] for row in rows))

    def _refusal(self, row: int) -> Found:
        name, why = self._refused[row]
        return Found(How.REFUSED, note=f"{name} is {why}")
