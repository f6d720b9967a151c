"""Where the bundle will be on the web, and the names of its files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from imgcif_map.errors import UsageError
from imgcif_map.rdf.catalogue.values import address

FOLDER = "dataset"
"""The folder of the data sets' folders."""


@dataclass(frozen=True, slots=True)
class Site:
    """The address of the bundle and how it is divided."""

    base: str
    """Ends in ``/``."""
    size: int = 100
    """Data sets on one page of the catalogue."""
    title: str = "Raw diffraction data"
    email: str = "nobody@example.org"
    """Who answers harvesters' questions."""
    files: bool = False
    """True if the imgCIF files of open data sets are part of the bundle."""

    def url(self, path: str = "") -> str:
        """The address of a file of the bundle; ``index.html`` is that of its folder."""
        return self.base + path.removesuffix("index.html")

    @property
    def catalog(self) -> str:
        """The IRI of the catalogue."""
        return f"{self.base}catalog.ttl#catalog"

    @property
    def host(self) -> str:
        """The name of the server, as OAI identifiers have it."""
        return urlsplit(self.base).hostname or "localhost"

    def oai(self, name: str) -> str:
        """The OAI identifier of a data set."""
        return f"oai:{self.host}:{name}"


def make_site(base: str, **more: object) -> Site:
    """The site at an address; raises UsageError for one that pages cannot be at."""
    hint = "give the address of the folder on the web, such as https://data.example.org/catalogue/"
    if re.search(r"[\s?#<>\"'\\^`{|};$]|%(?![0-9A-Fa-f]{2})", base) or not base.isascii():
        raise UsageError(f"{base[:80]!r} is no address of a folder", hint=hint)
    try:
        found = address(base)
    except UsageError as error:
        raise UsageError(f"--base-url: {error.message}", hint=hint) from None
    if any(part in (".", "..") for part in urlsplit(found).path.split("/")):
        raise UsageError(f"{base[:80]!r} is no address of a folder", hint=hint)
    made = Site(found if found.endswith("/") else f"{found}/", **more)  # type: ignore[arg-type]
    if made.size < 1 or made.size > 1000:
        raise UsageError(f"--page-size {made.size}: pages hold 1 to 1000 data sets")
    return made


def slug(identity: str, words: str) -> str:
    """A name for a folder: letters, digits and ``-``, told apart by a checksum of the identity."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{plain}-{digest}" if plain else digest
