"""What a URI of an imgCIF leads to: a place at hand, an address, or nowhere."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.request import Archives, has_scheme
from imgcif_map.sources.archivemembers import shown, unfit

SUBSTITUTE = "give a local copy with --substitute URI=PATH"
_USUAL = re.compile(r"\w[\w.\-]*", re.A)
"""Last parts of URIs with nothing in them that has a meaning."""
_TAIL = re.compile(r"[?#].*", re.S)


@dataclass(frozen=True, slots=True)
class Local:
    """A place at hand: an archive, folder or file, and the name inside it (empty: itself).

    ``near``: it is the folder of the CIF file, of which only what is named is looked at.
    """

    base: Path
    inside: str = ""
    near: bool = False

    @property
    def path(self) -> Path:
        return self.base / self.inside if self.inside else self.base


@dataclass(frozen=True, slots=True)
class Remote:
    """An http or https address."""

    uri: str


class Resolver:
    """Resolves the URIs of one file in ``folder`` (None: it is no file)."""

    def __init__(self, archives: Archives, folder: Path | None) -> None:
        self._exact = dict(archives.substitutes)
        self._prefixes = sorted(self._exact, key=len, reverse=True)
        self._folder = folder
        self._heads: dict[str, Local | Remote] = {}

    def __call__(self, uri: str) -> Local | Remote | Fault:
        """Where a URI leads; a Fault, not raised, where it leads nowhere.

        A file may have a hundred thousand URIs that differ in their last part.
        """
        if uri in self._exact:
            return Local(self._exact[uri])
        head, _, name = uri.rpartition("/")
        usual = _USUAL.fullmatch(name) is not None and "?" not in head and "#" not in head
        known = self._heads.get(head) if usual else None
        if isinstance(known, Local):
            return Local(known.base, known.inside + name, known.near)
        if known is not None:
            return Remote(uri)
        found = self._resolved(uri)
        if usual and isinstance(found, Local):
            self._heads[head] = Local(found.base, found.inside.removesuffix(name), found.near)
        elif usual and isinstance(found, Remote):
            self._heads[head] = found
        return found

    def _resolved(self, uri: str) -> Local | Remote | Fault:
        for prefix in self._prefixes:
            rest = uri[len(prefix) :]
            if uri.startswith(prefix) and (prefix.endswith("/") or rest.startswith("/")):
                return self._inside(self._exact[prefix], rest.lstrip("/"), uri)
        if has_scheme(uri):
            return self._absolute(uri)
        if self._folder is None:
            return Fault(
                Kind.NOT_EXAMINED,
                f"{shown(uri)} is relative to a file, and the CIF was not read from one",
                SUBSTITUTE,
            )
        return self._inside(self._folder, uri, uri, near=True)

    def _absolute(self, uri: str) -> Local | Remote | Fault:
        scheme = uri.partition(":")[0].lower()
        if scheme in ("http", "https"):
            return Remote(uri)
        if scheme == "file":
            return self._file(uri)
        return Fault(
            Kind.NOT_EXAMINED,
            f"{shown(uri)}: this program asks http and https addresses only, not {scheme}:",
            SUBSTITUTE,
        )

    def _file(self, uri: str) -> Local | Fault:
        """A ``file:`` URI counts if it leads into the folder of the CIF file."""
        try:
            parts = urlsplit(uri)
        except ValueError:
            return Fault(Kind.UNSAFE, f"{shown(uri)} is no URI", SUBSTITUTE)
        path = os.path.normpath(unquote(parts.path))
        if self._folder is not None and parts.netloc in ("", "localhost"):
            folder = os.path.abspath(self._folder)  # noqa: PTH100 - links are looked at later
            if path.startswith(folder.rstrip(os.sep) + os.sep):
                inside = os.path.relpath(path, folder).replace(os.sep, "/")
                return Local(self._folder, inside, near=True)
        return Fault(
            Kind.UNSAFE,
            f"{shown(uri)} is a file outside the folder of the CIF file",
            f"others do not have it; {SUBSTITUTE}",
        )

    @staticmethod
    def _inside(base: Path, rest: str, uri: str, near: bool = False) -> Local | Fault:
        name = unquote(_TAIL.sub("", rest))
        while name.startswith("./"):
            name = name[2:].lstrip("/")
        why = unfit(name)
        if why is not None:
            return Fault(Kind.UNSAFE, f"{shown(uri)} is {why}", SUBSTITUTE)
        if not name:
            return Local(base) if not near else Fault(Kind.UNSAFE, "the URI names no file")
        return Local(base, name, near)
