"""What is known of an archive's members, gathered one by one within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from imgcif_map.errors import TooLarge

MAX_MEMBERS = 1_000_000
MAX_NAME = 4096
"""Characters of a name."""
MAX_NAMES = 512 * 2**20
"""Characters of all names."""
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_PARENT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")

LINK = "a link"
DEVICE = "no regular file"


@dataclass
class Members:
    """Names, sizes and places of files as columns; what may not be pointed at, apart."""

    path: Path
    names: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """Where the data is: an offset or a number, as the reader of the kind needs it; -1: nowhere."""
    refused: dict[str, str] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    ended: bool = True
    _rows: dict[str, int] = field(default_factory=dict, repr=False)
    _count: int = 0
    _letters: int = 0

    def add(self, name: str, size: int, place: int, why: str | None = None) -> None:
        """One member; ``why``: the reason it is refused. Raises TooLarge at the bounds."""
        self._count += 1
        self._letters += min(len(name), MAX_NAME)
        if self._count > MAX_MEMBERS:
            raise TooLarge(f"{self.path} has more than {MAX_MEMBERS} members")
        if self._letters > MAX_NAMES:
            raise TooLarge(f"{self.path}: the names of its members are too long")
        why = unfit(name) or why
        if why is not None:
            self.refused.setdefault(shown(name), why)
            return
        row = self._rows.setdefault(name, len(self.names))
        if row < len(self.names):
            self.doubled.add(name)
            self.sizes[row], self.places[row] = size, place
            return
        self.names.append(name)
        self.sizes.append(size)
        self.places.append(place)


def unfit(name: str) -> str | None:
    """Why nothing may point at a name, whatever it names; None if it is a proper one."""
    if len(name) > MAX_NAME:
        return f"named with more than {MAX_NAME} characters"
    if _UNFIT.search(name):
        return "named with characters that no CIF file can hold"
    if _ABSOLUTE.match(name):
        return "named absolutely"
    if ".." in name and _PARENT.search(name):
        return "named outside the archive"
    return None


def shown(name: str) -> str:
    """A name that can be printed, of bounded length."""
    text = name if len(name) <= 200 else name[:200] + "…"
    return _UNFIT.sub("\ufffd", text)
