"""Options that several commands share, with the text their help shows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TextOrJson(StrEnum):
    """``--format`` of most commands."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """``--fail-on``: the least severity that gives exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE", help="Masters or other raw files of one experiment."),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        "-m",
        metavar="M",
        help="Mapping id (nxmx) or YAML file; found by looking at the source if left out.",
    ),
]
InstrumentOption = Annotated[
    str | None,
    typer.Option(
        "--instrument",
        metavar="I",
        help="An overlay (id or YAML file) to apply last, whatever the source says.",
    ),
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="YAML with what the source does not say; see 'gaps'."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="A parameter of the mapping, or a data name, with its value. Repeatable.",
    ),
]
AllowDirOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="DIR",
        help="Follow the source's links into this folder too, not only its own. Repeatable.",
    ),
]
ImportPathOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="P", help="Folder for the dictionaries' imports. Repeatable."),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(metavar="P", help="What is required and recommended: minimal, reprocessing …"),
]
OverlaysOption = Annotated[
    bool,
    typer.Option("--overlays/--no-overlays", help="Apply overlays that fit the source."),
]
FormatOption = Annotated[
    TextOrJson, typer.Option("--format", "-f", metavar="text|json", help="How to print the report.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no summary on stderr.")
]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="Plain text; so does the variable NO_COLOR.")
]
