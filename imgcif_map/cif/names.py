"""Names that must differ from each other: found out for millions of them in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imgcif_map.cif.caseless import caseless
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens

_HINTS = {
    "CIF012": "a data name may occur once in a block or frame; the first one counts",
    "CIF013": "block names differ from each other, capitals do not count",
    "CIF014": "frame names in a block differ from each other, capitals do not count",
}
LIMIT = 75
"""Longest data name, block name or frame name in CIF 1.1."""
_FEW = 5000
_PIECE = 1 << 16
_SAID = 1000
"""So many repeated names are spelled out."""
_MASK, _HALF = (1 << 32) - 1, 1 << 31


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
        self._hashes, self._found = array("i"), array("i")

    def add(self, token: int) -> None:
        """Note the name that a token holds, and what is wrong with it alone."""
        start, end = self._starts[token], self._ends[token]
        name = self._data[start:end]
        if not self._skip < end - start <= self._most or end - start == 1:
            self._judge(name, start)
        self._hashes.append((hash(_key(name)) & _MASK) - _HALF)
        self._found.append(token)

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

    def check(self) -> None:
        """Note the names that occur more than once."""
        if len(self._hashes) <= _FEW and len(set(self._hashes)) == len(self._hashes):
            return
        hashes = np.frombuffer(self._hashes, np.int32)
        ordered = np.sort(hashes)
        same = ordered[1:] == ordered[:-1]
        count = int(np.count_nonzero(same))
        same[1:] &= ~same[:-1]  # now the first two of each group
        wanted = ordered[1:][same]
        del ordered, same
        first: dict[bytes, int] = {}
        said = 0
        for index in self._among(hashes, wanted):
            token = self._found[index]
            before = first.setdefault(self._key_of(token), token)
            if before == token:
                continue
            if said == _SAID:
                start = self._starts[token]
                self._problems.add_counted(self._code, [start], count - said, "and so on")
                return
            self._repeated(token, before)
            said += 1

    def _key_of(self, token: int) -> bytes:
        return _key(self._data[self._starts[token] : self._ends[token]])

    @staticmethod
    def _among(hashes: NDArray[np.int32], wanted: NDArray[np.int32]) -> Iterator[int]:
        """Indices of wanted hashes; piece by piece, since the first ones will do."""
        for low in range(0, len(hashes) if len(wanted) else 0, _PIECE):
            yield from (np.flatnonzero(np.isin(hashes[low : low + _PIECE], wanted)) + low).tolist()

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
