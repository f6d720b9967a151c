"""The landing page of a data set: for people, with JSON-LD and typed links for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imgcif_map.bundle import cite
from imgcif_map.bundle.frame import page
from imgcif_map.bundle.member import Member
from imgcif_map.bundle.signposting import METADATA, Data, Link, data, links
from imgcif_map.bundle.site import Site
from imgcif_map.report.html.markup import code, facts, heading, items, link, said, table

SCANS = 50
"""So many scans are listed."""
PEOPLE = 100
_ACCESS = {
    "open": "open to everybody",
    "embargoed": "under embargo",
    "restricted": "on request",
    "closed": "not available; the metadata are",
}


def landing(member: Member, site: Site, jsonld: str) -> str:
    """The whole page; ``jsonld`` is the graph, safe in a script element."""
    found = list(links(member, site))
    return page(member.title, _body(member, site), _head(found, jsonld), up="../../")


def _head(found: Iterable[Link], jsonld: str) -> Iterator[str]:
    from imgcif_map.report.html.markup import escaped

    for one in found:
        kind = f' type="{escaped(one.type)}"' if one.type else ""
        profile = f' profile="{escaped(one.profile)}"' if one.profile else ""
        yield f'<link rel="{one.rel}" href="{escaped(one.href)}"{kind}{profile}>'
    yield f'<script type="application/ld+json">{jsonld.strip()}</script>'


def _body(member: Member, site: Site) -> Iterator[str]:
    record = member.record
    yield from facts(_about(member))
    for text in record.description[:5]:
        lang = f' lang="{text.language}"' if text.language else ""
        yield f"<p{lang}>{said(text.text)}</p>"
    yield from _data(member)
    yield from _experiment(member)
    yield from _cited(member, site)
    yield from _works(member)
    yield heading(2, "Metadata", "metadata")
    yield from items(f'<a href="{name}">{name}</a> ({kind})' for name, kind in METADATA)


def _about(member: Member) -> Iterator[tuple[str, str, bool]]:
    record = member.record
    if record.doi:
        yield "DOI", link(record.doi, record.doi), False
    elif record.iri:
        yield "Identifier", said(record.iri), False
    if record.creators:
        yield "Authors", "<br>".join(_person(p) for p in record.creators[:PEOPLE]), True
    if record.publisher is not None:
        yield "Publisher", _web(record.publisher.iri, record.publisher.name), False
    yield from _plain(("Published", record.issued), ("Version", record.version))
    if record.licence is not None:
        yield "Licence", _web(record.licence.iri, record.licence.spdx or record.licence.iri), False
    access = record.access or ("embargoed" if record.embargo else "")
    if access:
        until = f" until {record.embargo}" if record.embargo else ""
        yield "Access", said(_ACCESS.get(access, access) + until), False
    if record.keywords:
        yield "Keywords", said(", ".join(word.text for word in record.keywords[:50])), True
    for contact in record.contacts[:3]:
        at = f" ({contact.email})" if contact.email else ""
        yield "Contact", said(contact.name + at), False
    for grant in record.funding[:10]:
        funder = grant.funder.name if grant.funder else ""
        yield "Funding", said(" ".join(part for part in (funder, grant.award) if part)), False


def _person(person: object) -> str:
    name, orcid = getattr(person, "name", ""), getattr(person, "orcid", "")
    at = getattr(person, "affiliation", None)
    told = said(name) if not orcid else link(f"https://orcid.org/{orcid}", name)
    told += f" <small>ORCID {orcid}</small>" if orcid else ""
    return told + (f" <small>{said(at.name)}</small>" if at is not None else "")


def _plain(*pairs: tuple[str, str]) -> Iterator[tuple[str, str, bool]]:
    yield from ((name, said(text), False) for name, text in pairs if text)


def _web(address: str, text: str) -> str:
    """A link for addresses of the web alone."""
    return link(address if address.startswith(("https://", "http://")) else "", text)


def _data(member: Member) -> Iterator[str]:
    found = data(member)
    yield heading(2, "Data", "data")
    if not found:
        yield "<p>No address of the data is known.</p>"
        return
    head = ("File", "Kind", "Bytes", "SHA-256")
    yield from table("Files to download", head, (_row(one) for one in found), shown=False)


def _row(one: Data) -> list[str]:
    return [_web(one.url, one.title), said(one.media or "–"), one.size or "–",
            code(one.sha256) if one.sha256 else "–"]  # fmt: skip


def _experiment(member: Member) -> Iterator[str]:
    known, record = member.summary.facts, member.record
    yield heading(2, "Experiment", "experiment")
    told = [(name.capitalize(), said(text), False) for name, text in known.apparatus]
    if record.instrument is not None and record.instrument.name:
        shown = _web(record.instrument.iri, record.instrument.name)
        told.insert(0, ("Instrument", shown, False))
    told += _plain(("Radiation", known.probe), ("Started", known.started), ("Ended", known.ended))
    for one in known.measured:
        values = [f"{value:.6g}" for value in one.values]
        text = values[0] if len(values) == 1 else f"{values[0]} to {values[-1]}"
        unit = "" if one.unit in ("", "none") else f" {one.unit.replace('_', ' ')}"
        told.append((one.name.capitalize(), said(text + unit), False))
    yield from facts(told)
    if member.sketch:
        yield f'<figure class="space">{member.sketch}<figcaption>The instrument, drawn from '
        yield "the axes of the imgCIF file.</figcaption></figure>"
    if known.scans.listed:
        head = ("Scan", "Images", "Axis", "From", "To", "Step")
        rows = (
            [said(s.id), f"{s.frames}", said(s.axis or "–"),
             *(f"{v:g}" if s.axis else "–" for v in (s.start, s.end, s.step))]
            for s in known.scans.listed[:SCANS]
        )  # fmt: skip
        more = known.scans.count - min(SCANS, len(known.scans.listed))
        yield from table("Scans", head, rows)
        if more > 0:
            yield f"<p>And {more} more.</p>"


def _cited(member: Member, site: Site) -> Iterator[str]:
    at = site.url(f"dataset/{member.name}/")
    yield heading(2, "How to cite", "cite")
    yield f"<p>{said(cite.plain(member.record, at))}</p>"
    yield '<p><a href="cite.bib">BibTeX</a> · <a href="cite.ris">RIS</a></p>'


def _works(member: Member) -> Iterator[str]:
    if not member.record.works:
        return
    yield heading(2, "Made from these data", "works")
    words = {"processed": "processed data", "publication": "publication"}
    yield from items(
        f"{_web(work.iri, work.title or work.iri)} ({words.get(work.kind, 'work')})"
        for work in member.record.works[:50]
    )
