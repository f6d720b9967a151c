"""The source's side: what becomes of every node and of every key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from imgcif_map.mapping.coverage.links import Linked, line_of
from imgcif_map.mapping.coverage.model import PlaceRow
from imgcif_map.mapping.coverage.spots import Naming
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.model import Mapping as MappingModel
from imgcif_map.mapping.tracing.calls import spots
from imgcif_map.mapping.tracing.conditions import holds
from imgcif_map.mapping.tracing.flows import Spot
from imgcif_map.nexus.definitions import application_nodes
from imgcif_map.sources.known import known_keys
from imgcif_map.sources.scans.config import ScanConfig


@dataclass(frozen=True, slots=True)
class _Said:
    """What a mapping says of a place without a data name."""

    handling: str
    note: str = ""
    line: str = ""


def place_rows(subject: Subject, linked: Linked, naming: Naming) -> Iterator[PlaceRow]:
    """Nodes of the application definition in its order, then all other places by their paths."""
    groups = _groups(subject, naming)
    said = _said(subject, naming, groups)
    found: dict[str, PlaceRow] = {}
    origins = _origins(subject, naming)
    listed = application_nodes() if subject.mapping.definition == "NXmx" else {}
    for path in dict.fromkeys([*linked.by_place, *said, *groups]):
        found[path] = _row(path, linked, said, groups, origins.get(path, ""), path in listed)
    for path in listed:
        yield found.pop(path) if path in found else _unnamed(path, found.values())
    for key in known_keys(subject.mapping.source_format):
        if not any(key == path or _is_like(key, path) for path in found):
            found[key] = PlaceRow(key, "open")
    yield from sorted(found.values(), key=lambda row: (row.path.casefold(), row.path))


def _unnamed(path: str, found: Iterable[PlaceRow]) -> PlaceRow:
    """A node that the mapping does not name; a pattern may mean it (``/NXentry/NXdata/*``)."""
    for row in found:
        if row.handling in ("gap", "ignored") and _is_like(path, row.path):
            return PlaceRow(path, row.handling, (), row.note, row.line, listed=True)
    return PlaceRow(path, "open", listed=True)


def _row(
    path: str,
    linked: Linked,
    said: Mapping[str, _Said],
    groups: frozenset[str],
    origin: str,
    listed: bool,
) -> PlaceRow:
    targets = tuple(linked.by_place.get(path, ()))
    own = said.get(path, _Said("structure"))
    # The name of a group may reach a data name; what a group is there for is its members.
    handling = "mapped" if targets and path not in groups else own.handling
    if handling == "mapped":
        return PlaceRow(path, handling, targets, "", targets[0].line, listed, origin)
    return PlaceRow(path, handling, targets, own.note, own.line, listed, origin)


def _said(subject: Subject, naming: Naming, groups: frozenset[str]) -> dict[str, _Said]:
    """Gaps and ignored places; what is compared; what else is asked for."""
    found: dict[str, _Said] = {}
    for entry in subject.traced.unmapped:
        handling = "ignored" if entry.ignored else "gap"
        found.setdefault(naming.path(entry.spot), _Said(handling, entry.why, line_of(entry.place)))
    for name, compared in _compared(subject):
        for spot in compared:
            if naming.counts(spot) and naming.path(spot) not in groups:
                found.setdefault(naming.path(spot), _Said("checked", name))
    for spot, place in subject.asked.items():
        if naming.counts(spot):
            found.setdefault(naming.path(spot), _Said("structure", "", line_of(place)))
    for key, note in _gathering(subject.mapping):
        if not any(key == path or _is_like(key, path) for path in found):
            found[key] = _Said("structure", note)
    return found


def _compared(subject: Subject) -> Iterator[tuple[str, Sequence[Spot]]]:
    """The places whose values checks compare, by the names of the checks."""
    tracer = subject.tracer
    for check in subject.mapping.checks:
        flows = [flow for v in (check.left, check.right) for flow in tracer.value(v, tracer.scope)]
        yield f"check: {check.name}", spots(flows)
        holds(check.when, tracer.scope, tracer)  # what it depends on is asked for


def _gathering(mapping: MappingModel) -> Iterator[tuple[str, str]]:
    """Keys that say which files make a scan."""
    config = ScanConfig.read(mapping.source_options)
    for key in config.same:
        yield key, "files of one scan have the same"
    for start, step in config.turns:
        for turn in (start, *filter(None, [step])):
            yield turn, "tells which files follow each other in a scan"
    for row in config.row_turns:
        for turn in filter(None, row):
            yield turn, "tells which files follow each other in a scan"


def _groups(subject: Subject, naming: Naming) -> frozenset[str]:
    """Groups around all places that the mapping mentions."""
    return frozenset(
        naming.path(group)
        for spot in _mentioned(subject)
        for group in naming.above(spot)
        # an attribute does not make a group of its field
        if not spot.steps[len(group.steps)].startswith("@")
    )


def _mentioned(subject: Subject) -> Iterable[Spot]:
    traced = subject.traced
    return dict.fromkeys(
        [
            *subject.asked,
            *(link.spot for link in traced.links),
            *(entry.spot for entry in traced.unmapped),
        ]
    )


def _origins(subject: Subject, naming: Naming) -> dict[str, str]:
    """What the NeXus definitions call the places that they know."""
    if not naming.nexus:
        return {}
    found: dict[str, str] = {}
    for spot in _mentioned(subject):
        for one in (*naming.above(spot), spot):
            node = naming.node(one)
            if node is not None:
                found.setdefault(naming.path(one), node.name)
    return found


def _is_like(key: str, pattern: str) -> bool:
    """Whether a pattern of the mapping (``counter/*``) means a key."""
    own, other = key.split("/"), pattern.split("/")
    return len(own) == len(other) and all(map(fnmatchcase, own, other))
