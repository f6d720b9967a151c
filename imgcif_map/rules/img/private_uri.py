"""IMG011."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.tables import tables

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)")
_OWN = (
    r"(?:localhost|[^.:/?#\n]+|[^:/?#\n]*\.(?:local|localdomain|internal|lan)|\[::1?\]|\[f[cde]"
    r"[^\]\n]*\]|(?:127|10)\.[0-9.]+|0\.0\.0\.0|192\.168\.[0-9.]+|169\.254\.[0-9.]+"
    r"|172\.(?:1[6-9]|2[0-9]|3[01])\.[0-9.]+)"
)
_OWN_HOST = re.compile(_OWN, re.IGNORECASE)
_PUBLIC = re.compile(
    rf"(?>https?://(?![^/\n]*@)(?!{_OWN}(?:[:/?#]|$))[^\n]+\n)++", re.IGNORECASE | re.MULTILINE
)
_LOCAL, _RELATIVE, _SERVER = "a local file", "a relative path", "on a server of your own network"
_MANY = 1000


class PrivateUri(Rule):
    """A URI of image data means something on one computer only.

    What
        `_array_data_external_data.uri` is a path without a scheme (`https:`), a
        `file:` URI, or names a host that only a local network knows.

    Why
        Who reads the file elsewhere cannot fetch the images.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  data/scan_0001.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  https://zenodo.org/records/1/files/scan_0001.cbf
    """

    code = "IMG011"
    name = "private-uri"
    severity = Severity.WARNING
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables(context, "array_data_external_data"):
            column = table.column("uri")
            if column is None or _all_public(column):
                continue
            kinds = _kinds(column)
            for kind in sorted(kinds):
                rows = column.rows_of(kinds[kind])
                count = f"{len(rows)} of {len(column)} URIs: " if len(column) > 1 else ""
                yield self.finding(
                    f"{count}{column.texts[rows[0]] or 'nothing'} is {kind}",
                    column,
                    rows,
                    hint="archive the images and give the URI that the archive assigns",
                )


def _all_public(column: DataColumn) -> bool:
    """True if all URIs are on the web, which is easy to see; False if that needs a closer look."""
    if len(column) < _MANY or len(column.distinct) < _MANY:
        return False
    return column.joined is not None and _PUBLIC.fullmatch(column.joined) is not None


def _kinds(column: DataColumn) -> dict[str, set[str]]:
    """The URIs that others cannot use, by what is wrong with them."""
    texts = column.distinct - {".", "?"}
    if column.joined is not None and ":" not in column.joined and "\\" not in column.joined:
        return {_RELATIVE: set(texts)} if texts else {}
    kinds: dict[str, set[str]] = {}
    for text in texts:
        kind = _kind(text)
        if kind:
            kinds.setdefault(kind, set()).add(text)
    return kinds


def _kind(uri: str) -> str:
    """What is wrong with a URI; "" if others can use it."""
    if not _SCHEME.match(uri):
        return _LOCAL if re.match(r"[A-Za-z]:[\\/]", uri) or uri.startswith("\\\\") else _RELATIVE
    if uri[:5].casefold() == "file:":
        return _LOCAL
    host = _HOST.match(uri)
    return _SERVER if host and _OWN_HOST.fullmatch(host[1]) else ""
