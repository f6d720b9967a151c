"""What one image file says of itself: facts in the order of its header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.record import Data

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
MEMO_LIMIT = 50_000
"""So many different lines are remembered; files of one scan differ in a few lines each."""


class Fact(NamedTuple):
    """One key of a header. ``key`` may have parts, ``axis/id``; ``problem``: it has no value."""

    key: str
    value: Data = None
    unit: str | None = None
    problem: str | None = None
    attributes: Mapping[str, Any] | None = None


Line = tuple[Fact, ...]
"""What one line (or another unit of a header) says; equal lines are one object."""


class Head(Protocol):
    """The beginning of an image file, read as far as it is asked for."""

    name: str

    @property
    def size(self) -> int | None:
        """Bytes of the whole file, None if unknown (compressed)."""

    def first(self, count: int) -> bytes:
        """The first ``count`` bytes, fewer if the file is shorter."""

    def until(self, end: bytes, limit: int) -> bytes:
        """All up to and with ``end``, at most ``limit`` bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """One image file: its name (as it is to be linked to) and what its header says."""

    file: str
    lines: tuple[Line, ...]
    archive: str | None = None
    """The archive that the file was read from, as the caller named it."""

    def facts(self) -> dict[str, Fact]:
        """By key; the last one counts where a key is repeated."""
        return {fact.key: fact for line in self.lines for fact in line}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader finds at the beginning of one file.

    ``needed``: bytes that the whole file should have by its own account, None if it does
    not say. ``problems``: what is wrong in the header without hiding the rest.
    """

    lines: Sequence[Line]
    needed: int | None = None
    problems: tuple[str, ...] = ()


Reader = Callable[[Head], Contents]
"""Reads the headers of one format; made once per conversion. Raises UnreadableValue."""


@dataclass
class LineMemo:
    """Parses a text line once, however many files have it."""

    parse: Callable[[str], Iterable[Fact]]
    known: dict[str, Line] = field(default_factory=dict)

    def __call__(self, text: str) -> Line:
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= MEMO_LIMIT:
                self.known.clear()
            found = self.known[text] = tuple(self.parse(text))
        return found


def key_name(text: str) -> str:
    """A header key as paths can name it: blanks and signs become ``_``."""
    name = _NOT_IN_NAMES.sub("_", text.strip()).strip("_-")
    return name if name[:1].isalpha() else f"_{name}"


def number(text: str) -> int | float | None:
    """A number as headers write it (``172e-6``, ``+1.``), or None. Never NaN or infinity."""
    plain = text.strip()
    if not plain or plain[0] not in "+-.0123456789" or "_" in plain or len(plain) > 60:
        return None
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        value = float(plain.replace("D", "E").replace("d", "e"))
    except ValueError:
        return None
    return value if value - value == 0 else None


def decoded(data: bytes) -> str:
    """Header text: UTF-8, else Latin-1 (which never fails); NUL bytes are refused."""
    if b"\0" in data:
        raise UnreadableValue("the header is binary where it should be text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
