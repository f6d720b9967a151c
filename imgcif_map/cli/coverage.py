"""``imgcif-map mapping coverage``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import common, options, outputs

if TYPE_CHECKING:
    from imgcif_map.mapping.coverage.model import Coverage
    from imgcif_map.report.coverage.chosen import Choice

_PLAIN_WIDTH = 100
"""Columns of text that goes to no terminal."""


class Form(StrEnum):
    """How coverage is shown."""

    TEXT = "text"
    CSV = "csv"
    HTML = "html"
    JSON = "json"


class Side(StrEnum):
    """From where one looks."""

    SOURCE = "source"
    IMGCIF = "imgcif"
    BOTH = "both"


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MAPPING", help="Mapping ids or YAML files; all packaged formats if left out."
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="WORDS",
        help="Only rows that are open, gap, ignored, mapped, no-source …; with commas, repeatable.",
    ),
]
FormOption = Annotated[Form, typer.Option("--format", "-f", help="How to show it.")]
SideOption = Annotated[Side, typer.Option("--side", help="Which side to show.")]
FailOption = Annotated[
    bool, typer.Option("--fail-open", help="Exit code 1 if anything is open on either side.")
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The file; '-' is stdout.")
]


def coverage(
    mappings: Names = None,
    form: FormOption = Form.TEXT,
    output: OutputOption = outputs.STDOUT,
    side: SideOption = Side.BOTH,
    only: OnlyOption = None,
    fail_open: FailOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Say what mappings account for: every node or header key, every imgCIF data name.

    Of one mapping, both sides row by row with what links them; of several, their numbers. Nothing
    but the mapping files is read. "open" is what nobody has said anything about.

    \b
    Examples:
      imgcif-map mapping coverage
      imgcif-map mapping coverage nxmx --only gap,open
      imgcif-map mapping coverage minicbf --format html -o minicbf.html
      imgcif-map mapping coverage my-detector.yaml --fail-open
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.coverage.cover import covered_all
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.report.coverage.chosen import chosen
    from imgcif_map.resources import mapping_paths

    choice = chosen(side.value, only or [])
    library = Library(mapping_paths(), load_functions())
    outputs.check([Path(library.file(name).path) for name in mappings or []], [output])
    found = covered_all(mappings or [], library, load_dictionary())
    outputs.write_all([(output, _rendered(found, choice, form, output, no_color))])
    if fail_open and any(one.open for one in found):
        raise typer.Exit(common.FOUND)


def _rendered(
    found: Sequence[Coverage], choice: Choice, form: Form, output: Path, no_color: bool
) -> Iterable[str]:
    """The text in the form that is wanted."""
    from imgcif_map.report.coverage import facts, html, table, text

    if form is Form.TEXT:
        shown = output == outputs.STDOUT and sys.stdout is not None and sys.stdout.isatty()
        columns = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if shown else _PLAIN_WIDTH
        color = shown and common.colour(no_color, sys.stdout)
        return text.render(found, choice, columns=columns, color=color)
    renderers = {Form.CSV: table.render, Form.HTML: html.render, Form.JSON: facts.render}
    return renderers[form](found, choice)
