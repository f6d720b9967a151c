"""Reports: one module per output format; they render and decide nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from imgcif_map.errors import UsageError
from imgcif_map.findings import Report
from imgcif_map.report.options import Options

FORMATS: dict[str, str] = {
    "text": "imgcif_map.report.text",
    "json": "imgcif_map.report.json",
    "sarif": "imgcif_map.report.sarif",
    "junit": "imgcif_map.report.junit",
    "github": "imgcif_map.report.github",
    "html": "imgcif_map.report.html",
}
"""Module of each format; it has ``render(report, options) -> str``. Read only."""


def render(report: Report, format: str = "text", **options: Any) -> str:
    """The report as text that ends with a newline.

    ``options`` are the fields of :class:`~imgcif_map.report.options.Options`:
    ``color``, ``width``, ``most``, ``fail_on``, ``unreadable``, ``exit_code``.
    Raises UsageError for an unknown format, TypeError for an unknown option.
    The same report gives the same text with the same options; text and SARIF
    look at the files themselves (source lines, paths that leave the folder).
    """
    module = FORMATS.get(format)
    if module is None:
        raise UsageError(f"no report format {format!r}", hint="one of " + ", ".join(FORMATS))
    function: Callable[[Report, Options], str] = importlib.import_module(module).render
    return function(report, Options(**options))
