"""A form of the ``catalogue:`` block to fill in, with what is known already."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.rdf.catalogue.model import Catalogue

_HEAD = """\
# What a catalogue of data sets wants to know. Fill in what you know, delete the rest.
# The block may also stand in the answers file of 'imgcif-map convert'.
catalogue:
"""
_ENTRIES = (
    ("title", "required, in one line; {en: …, de: …} for several languages", ""),
    ("description", "50 to 5000 characters: what was measured, and why", ""),
    ("doi", "required: the DOI of the data set, or id: another identifier", ""),
    ("licence", "required: an SPDX identifier or an address", "CC-BY-4.0, CC0-1.0 …"),
    ("publisher", "required", "{name: Example Laboratory, id: https://ror.org/…}"),
    ("issued", "required: the day of issue", "2026-03-14"),
    ("creators", "required: who made the data, in order",
     '[{name: "Carberry, Josiah", orcid: 0000-0002-1825-0097, affiliation: Brown University}]'),
    ("contact", "who answers questions", "{name: Data Office, email: data@example.org}"),
    ("keywords", "words to find the data set by", "[thaumatin, rotation]"),
    ("access", "open, embargoed, restricted or closed", ""),
    ("embargo", "the day on which the data become public", "2027-03-14"),
    ("technique", "of PaNET, if it is not X-ray or neutron single crystal diffraction",
     "PaNET01102"),
    ("funding", "grants", '[{funder: Example Fund, funder_id: https://ror.org/…, award: "12"}]'),
    ("instrument", "", "{name: …, id: a DOI, facility: …, facility_id: https://ror.org/…}"),
    ("landing_page", "the page of the data set", "https://example.org/data/1"),
    ("base_url", "where relative addresses of the file start, with a / at the end",
     "https://example.org/data/1/"),
    ("file_url", "where the imgCIF file itself will be", "https://example.org/data/1/scan.cif"),
    ("version", "", '"1.0"'),
    ("language", "of title and description", "en"),
    ("processed", "data sets made from this one, alone or with others",
     "[{id: merged, doi: 10.5281/zenodo.2, title: …, from: [this, 10.5281/zenodo.3]}]"),
    ("publications", "papers, and what they are about", "[{doi: 10.1107/…, from: [merged]}]"),
)  # fmt: skip


def form(record: Catalogue | None = None) -> str:
    """The form as YAML text; of what ``record`` knows it says so."""
    lines = [_HEAD]
    known = record or Catalogue()
    for key, what, example in _ENTRIES:
        told = "; ".join(part for part in (what, example and f"like {example}") if part)
        lines.append(f"  # {told}\n")
        lines += [f"  # {line}\n" for line in _known(known, key)]
        lines.append(f"  {key}:\n")
    return "".join(lines)


def _known(record: Catalogue, key: str) -> Iterator[str]:
    """What need not be given, as the file says it."""
    found = {
        "doi": (record.doi,),
        "creators": tuple(person.name for person in record.creators[:5]),
        "contact": tuple(person.name for person in record.contacts[:5]),
        "technique": tuple(iri.rpartition("/")[2] for iri in record.techniques),
        "publications": tuple(work.iri for work in record.works if work.kind == "publication"),
        "funding": tuple(grant.award for grant in record.funding if grant.award)[:5],
    }.get(key, ())
    shown = "; ".join(text for text in found if text)
    if shown:
        yield f"known: {''.join(c if c.isprintable() else '?' for c in shown)}"
