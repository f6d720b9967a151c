"""``imgcif-map mapping lint``, ``test``, ``coverage``, ``new``, ``export`` and ``schema``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import common, options, outputs, reports
from imgcif_map.cli.changes import mapping_diff as mapping_diff
from imgcif_map.cli.coverage import coverage as coverage
from imgcif_map.cli.embedded import test as test
from imgcif_map.cli.exports import export as export
from imgcif_map.cli.schemas import schema as schema

diff = mapping_diff

if TYPE_CHECKING:
    from imgcif_map.findings import Report

LEAST = "minimal"
"""The profile of what every file needs."""
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MAPPING", help="Mapping ids or YAML files; all packaged ones if left out."
    ),
]


def lint(
    mappings: Files = None,
    report_format: options.AnyFormatOption = None,
    most: options.MostOption = 5,
    no_color: options.NoColorOption = False,
) -> None:
    """Check mapping files: shape, names, units, types, keys, the NeXus definitions, reasons.

    \b
    Examples:
      imgcif-map mapping lint
      imgcif-map mapping lint my-detector.yaml
      imgcif-map mapping lint --format github
    """
    from imgcif_map.findings import Severity

    report = _linted(mappings or [])
    reports.show(report, report_format or options.ReportFormat.TEXT, no_color, most=most)
    raise typer.Exit(common.FOUND if report.fails(Severity.ERROR) else common.OK)


def _linted(names: list[str]) -> Report:
    """All findings, once each, by the file they are in; a clean file is listed too."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.errors import MappingError
    from imgcif_map.findings import FileReport, Finding, Report
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.mapping.lint import finding_of, lint_mapping
    from imgcif_map.resources import mapping_paths
    from imgcif_map.rules.profile import load_profile

    required = [r.alternatives for r in load_profile(LEAST).required if not r.or_default]
    functions = load_functions()
    library = Library(mapping_paths(), functions)
    dictionary = load_dictionary()
    found: dict[str, dict[Finding, None]] = {}
    for name in names or [file.id for file in library.files.values() if file.kind != "form"]:
        try:
            file = library.file(name)
            findings = lint_mapping(library.standing(file), dictionary, functions, required)
            found.setdefault(file.path, {})
        except MappingError as error:
            if error.place is None:
                raise  # there is no such mapping
            findings = [finding_of(error)]
        for finding in findings:
            found.setdefault(finding.location.path, {})[finding] = None
    return Report(tuple(FileReport(path, tuple(below)) for path, below in found.items()))


def new(
    source: Annotated[
        Path,
        typer.Option("--from", metavar="SOURCE", help="An image, a folder of images, a master."),
    ],
    name: Annotated[
        str, typer.Option("--id", metavar="ID", help="What the mapping is called.")
    ] = "my-mapping",
    output: options.OutputOption = outputs.STDOUT,
    allow_dir: options.AllowDirOption = None,
) -> None:
    """Draft a mapping for a source, with all its keys listed, to be filled in.

    Where a packaged mapping knows a key of that spelling, the draft says what it does with it. The
    draft is valid as it is; what is not filled in is reported by convert.

    \b
    Examples:
      imgcif-map mapping new --from image_0001.img --id my-detector -o my-detector.yaml
    """
    from imgcif_map.api import draft_mapping

    outputs.check([source], [output])
    text = draft_mapping(source, name, allow_dirs=allow_dir or [])
    outputs.write_all([(output, [text])])
