"""``imgcif-map dictionary lint``, ``info``, ``diff``, ``impact``, ``install`` and ``condense``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common, options, outputs
from imgcif_map.cli.changes import dictionary_diff as diff
from imgcif_map.cli.checking import Request
from imgcif_map.cli.impact import impact as impact

__all__ = ["condense", "diff", "impact", "info", "install", "lint"]

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="D", help="Dictionary names or files; cif_img.dic if left out."),
]
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Dictionary files, or folders of them.")
]
LintPaths = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Dictionary files, patterns, folders of them.")
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        "--dictionary",
        "-d",
        metavar="D",
        help="The reference dictionary of attributes, name or file; ddl.dic if left out.",
    ),
]


def lint(
    files: LintPaths,
    import_path: options.ImportPathOption = None,
    dictionary: ReferenceOption = None,
    select: options.SelectOption = None,
    ignore: options.IgnoreOption = None,
    severity: options.SeverityOption = None,
    fail_on: options.AnyFailOnOption = None,
    report_format: options.AnyFormatOption = None,
    output: options.ReportFileOption = None,
    report: options.AlsoReportOption = None,
    most: options.MostOption = 5,
    config: options.ConfigOption = None,
    no_config: options.NoConfigOption = False,
    force_exclude: options.ForceExcludeOption = False,
    jobs: options.JobsOption = None,
    exit_zero: options.ExitZeroOption = False,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Check DDLm dictionaries: syntax, attributes, definitions, imports.

    Defaults come from the nearest project file, as those of 'validate' do.

    \b
    Examples:
      imgcif-map dictionary lint my.dic
      imgcif-map dictionary lint *.dic --import-path ../cif_core --fail-on warning
      imgcif-map dictionary lint my.dic --ignore DIC002 --format json
    """
    request = Request(
        files, [dictionary] if dictionary else None, import_path, None, select, ignore, severity,
        fail_on, form=report_format, output=output, reports=report, most=most, config=config,
        look=not no_config, force_exclude=force_exclude, jobs=jobs, exit_zero=exit_zero,
        quiet=quiet, no_color=no_color, suffixes=(".dic", ".cif"), kind="dictionary",
    )  # fmt: skip
    raise typer.Exit(request.run())


def info(
    names: Names = None,
    import_path: options.ImportPathOption = None,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
) -> None:
    """Say which dictionaries are in use: title, version, date, licence, checksum, file.

    \b
    Examples:
      imgcif-map dictionary info
      imgcif-map dictionary info cif_core.dic --format json
    """
    from imgcif_map.dictionary.info import dictionary_info, format_info
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.resources import user_data_dir

    dictionary = load_dictionary(*(names or []), import_paths=import_path or [])
    if report_format is options.TextOrJson.JSON:
        facts = {**dictionary_info(dictionary), "user_data_folder": str(user_data_dir())}
        common.write_stdout(json.dumps(facts, indent=1) + "\n")
    else:
        common.write_stdout(f"{format_info(dictionary)}\nyour data folder: {user_data_dir()}\n")


def install(paths: Paths) -> None:
    """Copy official dictionaries to the user's data folder, where they take precedence.

    \b
    Example:
      imgcif-map dictionary install cif_img.dic cif_core.dic templ_attr.cif templ_enum.cif
    """
    from imgcif_map.dictionary.install import install_dictionaries

    for target in install_dictionaries(paths):
        common.write_stdout(f"{target}\n")


def condense(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Folder for the condensed files."),
    ] = None,
) -> None:
    """Reduce dictionaries to their formal attributes, without prose.

    One file goes to stdout; with --output a folder gets all of them and a manifest.

    \b
    Example:
      imgcif-map dictionary condense cif_img.dic cif_core.dic -o dictionaries/
    """
    from imgcif_map.dictionary.condense import condense as condensed
    from imgcif_map.dictionary.manifest import write_condensed
    from imgcif_map.errors import UsageError

    if output is None:
        if len(paths) != 1:
            raise UsageError("several dictionaries need a folder", hint="add -o FOLDER")
        common.write_stdout(condensed(paths[0]))
        return
    outputs.check(paths, [output / path.name for path in paths])
    output.mkdir(parents=True, exist_ok=True)
    for target in write_condensed(paths, output):
        common.write_stdout(f"{target}\n")
