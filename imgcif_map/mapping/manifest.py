"""Archive manifests: a CSV or JSON list of which file is where.

Columns: ``uri`` (required), ``member`` (path inside the archive; empty if the URI
is the file itself), ``size`` (bytes), ``checksum``, ``format``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from imgcif_map.errors import UnreadableInput
from imgcif_map.mapping.localarchive import LocalArchive

MAX_BYTES = 256 * 2**20
COLUMNS = ("uri", "member", "size", "checksum", "format")


@dataclass(frozen=True, slots=True)
class Member:
    """One file: at ``uri``, or at ``path`` inside the archive at ``uri``."""

    uri: str
    path: str = ""
    size: int | None = None
    checksum: str = ""
    format: str = ""

    @property
    def name(self) -> str:
        """The path that file names are compared with."""
        return self.path or unquote(urlsplit(self.uri).path)


@dataclass(frozen=True)
class Manifest:
    """The listed files; empty if there is no manifest."""

    members: tuple[Member, ...] = ()

    @cached_property
    def unsaid(self) -> str:
        """What the manifest states and imgCIF has no data name for, in words; mostly empty."""
        sums = sum(bool(member.checksum) for member in self.members)
        sizes = sum(member.size is not None for member in self.members)
        facts = [f"checksums of {sums} file{'s' * (sums != 1)}"] if sums else []
        facts += [f"sizes of {sizes} file{'s' * (sizes != 1)}"] if sizes else []
        return " and ".join(facts)

    @cached_property
    def archives(self) -> tuple[str, ...]:
        """URIs of the archives, in the order of their first files."""
        return tuple(dict.fromkeys(member.uri for member in self.members if member.path))

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = {}
        for member in self.members:
            found.setdefault(PurePosixPath(member.name).name, []).append(member)
        return {name: tuple(members) for name, members in found.items()}

    def find(self, file: str) -> tuple[Member, ...]:
        """The members a file name may mean: those that agree in the most parts of the path.

        ``run1/a.h5`` means ``x/run1/a.h5`` rather than ``x/run2/a.h5``; one that
        contradicts no part is enough if it is the only one of its name.
        """
        wanted = _parts(file)
        if not wanted:
            return ()
        best: list[Member] = []
        most = 0
        for member in self._by_name.get(wanted[-1], ()):
            common = _common_tail(wanted, _parts(member.name))
            if common > most:
                best, most = [], common
            if common == most:
                best.append(member)
        exact = [m for m in best if len(_parts(m.name)) == most]
        return tuple(exact if len(exact) == 1 else best)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest, CSV with a header or a JSON list of objects; raises UnreadableInput."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableInput(f"archive manifest {path} is too large")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInput(f"cannot read archive manifest {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"archive manifest {path} is not UTF-8 text") from error
    rows = _json_rows(text, path) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text, path)
    members = tuple(_member(row, number, path) for number, row in enumerate(rows, 1))
    if not members:
        raise UnreadableInput(f"archive manifest {path} lists no files")
    return Manifest(members)


def manifest_lines(archives: Iterable[LocalArchive]) -> Iterator[str]:
    """A manifest (CSV) of what is in archives and folders at hand, line by line."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(("uri", "member", "size", "format"))
    yield line.getvalue()
    for archive in archives:
        packing = archive.packing
        for name, size in zip(archive.listing.names, archive.listing.sizes, strict=True):
            line.seek(0)
            line.truncate()
            writer.writerow((archive.uri_of(name), name if packing else "", size, packing or ""))
            yield line.getvalue()


def _json_rows(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"archive manifest {path} is not JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableInput(f"archive manifest {path} is not a list of objects")
    return [{str(key).lower(): value for key, value in row.items()} for row in rows]


def _csv_rows(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableInput(f"archive manifest {path} is not CSV: {error}") from error
    header = [name.strip().lower() for name in lines[0]] if lines else []
    if "uri" not in header:
        raise UnreadableInput(
            f"archive manifest {path} has no column uri", hint=f"columns: {', '.join(COLUMNS)}"
        )
    return [dict(zip(header, line, strict=False)) for line in lines[1:] if any(line)]


def _member(row: Mapping[str, Any], number: int, path: Path) -> Member:
    texts = {}
    for name in COLUMNS:
        value = row.get(name)
        if value is not None and not isinstance(value, str | int):
            raise UnreadableInput(f"archive manifest {path}, entry {number}: {name} is not text")
        texts[name] = "" if value is None else str(value).strip()
    if not texts["uri"] or any(c.isspace() for c in texts["uri"]):
        raise UnreadableInput(f"archive manifest {path}, entry {number}: no usable uri")
    if texts["member"].startswith(("/", "\\")) or ".." in _parts(texts["member"]):
        raise UnreadableInput(
            f"archive manifest {path}, entry {number}: member {texts['member']!r} is outside the "
            "archive",
            hint="give the path inside the archive, without .. and a leading slash",
        )
    size = texts["size"]
    if size and not (size.isascii() and size.isdigit()):
        raise UnreadableInput(f"archive manifest {path}, entry {number}: size is not a number")
    return Member(
        texts["uri"],
        texts["member"],
        int(size) if size else None,
        texts["checksum"],
        texts["format"],
    )


def _parts(name: str) -> tuple[str, ...]:
    return tuple(p for p in PurePosixPath(name.replace("\\", "/")).parts if p not in ("/", "."))


def _common_tail(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count
