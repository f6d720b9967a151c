"""``imgcif-map demo``: the main job on the embedded sample, command by command."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common

SHOWN_LINES = 40


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files it makes.")
    ] = Path("imgcif-map-demo"),
) -> None:
    """Make a small NeXus master, convert it, and show the output, the gaps and the report.

    \b
    Example:
      imgcif-map demo --output here
    """
    from imgcif_map.sample import QUIRKS, build

    if output.exists() and not output.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(output))
    master = build(output)
    say(f"A NeXus NXmx master and its two data files were made in {output}.")
    say("Like most real files it is not perfect:")
    for quirk in QUIRKS:
        say(f"  - {quirk}")
    cif, answers = output / "demo.cif", output / "answers.yaml"
    extra = ["--gaps", str(output / "gaps.json"), "--provenance", str(output / "provenance.json")]
    run("Convert it to imgCIF", ["convert", str(master), "-o", str(cif), *extra])
    show(cif)
    run(
        "What is missing for reprocessing, assumed or contradictory",
        ["gaps", str(master), "--profile", "reprocessing", "--template", str(answers)],
    )
    run("Is the imgCIF file right?", ["validate", str(cif)])
    say(f"\nEverything is in {output}. The file to fill in is {answers};")
    say("see docs/tutorial/first-conversion.md for what comes next.")


def say(text: str) -> None:
    """A line of the demo's own."""
    common.write_stdout(f"{text}\n")


def show(cif: Path) -> None:
    """The beginning of the output and its axes: what one wants to see first."""
    lines = cif.read_text(encoding="utf-8").splitlines()
    say(f"\nThe first {min(SHOWN_LINES, len(lines))} of {len(lines)} lines of {cif}:\n")
    for line in lines[:SHOWN_LINES]:
        say(f"  {line}")


def run(title: str, arguments: list[str]) -> None:
    """Show a command and run it as the user would; raises if it could not do its work."""
    from imgcif_map.cli.app import app

    say(f"\n== {title}\n$ imgcif-map {shlex.join(arguments)}\n")
    code = app(arguments, standalone_mode=False)
    if code not in (None, common.OK, common.FOUND):
        raise typer.Exit(code)
    meaning = "  (something that matters was found)" if code else ""
    say(f"\nexit code {code or 0}{meaning}")
