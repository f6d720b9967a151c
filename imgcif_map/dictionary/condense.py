"""Condensed dictionaries: the formal attributes of DDLm, not a word of prose.

Kept are identifiers, classes, types, units, ranges, states, defaults, keys,
links, aliases, replacements, imports (not carried out) and the formal rules
of ``_dictionary_valid``; of a method only its purpose. Compiling a condensed
dictionary gives the same as compiling its original. The comment lines at the
start (see :mod:`imgcif_map.dictionary.provenance`) name the original, its
licence and the sha256 of its bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from imgcif_map.cif.build import build_item
from imgcif_map.cif.document import Block, CifValue, Container, Document, Frame, Loop
from imgcif_map.cif.intake import read_bytes
from imgcif_map.cif.reader import parse_cif
from imgcif_map.cif.writer import format_cif
from imgcif_map.dictionary.formal import EXPRESSION, FORMAL
from imgcif_map.dictionary.provenance import Original, format_provenance, read_provenance
from imgcif_map.dictionary.source import dictionary_block, source_of
from imgcif_map.errors import UnreadableInput


def condense(path: Path) -> str:
    """The condensed text of a dictionary file; the same text if it is condensed already.

    Raises :class:`UnreadableInput` if the file cannot be read, is no DDLm
    dictionary or has syntax errors.
    """
    data = read_bytes(path)
    document = parse_cif(data, path=str(path))
    if document.problems:
        first = document.problems[0]
        raise UnreadableInput(
            f"{path} has syntax errors and was not condensed; the first is in line "
            f"{first.location.line}: {first.message}"
        )
    text = data.decode("utf-8", "replace")
    part = source_of(document, path, text, hashlib.sha256(data).hexdigest()).part
    original = read_provenance(text).original or Original(
        path.name, part.version, part.date, part.uri, part.licence, part.sha256
    )
    magic, _, rest = format_cif(condense_document(document)).partition("\n")
    return "\n".join([magic, *format_provenance(original), rest])


def condense_document(document: Document) -> Document:
    """The dictionary block of a document with nothing but formal attributes."""
    block = dictionary_block(document)
    if block is None:
        raise UnreadableInput(f"{document.path} is not a DDLm dictionary")
    frames = tuple(Frame(frame.name, _formal_loops(frame)) for frame in block.frames)
    return Document(blocks=(Block(block.name, _formal_loops(block), frames=frames),))


def _formal_loops(container: Container) -> tuple[Loop, ...]:
    kept: list[Loop] = []
    for loop in container.loops:
        columns = tuple(column for column in loop.columns if column.key in FORMAL)
        if columns:
            kept.append(Loop(columns, loop.looped))
    if container.column(EXPRESSION) and not container.column("_method.purpose"):
        kept.append(build_item("_method.purpose", CifValue("Evaluation")))
    return tuple(kept)
