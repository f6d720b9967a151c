"""``imgcif-map validate``."""

from __future__ import annotations

import typer

from imgcif_map.cli import options
from imgcif_map.cli.checking import Request, looking


def validate(
    files: options.CifFiles,
    dictionary: options.DictionaryOption = None,
    import_path: options.ImportPathOption = None,
    profile: options.ProfileOption = None,
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
    together: options.TogetherOption = False,
    archives: options.ArchivesOption = False,
    substitute: options.SubstituteOption = None,
    online: options.OnlineOption = False,
    allow_private: options.AllowPrivateOption = False,
    images: options.ImagesOption = None,
    jobs: options.JobsOption = None,
    stdin_name: options.StdinNameOption = None,
    exit_zero: options.ExitZeroOption = False,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Check CIF files: syntax, dictionary definitions, and what the profile asks for.

    Defaults come from the nearest imgcif-map.toml, or [tool.imgcif-map] of a pyproject.toml,
    above each file. DDLm dictionaries (*.dic) are checked as by 'dictionary lint', unless
    --dictionary names what to hold them against.

    \b
    Examples:
      imgcif-map validate scan.cif
      imgcif-map validate data/ --format json --fail-on warning
      imgcif-map validate 'data/*.cif' --select DDL,CIF --ignore DDL001
      imgcif-map validate scan.cif --substitute https://example.org/scan.tgz=scan.tgz
      imgcif-map convert scan_master.h5 -q | imgcif-map validate -
    """
    request = Request(
        files, dictionary, import_path, profile, select, ignore, severity, fail_on,
        form=report_format, output=output, reports=report, most=most, config=config,
        look=not no_config, force_exclude=force_exclude, together=together,
        archives=looking(archives, substitute, online, allow_private, images),
        jobs=jobs, stdin_name=stdin_name,
        exit_zero=exit_zero, quiet=quiet, no_color=no_color,
    )  # fmt: skip
    raise typer.Exit(request.run())
