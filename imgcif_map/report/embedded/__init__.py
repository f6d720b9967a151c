"""Reports on the tests that mapping files carry: one module per format, as for findings."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

from imgcif_map.errors import UsageError
from imgcif_map.mapping.testing.model import TestResult
from imgcif_map.report.embedded.options import Options

FORMATS = ("text", "json", "junit", "github")

__all__ = ["FORMATS", "Options", "render"]


def render(
    results: Sequence[TestResult], format: str = "text", options: Options | None = None
) -> str:
    """The report as text that ends with a newline. Raises UsageError for an unknown format."""
    if format not in FORMATS:
        raise UsageError(f"no report format {format!r}", hint="one of " + ", ".join(FORMATS))
    module = importlib.import_module(f"imgcif_map.report.embedded.{format}")
    function: Callable[[Sequence[TestResult], Options], str] = module.render
    return function(results, options or Options())
