"""Where the images will be found: URIs, archives, and the names of files inside them.

Data names: ``_array_data_external_data.uri``, ``.archive_format``, ``.archive_path``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from imgcif_map.errors import UsageError
from imgcif_map.mapping.localarchive import LocalArchive, parse_local
from imgcif_map.mapping.manifest import Manifest, Member, read_manifest
from imgcif_map.mapping.packing import checked_packing, packing_by_suffix
from imgcif_map.mapping.uris import doi_uri, encoded_uri
from imgcif_map.mapping.uris import normalise_doi as normalise_doi
from imgcif_map.mapping.uris import relative_uri as relative_uri

_BLANKS = ("file", "stem", "scan", "n")
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


@dataclass(frozen=True, slots=True)
class Blank:
    """``{name}`` or ``{n:03}``: what to insert, and to how many digits."""

    name: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class UriTemplate:
    """A URI with blanks ``{file}``, ``{stem}``, ``{scan}``, ``{n}``; ``{{`` is a brace.

    Inserted text is percent-encoded; nothing is evaluated.
    """

    text: str
    parts: tuple[str | Blank, ...]
    packing: str | None = None
    """As the text ends."""

    def uses(self, name: str) -> bool:
        """True if the blank occurs."""
        return any(isinstance(part, Blank) and part.name == name for part in self.parts)

    def fill(self, file: str, scan: str = "", n: int = 1) -> str:
        """The URI for a file (name relative to the master), a scan's name and its number."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        texts = []
        for part in self.parts:
            if isinstance(part, str):
                texts.append(part)
            elif part.name == "n":
                texts.append(str(n).zfill(part.digits))
            elif part.name == "file":
                texts.append(quote(file, safe="/"))
            elif part.name == "stem":
                texts.append(quote(PurePosixPath(file).stem, safe=""))
            else:
                texts.append(quote(scan, safe=""))
        return "".join(texts)


@dataclass(frozen=True)
class ArchivePlan:
    """How images are packed and where they will be.

    ``uris``: one template for all scans, or one for each scan in their order.
    ``format``: the packing that was asked for, in the words of
    :mod:`imgcif_map.mapping.packing`; None: as the URIs end.
    ``manifest``: where the files really are, overrules ``uris``.
    ``local``: copies at hand, of all scans, of each scan in their order, or of a URI.
    """

    uris: tuple[UriTemplate, ...] = ()
    format: str | None = None
    manifest: Manifest = field(default_factory=Manifest)
    local: tuple[LocalArchive, ...] = ()

    def member(self, file: str) -> Member | str:
        """What the manifest says of a file, or why it says nothing of use."""
        found = self.manifest.find(file)
        if len(found) == 1:
            return found[0]
        if not found:
            return "not in the archive manifest"
        return f"{len(found)} files of that name are in the archive manifest"

    def template(self, n: int) -> UriTemplate | None:
        """The URI template of scan number ``n`` (from 1)."""
        if len(self.uris) == 1:
            return self.uris[0]
        return self.uris[n - 1] if 1 <= n <= len(self.uris) else None

    @property
    def searched(self) -> bool:
        """True if the local archives say which file is at which URI."""
        named = bool(self.local) and all(local.uri for local in self.local)
        return named and not self.uris and not self.manifest.members

    @property
    def addressed(self) -> bool:
        """True if somebody said where the images will be."""
        named = self.searched and all(":" in local.uri for local in self.local)
        return named or bool(self.uris or self.manifest.members)

    def copy(self, uri: str | None, n: int) -> LocalArchive | None:
        """The local archive or folder for a URI of scan ``n``; None if there is none."""
        named = [local for local in self.local if local.uri and local.uri == uri]
        if named:
            return named[0]
        others = [local for local in self.local if not local.uri]
        if self.manifest.members:
            order = self.manifest.archives
            n = order.index(uri) + 1 if uri in order else 0
        if len(others) == 1 and (not self.manifest.members or len(self.manifest.archives) == 1):
            return others[0]
        return others[n - 1] if 1 <= n <= len(others) else None


def make_plan(
    uri: str | Sequence[str] | None = None,
    format: str | None = None,
    manifest: Path | None = None,
    local: str | Path | Sequence[str | Path] = (),
) -> ArchivePlan:
    """The plan for the options of a conversion.

    ``uri``: a URI, a URI template, a DOI, or one of these for each scan. Without
    ``format`` the suffix of the URI decides. ``local``: archives or folders at
    hand (``PATH`` or ``URI=PATH``), whose members the file names are checked
    against. Raises UsageError, and UnreadableInput if the manifest or a local
    archive cannot be read.
    """
    texts = [uri] if isinstance(uri, str) else list(uri or ())
    templates = tuple(parse_template(text) for text in texts)
    copies = local_copies([local] if isinstance(local, str | Path) else local)
    chosen = checked_packing(format) if format else None
    listed = Manifest()
    if manifest is not None:
        listed = read_manifest(manifest)
        for packing in {member.format for member in listed.members if member.format}:
            checked_packing(packing)
    elif chosen and not templates and not any(copy.uri or copy.packing for copy in copies):
        raise UsageError("an archive format without a URI", hint="give --archive-uri too")
    if chosen is None and templates:
        packings = {template.packing for template in templates}
        chosen = packings.pop() if len(packings) == 1 else None
    return ArchivePlan(templates, chosen, listed, copies)


def local_copies(texts: Sequence[str | Path]) -> tuple[LocalArchive, ...]:
    """Local archives from ``PATH`` or ``URI=PATH``; raises UsageError, UnreadableInput."""
    return tuple(_copy(text) for text in texts)


def _copy(text: str | Path) -> LocalArchive:
    if isinstance(text, Path):
        return parse_local(os.fspath(text))
    found = parse_local(text)
    if not found.uri:
        return found
    template = parse_template(found.uri)
    if any(isinstance(part, Blank) for part in template.parts):
        raise UsageError(f"nothing can be filled in here: {found.uri!r}", hint="write the URI out")
    return replace(found, uri=template.fill(""))


def parse_template(text: str) -> UriTemplate:
    """Check a URI template; raises UsageError for unknown blanks and lone braces."""
    text = text.strip()
    if not text:
        raise UsageError("the archive URI is empty")
    if text.lower().startswith("doi:"):
        text = doi_uri(text)
    if re.match(r"[A-Za-z]:[\\/]", text):
        raise UsageError(f"{text!r} is a path of one computer, no URI", hint="use --local-archive")
    parts: list[str | Blank] = []
    for match in _TOKEN.finditer(encoded_uri(text)):
        token = match.group()
        if token in ("{", "}"):
            raise UsageError(f"lone brace in {text!r}", hint="write {{ or }} for a brace")
        if match[1] is not None:
            parts.append(_blank(match[1], text))
        else:
            parts.append({"{{": "%7B", "}}": "%7D"}.get(token, token))
    return UriTemplate(text, tuple(parts), packing_by_suffix(text))


def _blank(inside: str, text: str) -> Blank:
    match = re.fullmatch(r"([a-z]+)(?::(0?[1-9]d?))?", inside)
    if not match or match[1] not in _BLANKS or (match[2] and match[1] != "n"):
        names = _list(tuple(f"{{{name}}}" for name in (*_BLANKS, "n:03")))
        raise UsageError(f"unknown name {{{inside}}} in {text!r}", hint=f"one of {names}")
    return Blank(match[1], int((match[2] or "0").rstrip("d")))


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)
