"""SSSOM sets of small mappings, from YAML text."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.findings import Finding
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.rdf.sssom import Row
from imgcif_map.rdf.sssom_check import check
from imgcif_map.rdf.sssom_set import Exported, exported
from imgcif_map.resources import mapping_paths

DICTIONARY = load_dictionary("cif_img.dic")
HEAD = """imgcif_map: 1
id: small
version: 1.2.3
title: A small mapping
license: CC0-1.0
source: {format: FORMAT}
blocks: {each: "BLOCK"}
"""
NEXUS, HEADER = ("nexus", "/*:NXentry"), ("cbf", "/scan/*")


def made(tmp_path: Path, text: str, kind=HEADER, head: str = HEAD) -> Exported:
    """The set of a mapping; ``text`` follows the head."""
    path = tmp_path / "small.yaml"
    head = head.replace("FORMAT", kind[0]).replace("BLOCK", kind[1])
    path.write_text(head + text, encoding="utf-8")
    return exported(str(path), Library([tmp_path], load_functions()), DICTIONARY)


def found(tmp_path: Path, text: str, kind=HEADER, head: str = HEAD) -> list[Finding]:
    """What our checks say of it."""
    result = made(tmp_path, text, kind, head)
    return check(result, Library([tmp_path], load_functions()))


def rows(result: Exported) -> dict[tuple[str, str], Row]:
    """Rows by subject label and object label."""
    return {(row.subject_label, row.object_label): row for row in result.set.rows}


def packaged() -> Library:
    return Library(mapping_paths(), load_functions())
