"""``imgcif-map explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from imgcif_map.cli import common


def explain(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="CODE|NAME", help="A finding's code or name, or an imgCIF data name."
        ),
    ],
) -> None:
    """Explain a finding's code, or a data name of the dictionaries.

    \b
    Examples:
      imgcif-map explain DDL010
      imgcif-map explain missing-required
      imgcif-map explain _axis.vector[1]
    """
    from imgcif_map.rules.explain import explain as page

    common.write_stdout(page(topic).rstrip("\n") + "\n")
