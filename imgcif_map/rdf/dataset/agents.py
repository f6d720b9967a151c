"""People, organisations and grants as FOAF, vCard and schema.org."""

from __future__ import annotations

from imgcif_map.rdf.catalogue.model import Catalogue, Grant, Organisation, Person
from imgcif_map.rdf.dataset.builder import Builder
from imgcif_map.rdf.terms import Iri, iri
from imgcif_map.rdf.vocabulary import DCAT, DCT, FOAF, SCHEMA, VCARD


def organisation(builder: Builder, given: Organisation, name: str) -> Iri:
    """An organisation by its identifier, else as a node of the data set."""
    node = iri(given.iri) if given.iri else builder.node(name)
    builder.types(node, FOAF.Agent, FOAF.Organization, SCHEMA.Organization)
    builder.text(node, FOAF.name, given.name)
    builder.text(node, SCHEMA.name, given.name)
    return node


def publisher(builder: Builder, given: Organisation | None) -> None:
    """Who publishes the data set."""
    if given is not None:
        node = organisation(builder, given, "publisher")
        builder.add(builder.dataset, DCT.publisher, node)
        builder.add(builder.dataset, SCHEMA.publisher, node)


def creators(builder: Builder, people: tuple[Person, ...]) -> None:
    """Who made the data."""
    for number, person in enumerate(builder.kept("creators", people), 1):
        node = (
            iri(f"https://orcid.org/{person.orcid}")
            if person.orcid
            else builder.node(f"creator-{number}")
        )
        builder.add(builder.dataset, DCT.creator, node)
        builder.add(builder.dataset, SCHEMA.creator, node)
        builder.types(node, FOAF.Agent, FOAF.Person, SCHEMA.Person)
        builder.text(node, FOAF.name, person.name)
        builder.text(node, SCHEMA.name, person.name)
        family, comma, given = person.name.partition(",")
        if comma:
            builder.text(node, SCHEMA.familyName, family.strip())
            builder.text(node, SCHEMA.givenName, given.strip())
        if person.orcid:
            builder.text(node, SCHEMA.identifier, f"https://orcid.org/{person.orcid}")
        if person.affiliation is not None:
            at = organisation(builder, person.affiliation, f"affiliation-{number}")
            builder.add(node, SCHEMA.affiliation, at)


def contacts(builder: Builder, people: tuple[Person, ...]) -> None:
    """Who answers questions."""
    for number, person in enumerate(builder.kept("contacts", people), 1):
        node = builder.node(f"contact-{number}")
        builder.add(builder.dataset, DCAT.contactPoint, node)
        builder.types(node, VCARD.Kind, VCARD.Individual)
        builder.text(node, VCARD.fn, person.name)
        if person.email:
            builder.link(node, VCARD.hasEmail, f"mailto:{person.email}")
        builder.link(node, VCARD.hasURL, person.url)


def funding(builder: Builder, grants: tuple[Grant, ...]) -> None:
    """Who paid."""
    for number, grant in enumerate(builder.kept("grants", grants), 1):
        node = builder.node(f"grant-{number}")
        builder.add(builder.dataset, SCHEMA.funding, node)
        builder.types(node, SCHEMA.Grant)
        builder.text(node, SCHEMA.identifier, grant.award)
        builder.text(node, SCHEMA.name, grant.title)
        builder.link(node, SCHEMA.url, grant.url)
        if grant.funder is not None:
            funder = organisation(builder, grant.funder, f"funder-{number}")
            builder.add(node, SCHEMA.funder, funder)
            builder.add(builder.dataset, SCHEMA.funder, funder)


def citation(record: Catalogue) -> str:
    """How to cite the data set; "" if too little is known. Creators are in their order."""
    if not record.title or not record.creators:
        return ""
    names = [person.name for person in record.creators[:10]]
    head = "; ".join(names) + (" et al." if len(record.creators) > 10 else "")
    head += f" ({record.issued[:4]})" if record.issued else ""
    version = f"version {record.version}" if record.version else ""
    of = record.publisher.name if record.publisher else ""
    tail = (record.title[0].text, version, of, record.doi or record.iri)
    return ". ".join((head, *(part for part in tail if part)))
