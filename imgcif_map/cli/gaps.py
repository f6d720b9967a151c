"""``imgcif-map gaps``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common, options, outputs, reports
from imgcif_map.cli.sources import Archive, Request


def gaps(
    sources: options.Sources,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            "-t",
            metavar="FILE",
            help="Write an answers file to fill in; '-' is stdout (the report goes to stderr).",
        ),
    ] = None,
    mapping: options.MappingOption = None,
    instrument: options.InstrumentOption = None,
    answers: options.AnswersOption = None,
    settings: options.SetOption = None,
    beside: options.WithOption = None,
    allow_dir: options.AllowDirOption = None,
    archive_uri: options.ArchiveUriOption = None,
    archive_format: options.ArchiveFormatOption = None,
    archive_manifest: options.ArchiveManifestOption = None,
    local_archive: options.LocalArchiveOption = None,
    profile: options.ProfileOption = None,
    overlays: options.OverlaysOption = True,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Say what a conversion would lack, assume or find contradictory.

    Exit code 1 if something required is missing, contradictory or unreadable.

    \b
    Examples:
      imgcif-map gaps scan_master.h5
      imgcif-map gaps scan_master.h5 --template answers.yaml
      imgcif-map gaps scan_master.h5 --local-archive scan.tgz
      imgcif-map gaps scan_master.h5 --format json --profile reprocessing
    """
    archive = Archive(archive_uri or [], archive_format, archive_manifest, local_archive or [])
    request = Request(
        sources, mapping=mapping, instrument=instrument, answers=answers, settings=settings or [],
        allow_dirs=allow_dir or [], archive=archive, profile=profile, overlays=overlays,
        quiet=quiet, no_color=no_color, beside=beside or [],
    )  # fmt: skip
    outputs.check(request.inputs(), [template])
    conversion = request.run()
    if template is not None:
        outputs.write_all([(template, [conversion.template()])])
    reports.show(
        reports.of_conversion(conversion, sources),
        report_format,
        no_color,
        to_stderr=template == outputs.STDOUT,
    )
    raise typer.Exit(common.FOUND if conversion.fails else common.OK)
