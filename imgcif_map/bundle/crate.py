"""RO-Crate 1.1: one for each data set, and one for the whole bundle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from imgcif_map.bundle.member import Member
from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.signposting import METADATA, data
from imgcif_map.bundle.site import Site
from imgcif_map.rdf.jsonld import safe_json

NAME = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"


def crate(member: Member, site: Site) -> str:
    """The crate of a data set: its metadata files, its data on the web."""
    record = member.record
    nodes: dict[str, dict[str, Any]] = {}
    root: dict[str, Any] = {
        "@type": "Dataset",
        "name": member.title,
        "description": record.description[0].text if record.description else member.title,
        "datePublished": record.issued or "1970-01-01",
        "url": site.url(f"dataset/{member.name}/"),
    }
    if record.doi:
        root |= {"identifier": record.doi, "cite-as": record.doi}
    if record.licence is not None:
        called = record.licence.spdx or record.licence.iri
        nodes[record.licence.iri] = {"@type": "CreativeWork", "name": called}
        root["license"] = {"@id": record.licence.iri}
    if record.publisher is not None:
        name = record.publisher.iri or "#publisher"
        nodes[name] = {"@type": "Organization", "name": record.publisher.name}
        root["publisher"] = {"@id": name}
    authors = []
    for number, person in enumerate(record.creators, 1):
        name = f"https://orcid.org/{person.orcid}" if person.orcid else f"#author-{number}"
        nodes[name] = {"@type": "Person", "name": person.name}
        authors.append({"@id": name})
    if authors:
        root["author"] = authors
    if record.keywords:
        root["keywords"] = ", ".join(word.text for word in record.keywords)
    parts = []
    for file, media in METADATA:
        if file != NAME:
            nodes[file] = {"@type": "File", "name": file, "encodingFormat": media}
            parts.append({"@id": file})
    for one in data(member):
        if one.url.startswith(("http:", "https:")) and one.url not in nodes:
            known = {"encodingFormat": one.media, "contentSize": one.size, "sha256": one.sha256}
            nodes[one.url] = {"@type": "File", "name": one.title,
                              **{key: value for key, value in known.items() if value}}  # fmt: skip
            parts.append({"@id": one.url})
    root["hasPart"] = parts
    return _crate(root, nodes)


def whole(entries: Iterable[Entry], site: Site, day: str) -> str:
    """The crate of the bundle: a data set for each folder."""
    nodes = {
        f"dataset/{entry.name}/": {
            "@type": "Dataset", "name": entry.title, "url": site.url(entry.page),
            "identifier": entry.doi or entry.iri,
            "subjectOf": {"@id": f"dataset/{entry.name}/{NAME}"},
        }
        for entry in entries
    }  # fmt: skip
    root = {
        "@type": "Dataset",
        "name": site.title,
        "description": f"{len(nodes)} data sets of raw diffraction images, for harvesters.",
        "datePublished": day,
        "license": "The licence of each data set is stated with it.",
        "url": site.base,
        "hasPart": [{"@id": name} for name in nodes],
    }
    files = {
        f"{name}{NAME}": {"@type": "CreativeWork", "encodingFormat": "application/ld+json"}
        for name in nodes
    }
    return _crate(root, nodes | files)


def _crate(root: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str:
    graph = [
        {
            "@id": NAME, "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": _VERSION},
        },
        {"@id": "./", **root},
        *({"@id": name, **node} for name, node in nodes.items()),
    ]  # fmt: skip
    lines = ",\n".join(safe_json(node) for node in graph)
    return f'{{"@context": "{_VERSION}/context",\n"@graph": [\n{lines}\n]}}\n'
