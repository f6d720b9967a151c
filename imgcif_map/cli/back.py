"""``convert --to nexus``: from imgCIF to a NeXus file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import typer

from imgcif_map.cli import common, outputs, reports
from imgcif_map.cli.choices import TextOrJson
from imgcif_map.errors import UsageError

_HEEDED = ("sources", "output", "mapping", "gaps", "report_format", "quiet", "no_color", "to")


def run(ctx: typer.Context) -> NoReturn:
    """Write the file and the report, as the options of ``convert`` say."""
    sources, output, mapping, gaps = (ctx.params[name] for name in _HEEDED[:4])
    _check(ctx, sources, output)
    extra = [Path(mapping)] if mapping and Path(mapping).is_file() else []
    outputs.check([*sources, *extra], [output, gaps])
    from imgcif_map.api import to_nexus
    from imgcif_map.atomic import atomic_writer

    written = to_nexus(sources, mapping=mapping, folder=output.resolve().parent)
    report = reports.of_conversion(written, sources)
    with atomic_writer(output, "wb") as stream:
        stream.write(written.content)
        if gaps is not None:
            text = reports.rendered(report, TextOrJson.JSON, True, sys.stdout)
            outputs.write_all([(gaps, [text])])
    if gaps is None and not ctx.params["quiet"]:
        form, plain = ctx.params["report_format"], ctx.params["no_color"]
        reports.show(report, form, plain, to_stderr=True)
    raise typer.Exit(common.FOUND if written.fails else common.OK)


def _check(ctx: typer.Context, sources: list[Path], output: Path) -> None:
    """UsageError for options that have no sense here, for a file to stdout or from stdin."""
    given = [
        max(parameter.opts, key=len)
        for parameter in ctx.command.params
        if parameter.name is not None
        and parameter.name not in _HEEDED
        and getattr(ctx.get_parameter_source(parameter.name), "name", "DEFAULT") != "DEFAULT"
    ]
    if given:
        raise UsageError(f"{', '.join(given)}: not with --to nexus", hint="leave it out")
    if output == outputs.STDOUT:
        raise UsageError("--to nexus writes a binary file", hint="name it with -o FILE.nxs")
    if outputs.STDOUT in sources:
        raise UsageError("--to nexus reads files, not standard input", hint="name an imgCIF file")
