"""Reads CIF 1.1 and CIF 2.0 with positions and recovery."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.cif.comments import find_comments
from imgcif_map.cif.document import Document
from imgcif_map.cif.intake import clean, read_bytes
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.structure import Builder
from imgcif_map.cif.tokens import tokenise
from imgcif_map.cif.words import check_words


def read_cif(path: str | Path) -> Document:
    """Read a CIF file; what is wrong in it stands in ``Document.problems``.

    Raises `UnreadableInput` if the file is missing, a folder, forbidden, binary or
    larger than 2 GiB.
    """
    path = Path(path)
    return parse_cif(read_bytes(path), str(path))


def parse_cif(data: bytes | str, path: str = "") -> Document:
    """Read CIF text; ``path`` only names it in findings.

    Raises `UnreadableInput` for binary data that is not a CBF file.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    problems = Problems()
    source, version = clean(data, path, problems)
    tokens = tokenise(source, version, problems)
    check_words(tokens, problems)
    builder = Builder(tokens, problems)
    blocks = builder.build()
    findings = problems.findings(source, builder.extents)
    return Document(blocks, path, version, findings, find_comments(tokens))
