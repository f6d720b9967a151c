"""Processed data sets and publications, and what each is derived from (1:1, 1:N, N:1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imgcif_map.errors import Place, UsageError
from imgcif_map.mapping.yamltree import Map, Node, Seq
from imgcif_map.rdf.catalogue import values
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import THIS, Work
from imgcif_map.rdf.catalogue.reader import Reader, local_name

_KEYS = ("id", "doi", "url", "title", "date", "software", "from")
KINDS = {"processed": "processed", "publications": "publication"}
"""Kind of work by key of the block."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A work whose sources are still names."""

    name: str
    work: Work
    sources: tuple[tuple[str, Node], ...]
    place: Place


def read_works(reader: Reader, block: Map) -> tuple[Work, ...]:
    """The works of a block, their sources resolved."""
    drafts: list[_Draft] = []
    for key, kind in KINDS.items():
        for member in reader.members(block.get(key), key):
            draft = _draft(reader, member, key, kind)
            if draft is not None:
                drafts.append(draft)
    iris = _names(reader, drafts)
    works = {}
    for draft in drafts:
        sources = tuple(dict.fromkeys(_sources(reader, draft, iris)))
        work = draft.work
        works[work.iri] = Work(
            work.kind, work.iri, work.title, work.date, work.software, sources or (THIS,)
        )
    _circles(reader, works, {draft.work.iri: draft.place for draft in drafts})
    return tuple(works.values())


def _draft(reader: Reader, node: Node, key: str, kind: str) -> _Draft | None:
    if not isinstance(node, Map | Seq):
        iri = reader.checked(node, key, values.identifier, "")
        return _Draft("", Work(kind, iri), (), node.place) if iri else None
    given = reader.map(node, f"a member of {key}", _KEYS)
    if given is None:
        return None
    iri = reader.checked(given.get("doi"), f"{key}: doi", values.doi, "")
    iri = iri or reader.checked(given.get("url"), f"{key}: url", values.identifier, "")
    if not iri:
        reader.fault(
            given.place, f"a member of {key} has neither doi nor url", "doi: 10.5281/zenodo.1234567"
        )
        return None
    work = Work(
        kind,
        iri,
        reader.text(given.get("title"), f"{key}: title"),
        reader.checked(given.get("date"), f"{key}: date", values.day, ""),
        reader.text(given.get("software"), f"{key}: software"),
    )
    name = reader.checked(given.get("id"), f"{key}: id", local_name, "")
    sources = [
        (reader.text(member, f"{key}: from", 2000), member)
        for member in reader.members(given.get("from"), f"{key}: from")
    ]
    return _Draft(name, work, tuple(sources), given.place)


def _names(reader: Reader, drafts: list[_Draft]) -> dict[str, str]:
    found: dict[str, str] = {}
    for draft in drafts:
        if draft.name in found or draft.name == THIS:
            reader.fault(draft.place, f"two works are called {draft.name}")
        elif draft.name:
            found[draft.name] = draft.work.iri
    return found


def _sources(reader: Reader, draft: _Draft, iris: Mapping[str, str]) -> Iterator[str]:
    for text, node in draft.sources:
        if text == THIS or text in iris:
            yield iris.get(text, THIS)
            continue
        try:
            yield values.identifier(text)
        except UsageError:
            reader.findings.append(
                finding(
                    "derivation",
                    f"from: {text[:80]!r} is no work of this block, no DOI and no address",
                    place=node.place,
                    hint=f"one of {', '.join((THIS, *iris))}, or the DOI of another data set",
                )
            )


def _circles(reader: Reader, works: Mapping[str, Work], places: Mapping[str, Place]) -> None:
    """Say which works are derived from themselves."""
    for start in works:
        open_works, seen = list(works[start].sources), set[str]()
        while open_works:
            current = open_works.pop()
            if current not in seen and current in works:
                seen.add(current)
                open_works += works[current].sources
        if start in seen:
            reader.findings.append(
                finding(
                    "derivation",
                    f"{start} is derived from itself",
                    place=places[start],
                    hint="results come after what they are made from",
                )
            )
