"""Names that must differ from each other: found out for millions of them in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.caseless import caseless
from imgcif_map.cif.kinds import DATA, GLOBAL, NAME, SAVE
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens

_KINDS = {"CIF012": (NAME,), "CIF013": (DATA, GLOBAL), "CIF014": (SAVE,)}
"""What kind of tokens hold the names."""
_HINTS = {
    "CIF012": "a data name may occur once in a block or frame; the first one counts",
    "CIF013": "block names differ from each other, capitals do not count",
    "CIF014": "frame names in a block differ from each other, capitals do not count",
}
LIMIT = 75
"""Longest data name, block name or frame name in CIF 1.1."""
_FEW = 5000
"""So many names are kept one by one; of the others it is only known between which tokens."""
_PIECE = 1 << 14
_SAID = 1000
"""So many repeated names are spelled out."""

Pair = tuple[int, int]
"""A token whose name stands already, and the token where."""


def _key(name: bytes) -> bytes:
    """What is equal of two names that are one."""
    return name.lower() if name.isascii() else caseless(name.decode()).encode()


class Names:
    """Names of one scope; ``skip`` is the length of what stands before each."""

    def __init__(
        self, tokens: Tokens, problems: Problems, code: str, what: str, skip: int = 0
    ) -> None:
        self._tokens, self._problems = tokens, problems
        self._code, self._what, self._skip = code, what, skip
        self._data = tokens.source.data
        self._starts, self._ends = tokens.starts.data, tokens.ends.data
        self._most = skip + LIMIT if tokens.version == "1.1" else len(self._data)
        self._first, self._runs = array("i"), array("i")
        """The first names, and of the stretches of tokens that hold the others, the bounds."""
        self._away = True

    def add(self, token: int) -> None:
        """Note the name that a token holds, and what is wrong with it alone."""
        start, end = self._starts[token], self._ends[token]
        if not self._skip < end - start <= self._most or end - start == 1:
            self._judge(self._data[start:end], start)
        if len(self._first) < _FEW:
            self._first.append(token)
        elif self._away:
            self._runs.extend((token, token + 1))
            self._away = False
        else:
            self._runs[-1] = token + 1

    def leave(self) -> None:
        """What follows belongs to another scope, until the next name is added."""
        self._away = True

    def _judge(self, name: bytes, start: int) -> None:
        """Say what is wrong with the length of a name."""
        skip = self._skip if name[4:5] == b"_" else 0
        if len(name) <= max(skip, 1):
            self._empty(start)
        else:
            self._long(name[skip:].decode(), start)

    def _empty(self, start: int) -> None:
        what = f"this {self._what}" if self._skip else "a data name"
        self._problems.add(
            "CIF017",
            start,
            f"{what} has no name" if self._skip else f"{what} is empty",
            hint="expected a name right after the underscore",
        )

    def _long(self, name: str, place: int) -> None:
        if len(name) <= LIMIT:
            return
        what = f"{self._what} name" if self._skip else self._what
        self._problems.add(
            "CIF025",
            place,
            f"this {what} has {len(name)} characters, more than the {LIMIT} of CIF 1.1",
            hint="most programs read it, some cut it; CIF 2.0 has no such limit",
            value=name,
        )

    # -- repeated names ----------------------------------------------------------------

    def check(self, room: NDArray[np.int32]) -> None:
        """Note the names that occur more than once, and forget them all.

        ``room`` has a place for each name and is overwritten.
        """
        if self._runs or len(self._first) > 1:
            self._check(room)
        if self._first:
            self._first, self._runs, self._away = array("i"), array("i"), True

    def _check(self, room: NDArray[np.int32]) -> None:
        count, pairs = self._among_many(room) if self._runs else self._among_few()
        for said, (token, before) in enumerate(pairs):
            if said == _SAID:
                start = self._starts[token]
                self._problems.add_counted(self._code, [start], count - said, "and so on")
                return
            self._repeated(token, before)

    def _key_of(self, token: int) -> bytes:
        return _key(self._data[self._starts[token] : self._ends[token]])

    def _among_few(self) -> tuple[int, Iterator[Pair]]:
        """How many names stand already, and which."""
        keys = list(map(self._key_of, self._first))
        count = len(keys) - len(set(keys))
        before: dict[bytes, int] = {}
        pairs = ((t, before.setdefault(k, t)) for k, t in zip(keys, self._first, strict=True))
        return count, (pair for pair in pairs if pair[0] != pair[1]) if count else iter(())

    def _among_many(self, room: NDArray[np.int32]) -> tuple[int, Iterator[Pair]]:
        """The same by hashes, which are sorted in ``room``."""
        total = 0
        for tokens in self._pieces():
            room[total : total + len(tokens)] = self._hashes(tokens)
            total += len(tokens)
        hashes = room[:total]
        hashes.sort()
        count = done = 0
        for low in range(0, total, _PIECE):
            part = hashes[low : low + _PIECE + 1]
            again = part[1:][part[1:] == part[:-1]]
            count += len(again)
            again = np.unique(again)
            hashes[done : done + len(again)] = again  # never beyond what has been looked at
            done += len(again)
        return count, self._pairs(hashes[:done])

    def _pairs(self, wanted: NDArray[np.int32]) -> Iterator[Pair]:
        """Of tokens whose names have certain hashes those that repeat one before."""
        first = np.full(len(wanted), -1, np.int32)
        others: dict[bytes, int] = {}
        for tokens in self._pieces() if len(wanted) else ():
            hashes = self._hashes(tokens)
            at = np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)
            hit = wanted[at] == hashes
            at, tokens = at[hit], tokens[hit]
            which, place = np.unique(at, return_index=True)
            new = first[which] < 0
            first[which[new]] = tokens[place[new]]
            for token, before in zip(tokens.tolist(), first[at].tolist(), strict=True):
                if token == before:
                    continue
                key = self._key_of(token)
                if key != self._key_of(before):  # equal by hash only
                    before = others.setdefault(key, token)
                if token != before:
                    yield token, before

    def _pieces(self) -> Iterator[NDArray[np.intp]]:
        """The tokens of all names, piece by piece."""
        yield np.array(self._first, np.intp)
        for start, stop in zip(self._runs[::2], self._runs[1::2], strict=True):
            for low in range(start, stop, _PIECE):
                kinds = self._tokens.kinds[low : min(low + _PIECE, stop)]
                yield np.flatnonzero(np.isin(kinds, _KINDS[self._code])) + low

    def _hashes(self, tokens: NDArray[np.intp]) -> NDArray[np.int32]:
        starts, ends = self._tokens.starts[tokens].tolist(), self._tokens.ends[tokens].tolist()
        names = map(self._data.__getitem__, map(slice, starts, ends))
        keys = map(bytes.lower if self._tokens.source.ascii else _key, names)
        return np.fromiter(map(hash, keys), np.int64, len(tokens)).astype(np.int32)

    def _repeated(self, token: int, before: int) -> None:
        source = self._tokens.source
        start, end = int(self._tokens.starts[token]), int(self._tokens.ends[token])
        text = source.text(start, end)
        name = text[5:] if self._skip and text.casefold() != "global_" else text
        line = source.line(int(self._tokens.starts[before]))
        subject = f"{self._what} {name}" if self._skip else name
        self._problems.add(
            self._code,
            start,
            f"{subject} stands already in line {line}",
            hint=_HINTS[self._code],
            value=name if self._skip else None,
            item=None if self._skip else name,
        )
