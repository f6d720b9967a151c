"""``imgcif-map mapping test``."""

# ruff: noqa: PT028 - test() is a command, not a test

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from imgcif_map.cli import common, options, reports
from imgcif_map.cli.choices import TestFormat

FormatOption = Annotated[
    TestFormat,
    typer.Option("--format", "-f", metavar="FORM", help="text (default), json, junit or github."),
]
OnlyOption = Annotated[
    str,
    typer.Option(
        "-k", metavar="TEXT", help="Only tests that have TEXT in their name or mapping's id."
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="A line for each test that passed, too.")
]


def test(
    mappings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MAPPING", help="Mapping ids or YAML files; all packaged ones if left out."
        ),
    ] = None,
    only: OnlyOption = "",
    verbose: VerboseOption = False,
    report_format: FormatOption = TestFormat.TEXT,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Run the tests that mapping files carry.

    What is not as expected is shown row by row, with the line of the expectation, the line of the
    mapping that made the value, and where it was read; or why there is no value.

    \b
    Examples:
      imgcif-map mapping test
      imgcif-map mapping test nxmx my-detector.yaml
      imgcif-map mapping test nxmx -k wavelength --verbose
      imgcif-map mapping test --format junit > tests.xml
    """
    from imgcif_map.errors import UsageError
    from imgcif_map.mapping.testing import run_mapping_tests
    from imgcif_map.report.embedded import Options, render
    from imgcif_map.reverse.testing import run_back

    start = time.perf_counter()
    with common.progress(quiet, no_color) as progress:
        results = run_mapping_tests(mappings or [], only=only, progress=progress, back=run_back)
    if only and not results:
        raise UsageError(
            f"no test has '{only}' in its name or in the id of its mapping",
            hint="--verbose without -k lists the names of all",
        )
    colour = common.colour(no_color, sys.stdout)
    how = Options(colour, reports.width(sys.stdout), verbose)
    common.write_stdout(render(results, report_format.value, how))
    common.flush()
    if sys.stderr.isatty() and not quiet:
        common.complain(f"in {time.perf_counter() - start:.1f} s")
    failed = any(not result.passed for result in results)
    raise typer.Exit(common.FOUND if failed else common.OK)
