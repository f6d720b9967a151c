"""``imgcif-map inspect``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common, options


def inspect(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A master or other raw file.")],
    path: Annotated[
        str | None,
        typer.Option("--path", metavar="PATH", help="Start here, for example /entry/instrument."),
    ] = None,
    depth: Annotated[
        int | None, typer.Option("--depth", min=0, metavar="N", help="Go no deeper than this.")
    ] = None,
    allow_dir: options.AllowDirOption = None,
    mapping: options.MappingOption = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="The records alone, not where they go.")
    ] = False,
) -> None:
    """Print the records of a source as the mapping engine sees them, and where each goes.

    Each line has a node's name and class, shape and type, value and unit; attributes start with @.
    A link that cannot be followed says why. After -> stand the data names that the record goes to;
    (looked at): a condition or a check reads it; (ignored): the mapping says that nobody needs it;
    nothing: the mapping does not know it.

    \b
    Examples:
      imgcif-map inspect scan_master.h5
      imgcif-map inspect scan_master.h5 --path /entry/sample --depth 2
      imgcif-map inspect images/ --mapping my-headers.yaml
    """
    from imgcif_map.api import inspect as records

    found = records(
        source, path=path, depth=depth, allow_dirs=allow_dir or [], mapping=mapping,
        follow=not plain,
    )  # fmt: skip
    for line in found:
        common.write_stdout(f"{line}\n")
