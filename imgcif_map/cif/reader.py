"""Reads CIF 1.1 and CIF 2.0 with positions and recovery."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.cif.comments import find_comments
from imgcif_map.cif.document import Document
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
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    return _parse([data], path)


def _parse(held: list[bytes], path: str) -> Document:
    """The document; its bytes come in a list so that nobody holds them longer than needed."""
    problems = Problems()
    source, version = clean(held, path, problems)
    layout, found = _best(source, version)
    problems.absorb(found)
    return ParsedDocument(
        layout,
        path=path,
        version=version,
        problems=problems.findings(source, layout.place),
        comments=find_comments(layout.tokens),
    )


def _best(source: Source, version: str) -> tuple[Layout, Problems]:
    """The reading of a text, or of two the one that leaves less to complain of."""
    try:
        layout, problems = _read(source, version, None)
    except Lost:
        return _read(source, version, find_repairs(source.data))
    weight = problems.weight()
    if weight > 1 and b"\n;" in source.data:
        repairs = find_repairs(source.data)
        if repairs.unclosed or repairs.inner:
            other, fewer = _read(source, version, repairs)
            if fewer.weight() < weight:
                return other, fewer
    return layout, problems


def _read(source: Source, version: str, repairs: Repairs | None) -> tuple[Layout, Problems]:
    problems = Problems()
    irregular = Irregular(source, version, problems, repairs)
    tokens = tokenise(source, version, problems, irregular)
    return Builder(tokens, problems).build(), problems
