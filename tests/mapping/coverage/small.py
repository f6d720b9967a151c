"""Small mappings from YAML text, and what coverage says of them."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.mapping.coverage.cover import covered
from imgcif_map.mapping.coverage.model import Coverage
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library

NEXUS = """imgcif_map: 1
id: small
license: CC0-1.0
source: {format: nexus}
blocks: {each: "/*:NXentry"}
"""
HEADERS = """imgcif_map: 1
id: small
license: CC0-1.0
source: {format: rod, scans: {same: [bin_x], turns: {start_omega: turn_omega}}}
blocks: {each: "/scan/*"}
"""


def small(folder: Path, text: str, head: str = HEADERS) -> Coverage:
    """Coverage of a mapping that stands alone."""
    path = folder / "small.yaml"
    path.write_text(head + text, encoding="utf-8")
    return covered(str(path), Library([folder], load_functions()), load_dictionary())


def places(found: Coverage) -> dict[str, str]:
    """What becomes of each place."""
    return {row.path: row.handling for row in found.places}


def items(found: Coverage) -> dict[str, str]:
    """What becomes of each data name."""
    return {row.item: row.handling for row in found.items}
