"""CIF: documents, reader and writer. Each name is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = ("document", "reader", "build", "writer")
"""Where the names are; the slow to import last."""

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


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _MODULES:
            home = import_module(f"{__name__}.{module}")
            if hasattr(home, name):
                return getattr(home, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
