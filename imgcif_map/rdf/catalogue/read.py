"""Reads the ``catalogue:`` block of an answers file, or a file that is such a block."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.errors import Place
from imgcif_map.findings import Finding
from imgcif_map.mapping.yamltree import Map, Node, parse_yaml, read_yaml
from imgcif_map.rdf.catalogue import parts, values
from imgcif_map.rdf.catalogue.licences import licence
from imgcif_map.rdf.catalogue.model import Catalogue, Text
from imgcif_map.rdf.catalogue.reader import LONG, Reader
from imgcif_map.rdf.catalogue.works import read_works

BLOCK = "catalogue"
KEYS = (
    "title", "description", "doi", "id", "licence", "license", "publisher", "issued", "modified",
    "version", "keywords", "language", "access", "embargo", "creators", "contact", "funding",
    "technique", "landing_page", "base_url", "file_url", "instrument", "processed",
    "publications", "catalog",
)  # fmt: skip
"""The keys of the block."""


def read_catalogue(path: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The block of a file, and what is wrong in it.

    The block stands under ``catalogue:``, or is all of the file. Raises UnreadableInput,
    or MappingError for what is no YAML.
    """
    return _of_root(read_yaml(path, empty=True), str(path))


def parse_catalogue(text: str, name: str = "") -> tuple[Catalogue, tuple[Finding, ...]]:
    """As :func:`read_catalogue`, from text; ``name`` stands for the file in messages."""
    return _of_root(parse_yaml(text, name, empty=True), name)


def _of_root(root: Node, path: str) -> tuple[Catalogue, tuple[Finding, ...]]:
    reader = Reader()
    if isinstance(root, Map) and root.get(BLOCK) is not None:
        block = root.get(BLOCK)
        assert block is not None
        return _block(reader, block, root.keys.get(BLOCK, block.place), path)
    if isinstance(root, Map) and not any(name.startswith("_") or name == "set" for name, _ in root):
        return _block(reader, root, root.place, path)
    hint = "catalogue: {title: …, licence: CC-BY-4.0, …}, see the page 'Publish a data set'"
    reader.fault(root.place, "the file has no catalogue: block", hint)
    return Catalogue(path=path, places={"": root.place}), tuple(reader.findings)


def _block(
    reader: Reader, node: Node, place: Place, path: str
) -> tuple[Catalogue, tuple[Finding, ...]]:
    block = reader.map(node, "the catalogue: block", KEYS)
    if block is None:
        return Catalogue(path=path, places={"": place}), tuple(reader.findings)
    if block.get("license") is not None and block.get("licence") is not None:
        reader.fault(block.keys["license"], "licence and license are the same: give one of them")
    get = block.get
    found = Catalogue(
        title=reader.words(get("title"), "title"),
        description=reader.words(get("description"), "description", LONG),
        doi=reader.checked(get("doi"), "doi", values.doi, ""),
        iri=reader.checked(get("id"), "id", values.identifier, ""),
        licence=reader.checked(get("licence") or get("license"), "licence", licence, None),
        publisher=parts.organisation(reader, get("publisher"), "publisher"),
        issued=reader.checked(get("issued"), "issued", values.day, ""),
        modified=reader.checked(get("modified"), "modified", values.day, ""),
        version=reader.text(get("version"), "version"),
        keywords=_keywords(reader, get("keywords")),
        languages=_languages(reader, get("language")),
        access=reader.checked(get("access"), "access", values.access, ""),
        embargo=reader.checked(get("embargo"), "embargo", values.whole_day, ""),
        creators=parts.people(reader, get("creators"), "creators"),
        contacts=parts.people(reader, get("contact"), "contact"),
        funding=parts.funding(reader, get("funding")),
        techniques=_techniques(reader, get("technique")),
        landing_page=reader.checked(get("landing_page"), "landing_page", values.address, ""),
        base_url=reader.checked(get("base_url"), "base_url", values.address, ""),
        file_url=reader.checked(get("file_url"), "file_url", values.address, ""),
        instrument=parts.instrument(reader, get("instrument")),
        works=read_works(reader, block),
        catalog=parts.catalog(reader, get("catalog")),
        path=path,
        places={"": place, **block.keys},
    )
    _embargo(reader, found)
    return found, tuple(sorted(reader.findings, key=lambda f: (f.location.line, f.location.column)))


def _keywords(reader: Reader, node: Node | None) -> tuple[Text, ...]:
    if isinstance(node, Map):
        return tuple(
            Text(word.text, tag)
            for tag, inner in node
            for member in reader.members(inner, "keywords")
            for word in reader.words(Map(member.place, {tag: member}), "keywords")
        )
    found = (reader.text(member, "keywords") for member in reader.members(node, "keywords"))
    return tuple(Text(text) for text in dict.fromkeys(found) if text)


def _languages(reader: Reader, node: Node | None) -> tuple[str, ...]:
    members = reader.members(node, "language")
    found = (reader.checked(member, "language", values.language, "") for member in members)
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _techniques(reader: Reader, node: Node | None) -> tuple[str, ...]:
    members = reader.members(node, "technique")
    found = (reader.checked(member, "technique", values.technique, "") for member in members)
    return tuple(dict.fromkeys(iri for iri in found if iri))


def _embargo(reader: Reader, found: Catalogue) -> None:
    """An embargo has a day, and a day of its end an embargo."""
    place = found.place("embargo") if found.embargo else found.place("access")
    assert place is not None
    if found.access == "embargoed" and not found.embargo:
        reader.fault(place, "access is embargoed, and the day of its end is missing",
                     "embargo: 2027-03-01")  # fmt: skip
    elif found.embargo and found.access not in ("embargoed", ""):
        reader.fault(place, f"an embargo is given, and access is {found.access}",
                     "access: embargoed")  # fmt: skip
