"""``imgcif-map convert``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from imgcif_map.cli import asking, back, common, options, outputs, reports
from imgcif_map.cli.sources import Archive, Request

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.findings import Report


def convert(
    ctx: typer.Context,
    sources: options.Sources,
    output: options.OutputOption = outputs.STDOUT,
    mapping: options.MappingOption = None,
    instrument: options.InstrumentOption = None,
    answers: options.AnswersOption = None,
    settings: options.SetOption = None,
    beside: options.WithOption = None,
    interactive: options.InteractiveOption = False,
    save_answers: options.SaveAnswersOption = None,
    allow_dir: options.AllowDirOption = None,
    archive_uri: options.ArchiveUriOption = None,
    archive_format: options.ArchiveFormatOption = None,
    archive_manifest: options.ArchiveManifestOption = None,
    local_archive: options.LocalArchiveOption = None,
    doi: options.DoiOption = None,
    gaps: options.GapsOption = None,
    provenance: options.ProvenanceOption = None,
    profile: options.ProfileOption = None,
    overlays: options.OverlaysOption = True,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    to: options.ToOption = options.Target.IMGCIF,
) -> None:
    """Write the imgCIF file of an experiment and report every gap.

    The gap report goes to stderr (with --gaps to a file). Existing outputs are replaced, whole or
    not at all; an input never. Exit code 1 if something required is missing, contradictory or
    unreadable; the file is written all the same.

    --interactive asks on the terminal for what is missing. ! or ctrl-C there ends it with exit code
    2 or 130 and writes nothing; q or ctrl-D goes on with the answers so far.
    --to nexus goes the other way, from imgCIF to NXmx: an entry per scan, links to the images.

    \b
    Examples:
      imgcif-map convert scan_master.h5 -o scan.cif
      imgcif-map convert scan_master.h5 -o scan.cif --answers answers.yaml --doi 10.5281/zenodo.1
      imgcif-map convert scan_master.h5 --archive-uri https://example.org/scan.tgz -o scan.cif
      imgcif-map convert scan_master.h5 --interactive --save-answers a.yaml -o scan.cif
      imgcif-map convert images/ --with log.csv --with refined.expt -o scan.cif
      imgcif-map convert scan.cif --to nexus -o scan.nxs
    """
    if to is options.Target.NEXUS:
        back.run(ctx)
    archive = Archive(archive_uri or [], archive_format, archive_manifest, local_archive or [])
    request = Request(
        sources, mapping=mapping, instrument=instrument, answers=answers, settings=settings or [],
        allow_dirs=allow_dir or [], archive=archive, doi=doi, profile=profile, overlays=overlays,
        quiet=quiet, no_color=no_color, beside=beside or [],
    )  # fmt: skip
    outputs.check(request.inputs(), [output, gaps, provenance, save_answers])
    conversion, kept = asking.run(request, interactive, save_answers)
    report = reports.of_conversion(conversion, sources)
    outputs.write_all(chain(_texts(conversion, report, output, gaps, provenance), kept))
    if gaps is None and not quiet:
        reports.show(report, report_format, no_color, to_stderr=True)
    raise typer.Exit(common.FOUND if conversion.fails else common.OK)


def _texts(
    conversion: Conversion,
    report: Report,
    output: Path,
    gaps: Path | None,
    provenance: Path | None,
) -> Iterator[tuple[Path, Iterable[str]]]:
    """The files to write, each with its text in pieces."""
    from imgcif_map.cif.writer import iter_cif

    yield output, iter_cif(conversion.document)
    if gaps is not None:
        yield gaps, [reports.rendered(report, options.TextOrJson.JSON, True, sys.stdout)]
    if provenance is not None:
        yield provenance, [json.dumps(conversion.provenance, indent=1), "\n"]
