"""Archives and folders at hand, against which the names of images are checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from imgcif_map.errors import UnreadableInput
from imgcif_map.mapping.members import EXAMPLES, Finder
from imgcif_map.mapping.uris import relative_uri
from imgcif_map.sources.archives import FOLDER, Listing, archive_kind, list_archive

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True)
class LocalArchive:
    """A file or folder, and the URI of which it is the copy (empty: by its place in the order)."""

    path: Path
    uri: str = ""

    @cached_property
    def kind(self) -> str:
        """``ZIP``, ``TAR``, ``TGZ``, ``TBZ``, ``TXZ`` or ``folder``, by content."""
        return archive_kind(self.path)

    @property
    def packing(self) -> str | None:
        """As :mod:`imgcif_map.mapping.packing` calls it; None for a folder."""
        return None if self.kind == FOLDER else self.kind

    def uri_of(self, name: str) -> str:
        """The URI of one file in a folder, or of the archive; relative if none was given."""
        if self.packing is not None:
            return self.uri or relative_uri(self.path.name)
        return f"{self.uri.rstrip('/')}/{quote(name, safe='/')}" if self.uri else relative_uri(name)

    @cached_property
    def listing(self) -> Listing:
        """Its members, read when first asked for; raises UnreadableInput."""
        return list_archive(self.path)

    @cached_property
    def finder(self) -> Finder:
        """Looks files up in it."""
        return Finder(self.listing)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said of it whatever is looked for."""
        found = []
        refused = self.listing.refused
        if refused:
            some = ", ".join(f"{name!r} ({why})" for name, why in list(refused.items())[:EXAMPLES])
            more = ", …" if len(refused) > EXAMPLES else ""
            found.append(
                f"{len(refused)} members of {self.path.name} are nothing that a file of images "
                f"may be: {some}{more}"
            )
        if not self.listing.ended:
            found.append(f"{self.path.name} has no end mark: it may have been cut off")
        return tuple(found)


def parse_local(text: str) -> LocalArchive:
    """``PATH`` or ``URI=PATH``; raises UnreadableInput if there is nothing, or no archive."""
    found = _split(text)
    try:
        found.kind  # noqa: B018
    except OSError as error:
        raise UnreadableInput(f"cannot read {found.path}: {error.strerror or error}") from error
    return found


def _split(text: str) -> LocalArchive:
    if Path(text).exists() or not _SCHEME.match(text):
        return LocalArchive(Path(text))
    for match in re.finditer("=", text):
        uri, path = text[: match.start()], text[match.end() :]
        if path and Path(path).exists():
            return LocalArchive(Path(path), uri)
    uri, equals, path = text.partition("=")
    return LocalArchive(Path(path), uri) if equals else LocalArchive(Path(text))
