"""``imgcif-map dictionary diff`` and ``mapping diff``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from imgcif_map.cli import common, options

OldDictionary = Annotated[
    str, typer.Argument(metavar="OLD", help="Dictionary name or file, as it was.")
]
NewDictionary = Annotated[
    str, typer.Argument(metavar="NEW", help="Dictionary name or file, as it is now.")
]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="NAME", help="Only this category; repeatable."),
]


def dictionary_diff(
    old: OldDictionary,
    new: NewDictionary,
    category: CategoryOption = None,
    import_path: options.ImportPathOption = None,
    report_format: options.FormatOption = options.TextOrJson.TEXT,
) -> None:
    """Say what changed in meaning from one dictionary to another, and what that does to data.

    Data names renamed, removed, retyped; units, ranges, states, defaults, links, keys. Prose and
    dates do not count. The exit code is that of diff: 0 for no changes, 1 for changes, 2 if one of
    the two cannot be read.

    \b
    Examples:
      imgcif-map dictionary diff cif_img.dic new/cif_img.dic
      imgcif-map dictionary diff cif_img.dic new/cif_img.dic --category axis
      imgcif-map dictionary diff old.dic new.dic --format json
    """
    from imgcif_map.dictionary.changes import dictionary_diff as compared
    from imgcif_map.dictionary.changes.text import facts, lines
    from imgcif_map.errors import UsageError

    diff = compared(old, new, import_path or [])
    if category:
        for name in category:
            if diff.old.category(name) is None and diff.new.category(name) is None:
                raise UsageError(f"neither dictionary has a category {name}")
        diff = diff.within(tuple(category))
    if report_format is options.TextOrJson.JSON:
        common.write_stdout(json.dumps(facts(diff), indent=1) + "\n")
    else:
        common.write_stdout("\n".join(lines(diff)) + "\n")
    raise typer.Exit(common.FOUND if diff.changes else common.OK)


def mapping_diff(
    old: Annotated[str, typer.Argument(metavar="A", help="Mapping id or file, as it was.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Mapping id or file, as it is now.")],
    report_format: options.FormatOption = options.TextOrJson.TEXT,
) -> None:
    """Say what changed in meaning from one mapping to another, or between versions of a file.

    For each data name: where it comes from, unit, functions, lookup, assumption, condition,
    reference; then parameters, fixes, checks, gaps, tests, the way back. Comments, order, quotes
    and the names of lets do not count. The exit code is that of diff: 0 for no changes, 1 for
    changes, 2 if one of the two cannot be read.

    \b
    Examples:
      imgcif-map mapping diff before/minicbf.yaml minicbf.yaml
      imgcif-map mapping diff minicbf smv --format json
    """
    from imgcif_map.mapping.changes import mapping_diff as compared
    from imgcif_map.mapping.changes.text import facts, lines

    diff = compared(old, new)
    if report_format is options.TextOrJson.JSON:
        common.write_stdout(json.dumps(facts(diff), indent=1) + "\n")
    else:
        common.write_stdout("\n".join(lines(diff)) + "\n")
    raise typer.Exit(common.FOUND if diff.changes else common.OK)
