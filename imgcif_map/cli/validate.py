"""``imgcif-map validate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from imgcif_map.cli import common, options, reports
from imgcif_map.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from imgcif_map.cif.document import Document
    from imgcif_map.findings import Report

SUFFIXES = (".cif", ".imgcif", ".cbf", ".dic")
STDIN = "-"


def validate(
    files: options.CifFiles,
    dictionary: options.DictionaryOption = None,
    import_path: options.ImportPathOption = None,
    profile: options.ProfileOption = None,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
    fail_on: options.FailOnOption = options.FailOn.ERROR,
    select: options.SelectOption = None,
    ignore: options.IgnoreOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Check CIF files: syntax, dictionary definitions, and what the profile asks for.

    \b
    Examples:
      imgcif-map validate scan.cif
      imgcif-map validate data/ --format json --fail-on warning
      imgcif-map validate 'data/*.cif' --select DDL,CIF --ignore DDL001
      imgcif-map convert scan_master.h5 -q | imgcif-map validate -
    """
    from imgcif_map.findings import Severity

    names = expand(files)
    with common.progress(quiet, no_color) as progress:
        report, unreadable = _check(
            names,
            progress,
            dictionaries=dictionary or [],
            import_paths=import_path or [],
            profile=profile,
            select=codes(select),
            ignore=codes(ignore),
        )
    if report.files:
        reports.show(report, report_format, no_color)
    for error in unreadable:
        common.complain(f"error: {error.message}", error.hint)
    if unreadable:
        raise typer.Exit(common.FAILED)
    raise typer.Exit(common.FOUND if report.fails(Severity(fail_on.value)) else common.OK)


def _check(
    names: list[str],
    progress: common.Progress | None,
    *,
    dictionaries: list[str],
    import_paths: list[Path],
    profile: str | None,
    select: list[str],
    ignore: list[str],
) -> tuple[Report, list[UnreadableInput]]:
    """One report on all files that can be read, and what is wrong with the others."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.findings import Report
    from imgcif_map.rules.profile import load_profile
    from imgcif_map.validator import validate as run

    dictionary = load_dictionary(*dictionaries, import_paths=import_paths)
    requirements = load_profile(profile) if profile else None
    report = run((), dictionary, select=select, ignore=ignore)
    unreadable: list[UnreadableInput] = []
    for number, name in enumerate(names):
        if progress:
            progress("validating", number, len(names))
        try:
            one = run(
                _stdin() if name == STDIN else name,
                dictionary,
                select=select,
                ignore=ignore,
                profile=requirements,
            )
        except UnreadableInput as error:
            unreadable.append(error)
        else:
            report = Report(report.files + one.files, report.dictionaries)
    return report, unreadable


def _stdin() -> Document:
    from imgcif_map.cif.reader import parse_cif

    return parse_cif(sys.stdin.buffer.read(), path="<stdin>")


def codes(options_given: list[str] | None) -> list[str]:
    """``["DDL,CIF", "IMG"]`` as three codes."""
    parts = (part.strip() for text in options_given or [] for part in text.split(","))
    return [part for part in parts if part]


def expand(files: list[str]) -> list[str]:
    """Folders and patterns as the files they stand for, each file once, in order.

    Raises UsageError where a folder or a pattern stands for nothing.
    """
    found: list[str] = []
    for name in files:
        path = Path(name)
        if name != STDIN and path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            inside = [str(p) for p in below if p.is_file()]
            if not inside:
                raise UsageError(f"{name}: no CIF files in this folder")
            found += inside
        elif name != STDIN and any(mark in name for mark in "*?[") and not path.exists():
            from glob import glob

            matched = sorted(glob(name, recursive=True))  # noqa: PTH207 - absolute patterns
            if not matched:
                raise UsageError(f"{name}: no such files")
            found += matched
        else:
            found.append(name)
    return list(dict.fromkeys(found))
