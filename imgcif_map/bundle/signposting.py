"""Signposting: typed links that lead machines from a landing page to what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from imgcif_map.bundle.member import Member
from imgcif_map.bundle.site import Site
from imgcif_map.rdf.terms import Iri, iri
from imgcif_map.rdf.vocabulary import DCAT, SCHEMA

METADATA = (
    ("metadata.ttl", "text/turtle"),
    ("metadata.jsonld", "application/ld+json"),
    ("metadata.nt", "application/n-triples"),
    ("datacite.xml", "application/vnd.datacite.datacite+xml"),
    ("ro-crate-metadata.json", "application/ld+json"),
    ("cite.bib", "application/x-bibtex"),
    ("cite.ris", "application/x-research-info-systems"),
)
PROFILES = {"ro-crate-metadata.json": "https://w3id.org/ro/crate"}
DATASET = "https://schema.org/Dataset"
PAGE = "https://schema.org/AboutPage"


class Link(NamedTuple):
    """A typed link."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""


class Data(NamedTuple):
    """Something to download."""

    url: str
    title: str
    media: str = ""
    size: str = ""
    sha256: str = ""


def data(member: Member) -> list[Data]:
    """The data: what the summary says of its distributions."""
    facts: dict[object, dict[Iri, str]] = {}
    listed: list[object] = []
    for subject, predicate, value in member.summary.triples:
        text = value if isinstance(value, str) else value.text
        facts.setdefault(subject, {}).setdefault(predicate, str(text))
        if predicate == DCAT.distribution:
            listed.append(value)
    found = []
    for node in listed:
        of = facts.get(node, {})
        url = of.get(DCAT.downloadURL) or of.get(DCAT.accessURL, "")
        if url:
            found.append(
                Data(url, of.get(SCHEMA.name, "data"), of.get(SCHEMA.encodingFormat, ""),
                     of.get(DCAT.byteSize, ""), of.get(SCHEMA.sha256, ""))
            )  # fmt: skip
    return found


def links(member: Member, site: Site) -> Iterator[Link]:
    """The links of a landing page."""
    record = member.record
    page = site.url(f"dataset/{member.name}/")
    yield Link("cite-as", iri(record.doi or page))
    yield Link("type", DATASET)
    yield Link("type", PAGE)
    for person in record.creators:
        if person.orcid:
            yield Link("author", f"https://orcid.org/{person.orcid}")
    if record.licence is not None:
        yield Link("license", iri(record.licence.iri))
    for name, media in METADATA:
        yield Link("describedby", page + name, media, PROFILES.get(name, ""))
    for one in data(member):
        if one.url.startswith(("http:", "https:")) and one.url != page:
            yield Link("item", iri(one.url), one.media)
    yield Link("linkset", f"{page}linkset.json", "application/linkset+json")
    yield Link("collection", site.url("index.html"), "text/html")


def linkset(member: Member, site: Site) -> str:
    """All links, and those back, as ``application/linkset+json`` (RFC 9264)."""
    page = site.url(f"dataset/{member.name}/")
    forth: dict[str, object] = {"anchor": page}
    back = []
    for link in links(member, site):
        if link.rel == "linkset":
            continue
        target = {"href": link.href}
        target |= {"type": link.type} if link.type else {}
        target |= {"profile": link.profile} if link.profile else {}
        forth.setdefault(link.rel, []).append(target)  # type: ignore[attr-defined]
        if link.rel == "describedby":
            back.append({"anchor": link.href, "describes": [{"href": page, "type": "text/html"}]})
        elif link.rel == "item":
            home = {"href": page, "type": "text/html"}
            back.append({"anchor": link.href, "collection": [home]})
    return json.dumps({"linkset": [forth, *back]}, indent=1, ensure_ascii=True) + "\n"


def header(found: Iterator[Link]) -> str:
    """Links as the value of an HTTP header; ASCII, nothing can leave its brackets."""
    parts = []
    for rel, href, kind, profile in found:
        text = f'<{_ascii(href)}>; rel="{rel}"'
        text += f'; type="{kind}"' if kind.isascii() and '"' not in kind and kind else ""
        parts.append(text + (f'; profile="{profile}"' if profile else ""))
    return ", ".join(parts)


def _ascii(address: str) -> str:
    from urllib.parse import quote

    return quote(address, safe=":/?#[]@!&()*+,;=%-._~")
