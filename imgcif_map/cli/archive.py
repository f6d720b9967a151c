"""``imgcif-map archive manifest``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import options, outputs
from imgcif_map.cli.common import complain

Archives = Annotated[
    list[str],
    typer.Argument(metavar="[URI=]PATH", help="Archives or folders, each with the URI it is for."),
]


def manifest(
    archives: Archives,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The manifest; '-' is stdout.")
    ] = outputs.STDOUT,
    quiet: options.QuietOption = False,
) -> None:
    """List what is in archives, as a manifest (CSV) for 'convert --archive-manifest'.

    Without a URI the file's own name is given, to be replaced. Members that no file of images
    may be (links, devices, names that lead out of the archive) are left out and named on stderr.

    \b
    Examples:
      imgcif-map archive manifest scan.tgz
      imgcif-map archive manifest https://example.org/1.tgz=1.tgz https://example.org/2.zip=2.zip \\
                 -o manifest.csv
    """
    from imgcif_map.mapping.archive import local_copies
    from imgcif_map.mapping.manifest import manifest_lines

    copies = local_copies(archives)
    outputs.check([copy.path for copy in copies], [output])
    for copy in copies:
        for remark in copy.remarks:
            if not quiet:
                complain(remark)
    outputs.write_all([(output, manifest_lines(copies))])
