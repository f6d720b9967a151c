"""The command line of ``imgcif-map``; :mod:`imgcif_map.cli.start` is where it begins."""

from __future__ import annotations

from typing import Annotated

import typer

from imgcif_map.cli.lazy import Entry, lazy_group, new_typer
from imgcif_map.version import VERSION

SUMMARY = "Map raw diffraction data to imgCIF, say what is missing, and validate CIF files."
EPILOG = """\
Exit codes: 0 all is well; 1 something was found (a finding at least as severe as --fail-on, a gap
that matters); 2 the call makes no sense or an input cannot be read. Results go to stdout, progress
and messages to stderr.
"""
COMMANDS = {
    "convert": Entry("convert", "Write the imgCIF file of an experiment, report every gap."),
    "gaps": Entry("gaps", "Say what a conversion would lack, assume or find contradictory."),
    "inspect": Entry("inspect", "Print a source's records as the mapping engine sees them."),
    "validate": Entry("validate", "Check CIF files against the dictionaries and a profile."),
    "draw": Entry("draw", "Draw the instrument, the detector, the coverage of an imgCIF file."),
    "explain": Entry("explain", "Explain a finding's code, or a data name."),
    "mapping": Entry(
        "mapping",
        "Check mapping files, run their tests, compare them, draft new ones, export them.",
        ("lint", "test", "coverage", "diff", "new", "export", "schema"),
    ),
    "profile": Entry(
        "profile", "List and show what files are held against.", ("list", "show", "schema")
    ),
    "instrument": Entry("instrument", "List and show known instruments.", ("list", "show")),
    "dictionary": Entry(
        "dictionary",
        "Check, show, compare, install, condense dictionaries.",
        ("lint", "info", "diff", "impact", "install", "condense"),
    ),
    "rdf": Entry(
        "rdf",
        "Write dictionaries, shapes, mappings and data sets as RDF.",
        ("dictionary", "shapes", "mapping", "dataset", "bundle", "load", "query"),
    ),
    "archive": Entry("archive", "List what is in archives of images.", ("manifest",)),
    "demo": Entry("demo", "Make a sample, convert it, show output, gaps and report."),
}

app = new_typer(cls=lazy_group(COMMANDS), no_args_is_help=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"imgcif-map {VERSION}")
        raise typer.Exit()


@app.callback(help=SUMMARY, epilog=EPILOG)
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    pass
