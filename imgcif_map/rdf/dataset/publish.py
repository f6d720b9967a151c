"""One imgCIF file on its way to a catalogue: read, summed up, its images listed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin

from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import parse_cif, read_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import Finding
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.dataset.csvw import SUFFIX, metadata
from imgcif_map.rdf.dataset.distributions import Download, FileFacts
from imgcif_map.rdf.dataset.facts import Facts, read_facts
from imgcif_map.rdf.dataset.frames import FrameTable, frame_table
from imgcif_map.rdf.dataset.local import Progress, at_hand, file_facts
from imgcif_map.rdf.dataset.media import CSV
from imgcif_map.rdf.dataset.provenance import Provenance
from imgcif_map.rdf.dataset.summary import Summary, summary
from imgcif_map.rdf.ntriples import lines
from imgcif_map.rdf.rows import row_lines
from imgcif_map.rdf.terms import Blanks, Iri, Triple, iri
from imgcif_map.rdf.vocabulary import BASE, DCT, encoded

STDIN = Path("-")
LISTED = 50
"""So many files that are at hand are looked at; of more the summary lists none one by one."""


@dataclass(frozen=True)
class Job:
    """What to do with a file, and what is known beside it."""

    path: Path
    catalogue: Catalogue | None = None
    read: tuple[Finding, ...] = ()
    """What was found in the catalogue: block."""
    provenance: Provenance | None = None
    substitutes: tuple[tuple[str, Path], ...] = ()
    checksums: bool = True
    frames: str = ""
    """Name of the table of images, if one is wanted."""
    placed: Callable[[Facts, Catalogue], Catalogue] | None = None
    """Adds to the block what follows from where the data set is published."""


@dataclass(frozen=True)
class Done:
    """What became of it."""

    document: Document
    summary: Summary
    findings: tuple[Finding, ...]
    table: FrameTable | None = None
    name: str = ""
    """Name of the table's file."""

    def tables(self, folder: Path, base: str = BASE) -> Iterator[tuple[Path, Iterable[str]]]:
        """The table of images and what its columns mean, each with its text."""
        if self.table is not None:
            yield folder / self.name, self.table.text()
            described = metadata(self.table, quote(self.name), self.summary, base)
            yield folder / f"{self.name}{SUFFIX}", described


def run(
    job: Job, dictionary: Dictionary, base: str = BASE, progress: Progress | None = None
) -> Done:
    """Read and sum up one file. Raises UnreadableInput."""
    if job.path == STDIN:
        document = parse_cif(sys.stdin.buffer.read(), "<stdin>")
    else:
        document = read_cif(job.path)
    if not document.blocks:
        raise UnreadableInput(f"{document.path}: no data block", hint="give an imgCIF file")
    catalogue = job.catalogue or Catalogue()
    facts = read_facts(document, dictionary)
    if job.placed is not None:
        catalogue = job.placed(facts, catalogue)
    files: dict[str, FileFacts] = {}
    addresses = [archive.uri for archive in facts.archives if archive.files == 1]
    if job.checksums and len(addresses) <= LISTED:
        folder = None if job.path == STDIN else job.path.absolute().parent
        files = at_hand(addresses, job.substitutes, folder, progress)
        if catalogue.file_url and job.path != STDIN:
            files[catalogue.file_url] = file_facts(job.path)
    table = frame_table(document, dictionary, catalogue.base_url) if job.frames else None
    more = _listed(table, job.frames, catalogue) if table is not None else ()
    made = summary(
        document, dictionary, catalogue, job.provenance,
        files=files, more=more, facts=facts, base=base,
    )  # fmt: skip
    return Done(document, made, (*job.read, *document.problems, *made.findings), table, job.frames)


def _listed(table: FrameTable, name: str, catalogue: Catalogue) -> tuple[Download, ...]:
    """The table as something to download, where it is known where it will be."""
    if not catalogue.base_url:
        return ()
    digest, size = hashlib.sha256(), 0
    for piece in table.text():
        data = piece.encode("utf-8", "replace")
        digest.update(data)
        size += len(data)
    known = FileFacts(size, digest.hexdigest())
    what = "The images one by one: scan, number, settings of the axes, place"
    return (Download("images", urljoin(catalogue.base_url, quote(name)), CSV, name, what,
                     known=known),)  # fmt: skip


def full_lines(
    done: Iterable[Done], listed: Iterable[Triple], dictionary: Dictionary, base: str = BASE
) -> Iterator[str]:
    """Everything as N-Triples: the summaries, then every row of every file, streamed."""
    yield from lines(listed)
    blanks = Blanks("v")
    for one in done:
        home = f"{one.summary.iri}#"
        for block in one.document.blocks:
            node = Iri(iri(home) + encoded(block.name))
            yield from lines([(one.summary.iri, DCT.hasPart, node)])
        yield from row_lines(one.document, dictionary, home, base, blanks)
