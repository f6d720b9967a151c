"""Reads CIF 1.1 and CIF 2.0 with positions and recovery."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from imgcif_map.cif.comments import find_comments
from imgcif_map.cif.document import Comment, Document
from imgcif_map.cif.fields import check_fields
from imgcif_map.cif.intake import clean, read_bytes
from imgcif_map.cif.irregular import Irregular, Lost
from imgcif_map.cif.layout import Layout, ParsedDocument
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.repair import Repairs, find_repairs
from imgcif_map.cif.source import Source
from imgcif_map.cif.structure import Builder
from imgcif_map.cif.tokens import tokenise


def read_cif(path: str | Path) -> Document:
    """Read a CIF file; what is wrong in it stands in ``Document.problems``.

    Raises `UnreadableInput` if the file is missing, a folder, forbidden, binary or
    larger than 2 GiB.
    """
    path = Path(path)
    return _parse([read_bytes(path)], str(path))


def parse_cif(data: bytes | str, path: str = "") -> Document:
    """Read CIF text; ``path`` only names it in findings.

    Raises `UnreadableInput` for binary data that is not a CBF file.
    """
    held = [data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data]
    del data
    return _parse(held, path)


def _parse(held: list[bytes], path: str) -> Document:
    """The document; its bytes come in a list so that nobody holds them longer than needed."""
    problems = Problems()
    source, version = clean(held, path, problems)
    reading = _best(source, version)
    problems.absorb(reading.problems)
    return ParsedDocument(
        reading.layout,
        path=path,
        version=version,
        problems=problems.findings(source, reading.layout.place),
        comments=reading.comments,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand a text."""

    layout: Layout
    comments: tuple[Comment, ...]
    problems: Problems


def _best(source: Source, version: str) -> _Reading:
    """The reading of a text, or of two the one that leaves less to complain of."""
    reading = _read_unless_lost(source, version)
    if reading is None:
        return _read(source, version, find_repairs(source.data))
    weight = reading.problems.weight()
    if weight < 2 or b"\n;" not in source.data:
        return reading
    repairs = find_repairs(source.data)
    if not (repairs.unclosed or repairs.inner):
        return reading
    del reading  # two of them may be more than there is room for
    other = _read(source, version, repairs)
    if other.problems.weight() < weight:
        return other
    del other
    return _read(source, version, None)


def _read_unless_lost(source: Source, version: str) -> _Reading | None:
    """The plain reading; None, and nothing left of it, if a text field has no end."""
    try:
        return _read(source, version, None)
    except Lost:
        return None


def _read(source: Source, version: str, repairs: Repairs | None) -> _Reading:
    problems = Problems()
    irregular = Irregular(source, version, problems, repairs)
    tokens = tokenise(source, version, problems, irregular)
    check_fields(tokens, problems)
    comments = find_comments(tokens)
    return _Reading(Builder(tokens, problems).build(), comments, problems)
