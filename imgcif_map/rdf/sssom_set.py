"""From a mapping file by name to its SSSOM mapping set: licence, authors, versions, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.loading.shapes import as_items, as_map, as_text
from imgcif_map.mapping.model import Mapping as MappingModel
from imgcif_map.mapping.model import MappingFile
from imgcif_map.rdf import nexus
from imgcif_map.rdf.sssom import CIFMAP, MappingSet, clean
from imgcif_map.rdf.sssom_build import built, source_iri
from imgcif_map.rdf.terms import Iri, iri
from imgcif_map.rdf.vocabulary import (
    BASE,
    PREFIXES,
    checked_base,
    dictionary_iri,
    dictionary_namespace,
    local_name,
    mapping_set_iri,
)
from imgcif_map.version import VERSION

TOOL: Final = "imgcif-map"
NEXUS: Final = "nexus"
"""The source format whose places have a published vocabulary."""
_PAN: Final = "https://w3id.org/PaN/NeXus/"
_ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_SPDX: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Exported:
    """A mapping as loaded, and its set."""

    file: MappingFile
    mapping: MappingModel
    set: MappingSet
    dictionary: Dictionary


def members(file: MappingFile, mapping: MappingModel, library: Library) -> list[MappingFile]:
    """The files that a mapping is made of, the form first."""
    known = {**library.files, file.id: file}
    return [known[name] for name in mapping.files if name in known]


def exported(
    name: str, library: Library, dictionary: Dictionary | None = None, base: str = BASE
) -> Exported:
    """The set of a mapping by id or path; MappingError for one that cannot be loaded."""
    from imgcif_map.dictionary.load import load_dictionary

    checked_base(base)
    file = library.file(name)
    mapping = library.standing(file)
    known = dictionary or load_dictionary(mapping.target_dictionary)
    start = _start(file, mapping, library, known, base)
    is_nexus = mapping.source_format == NEXUS
    functions = library.functions or load_functions()
    made = built(mapping, start, known, functions, nexus=is_nexus, base=base)
    return Exported(file, mapping, made, known)


def _start(
    file: MappingFile, mapping: MappingModel, library: Library, dictionary: Dictionary, base: str
) -> MappingSet:
    root = as_map(file.data, "a mapping file")
    licence = root.get("license")
    identifier = mapping_set_iri(file.id, file.version, base)
    built_on = [f for f in members(file, mapping, library) if f.id != file.id]
    authors = list(dict.fromkeys(_authors(file)))
    orcids = [found[1] for a in authors if (found := _ORCID.fullmatch(a))]
    if mapping.source_format == NEXUS:
        source, version = Iri(_PAN + nexus.DEFINITIONS), nexus.release()
    else:
        source, version = source_iri(mapping.id, base), ""
    return MappingSet(
        mapping_set_id=identifier,
        mapping_set_version=file.version,
        mapping_set_title=clean(file.title or file.id),
        mapping_set_description=clean(
            as_text(root.get("description"), "description") or file.because
        ),
        mapping_set_source=tuple(mapping_set_iri(f.id, f.version, base) for f in built_on),
        license=licence_iri(as_text(licence, "license")),
        creator_id=tuple(Iri(f"https://orcid.org/{name}") for name in orcids),
        creator_label=tuple(clean(a) for a in authors if not _ORCID.fullmatch(a)),
        subject_source=source,
        subject_source_version=version,
        object_source=dictionary_iri(dictionary.title, base),
        object_source_version=dictionary.version,
        mapping_tool=TOOL,
        mapping_tool_version=VERSION,
        prefixes=dict(_prefixes(identifier, mapping.id, dictionary, base)),
        place=licence.place if licence is not None else Place(file.path, 1, 1),
    )


def _authors(file: MappingFile) -> Iterator[str]:
    root = as_map(file.data, "a mapping file")
    for node in as_items(root.get("authors")):
        yield as_text(node, "authors").strip()


def licence_iri(text: str) -> Iri | None:
    """A licence by SPDX identifier or by its address; None if there is none."""
    text = text.strip()
    if re.match(r"https?://[^\s]", text):
        return iri(text)
    return Iri(f"https://spdx.org/licenses/{text}") if _SPDX.fullmatch(text) else None


def _prefixes(
    identifier: Iri, source: str, dictionary: Dictionary, base: str
) -> Iterator[tuple[str, str]]:
    for part in dictionary.parts:
        yield _prefix(part.title), dictionary_namespace(part.title, base)
    yield "cif", base
    yield "cifmap", str(CIFMAP)
    yield "cifsource", f"{base}source/"
    yield "map", f"{identifier}#"
    yield "orcid", "https://orcid.org/"
    yield "pan", _PAN
    yield "source", f"{source_iri(source, base)}#"
    yield "nexus_file", f"{source_iri(NEXUS, base)}#"
    for name in ("nexus", "semapv", "skos", "sssom", "xsd"):
        yield name, PREFIXES[name]


def _prefix(title: str) -> str:
    """A dictionary's title as the prefix of its names."""
    return re.sub(r"[^a-z0-9_]", "_", local_name(title)) or "dictionary"


def prefixes_of(made: MappingSet) -> Mapping[str, str]:
    """Namespaces for RDF, which has some of them by default."""
    return {name: start for name, start in made.prefixes.items() if name not in PREFIXES}
