"""Reports: one module per output format; they render and decide nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from imgcif_map.errors import UsageError
from imgcif_map.findings import Report

FORMATS: dict[str, str] = {"text": "imgcif_map.report.text", "json": "imgcif_map.report.json"}
"""Module of each format; it has a function ``render(report, **options) -> str``. Read only."""


def render(report: Report, format: str = "text", **options: Any) -> str:
    """The report as text that ends with a newline.

    ``options`` go to the format's module: ``color`` for text. Raises
    UsageError for an unknown format. The same report gives the same text.
    """
    module = FORMATS.get(format)
    if module is None:
        raise UsageError(f"no report format {format!r}", hint="one of " + ", ".join(FORMATS))
    function: Callable[..., str] = importlib.import_module(module).render
    return function(report, **options)
