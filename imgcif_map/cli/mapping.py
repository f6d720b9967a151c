"""``imgcif-map mapping lint`` and ``imgcif-map mapping test``."""

from __future__ import annotations

from typing import Annotated

import typer

from imgcif_map.cli import common, options, reports

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MAPPING", help="Mapping ids or YAML files; all packaged ones if left out."
    ),
]


def lint(
    mappings: Files = None,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
    no_color: options.NoColorOption = False,
) -> None:
    """Check mapping files: shape, expressions, data names, functions, names that are not used.

    \b
    Examples:
      imgcif-map mapping lint
      imgcif-map mapping lint my-detector.yaml
    """
    from imgcif_map.findings import Severity
    from imgcif_map.mapping.lint import lint as run

    report = run(mappings or [])
    reports.show(report, report_format, no_color)
    raise typer.Exit(common.FOUND if report.fails(Severity.ERROR) else common.OK)


def test(mappings: Files = None) -> None:  # noqa: PT028 - a command, not a pytest test
    """Run the tests that mapping files carry.

    \b
    Examples:
      imgcif-map mapping test
      imgcif-map mapping test nxmx my-detector.yaml
    """
    from imgcif_map.mapping.testing import run_mapping_tests

    results = run_mapping_tests(mappings or [])
    failed = [result for result in results if not result.passed]
    for result in results:
        mark = "ok  " if result.passed else "FAIL"
        common.write_stdout(f"{mark} {result.mapping}: {result.name}\n")
        for problem in result.problems:
            common.write_stdout(f"       {problem}\n")
    common.write_stdout(f"{len(results) - len(failed)} passed, {len(failed)} failed\n")
    raise typer.Exit(common.FOUND if failed else common.OK)
