"""imgcif_map: raw diffraction data to imgCIF by declarative mappings, and a DDLm-aware validator.

The public API; each name is imported when it is first used, so that
``import imgcif_map`` costs nothing:

``convert`` (with ``Conversion``, and ``make_plan`` for archives), ``to_nexus``, ``inspect``,
``validate`` (with ``make_archives``), ``validate_files``, ``html_report``, ``draw``,
``lint_dictionary``, ``dictionary_diff``, ``dictionary_impact``, ``mapping_diff``,
``mapping_coverage``, ``explain``,
``experiments``, ``read_cif``, ``parse_cif``, ``write_cif``, ``format_cif``, ``load_dictionary``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from imgcif_map.version import VERSION

if TYPE_CHECKING:
    from imgcif_map.account.drawing import draw
    from imgcif_map.api import (
        Conversion,
        convert,
        dictionary_impact,
        html_report,
        inspect,
        mapping_coverage,
        to_nexus,
    )
    from imgcif_map.archives.request import make_archives
    from imgcif_map.cif.reader import parse_cif, read_cif
    from imgcif_map.cif.writer import format_cif, write_cif
    from imgcif_map.describe import experiments
    from imgcif_map.dictionary.changes import dictionary_diff
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.linter import lint_dictionary
    from imgcif_map.mapping.archive import make_plan
    from imgcif_map.mapping.changes import mapping_diff
    from imgcif_map.project.files import validate_files
    from imgcif_map.rules.explain import explain
    from imgcif_map.validator import validate

__version__ = VERSION

_HOMES = {
    "Conversion": "imgcif_map.api",
    "convert": "imgcif_map.api",
    "draw": "imgcif_map.account.drawing",
    "html_report": "imgcif_map.api",
    "inspect": "imgcif_map.api",
    "mapping_coverage": "imgcif_map.api",
    "to_nexus": "imgcif_map.api",
    "validate": "imgcif_map.validator",
    "validate_files": "imgcif_map.project.files",
    "lint_dictionary": "imgcif_map.linter",
    "dictionary_diff": "imgcif_map.dictionary.changes",
    "dictionary_impact": "imgcif_map.api",
    "mapping_diff": "imgcif_map.mapping.changes",
    "experiments": "imgcif_map.describe",
    "explain": "imgcif_map.rules.explain",
    "read_cif": "imgcif_map.cif.reader",
    "parse_cif": "imgcif_map.cif.reader",
    "write_cif": "imgcif_map.cif.writer",
    "format_cif": "imgcif_map.cif.writer",
    "load_dictionary": "imgcif_map.dictionary.load",
    "make_archives": "imgcif_map.archives.request",
    "make_plan": "imgcif_map.mapping.archive",
}

__all__ = [
    "Conversion",
    "__version__",
    "convert",
    "dictionary_diff",
    "dictionary_impact",
    "experiments",
    "draw",
    "explain",
    "format_cif",
    "html_report",
    "inspect",
    "lint_dictionary",
    "load_dictionary",
    "make_archives",
    "make_plan",
    "mapping_diff",
    "mapping_coverage",
    "parse_cif",
    "read_cif",
    "to_nexus",
    "validate",
    "validate_files",
    "write_cif",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
