"""The summary of a data set: one graph, at most 100 kB, whatever the number of images."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding, Location
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.dataset import describe, distributions, measured, needs, process
from imgcif_map.rdf.dataset.archives import Archive, summed
from imgcif_map.rdf.dataset.builder import Builder, Limits
from imgcif_map.rdf.dataset.distributions import Download, FileFacts
from imgcif_map.rdf.dataset.facts import Facts, read_facts
from imgcif_map.rdf.dataset.media import CIF
from imgcif_map.rdf.dataset.merge import merged
from imgcif_map.rdf.dataset.provenance import Provenance
from imgcif_map.rdf.ntriples import lines
from imgcif_map.rdf.terms import Iri, Triple, iri
from imgcif_map.rdf.vocabulary import BASE

if TYPE_CHECKING:
    import rdflib

LARGEST = 90_000
"""Bytes of a summary as N-Triples, the longest form; the rest of 100 kB is for a catalogue."""
_FEWEST = Limits(2, 2, 1, 400)


@dataclass(frozen=True)
class Summary:
    """A data set as triples, what is to be said of it, and what it was made from."""

    iri: Iri
    triples: tuple[Triple, ...]
    findings: tuple[Finding, ...]
    facts: Facts
    record: Catalogue
    """What the file and the block say, put together."""
    dictionary: Dictionary

    def graph(self) -> rdflib.Graph:
        """The graph for those who need rdflib."""
        from imgcif_map.rdf.output import to_rdflib

        return to_rdflib(self.triples)


def summary(
    document: Document,
    dictionary: Dictionary,
    catalogue: Catalogue | None = None,
    provenance: Provenance | None = None,
    *,
    files: Mapping[str, FileFacts] | None = None,
    more: tuple[Download, ...] = (),
    facts: Facts | None = None,
    identifier: str = "",
    base: str = BASE,
) -> Summary:
    """Sum up one imgCIF document.

    ``files`` are sizes and checksums by address as the document has it; ``more`` are further
    downloads. ``facts`` are those of the document, if they are known already. Without
    ``identifier`` the data set is called by its DOI, the ``id:`` of the block, else by a UUID
    that depends on nothing but the document.
    """
    known = facts or read_facts(document, dictionary)
    record, conflicts = merged(known, catalogue or Catalogue())
    record, conclusions = needs.concluded(known, record)
    findings = [*known.findings, *conflicts, *conclusions]
    name = iri(identifier or record.doi or record.iri or _urn(known))
    limits = Limits()
    while True:
        said = list(findings)
        builder = Builder(name, dictionary, base, limits)
        found = _fill(builder, known, record, provenance, files or {}, more, said)
        size = sum(len(line.encode()) for line in lines(builder.triples))
        if size <= LARGEST or limits.people <= _FEWEST.people:
            break
        limits = limits.halved
    said += needs.lacking(known, record, found)
    if builder.left_out:
        told = ", ".join(f"{count} {what}" for what, count in builder.left_out.items())
        said.append(
            finding(
                "summed-up", f"more than a summary holds: {told}", location=Location(known.path)
            )
        )
    return Summary(name, tuple(dict.fromkeys(builder.triples)), tuple(said), known, record,
                   dictionary)  # fmt: skip


def _fill(
    builder: Builder,
    facts: Facts,
    record: Catalogue,
    provenance: Provenance | None,
    files: Mapping[str, FileFacts],
    more: tuple[Download, ...],
    findings: list[Finding],
) -> int:
    """All parts of the graph; the number of distributions."""
    describe.dataset(builder, facts, record)
    archives = summed(facts.archives, builder.limits.distributions)
    _count_left_out(builder, facts, archives)
    found = list(distributions.downloads(archives, record, files, facts.path, findings))
    if not facts.archives and facts.scans.frames and not facts.embedded:
        found.append(Download("distribution-1", "", "", "Raw diffraction images", single=False))
    if record.file_url:
        found.append(_file(facts, record, files))
    reached = [distributions.describe(builder, one, record) for one in (*found, *more)]
    measured.describe(builder, facts.measured, provenance.origins if provenance else {})
    process.measurement(builder, facts, record)
    process.conversion(builder, facts, provenance)
    process.works(builder, record.works)
    return sum(reached)


def _count_left_out(builder: Builder, facts: Facts, archives: tuple[Archive, ...]) -> None:
    joined = sum(archive.files for archive in archives if archive.files > 1)
    lost = sum(a.files for a in facts.archives) - sum(a.files for a in archives)
    for what, count in (("addresses summed up", joined), ("addresses left out", lost)):
        if count:
            builder.left_out[what] = count
    if not facts.scans.covered and facts.scans.count > len(facts.scans.listed):
        builder.left_out["scans that are not added up"] = facts.scans.count


def _file(facts: Facts, record: Catalogue, files: Mapping[str, FileFacts]) -> Download:
    what = "The imgCIF file: the description of the experiment"
    return Download(
        "file",
        record.file_url,
        CIF,
        record.file_url.rpartition("/")[2] or "imgCIF",
        f"{what} and the images" if facts.embedded else what,
        known=files.get(record.file_url),
    )


def _urn(facts: Facts) -> str:
    """A name from what the file says; the same file gives the same name."""
    try:
        return uuid.UUID(facts.id).urn
    except ValueError:
        told = repr(
            (facts.id, facts.blocks, facts.scans.listed[:100], facts.archives[:100], facts.started)
        )
        return uuid.uuid5(uuid.NAMESPACE_URL, told.encode("utf-8", "replace").decode()).urn
