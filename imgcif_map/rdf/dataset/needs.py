"""What a catalogue needs and the data set lacks; what is concluded from the data themselves."""

from __future__ import annotations

from dataclasses import replace

from imgcif_map.findings import Finding, Location
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.dataset.describe import told
from imgcif_map.rdf.dataset.facts import Facts
from imgcif_map.rdf.vocabulary import TECHNIQUES

_BLOCK = "in the catalogue: block (--catalogue FILE; --template FILE makes a form)"
_REQUIRED = (
    ("title", "a title", "title: Thaumatin at 100 K, one full turn"),
    ("licence", "a licence", "licence: CC-BY-4.0"),
    ("publisher", "a publisher", "publisher: {name: Example Laboratory, id: https://ror.org/…}"),
    ("issued", "a day of issue", "issued: 2026-03-14"),
)
_HELPFUL = (
    ("keywords", "keywords", "keywords: [thaumatin, rotation]"),
    ("contacts", "a contact", "contact: {name: Data Office, email: data@example.org}"),
    ("access", "access rights", "access: open"),
    ("techniques", "a technique of PaNET", "technique: PaNET01102"),
)
SHORTEST, LONGEST = 50, 5000
"""Characters of a description that search engines for data take."""


def concluded(facts: Facts, record: Catalogue) -> tuple[Catalogue, tuple[Finding, ...]]:
    """Technique and description where nobody states them, and what was concluded."""
    findings = []
    at = Location(facts.path)
    if not record.techniques:
        name = _technique(facts)
        if name:
            record = replace(record, techniques=(str(TECHNIQUES[name]),))
            why = f"the probe is {facts.probe} and the sample turns"
            why = "there are powder data" if facts.powder else why
            number = record.techniques[0].rpartition("/")[2]
            findings.append(
                finding(
                    "derived-for-catalogue",
                    f"technique: {name} ({number}), as {why}",
                    location=at,
                    hint=f"technique: {_BLOCK} replaces it",
                )
            )
    if not record.description and facts.scans.frames:
        record = replace(record, description=(told(facts),))
        findings.append(
            finding(
                "derived-for-catalogue",
                "description: made from what the file states",
                location=at,
                hint=f"description: {_BLOCK} replaces it",
            )
        )
    return record, tuple(findings)


def _technique(facts: Facts) -> str:
    if facts.powder:
        return "powder diffraction"
    if not facts.scans.turns:
        return ""
    by_probe = {
        "x-ray": "x-ray single crystal diffraction",
        "neutron": "neutron single crystal diffraction",
    }
    return by_probe.get(facts.probe, "")


def lacking(facts: Facts, record: Catalogue, downloads: int) -> tuple[Finding, ...]:
    """What is missing, with what to write where."""
    at = Location(facts.path)
    found = []

    def add(name: str, message: str, hint: str) -> None:
        found.append(finding(name, message, location=at, hint=hint))

    for key, what, example in _REQUIRED:
        if not getattr(record, key):
            add("missing-for-catalogue", f"{what} is missing", f"{_BLOCK}: {example}")
    if not (record.doi or record.iri):
        add(
            "missing-for-catalogue", "a DOI is missing",
            f"_database.dataset_DOI in the file, or {_BLOCK}: doi: 10.5281/zenodo.1234567, or id: "
            "for another identifier",
        )  # fmt: skip
    if not record.creators:
        add(
            "missing-for-catalogue", "nobody is named who made the data",
            f"_audit_author.name in the file, or {_BLOCK}: "
            'creators: [{name: "Carberry, Josiah", orcid: 0000-0002-1825-0097}]',
        )  # fmt: skip
    if not downloads:
        add(
            "missing-for-catalogue", "no address of the data",
            "_array_data_external_data.uri in the file (convert with --archive-uri), or "
            f"{_BLOCK}: base_url: where relative addresses start, or landing_page:",
        )  # fmt: skip
    for key, what, example in _HELPFUL:
        if not getattr(record, key) and not (key == "access" and record.embargo):
            add("helpful-for-catalogue", f"without {what}", f"{_BLOCK}: {example}")
    without = [person.name for person in record.creators if not person.orcid]
    if without:
        more = f" and {len(without) - 1} more" if len(without) > 1 else ""
        add(
            "helpful-for-catalogue", f"no ORCID iD of {without[0]}{more}",
            f"_audit_author.id_orcid in the file, or {_BLOCK}: orcid: of each of creators:",
        )  # fmt: skip
    _description(facts, record, found)
    return tuple(found)


def _description(facts: Facts, record: Catalogue, found: list[Finding]) -> None:
    for one in record.description:
        if not SHORTEST <= len(one.text) <= LONGEST:
            found.append(
                finding(
                    "helpful-for-catalogue",
                    f"the description has {len(one.text)} characters; search engines take "
                    f"{SHORTEST} to {LONGEST}",
                    place=record.place("description"),
                )
            )
    if not record.description:
        found.append(
            finding(
                "missing-for-catalogue",
                "a description is missing",
                location=Location(facts.path),
                hint=f"{_BLOCK}: description:",
            )
        )
