"""CIF: documents, reader and writer."""

from imgcif_map.cif.build import (
    BuiltColumn,
    build_block,
    build_column,
    build_document,
    build_item,
    build_loop,
    cif_list,
    cif_table,
)
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
from imgcif_map.cif.writer import format_cif, iter_cif, write_cif

__all__ = [
    "INAPPLICABLE",
    "NOWHERE",
    "UNKNOWN",
    "Block",
    "BuiltColumn",
    "CifValue",
    "Column",
    "Container",
    "Delimiter",
    "Document",
    "Frame",
    "Loop",
    "Position",
    "build_block",
    "build_column",
    "build_document",
    "build_item",
    "build_loop",
    "cif_list",
    "cif_table",
    "format_cif",
    "iter_cif",
    "parse_cif",
    "read_cif",
    "write_cif",
]
