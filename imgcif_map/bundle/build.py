"""Makes the bundle: what changed is written again, what is gone is taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.bundle.folder import Folder, checksum
from imgcif_map.bundle.found import Source, sources
from imgcif_map.bundle.indexes import indexes
from imgcif_map.bundle.member import Member, member
from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.pieces import pieces
from imgcif_map.bundle.signposting import header, links
from imgcif_map.bundle.site import Site
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError, UnreadableInput
from imgcif_map.findings import Finding, Severity
from imgcif_map.harmless import shortened
from imgcif_map.version import VERSION

Progress = Callable[[str, int, int], None]
_LONG = 3500
"""Characters of a Link: header; of more only the first links are sent, and that of the linkset.

nginx takes no parameter above 4096 bytes."""


@dataclass(frozen=True)
class Built:
    """What became of the data sets."""

    entries: tuple[Entry, ...]
    written: tuple[str, ...]
    """Names of those written in this run."""
    removed: tuple[str, ...]
    findings: tuple[tuple[str, tuple[Finding, ...]], ...]
    """What was found in each file that was read."""
    broken: tuple[ImgcifMapError, ...]
    """Files that could not be read; of an earlier version the pages stay."""

    @property
    def errors(self) -> int:
        """Findings that are errors, of all data sets: of those not read again, too."""
        return sum(entry.errors for entry in self.entries)


def bundle(
    folders: Sequence[Path],
    output: Path,
    site: Site,
    dictionary: Dictionary,
    day: str,
    progress: Progress | None = None,
) -> Built:
    """Make or renew the bundle of all imgCIF files in the folders.

    ``day`` is written where harvesters look for what changed. Raises UsageError for folders
    that make no sense; a file that cannot be read is one of :attr:`Built.broken`.
    """
    found = sources(folders, output)
    folder = Folder(output)
    work = _Work(folder, site, dictionary, day)
    for number, source in enumerate(found, 1):
        work.add(source)
        if progress is not None:
            progress("data sets", number, len(found))
    entries = sorted(work.entries, key=lambda entry: entry.name)
    files = []
    for name, text in indexes(entries, site, folder, day):
        folder.write(name, text)
        files.append(name)
    gone = {e.name for e in folder.entries.values()} - {e.name for e in entries}
    folder.finish(entries, files)
    return Built(
        tuple(entries), tuple(work.written), tuple(sorted(gone)), tuple(work.findings),
        tuple(work.broken),
    )  # fmt: skip


class _Work:
    def __init__(self, folder: Folder, site: Site, dictionary: Dictionary, day: str) -> None:
        self.folder, self.site, self.dictionary, self.day = folder, site, dictionary, day
        known = [(part.title, part.version) for part in dictionary.parts]
        self.salt = f"{VERSION} {site} {known}"
        self.earlier = {entry.name: entry for entry in folder.entries.values()}
        self.entries: list[Entry] = []
        self.written: list[str] = []
        self.findings: list[tuple[str, tuple[Finding, ...]]] = []
        self.broken: list[ImgcifMapError] = []
        self.names: dict[str, str] = {}

    def add(self, source: Source) -> None:
        """One file: as it is in the bundle, or read again."""
        key = hashlib.sha256(source.name.encode("utf-8", "surrogateescape")).hexdigest()
        before = self.folder.entries.get(key)
        try:
            digest = source.digest(self.salt)
            if before is not None and before.digest == digest and self.folder.has(before):
                self._keep(before, source)
                return
            made = member(source, self.site, self.dictionary)
            self._once(made.name, source)
            self.entries.append(self._written(made, key, digest))
            self.findings.append((str(source.path), made.findings))
        except ImgcifMapError as error:
            self.broken.append(error)
            if before is not None and before.name not in self.names and self.folder.has(before):
                self._keep(before, source)

    def _keep(self, entry: Entry, source: Source) -> None:
        self._once(entry.name, source)
        self.entries.append(entry)

    def _once(self, name: str, source: Source) -> None:
        if name in self.names:
            raise UnreadableInput(
                f"{source.path}: {self.names[name]} is the same data set",
                hint="each data set has a DOI or id: of its own, and one file",
            )
        self.names[name] = str(source.path)

    def _written(self, made: Member, key: str, digest: str) -> Entry:
        files = pieces(made, self.site)
        known = {name: checksum(data) for name, data in files.items()}
        before = self.earlier.get(made.name)  # its file may have had another name
        same = before is not None and dict(before.files) == known
        if not (same and before is not None and self.folder.has(before)):
            self.folder.put(made.name, files)
            self.written.append(made.name)
        record = made.record
        changed = before.changed if same and before is not None else self.day
        text = record.description[0].text if record.description else ""
        return Entry(
            made.name, key, digest, changed, str(made.summary.iri), record.doi,
            shortened(made.title, 300), shortened(text, 300),
            tuple(shortened(p.name, 100) for p in record.creators[:20]), record.issued,
            record.licence.iri if record.licence else "",
            record.access or ("embargoed" if record.embargo else ""),
            sum(f.severity is Severity.ERROR for f in made.findings),
            self._header(made), known,
        )  # fmt: skip

    def _header(self, made: Member) -> str:
        found = list(links(made, self.site))
        text = header(iter(found))
        if len(text) > _LONG:
            text = header(link for link in found if link.rel in ("cite-as", "type", "linkset"))
        return text
