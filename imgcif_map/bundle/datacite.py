"""Metadata in the forms of OAI-PMH: DataCite 4 and Dublin Core."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.bundle.member import Member
from imgcif_map.bundle.signposting import data
from imgcif_map.bundle.site import Site
from imgcif_map.bundle.xmltext import element, holding
from imgcif_map.rdf.catalogue.model import Person

KERNEL = "http://datacite.org/schema/kernel-4"
UNKNOWN = "(:unkn)"
"""DataCite's word for what is not known and must be there."""
_RIGHTS = {
    "open": "c_abf2", "embargoed": "c_f1cf", "restricted": "c_16ec", "closed": "c_14cb"
}  # fmt: skip


def datacite(member: Member, site: Site) -> str:
    """A ``resource`` of DataCite's kernel."""
    record = member.record
    page = site.url(f"dataset/{member.name}/")
    doi = record.doi.removeprefix("https://doi.org/")
    parts = [
        element("identifier", doi or page, identifierType="DOI" if doi else "URL"),
        holding("creators", [_person(p) for p in record.creators] or [_nobody()]),
        holding("titles", [element("title", t.text, xml_lang=t.language) for t in record.title]
                or [element("title", member.title)]),
        element("publisher", record.publisher.name if record.publisher else UNKNOWN),
        element("publicationYear", record.issued[:4] or "0000"),
        '<resourceType resourceTypeGeneral="Dataset">Raw diffraction data</resourceType>',
        holding("subjects", _subjects(member)),
        holding("dates", _dates(member)),
        holding("alternateIdentifiers", [element("alternateIdentifier", page,
                alternateIdentifierType="URL")]),
        holding("relatedIdentifiers", _related(member)),
        holding("sizes", [element("size", f"{one.size} B") for one in data(member) if one.size]),
        holding("formats", [element("format", m) for m in sorted({d.media for d in data(member)})]),
        element("version", record.version),
        holding("rightsList", _rights(member)),
        holding("descriptions", [element("description", t.text, descriptionType="Abstract",
                xml_lang=t.language) for t in record.description]),
        holding("fundingReferences", _funding(member)),
    ]  # fmt: skip
    return f'<resource xmlns="{KERNEL}">{"".join(parts)}</resource>'


def dublin_core(member: Member, site: Site) -> str:
    """An ``oai_dc:dc`` element, which every OAI-PMH repository must have."""
    record = member.record
    page = site.url(f"dataset/{member.name}/")
    parts = [
        *(element("dc:title", text.text) for text in record.title),
        *(element("dc:creator", person.name) for person in record.creators),
        *(element("dc:subject", word.text) for word in record.keywords),
        *(element("dc:description", text.text) for text in record.description),
        element("dc:publisher", record.publisher.name if record.publisher else ""),
        element("dc:date", record.issued),
        element("dc:type", "Dataset"),
        *(element("dc:format", m) for m in sorted({d.media for d in data(member)})),
        element("dc:identifier", record.doi),
        element("dc:identifier", page),
        element("dc:rights", record.licence.iri if record.licence else ""),
    ]
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{"".join(parts)}</oai_dc:dc>'
    )


def _nobody() -> str:
    return holding("creator", [element("creatorName", UNKNOWN)])


def _person(person: Person) -> str:
    family, comma, given = person.name.partition(",")
    at = person.affiliation
    return holding("creator", [
        element("creatorName", person.name, nameType="Personal"),
        element("givenName", given.strip() if comma else ""),
        element("familyName", family.strip() if comma else ""),
        element("nameIdentifier", f"https://orcid.org/{person.orcid}" if person.orcid else "",
                nameIdentifierScheme="ORCID", schemeURI="https://orcid.org"),
        element("affiliation", at.name if at else "",
                affiliationIdentifier=at.iri if at and "ror.org" in at.iri else "",
                affiliationIdentifierScheme="ROR" if at and "ror.org" in at.iri else ""),
    ])  # fmt: skip


def _subjects(member: Member) -> Iterator[str]:
    for word in member.record.keywords:
        yield element("subject", word.text, xml_lang=word.language)
    for technique in member.record.techniques:
        yield element("subject", technique.rpartition("/")[2], subjectScheme="PaNET",
                      valueURI=technique)  # fmt: skip


def _dates(member: Member) -> Iterator[str]:
    record, known = member.record, member.summary.facts
    period = f"{known.started}/{known.ended}" if known.started else ""
    for kind, text in (("Issued", record.issued), ("Updated", record.modified),
                       ("Available", record.embargo), ("Collected", period)):  # fmt: skip
        yield element("date", text, dateType=kind)


def _related(member: Member) -> Iterator[str]:
    for work in member.record.works:
        is_doi = work.iri.startswith("https://doi.org/")
        paper = work.kind == "publication"
        yield element(
            "relatedIdentifier",
            work.iri.removeprefix("https://doi.org/"),
            relatedIdentifierType="DOI" if is_doi else "URL",
            relationType="IsSupplementTo" if paper else "IsSourceOf",
        )


def _rights(member: Member) -> Iterator[str]:
    record = member.record
    if record.licence is not None:
        spdx = record.licence.spdx
        yield element("rights", spdx or record.licence.iri, rightsURI=record.licence.iri,
                      rightsIdentifier=spdx,
                      rightsIdentifierScheme="SPDX" if spdx else "")  # fmt: skip
    access = record.access or ("embargoed" if record.embargo else "")
    if access:
        uri = f"http://purl.org/coar/access_right/{_RIGHTS[access]}"
        yield element("rights", f"{access} access", rightsURI=uri)


def _funding(member: Member) -> Iterator[str]:
    for grant in member.record.funding:
        if grant.funder is not None:
            yield holding("fundingReference", [
                element("funderName", grant.funder.name),
                element("funderIdentifier", grant.funder.iri,
                        funderIdentifierType="ROR" if "ror.org" in grant.funder.iri else "Other"),
                element("awardNumber", grant.award),
                element("awardTitle", grant.title),
            ])  # fmt: skip
