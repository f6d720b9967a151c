"""CIF: documents, reader and writer."""

from imgcif_map.cif.document import (
    INAPPLICABLE,
    NOWHERE,
    UNKNOWN,
    Block,
    CifValue,
    Column,
    Container,
    Delimiter,
    Document,
    Frame,
    Loop,
    Position,
)
from imgcif_map.cif.reader import parse_cif, read_cif

__all__ = [
    "INAPPLICABLE",
    "NOWHERE",
    "UNKNOWN",
    "Block",
    "CifValue",
    "Column",
    "Container",
    "Delimiter",
    "Document",
    "Frame",
    "Loop",
    "Position",
    "parse_cif",
    "read_cif",
]
