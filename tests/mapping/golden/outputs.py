"""Converts a golden case and says where its expected output is."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.api import Conversion, convert
from imgcif_map.cif.writer import format_cif
from imgcif_map.version import VERSION
from tests.mapping.golden.cases import Case

HERE = Path(__file__).parent


def expected(name: str) -> Path:
    """The golden file of a case."""
    return HERE / f"{name}.cif"


def converted(case: Case, folder: Path) -> Conversion:
    """The case's files built in ``folder`` and converted."""
    folder.mkdir(parents=True, exist_ok=True)
    return convert(case.build(folder), settings=dict(case.settings))


def text(conversion: Conversion) -> str:
    """The output with the version of this program taken out."""
    written = format_cif(conversion.document)
    return written.replace(f"imgcif-map {VERSION},", "imgcif-map VERSION,")
