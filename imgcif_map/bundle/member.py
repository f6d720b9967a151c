"""One data set on its way into the bundle: read, summed up, placed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imgcif_map.bundle.found import Source
from imgcif_map.bundle.site import FOLDER, Site, slug
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import ImgcifMapError
from imgcif_map.findings import Finding
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.dataset.facts import Facts
from imgcif_map.rdf.dataset.publish import Job, run
from imgcif_map.rdf.dataset.summary import Summary

CIF = "data.cif"
"""What an imgCIF file is called in the bundle."""


@dataclass(frozen=True)
class Member:
    """A data set, ready to be written."""

    source: Source
    name: str
    summary: Summary
    findings: tuple[Finding, ...]
    sketch: str
    """The instrument as SVG; "" where it cannot be drawn."""
    copied: bool
    """True if the imgCIF file itself is part of the bundle."""

    @property
    def record(self) -> Catalogue:
        """What the file and its block say."""
        return self.summary.record

    @property
    def title(self) -> str:
        """A title in any case."""
        if self.record.title:
            return self.record.title[0].text
        return f"Raw diffraction data {self.name}"


def member(source: Source, site: Site, dictionary: Dictionary) -> Member:
    """Read and sum up one file. Raises ImgcifMapError."""
    from imgcif_map.rdf.dataset.provenance import read_provenance

    known, wrong = source.catalogue()
    placing = _Placing(source, site)
    origin = read_provenance(source.provenance) if source.provenance else None
    done = run(Job(source.path, known, wrong, origin, placed=placing), dictionary)
    sketch = _sketch(done.document, dictionary)
    return Member(source, placing.name, done.summary, done.findings, sketch, placing.copied)


class _Placing:
    """Adds the landing page, a name where there is no DOI, the address of the file."""

    def __init__(self, source: Source, site: Site) -> None:
        self.source, self.site = source, site
        self.name = ""
        self.copied = False

    def __call__(self, facts: Facts, record: Catalogue) -> Catalogue:
        called = facts.doi or record.doi or record.iri
        stem = self.source.path.stem
        words = called.removeprefix("https://doi.org/") if called else stem
        self.name = slug(called or self.source.name, words)
        page = self.site.url(f"{FOLDER}/{self.name}/")
        self.copied = self.site.files and is_open(record)
        return replace(
            record,
            iri=record.iri or ("" if called else page),
            landing_page=page,
            file_url=record.file_url or (page + CIF if self.copied else ""),
        )


def is_open(record: Catalogue) -> bool:
    """True if nothing keeps the data from being public."""
    return record.access == "open" and not record.embargo


def _sketch(document: object, dictionary: Dictionary) -> str:
    from imgcif_map.account.read import described
    from imgcif_map.figures.draw import drawn
    from imgcif_map.rules.context import Context

    try:
        found = [e for e, _ in described(Context(document, dictionary))]  # type: ignore[arg-type]
        return drawn(found, theme=None).strip()
    except ImgcifMapError:
        return ""  # the report of 'validate' says why
