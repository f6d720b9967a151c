"""``imgcif-map rdf bundle``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import common as cli
from imgcif_map.cli import options, reports
from imgcif_map.cli.choices import ReportFormat
from imgcif_map.errors import UsageError

if TYPE_CHECKING:
    from imgcif_map.bundle import Built
    from imgcif_map.dictionary.model import Dictionary


def bundle(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER", help="Folders with imgCIF files (*.cif).")
    ],
    base_url: Annotated[
        str,
        typer.Option("--base-url", metavar="URL", help="Where the bundle will be on the web."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder of the bundle.")
    ],
    page_size: Annotated[
        int, typer.Option("--page-size", metavar="N", help="Data sets on a page of the catalogue.")
    ] = 100,
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="What the catalogue is called.")
    ] = "Raw diffraction data",
    email: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Who answers the questions of harvesters.")
    ] = "",
    files: Annotated[
        bool,
        typer.Option("--files/--no-files", help="Copy imgCIF files whose access is open, too."),
    ] = False,
    date: Annotated[
        str,
        typer.Option(metavar="DATE", help="The day of changes; by default that of today."),
    ] = "",
    dictionary: options.DictionaryOption = None,
    fail_on: options.FailOnOption = options.FailOn.ERROR,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Make static files with which data sets are found and harvested, for any web server.

    Landing pages with JSON-LD and typed links, a catalogue in pages (DCAT, Hydra), sitemap,
    OAI-PMH, RO-Crate. scan.catalogue.yaml beside scan.cif has its catalogue: block, and
    catalogue.yaml what all files of a folder have in common. Run it again after changes: only
    what changed is written. Exit code 1 if a file cannot be read or catalogues lack something.

    \b
    Examples:
      imgcif-map rdf bundle data --base-url https://data.example.org/ -o site
      imgcif-map rdf bundle 2025 2026 --base-url https://example.org/raw/ -o site --page-size 50
    """
    from imgcif_map.bundle import bundle as made
    from imgcif_map.bundle.site import make_site
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rdf.catalogue import values

    day = values.whole_day(date) if date else _today()
    address = values.email(email) if email else "nobody@example.org"
    site = make_site(base_url, size=page_size, title=title, email=address, files=files)
    loaded = load_dictionary(*(dictionary or []))
    with cli.progress(quiet, no_color) as progress:
        built = made(folders, output, site, loaded, day, progress)
    _say(built, loaded, quiet, no_color)
    failed = built.broken or _fails(built, fail_on)
    raise typer.Exit(cli.FOUND if failed else cli.OK)


def _today() -> str:
    import datetime
    import os

    moment = os.environ.get("SOURCE_DATE_EPOCH", "")
    if moment:
        if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
            raise UsageError("SOURCE_DATE_EPOCH is no number of seconds")
        return datetime.datetime.fromtimestamp(int(moment), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _fails(built: Built, fail_on: options.FailOn) -> bool:
    from imgcif_map.findings import Severity

    if built.errors:
        return True
    found = [finding for _, findings in built.findings for finding in findings]
    order = list(Severity)
    return any(order.index(f.severity) <= order.index(Severity(fail_on.value)) for f in found)


def _say(built: Built, dictionary: Dictionary, quiet: bool, no_color: bool) -> None:
    from imgcif_map.findings import FileReport, Report
    from imgcif_map.validator import stamps

    told = Report(
        tuple(FileReport(path, found) for path, found in built.findings if found),
        stamps(dictionary),
    )
    if told.files and not quiet:
        reports.show(told, ReportFormat.TEXT, no_color, to_stderr=True)
    for error in built.broken:
        cli.complain(f"error: {error.message}", error.hint)
    if not quiet:
        count, unread = len(built.entries), len(built.broken)
        cli.complain(
            f"{count} data set{'s' * (count != 1)}: {len(built.written)} written, "
            f"{len(built.removed)} taken out, {unread} file{'s' * (unread != 1)} not read"
        )
