"""The findings of ``rdf dataset``: stable codes and what each means (``explain CAT###``)."""

from __future__ import annotations

from dataclasses import dataclass

from imgcif_map.errors import Place
from imgcif_map.findings import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class CatalogueCode:
    """One kind of finding, with the four sections of a rule's page."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    fails: str
    passes: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE_CODES: tuple[CatalogueCode, ...] = (
    CatalogueCode(
        "CAT001", "missing-for-catalogue", _E,
        "A fact is missing that every catalogue of data sets asks for: title, licence, publisher, "
        "day of issue, identifier, creators, or an address of the data.",
        "Harvesters refuse such a record, and nobody could cite or reuse the data.",
        "rdf dataset scan.cif, where nothing says a licence",
        "catalogue: {licence: CC-BY-4.0, …} in the file given with --catalogue",
    ),
    CatalogueCode(
        "CAT002", "helpful-for-catalogue", _W,
        "A fact is missing with which the data set is found and reused more easily.",
        "Search by keyword, author or technique does not find the data set.",
        "a creator without an ORCID iD",
        "creators: [{name: 'Carberry, Josiah', orcid: 0000-0002-1825-0097}]",
    ),
    CatalogueCode(
        "CAT003", "catalogue-value", _E,
        "A value of the catalogue: block is not of the form that its key wants. It is left out.",
        "A wrong identifier leads to another person, paper or licence, or to none.",
        "orcid: 0000-0002-1825-0098",
        "orcid: 0000-0002-1825-0097",
    ),
    CatalogueCode(
        "CAT004", "catalogue-key", _E,
        "A key of the catalogue: block is not known.",
        "What stands behind it would silently be lost.",
        "titel: Thaumatin at 100 K",
        "title: Thaumatin at 100 K",
    ),
    CatalogueCode(
        "CAT005", "catalogue-conflict", _E,
        "The imgCIF file and the catalogue: block say different things. The file counts.",
        "One of them is wrong, and both may be published.",
        "_database.dataset_DOI 10.5281/zenodo.1 in the file, doi: 10.5281/zenodo.2 in the block",
        "the same DOI in both, or in one of them alone",
    ),
    CatalogueCode(
        "CAT006", "unpublishable-address", _W,
        "An address of data is relative, of this computer, holds a password or is no address.",
        "Nobody else can follow it, so it is not published.",
        "_array_data_external_data.uri file:///data/scan.tgz",
        "https://example.org/scan.tgz, or base_url: in the catalogue: block",
    ),
    CatalogueCode(
        "CAT007", "no-checksum", _N,
        "Size and SHA-256 of a file of data are not known.",
        "Who downloads it cannot know whether it is complete.",
        "rdf dataset scan.cif",
        "rdf dataset scan.cif --substitute https://example.org/scan.tgz=scan.tgz",
    ),
    CatalogueCode(
        "CAT008", "summed-up", _N,
        "There are more values, people or files than a summary holds: they are summed up.",
        "Harvesters read the beginning of a record only; the whole is in the imgCIF file.",
        "100,000 addresses of single images",
        "one archive, or the full dump (--full)",
    ),
    CatalogueCode(
        "CAT009", "derived-for-catalogue", _N,
        "A statement of the summary is concluded from others: a technique, a description.",
        "A conclusion may be wrong; what the catalogue: block says replaces it.",
        "X-ray single crystal diffraction, as X-rays are used and the sample turns",
        "technique: PaNET01102",
    ),
    CatalogueCode(
        "CAT010", "unusable-item", _W,
        "A value of the imgCIF file is no ORCID iD, DOI, address or number. It is left out.",
        "A wrong identifier leads to another person or paper, or to none.",
        "_audit_author.id_orcid 0000-0002-1825-0098",
        "_audit_author.id_orcid 0000-0002-1825-0097",
    ),
    CatalogueCode(
        "CAT011", "derivation", _E,
        "from: names a work that is not in the block, or works are derived from each other in a "
        "circle.",
        "Where a result comes from could not be followed.",
        "processed: [{id: a, from: [b]}, {id: b, from: [a]}]",
        "processed: [{id: a}, {id: b, from: [a]}]",
    ),
)  # fmt: skip


def finding(
    name: str,
    message: str,
    *,
    place: Place | None = None,
    location: Location | None = None,
    hint: str = "",
    severity: Severity | None = None,
    count: int = 1,
) -> Finding:
    """A finding of one of these kinds, at a place of a text file or anywhere."""
    kind = next(entry for entry in CATALOGUE_CODES if entry.name == name)
    if location is None:
        location = Location(place.file, place.line, place.column) if place else Location()
    return Finding(
        kind.code,
        kind.name,
        severity or kind.severity,
        message,
        location,
        hint=hint,
        count=count,
        why=kind.why,
    )
