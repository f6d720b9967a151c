"""People, grants, identifiers and publications that the file names.

Data names: AUDIT_AUTHOR, AUDIT_CONTACT_AUTHOR, AUDIT_SUPPORT, DATABASE, CITATION, JOURNAL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from imgcif_map.errors import UsageError
from imgcif_map.rdf.catalogue import values
from imgcif_map.rdf.catalogue.model import Grant, Organisation, Person, Work
from imgcif_map.rdf.dataset.columns import Cell, Columns, clipped

Row = Mapping[str, Cell]


def read_people(columns: Columns, category: str, *, contact: bool = False) -> tuple[Person, ...]:
    """Authors, or people to write to; nobody twice. E-mail addresses of contacts alone."""
    found: dict[str, Person] = {}
    items = ("name", "id_orcid", "address", *(("email",) if contact else ()))
    for row in columns.rows(category, items):
        if "name" not in row:
            continue
        name = clipped(row["name"].text)
        orcid = _checked(columns, row, "id_orcid", values.orcid)
        email = _checked(columns, row, "email", values.email)
        address = clipped(row["address"].text, 300) if "address" in row else ""
        at = Organisation(address) if address and not contact else None
        found.setdefault(orcid or name.casefold(), Person(name, orcid, at, email))
    return tuple(found.values())


def read_funding(columns: Columns) -> tuple[Grant, ...]:
    """Grants, each once."""
    names = ("organization", "organization_DOI", "organization_URL")
    items = ("award_number", *(f"funding_{name}" for name in names))
    found: dict[Grant, None] = {}
    for row in columns.rows("audit_support", items):
        iri = _checked(columns, row, "funding_organization_DOI", values.organisation)
        iri = iri or _checked(columns, row, "funding_organization_URL", values.organisation)
        name = clipped(row["funding_organization"].text) if "funding_organization" in row else iri
        award = clipped(row["award_number"].text) if "award_number" in row else ""
        if name or award:
            found[Grant(Organisation(name, iri) if name else None, award)] = None
    return tuple(found)


def read_doi(columns: Columns) -> tuple[str, Cell | None]:
    """The DOI of the data set and where it stands."""
    for cell in columns.each("_database.dataset_DOI"):
        found = _of_cell(columns, cell, values.doi)
        if found:
            return found, cell
    return "", None


def read_works(columns: Columns) -> tuple[Work, ...]:
    """The publication of the data: the citation called primary, the paper of the journal."""
    found: dict[str, Work] = {}
    for row in columns.rows("citation", ("id", "DOI", "title")):
        if "id" in row and row["id"].text.casefold() == "primary" and "DOI" in row:
            iri = _of_cell(columns, row["DOI"], values.doi)
            title = clipped(row["title"].text) if "title" in row else ""
            if iri:
                found.setdefault(iri, Work("publication", iri, title))
    for cell in columns.each("_journal.paper_DOI"):
        iri = _of_cell(columns, cell, values.doi)
        if iri:
            found.setdefault(iri, Work("publication", iri))
    return tuple(found.values())


def read_techniques(columns: Columns) -> tuple[str, ...]:
    """Techniques of PaNET that the file names."""
    cells = columns.each("_exptl.method_id_PaNET")
    found = (_of_cell(columns, cell, values.technique) for cell in cells)
    return tuple(dict.fromkeys(iri for iri in found if iri))


def _checked(columns: Columns, row: Row, item: str, check: Callable[[str], str]) -> str:
    return _of_cell(columns, row[item], check) if item in row else ""


def _of_cell(columns: Columns, cell: Cell, check: Callable[[str], str]) -> str:
    try:
        return check(clipped(cell.text, 2000))
    except UsageError as error:
        columns.unusable(cell, f"{cell.column.name}: {error.message}", error.hint)
        return ""
