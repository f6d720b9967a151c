"""``imgcif-map convert``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common, options, outputs, reports
from imgcif_map.cli.sources import Archive, Request


def convert(
    sources: options.Sources,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The imgCIF file; '-' is stdout."),
    ] = outputs.STDOUT,
    mapping: options.MappingOption = None,
    instrument: options.InstrumentOption = None,
    answers: options.AnswersOption = None,
    settings: options.SetOption = None,
    allow_dir: options.AllowDirOption = None,
    archive_uri: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URI",
            help="Where the images will be: a URI with {file}, {stem}, {scan}, {n} to fill in, or "
            "a DOI. Repeat it for one URI per scan.",
        ),
    ] = None,
    archive_format: Annotated[
        str | None,
        typer.Option(metavar="F", help="Packing: ZIP, TGZ, TBZ; by default as the URI ends."),
    ] = None,
    archive_manifest: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV or JSON list of what is in which archive."),
    ] = None,
    doi: Annotated[str | None, typer.Option(metavar="DOI", help="DOI of the raw data.")] = None,
    gaps: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write gaps and assumptions here, as JSON."),
    ] = None,
    provenance: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write where each value comes from here, as JSON."),
    ] = None,
    profile: options.ProfileOption = None,
    overlays: options.OverlaysOption = True,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Write the imgCIF file of an experiment and report every gap.

    The gap report goes to stderr (with --gaps to a file). Existing outputs are replaced, whole or
    not at all; an input is never overwritten. Exit code 1 if something required is missing,
    contradictory or unreadable; the file is written all the same.

    \b
    Examples:
      imgcif-map convert scan_master.h5 -o scan.cif
      imgcif-map convert scan_master.h5 -o scan.cif --answers answers.yaml --doi 10.5281/zenodo.1
      imgcif-map convert scan_master.h5 --archive-uri https://example.org/scan.tgz \\
                 --archive-format TGZ -o scan.cif --gaps gaps.json --provenance prov.json
      imgcif-map convert scan_master.h5 --set flip_axis=reverse > scan.cif
    """
    from imgcif_map.cif.writer import iter_cif

    request = Request(
        sources,
        mapping,
        answers,
        settings or [],
        allow_dir or [],
        Archive(archive_uri or [], archive_format, archive_manifest),
        doi,
        profile,
        overlays,
        quiet,
        no_color,
        instrument,
    )
    outputs.check(request.inputs(), [output, gaps, provenance])
    conversion = request.run()
    report = reports.of_conversion(conversion, sources)
    texts: list[tuple[Path, Iterable[str]]] = [(output, iter_cif(conversion.document))]
    if gaps is not None:
        json_report = reports.rendered(report, options.TextOrJson.JSON, True, sys.stdout)
        texts.append((gaps, [json_report]))
    if provenance is not None:
        texts.append((provenance, [json.dumps(conversion.provenance, indent=1), "\n"]))
    outputs.write_all(texts)
    if gaps is None and not quiet:
        reports.show(report, report_format, no_color, to_stderr=True)
    raise typer.Exit(common.FOUND if conversion.fails else common.OK)
