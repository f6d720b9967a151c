"""Finds the archives, folders and files that the rows of a data block point at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.limits import MAX_ADDRESSES
from imgcif_map.archives.places import Shelf, single
from imgcif_map.archives.request import Archives
from imgcif_map.archives.resolve import SUBSTITUTE, Local, Remote, Resolver
from imgcif_map.mapping.packing import ARCHIVE_FORMATS
from imgcif_map.rules.arc.packing import other_packing
from imgcif_map.rules.arc.presence import Presence
from imgcif_map.rules.arc.rows import Externals, Ints, distinct, partition
from imgcif_map.rules.arc.seen import Survey
from imgcif_map.sources.archives import Listing

_ONLINE = f"--online asks whether they answer; {SUBSTITUTE} to look inside"
_NO_END = "the archive may have been cut off: copy or pack it again"


@dataclass(frozen=True)
class Found:
    """What the rows of a block lead to: a listing and the name in it, for each row or None."""

    listings: list[Listing] = field(default_factory=list)
    which: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Row -> number of its listing, and name in it."""

    def usable(self, count: int) -> NDArray[np.bool_]:
        """Which of ``count`` rows lead to a file."""
        found = np.zeros(count, np.bool_)
        found[list(self.which)] = True
        return found

    def of(self, row: int) -> tuple[Listing, str]:
        number, name = self.which[row]
        return self.listings[number], name


class Locator:
    """Works through the URIs of one data block."""

    def __init__(
        self, externals: Externals, archives: Archives, path: str, shelf: Shelf, survey: Survey
    ) -> None:
        self._rows, self._archives, self._survey = externals, archives, survey
        self._shelf = shelf
        folder = Path(path).parent if path and Path(path).is_file() else None
        self._resolve = Resolver(archives, folder)
        self.found = Found()

    def run(self) -> Found:
        """Look for everything that is named; what is wrong goes to the survey."""
        uris, codes = distinct(self._rows.uris)
        targets = [self._resolve(uri) if uri else None for uri in uris]
        self._faults(targets, codes)
        self._remote(targets, codes)
        local = np.array([isinstance(target, Local) for target in targets], np.bool_)
        packed = self._packed()
        for code, rows in partition(np.where(local[codes] & packed, codes, -1)):
            target = targets[code] if code >= 0 else None
            if isinstance(target, Local):
                self._archive(target, rows)
        self._files(targets, codes, local[codes] & ~packed)
        return self.found

    def _packed(self) -> NDArray[np.bool_]:
        """Rows that name something inside an archive, or an archive."""
        rows = self._rows
        inside = np.array([bool(name) for name in rows.members], np.bool_)
        return inside | np.isin(np.array(rows.packings, dtype=object), ARCHIVE_FORMATS)

    def _tell(self, fault: Fault, rows: Sequence[int] | Ints, column: str = "uri") -> None:
        at = self._rows.column(column) or self._rows.uri_column
        self._survey.tell(fault, self._rows.block, at, rows)

    def _faults(self, targets: list[Local | Remote | Fault | None], codes: Ints) -> None:
        """URIs that lead nowhere: one finding for all of a kind."""
        kinds: dict[Kind, list[int]] = {}
        for code, target in enumerate(targets):
            if isinstance(target, Fault):
                kinds.setdefault(target.kind, []).append(code)
        for kind, several in kinds.items():
            first = targets[several[0]]
            assert isinstance(first, Fault)
            more = f" (and {len(several) - 1} more URIs)" if len(several) > 1 else ""
            rows = np.flatnonzero(np.isin(codes, several))
            self._tell(Fault(kind, first.message + more, first.hint), rows)

    def _remote(self, targets: list[Local | Remote | Fault | None], codes: Ints) -> None:
        """Remote addresses: asked, if that is wanted, and in any case not looked into."""
        addresses = {c: t.uri for c, t in enumerate(targets) if isinstance(t, Remote)}
        if not addresses:
            return
        rows = np.flatnonzero(np.isin(codes, list(addresses)))
        first, count = next(iter(addresses.values())), len(addresses)
        what = first if count == 1 else f"{count} remote addresses ({first} …)"
        if not self._archives.online:
            self._tell(Fault(Kind.NOT_EXAMINED, f"not looked at: {what}", _ONLINE), rows)
            return
        asked = list(addresses.items())[:MAX_ADDRESSES]
        wrong = self._ask(asked, codes)
        text = f"{len(asked) - wrong} of {count} remote addresses answer ({first} …)"
        if count == 1:
            text = f"{first} answers"
        if count > MAX_ADDRESSES:
            text += f"; only {MAX_ADDRESSES} were asked"
        if wrong < count:
            self._tell(
                Fault(Kind.NOT_EXAMINED, f"{text}; what is there was not looked at", SUBSTITUTE),
                rows,
            )

    def _ask(self, asked: list[tuple[int, str]], codes: Ints) -> int:
        """Ask addresses; returns how many do not answer. A silent server is asked once."""
        # Only now: nothing that can reach the network is imported unless it is asked for.
        from imgcif_map.archives.online import NoAnswer, ask

        silent: dict[str, tuple[Fault, list[int]]] = {}
        wrong = 0
        for code, uri in asked:
            server = "/".join(uri.split("/", 3)[:3]).lower()
            if server in silent:  # to wait for it again and again would take minutes
                silent[server][1].append(code)
                continue
            try:
                ask(uri, self._archives.timeout, self._archives.allow_private)
            except NoAnswer as fault:
                silent[server] = fault, [code]
            except Fault as fault:
                wrong += 1
                self._tell(fault, np.flatnonzero(codes == code))
        for one, several in silent.values():
            wrong += len(several)
            self._tell(one, np.flatnonzero(np.isin(codes, several)))
        return wrong

    def _archive(self, target: Local, rows: Ints) -> None:
        """Rows that point into one archive, or at all of it."""
        stated = self._rows.packings[rows[0]]
        try:
            listing = self._shelf.packed(target)
        except Fault as fault:
            self._tell(self._with_statement(fault, stated), rows)
            return
        for packing in dict.fromkeys(self._rows.packings[row] for row in rows.tolist()):
            other = other_packing(listing, packing)
            if other is not None:
                same = [row for row in rows.tolist() if self._rows.packings[row] == packing]
                self._tell(other, same, "archive_format")
        self._look(
            listing, [self._rows.members[row] for row in rows.tolist()], rows, "archive_path"
        )

    @staticmethod
    def _with_statement(fault: Fault, stated: str) -> Fault:
        if fault.kind is not Kind.PACKING:
            return fault
        said = "" if stated in ".?" else f", and archive_format says {stated}"
        return Fault(fault.kind, fault.message + said, fault.hint)

    def _files(
        self, targets: list[Local | Remote | Fault | None], codes: Ints, wanted: NDArray[np.bool_]
    ) -> None:
        """Rows that point at single files, all those of one folder together."""
        bases: list[tuple[Path, bool, bool] | None] = [
            (t.base, t.near, not t.inside) if isinstance(t, Local) else None for t in targets
        ]
        groups, base_of = distinct(bases)
        for number, rows in partition(np.where(wanted, base_of[codes], -1)):
            group = groups[number] if number >= 0 else None
            if group is None:
                continue
            base, near, alone = group
            names = [_name(targets[code], alone) for code in codes[rows].tolist()]
            try:
                listing = single(base) if alone else self._shelf.plain(base, near, names)
            except Fault as fault:
                self._tell(fault, rows)
                continue
            self._look(listing, names, rows, "uri")

    def _look(self, listing: Listing, names: list[str], rows: Ints, column: str) -> None:
        """Look for names, one for each row ("" for none), in an archive or a folder."""

        def tell(fault: Fault, about: Collection[str]) -> None:
            wrong = set(about)
            self._tell(fault, rows[[name in wrong for name in names]], column)

        if not listing.ended:
            fault = Fault(Kind.UNENDED, f"{listing.path.name} has no end mark", _NO_END)
            self._tell(fault, rows)
        formats = self._rows.formats
        pairs = list(zip(names, rows.tolist(), strict=True))
        small = dict.fromkeys(name for name, row in pairs if formats[row] != "HDF5")
        presence = Presence(listing, tell)
        presence.check((name for name in names if name), list(small))
        number = len(self.found.listings)
        self.found.listings.append(listing)
        usable = presence.usable
        self.found.which.update(
            (row, (number, usable[name])) for name, row in pairs if name in usable
        )


def _name(target: Local | Remote | Fault | None, alone: bool) -> str:
    assert isinstance(target, Local)
    return target.base.name if alone else target.inside
