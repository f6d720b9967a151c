"""Whether all that a file names is in an archive or folder; whole columns at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from imgcif_map.archives.decode import label
from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_FILE, mib
from imgcif_map.mapping.members import Finder, How, tidy
from imgcif_map.rules.suggest import did_you_mean
from imgcif_map.sources.archivemembers import shown, unfit
from imgcif_map.sources.archives import FOLDER, Listing

_NUMBER = re.compile(r"(\d+)[^\d/]*(?:\.\w+)*$", re.A)
"""The last number before the suffix of a name."""
_LIKE = 0.6
_END = 60
"""So many characters at the end of a name are searched for its number."""
Tell = Callable[[Fault, Collection[str]], None]
"""Takes a fault and the names that it is about."""


@dataclass
class Presence:
    """Which of the names that a file has are usable, and as what the archive has them."""

    listing: Listing
    tell: Tell
    usable: dict[str, str] = field(default_factory=dict)

    def check(self, names: Iterable[str], small: Collection[str]) -> None:
        """Look for names; ``small`` are those of files that are read as a whole."""
        wanted = dict.fromkeys(names)
        sizes = dict(zip(self.listing.names, self.listing.sizes, strict=True))
        absent = [name for name in wanted if name not in sizes]
        self.usable = {name: name for name in wanted if name in sizes}
        if absent:
            absent = self._respelt(absent)
            self._absent(absent)
        empty = [name for name, real in self.usable.items() if not sizes[real]]
        self._drop(Kind.DAMAGED, empty, "is empty", "copy it again")
        large = [n for n in small if n in self.usable and sizes[self.usable[n]] > MAX_FILE]
        if large:
            much = mib(sizes[self.usable[large[0]]])
            why = f"has {much}, and files of more than {mib(MAX_FILE)} are not read"
            self._drop(Kind.TOO_LARGE, large, why, "an image of a scan is smaller: is it another?")

    def _respelt(self, absent: Sequence[str]) -> list[str]:
        """Names that the archive has with ``./`` before them, or the other way round, are there."""
        known = {tidy(name): name for name in self.listing.names}
        left = []
        for name in absent:
            real = None if unfit(name) else known.get(tidy(name))
            if real is None:
                left.append(name)
            else:
                self.usable[name] = real
        return left

    def _absent(self, absent: Sequence[str]) -> None:
        refused = self.listing.refused
        unsafe: dict[str, list[str]] = {}
        missing = []
        for name in absent:
            why = unfit(name) or refused.get(shown(name)) or refused.get(name.rpartition("/")[0])
            if why is None:
                missing.append(name)
            else:
                unsafe.setdefault(why, []).append(name)
        for why, names in unsafe.items():
            advice = "pack the file itself under a name relative to the archive"
            self._drop(Kind.UNSAFE, names, f"is {why}: it is not opened", advice)
        if missing:
            where = self.listing.path if self.listing.kind == FOLDER else self.listing.path.name
            hint = offer(self.listing, missing[0], self.usable)
            self._drop(Kind.MISSING, missing, f"is not in {where}", hint, plain=True)

    def _drop(
        self, kind: Kind, names: Sequence[str], why: str, hint: str, plain: bool = False
    ) -> None:
        """Report names, and use them no more."""
        if not names:
            return
        first = names[0]
        for name in names:
            self.usable.pop(name, None)
        said = shown(first) if plain else label(self.listing, shown(first))
        more = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
        self.tell(Fault(kind, f"{said} {why}{more}", hint), names)


def offer(listing: Listing, name: str, used: Mapping[str, str]) -> str:
    """What an archive has in place of a name; what others name already is not offered."""
    found = Finder(listing).find(name)
    if found.how in (How.MOVED, How.CASE):
        return f"it has {found.name}"
    if found.how is How.AMBIGUOUS:
        return f"it has {found.note}"
    taken = frozenset(used.values())
    spare = [other for other in listing.names if other not in taken]
    number, suffix = _number(name), PurePosixPath(name).suffix
    like = [other for other in spare if other.endswith(suffix) and _number(other) == number]
    if number is not None and len(like) == 1:
        return f"did you mean {like[0]}?"
    return did_you_mean(name, like or spare, _LIKE)


def _number(name: str) -> int | None:
    found = _NUMBER.search(name[-_END:])
    return int(found[1]) if found else None
