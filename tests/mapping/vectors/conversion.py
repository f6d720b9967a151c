"""Converts files for the tests below: dictionary and mapping files are loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import read_cif
from imgcif_map.cif.writer import write_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.mapping.answers import answers_from_settings
from imgcif_map.mapping.convert import Plan as Wish
from imgcif_map.mapping.convert import run_conversion
from imgcif_map.mapping.library import Library
from tests.support.imgcif_eval import Imgcif, Rows, gemmi_rows, pycifrw_rows

from .builder import Plan, build


@dataclass(frozen=True)
class Converted:
    """What came out: the written file, evaluated, and what was said about it."""

    source: Path
    path: Path
    cif: Imgcif
    findings: tuple[Finding, ...]

    def named(self, kind: str) -> list[str]:
        """Messages of the gaps of one kind."""
        return [f.message for f in self.findings if f.name == kind]


@dataclass(repr=False)
class Converter:
    """Builds a file, converts it and reads the result back."""

    dictionary: Dictionary
    library: Library
    folder: Path
    count: int = 0

    def __call__(
        self,
        plan: Plan,
        settings: Mapping[str, str] | None = None,
        mapping: str | None = None,
        **names: Any,
    ) -> Converted:
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        source = build(folder / names.get("name", "x_master.h5"), plan)
        answers = answers_from_settings(settings or {}, self.dictionary)
        wish = Wish(mapping=mapping, answers=answers)
        library = self.library
        if mapping is not None:  # a library keeps what it was given by path
            library = Library(library.folders, library.functions)
        done = run_conversion((source,), wish, self.dictionary, library)
        path = source.with_suffix(".cif")
        write_cif(done.document, path)
        return Converted(source, path, Imgcif(path), done.findings)


def own_rows(document: Document) -> dict[str, Rows]:
    """All categories of the first data block as this package reads it."""
    found: dict[str, Rows] = {}
    for loop in document.blocks[0].loops:
        parts = [column.key.removeprefix("_").split(".", 1) for column in loop.columns]
        texts = zip(*(column.texts() for column in loop.columns), strict=True)
        rows = [dict(zip([p[1] for p in parts], row, strict=True)) for row in texts]
        if loop.looped:
            found[parts[0][0]] = rows
        else:
            found.setdefault(parts[0][0], [{}])[0].update(rows[0])
    return found


def readings(path: Path) -> dict[str, dict[str, Rows]]:
    """One written file as several programs read it; PyCifRW takes long over long ones."""
    found = {"own": own_rows(read_cif(path)), "gemmi": gemmi_rows(path)}
    if path.stat().st_size < 50_000:
        found["PyCifRW"] = pycifrw_rows(path)
    return found
