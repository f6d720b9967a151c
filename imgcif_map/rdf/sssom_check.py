"""What the official validator of SSSOM does not see, checked before a set is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.errors import Place
from imgcif_map.findings import Finding, Location
from imgcif_map.mapping.codes import MAP_CODES
from imgcif_map.mapping.exportcodes import EXPORT_CODES
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.loading.shapes import as_map, as_text, near
from imgcif_map.mapping.tracing.match import UNITLESS, same_unit
from imgcif_map.rdf.nexus import class_names, release
from imgcif_map.rdf.sssom import NO_TERM, Row
from imgcif_map.rdf.sssom_set import NEXUS, Exported, licence_iri, members

_CLASS = re.compile(r"(?:(?<=[/:])|^)NX\w+")
_CODES = {entry.name: entry for entry in (*MAP_CODES, *EXPORT_CODES)}


def check(made: Exported, library: Library) -> list[Finding]:
    """Findings at the lines of the mapping files, errors first."""
    found = [*_licences(made, library), *_names(made), *_matches(made), *_doubles(made.set.rows)]
    found += _terms(made)
    return sorted(dict.fromkeys(found), key=lambda finding: -finding.severity.rank)


def _finding(name: str, message: str, place: Place, hint: str = "") -> Finding:
    entry = _CODES[name]
    where = Location(place.file, place.line, place.column)
    return Finding(entry.code, name, entry.severity, message, where, hint)


def _licences(made: Exported, library: Library) -> Iterator[Finding]:
    """Of the file and of all that it is made of: what is exported is theirs too."""
    for file in members(made.file, made.mapping, library):
        node = as_map(file.data, "a mapping file").get("license")
        text = as_text(node, "license")
        if licence_iri(text) is not None:
            continue
        place = node.place if node is not None else Place(file.path, 1, 1)
        said = f"'{text}' is not a licence" if text else f"{file.id} has no licence"
        hint = "license: CC0-1.0, another SPDX identifier, or the address of a licence"
        yield _finding("mapping-without-licence", said, place, hint)


def _names(made: Exported) -> Iterator[Finding]:
    known = made.dictionary
    for row in made.set.rows:
        if row.object_id == NO_TERM or known.item(row.object_label) is not None:
            continue
        hint = near(row.object_label, [d.id for d in known.definitions.values()])
        message = f"{row.object_label} is not in the dictionary {known.title} {known.version}"
        yield _finding("unknown-data-name", message, row.place, hint)


def _matches(made: Exported) -> Iterator[Finding]:
    for row in made.set.rows:
        if len(row.said) > 1:
            message = f"{row.subject_label} and {row.object_label} are said to be "
            yield _finding("match-said-twice", message + " and ".join(row.said), row.place)
        if "exact" not in row.said or row.target_unit in UNITLESS:
            continue
        source = row.source_unit
        if not same_unit(source or None, row.target_unit):
            message = (
                f"{row.subject_label} is in {source or 'the unit that each file says'}, "
                f"{row.object_label} in {row.target_unit}: that is no exact match"
            )
            yield _finding("exact-but-converted", message, row.place, "match: close")


def _doubles(rows: tuple[Row, ...]) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        key = (row.subject_id, row.predicate_id, row.object_id)
        if key in seen:
            message = f"{row.subject_label} and {row.object_label} stand in two rows"
            yield _finding("doubled-row", message, row.place)
        seen.add(key)


def _terms(made: Exported) -> Iterator[Finding]:
    if made.mapping.source_format != NEXUS:
        return
    own = made.set.prefixes["nexus_file"]
    yield from _classes(made.set.rows)
    said = f"NeXus definitions {release()}".strip()
    once = {row.subject_id: row for row in reversed(made.set.rows)}
    for row in made.set.rows:
        if row.subject_id.startswith(own) and once[row.subject_id] is row:
            message = f"{row.subject_label} is not in the {said} known here"
            yield _finding("unknown-source-term", message, row.place)


def _classes(rows: tuple[Row, ...]) -> Iterator[Finding]:
    known = class_names()
    seen: set[str] = set()
    for row in rows:
        for name in _CLASS.findall(row.source_path):
            if name not in known and name not in seen:
                seen.add(name)
                message = f"NeXus has no class {name}, which {row.subject_label} asks for"
                yield _finding("unknown-nexus-class", message, row.place, near(name, known))
