"""``imgcif-map mapping export``, and what ``rdf mapping`` shares with it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import common, options, outputs, reports

if TYPE_CHECKING:
    from imgcif_map.rdf.sssom_set import Exported


class Table(StrEnum):
    """Tables of a mapping."""

    SSSOM = "sssom"
    CSV = "csv"


MappingName = Annotated[str, typer.Argument(metavar="MAPPING", help="Mapping id or YAML file.")]
BaseOption = Annotated[
    str | None,
    typer.Option(metavar="IRI", help="What IRIs of our own start with."),
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The file; '-' is stdout.")
]


def export(
    mapping: MappingName,
    table: Annotated[
        Table, typer.Option("--format", help="sssom: for catalogues; csv: a concordance to read.")
    ] = Table.SSSOM,
    output: OutputOption = outputs.STDOUT,
    base: BaseOption = None,
    no_color: options.NoColorOption = False,
) -> None:
    """Write a mapping as a table: places of the source, data names, and how they match.

    What a mapping builds on is part of it, and so are the gaps of both sides. Nothing is written
    if something is wrong with the mapping; the report says in which line.

    \b
    Examples:
      imgcif-map mapping export nxmx -o nxmx.sssom.tsv
      imgcif-map mapping export minicbf --format csv -o minicbf.csv
    """
    made = checked(mapping, output, base, no_color)
    outputs.write_all([(output, _csv(made) if table is Table.CSV else tsv(made))])


def checked(name: str, output: Path, base: str | None, no_color: bool) -> Exported:
    """The set of a mapping; what is wrong is said on stderr, errors end the command."""
    from imgcif_map.findings import FileReport, Finding, Report, Severity
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.rdf.sssom_check import check
    from imgcif_map.rdf.sssom_set import exported
    from imgcif_map.rdf.vocabulary import BASE
    from imgcif_map.resources import mapping_paths

    library = Library(mapping_paths(), load_functions())
    outputs.check([Path(library.file(name).path)], [output])
    made = exported(name, library, base=BASE if base is None else base)
    findings = [f for f in check(made, library) if f.severity is not Severity.NOTE]
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.location.path, []).append(finding)
    if found:
        report = Report(tuple(FileReport(path, tuple(below)) for path, below in found.items()))
        reports.show(report, options.ReportFormat.TEXT, no_color, to_stderr=True)
        if report.fails(Severity.ERROR):
            common.complain("nothing was written")
            raise typer.Exit(common.FOUND)
    return made


def tsv(made: Exported) -> Iterable[str]:
    """The set as SSSOM/TSV."""
    from imgcif_map.rdf.sssom_tsv import lines

    return lines(made.set)


def _csv(made: Exported) -> Iterable[str]:
    from imgcif_map.rdf.concordance import concordance

    return concordance(made.set)
