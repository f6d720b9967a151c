"""The file and the ``catalogue:`` block put together: what has a data name counts as the file says.

What both say differently is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from imgcif_map.findings import Finding, Severity
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import Catalogue, Grant, Person
from imgcif_map.rdf.dataset.facts import Facts


def merged(facts: Facts, catalogue: Catalogue) -> tuple[Catalogue, tuple[Finding, ...]]:
    """All that is known of the data set, and where file and block disagree."""
    findings: list[Finding] = []
    if facts.doi and catalogue.doi and facts.doi.casefold() != catalogue.doi.casefold():
        findings.append(
            finding(
                "catalogue-conflict",
                f"doi: {catalogue.doi} here, {facts.doi} in _database.dataset_DOI of the file; "
                "the file counts",
                place=catalogue.place("doi"),
                hint="correct the one that is wrong",
            )
        )
    creators = _people(facts.creators, catalogue.creators, catalogue, "creators", findings)
    contacts = _people(facts.contacts, catalogue.contacts, catalogue, "contact", findings)
    techniques = facts.techniques or catalogue.techniques
    if (
        facts.techniques
        and catalogue.techniques
        and set(facts.techniques).isdisjoint(catalogue.techniques)
    ):
        findings.append(
            finding(
                "catalogue-conflict",
                "technique: another one than _exptl.method_id_PaNET of the file, which counts",
                place=catalogue.place("technique"),
                severity=Severity.WARNING,
            )
        )
    known = {work.iri.casefold() for work in catalogue.works}
    works = (work for work in facts.works if work.iri.casefold() not in known)
    return replace(
        catalogue,
        doi=facts.doi or catalogue.doi,
        creators=creators,
        contacts=contacts,
        funding=_funding(facts.funding, catalogue, findings),
        techniques=techniques,
        works=(*catalogue.works, *works),
    ), tuple(findings)


def _people(
    of_file: tuple[Person, ...],
    of_block: tuple[Person, ...],
    catalogue: Catalogue,
    key: str,
    findings: list[Finding],
) -> tuple[Person, ...]:
    """Those of the file with what the block knows of them more; else those of the block."""
    if not of_file or not of_block:
        return of_file or of_block
    left = list(of_block)
    made = []
    for person in of_file:
        twin = next((other for other in left if _same(person, other)), None)
        if twin is None:
            made.append(person)
            continue
        left.remove(twin)
        if person.orcid and twin.orcid and person.orcid != twin.orcid:
            findings.append(
                finding(
                    "catalogue-conflict",
                    f"{key}: {twin.name} has the ORCID iD {twin.orcid} here, {person.orcid} in "
                    "the file, which counts",
                    place=twin.place,
                )
            )
        made.append(
            replace(
                person,
                orcid=person.orcid or twin.orcid,
                affiliation=twin.affiliation or person.affiliation,
                email=person.email or twin.email,
                url=twin.url,
            )
        )
    if left:
        findings.append(
            finding(
                "catalogue-conflict",
                f"{key}: {_named(left)} not in the file, which names {_named(of_file)}; "
                "the file counts",
                place=left[0].place if left[0].place.file else catalogue.place(key),
                hint="name the same people in both, or in one alone",
                severity=Severity.WARNING,
            )
        )
    return tuple(made)


def _same(one: Person, other: Person) -> bool:
    if one.orcid and one.orcid == other.orcid:
        return True
    return _words(one.name) == _words(other.name)


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace(",", " ").replace(".", " ").split())


def _named(people: Iterable[Person]) -> str:
    names = [person.name for person in people]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _funding(
    of_file: tuple[Grant, ...], catalogue: Catalogue, findings: list[Finding]
) -> tuple[Grant, ...]:
    if not of_file or not catalogue.funding:
        return of_file or catalogue.funding
    awards = {grant.award.casefold(): grant for grant in catalogue.funding if grant.award}
    missing = [
        grant.award
        for grant in catalogue.funding
        if grant.award and grant.award.casefold() not in {g.award.casefold() for g in of_file}
    ]
    if missing:
        findings.append(
            finding(
                "catalogue-conflict",
                f"funding: {', '.join(missing[:3])} not among the awards of the file, which count",
                place=catalogue.place("funding"),
                severity=Severity.WARNING,
            )
        )
    made = []
    for grant in of_file:
        twin = awards.get(grant.award.casefold())
        if twin is not None:
            funder = grant.funder if grant.funder and grant.funder.iri else twin.funder
            grant = replace(grant, funder=funder or grant.funder, title=twin.title, url=twin.url)
        made.append(grant)
    return tuple(made)
