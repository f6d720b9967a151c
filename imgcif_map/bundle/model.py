"""What the pages that list data sets say of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A data set of the bundle, as the manifest keeps it."""

    name: str
    """Its folder below ``dataset/``."""
    source: str
    """Checksum of the path of the imgCIF file: names of folders are not published."""
    digest: str
    """Checksum of all it was made from."""
    changed: str
    """The day on which its files were last written."""
    iri: str
    doi: str
    title: str
    description: str
    creators: tuple[str, ...]
    issued: str
    licence: str
    access: str
    errors: int
    """Findings that are errors."""
    header: str
    """Its links, as a web server sends them."""
    files: Mapping[str, str]
    """SHA-256 of its files by name."""

    @property
    def page(self) -> str:
        """Its landing page, below the bundle."""
        return f"dataset/{self.name}/index.html"

    def path(self, file: str) -> str:
        """One of its files, below the bundle."""
        return f"dataset/{self.name}/{file}"


def to_plain(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it."""
    return asdict(entry)


def from_plain(given: Any) -> Entry | None:
    """An entry from JSON; None if it is not one of this version."""
    if not isinstance(given, dict) or set(given) != {field.name for field in fields(Entry)}:
        return None
    texts = {n: v for n, v in given.items() if n not in ("creators", "files", "errors")}
    if not all(isinstance(value, str) for value in texts.values()):
        return None
    creators, files = given["creators"], given["files"]
    if not isinstance(creators, list) or not isinstance(files, dict):
        return None
    if not isinstance(given["errors"], int) or not all(isinstance(c, str) for c in creators):
        return None
    return Entry(**{**given, "creators": tuple(creators)})
