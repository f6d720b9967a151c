"""The parts of the ``catalogue:`` block that are mappings of their own."""

from __future__ import annotations

from imgcif_map.mapping.yamltree import Map, Node, Scalar
from imgcif_map.rdf.catalogue import values
from imgcif_map.rdf.catalogue.model import (
    Apparatus,
    CatalogFacts,
    Grant,
    Organisation,
    Person,
)
from imgcif_map.rdf.catalogue.reader import Reader


def organisation(reader: Reader, node: Node | None, what: str) -> Organisation | None:
    """An organisation by its name, or with ``id:`` (its ROR, DOI or address)."""
    if node is None or isinstance(node, Scalar):
        name = reader.text(node, what)
        return Organisation(name) if name else None
    found = reader.map(node, what, ("name", "id"))
    if found is None:
        return None
    name = reader.text(found.get("name"), f"{what}: name")
    iri = reader.checked(found.get("id"), f"{what}: id", values.organisation, "")
    if not name:
        reader.fault(found.place, f"{what} has no name", "name: Example Laboratory")
        return None
    return Organisation(name, iri)


def person(reader: Reader, node: Node, what: str) -> Person | None:
    """A person by name, or with ``orcid``, ``affiliation``, ``email``, ``url``."""
    if isinstance(node, Scalar):
        name = reader.text(node, what)
        return Person(name, place=node.place) if name else None
    keys = ("name", "orcid", "affiliation", "affiliation_id", "email", "url")
    found = reader.map(node, what, keys)
    if found is None:
        return None
    name = reader.text(found.get("name"), f"{what}: name")
    if not name:
        reader.fault(found.place, f"{what} has no name", 'name: "Carberry, Josiah"')
        return None
    at = organisation(reader, found.get("affiliation"), f"{what}: affiliation")
    of = reader.checked(
        found.get("affiliation_id"), f"{what}: affiliation_id", values.organisation, ""
    )
    if of and at is not None:
        at = Organisation(at.name, of)
    return Person(
        name,
        reader.checked(found.get("orcid"), f"{what}: orcid", values.orcid, ""),
        at,
        reader.checked(found.get("email"), f"{what}: email", values.email, ""),
        reader.checked(found.get("url"), f"{what}: url", values.address, ""),
        found.place,
    )


def people(reader: Reader, node: Node | None, what: str) -> tuple[Person, ...]:
    """Several persons, or one."""
    members = (person(reader, member, what) for member in reader.members(node, what))
    return tuple(one for one in members if one is not None)


def funding(reader: Reader, node: Node | None) -> tuple[Grant, ...]:
    """Grants: ``funder``, ``award``, ``title``, ``url``."""
    found = []
    for member in reader.members(node, "funding"):
        if isinstance(member, Scalar):
            found.append(Grant(organisation(reader, member, "funding")))
            continue
        keys = ("funder", "funder_id", "award", "title", "url")
        given = reader.map(member, "funding", keys)
        if given is None:
            continue
        funder = organisation(reader, given.get("funder"), "funding: funder")
        of = reader.checked(given.get("funder_id"), "funding: funder_id", values.organisation, "")
        if of and funder is not None:
            funder = Organisation(funder.name, of)
        grant = Grant(
            funder,
            reader.text(given.get("award"), "funding: award"),
            reader.text(given.get("title"), "funding: title"),
            reader.checked(given.get("url"), "funding: url", values.address, ""),
        )
        if grant != Grant():
            found.append(grant)
    return tuple(found)


def instrument(reader: Reader, node: Node | None) -> Apparatus | None:
    """The instrument: ``name``, ``id``, ``facility``, ``facility_id``."""
    if node is None or isinstance(node, Scalar):
        name = reader.text(node, "instrument")
        return Apparatus(name) if name else None
    given = reader.map(node, "instrument", ("name", "id", "facility", "facility_id"))
    if given is None:
        return None
    facility = organisation(reader, given.get("facility"), "instrument: facility")
    of = reader.checked(
        given.get("facility_id"), "instrument: facility_id", values.organisation, ""
    )
    if of and facility is not None:
        facility = Organisation(facility.name, of)
    return Apparatus(
        reader.text(given.get("name"), "instrument: name"),
        reader.checked(given.get("id"), "instrument: id", values.identifier, ""),
        facility,
    )


def catalog(reader: Reader, node: Node | None) -> CatalogFacts | None:
    """The catalogue that lists the data set: ``id``, ``title``, ``description``, ``publisher``."""
    if not isinstance(node, Map):
        if node is not None and not (isinstance(node, Scalar) and node.value is None):
            reader.map(node, "catalog", ("id", "title", "description", "publisher"))
        return None
    given = reader.map(node, "catalog", ("id", "title", "description", "publisher"))
    assert given is not None
    return CatalogFacts(
        reader.checked(given.get("id"), "catalog: id", values.address, ""),
        reader.words(given.get("title"), "catalog: title"),
        reader.words(given.get("description"), "catalog: description"),
        organisation(reader, given.get("publisher"), "catalog: publisher"),
    )
