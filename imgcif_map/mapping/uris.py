"""URI references from what users and sources write: names of files, DOIs, templates."""

from __future__ import annotations

import re
from urllib.parse import quote

from imgcif_map.errors import UsageError

_RESERVED = ":/?@!$&'()*+,;="
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)
_AUTHORITY = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//[^/?#]*")


def encoded_uri(text: str) -> str:
    """A URI with blanks in which what a URI cannot hold is percent-encoded (RFC 3986).

    What is encoded already stays; square brackets may stand around a host only.
    """
    match = _AUTHORITY.match(text)
    head = match.group() if match else ""
    rest, mark, fragment = text[len(head) :].partition("#")
    encoded = quote(head, safe=_RESERVED + "[]#{}%")
    encoded += quote(rest, safe=_RESERVED + "{}%") + mark + quote(fragment, safe=_RESERVED + "{}%")
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", encoded)


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
