"""Where the images will be found: URIs, archives, and the names of files inside them.

Data names: ``_array_data_external_data.uri``, ``.archive_format``, ``.archive_path``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from imgcif_map.errors import UsageError
from imgcif_map.mapping.manifest import Manifest, Member, read_manifest

ARCHIVE_FORMATS = ("ZIP", "TGZ", "TBZ")
"""States of ``_array_data_external_data.archive_format`` (cif_img.dic)."""

_SUFFIXES = {
    ".zip": "ZIP",
    ".tgz": "TGZ",
    ".tar.gz": "TGZ",
    ".tbz": "TBZ",
    ".tbz2": "TBZ",
    ".tar.bz2": "TBZ",
}
_BLANKS = ("file", "stem", "scan", "n")
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_RESERVED = ":/?#[]@!$&'()*+,;=%"
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)


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

    def uses(self, name: str) -> bool:
        """True if the blank occurs."""
        return any(isinstance(part, Blank) and part.name == name for part in self.parts)

    def fill(self, file: str, scan: str = "", n: int = 1) -> str:
        """The URI for a file (name relative to the master), a scan's name and its number."""
        values = {
            "file": quote(file, safe="/"),
            "stem": quote(PurePosixPath(file).stem, safe=""),
            "scan": quote(scan, safe=""),
        }
        return "".join(
            part
            if isinstance(part, str)
            else str(n).zfill(part.digits)
            if part.name == "n"
            else values[part.name]
            for part in self.parts
        )


@dataclass(frozen=True)
class ArchivePlan:
    """How images are packed and where they will be.

    ``uris``: one template for all scans, or one for each scan in their order.
    ``format``: one of :data:`ARCHIVE_FORMATS`, None if files are not packed.
    ``manifest``: where the files really are, overrules ``uris``.
    """

    uris: tuple[UriTemplate, ...] = ()
    format: str | None = None
    manifest: Manifest = field(default_factory=Manifest)

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

    def format_of(self, file: str) -> str | None:
        """The packing of the archive that holds the file; None if it is not packed."""
        if not self.manifest.members:
            return self.format
        member = self.member(file)
        if isinstance(member, str) or not member.path:
            return None
        return member.format or self.format or format_by_suffix(member.uri)


def make_plan(
    uri: str | Sequence[str] | None = None,
    format: str | None = None,
    manifest: Path | None = None,
) -> ArchivePlan:
    """The plan for the options of a conversion.

    ``uri``: a URI, a URI template, a DOI, or one of these for each scan. Without
    ``format`` the suffix of the URI decides. Raises UsageError, and
    UnreadableInput if the manifest cannot be read.
    """
    texts = [uri] if isinstance(uri, str) else list(uri or ())
    templates = tuple(parse_template(text) for text in texts)
    chosen = checked_format(format) if format else None
    listed = Manifest()
    if manifest is not None:
        listed = read_manifest(manifest)
        for member in listed.members:
            if member.format:
                checked_format(member.format)
    elif chosen and not templates:
        raise UsageError("an archive format without a URI", hint="give --archive-uri too")
    if chosen is None and templates:
        suffixes = {format_by_suffix(template.text) for template in templates}
        chosen = suffixes.pop() if len(suffixes) == 1 else None
    return ArchivePlan(templates, chosen, listed)


def checked_format(text: str) -> str:
    """The format in the dictionary's spelling; raises UsageError with the list."""
    if text.upper() in ARCHIVE_FORMATS:
        return text.upper()
    raise UsageError(
        f"the dictionary knows no archive format {text!r}", hint=f"one of {_list(ARCHIVE_FORMATS)}"
    )


def format_by_suffix(uri: str) -> str | None:
    """ZIP, TGZ or TBZ if the URI's path ends like one."""
    path = re.split(r"[?#]", uri)[0].lower()
    return next((f for suffix, f in _SUFFIXES.items() if path.endswith(suffix)), None)


def parse_template(text: str) -> UriTemplate:
    """Check a URI template; raises UsageError for unknown blanks and lone braces."""
    text = text.strip()
    if not text:
        raise UsageError("the archive URI is empty")
    if text.lower().startswith("doi:"):
        text = doi_uri(text)
    parts: list[str | Blank] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in ("{", "}"):
            raise UsageError(f"lone brace in {text!r}", hint="write {{ or }} for a brace")
        if match[1] is not None:
            parts.append(_blank(match[1], text))
        else:
            plain = token[0] if token in ("{{", "}}") else token
            parts.append(quote(plain, safe=_RESERVED))
    return UriTemplate(text, tuple(parts))


def _blank(inside: str, text: str) -> Blank:
    match = re.fullmatch(r"([a-z]+)(?::(0?[1-9]d?))?", inside)
    if not match or match[1] not in _BLANKS or (match[2] and match[1] != "n"):
        names = _list(tuple(f"{{{name}}}" for name in (*_BLANKS, "n:03")))
        raise UsageError(f"unknown name {{{inside}}} in {text!r}", hint=f"one of {names}")
    return Blank(match[1], int((match[2] or "0").rstrip("d")))


def relative_uri(file: str) -> str:
    """A file name as URI reference: relative, or ``file:`` if the name is absolute.

    A colon is encoded too, so that no name reads as a scheme (RFC 3986, 4.2).
    """
    if re.match(r"[A-Za-z]:[\\/]", file):
        return "file:///" + quote(file.replace("\\", "/"), safe="/:")
    return ("file://" if file.startswith("/") else "") + quote(file, safe="/")


def normalise_doi(text: str) -> str:
    """``10.x/…`` from a bare DOI, ``doi:…`` or a resolver's address; raises UsageError."""
    match = _DOI.fullmatch(text.strip())
    if not match:
        raise UsageError(f"not a DOI: {text!r}", hint="like 10.5281/zenodo.1234567")
    return match[1]


def doi_uri(text: str) -> str:
    """``https://doi.org/10.x/…`` from any form of a DOI; raises UsageError."""
    return "https://doi.org/" + normalise_doi(text)


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)
