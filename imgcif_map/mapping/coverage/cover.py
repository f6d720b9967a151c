"""Coverage of mapping files by name, as lint and conversions see them."""

from __future__ import annotations

from collections.abc import Sequence

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.coverage.items import item_rows
from imgcif_map.mapping.coverage.links import linked
from imgcif_map.mapping.coverage.model import Coverage
from imgcif_map.mapping.coverage.places import place_rows
from imgcif_map.mapping.coverage.spots import Naming
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.model import MappingFile


def covered(name: str, library: Library, dictionary: Dictionary) -> Coverage:
    """Both sides of one mapping, by id or path; instruments and overlays on their format.

    Raises MappingError if there is none of that name, or if it is not valid.
    """
    file = library.file(name)
    mapping = library.standing(file)
    functions = library.functions or load_functions()
    subject = Subject(mapping, dictionary, functions, Notebook(mapping, functions))
    naming = Naming(mapping.source_format, subject.traced.base)
    links = linked(subject.traced, naming, dictionary, functions)
    return Coverage(
        file.id,
        file.title or file.id,
        file.kind,
        mapping.source_format,
        mapping.definition,
        tuple(place_rows(subject, links, naming)),
        tuple(item_rows(subject, links)),
    )


def covered_all(
    names: Sequence[str], library: Library, dictionary: Dictionary
) -> tuple[Coverage, ...]:
    """Several mappings in their order; those of all formats if none is named."""
    chosen = names or [file.id for file in formats(library)]
    return tuple(covered(name, library, dictionary) for name in dict.fromkeys(chosen))


def formats(library: Library) -> list[MappingFile]:
    """The formats by id."""
    found = [file for file in library.files.values() if file.kind == "format"]
    return sorted(found, key=lambda file: file.id)
