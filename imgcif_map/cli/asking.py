"""``convert --interactive``: questions on stderr, answers from the terminal."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cli import common, reports
from imgcif_map.errors import UsageError

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.cli.sources import Request
    from imgcif_map.interactive import Completed
    from imgcif_map.interactive.instrument import Instruments

_LONGEST = 1_000_000
"""Bytes of a line; a terminal sends far less at once."""


class Terminal:
    """A Console on a plain terminal: lines in, lines out, nothing else is asked of it."""

    def __init__(self) -> None:
        self.width = min(reports.width(sys.stderr), 100) - 1

    def say(self, text: str) -> None:
        """Show text on stderr."""
        print(common.visible(text), file=sys.stderr)

    def ask(self, prompt: str) -> str | None:
        """The next line from stdin, None at its end; bytes that are no text become surrogates."""
        sys.stderr.write(common.visible(prompt))
        sys.stderr.flush()
        try:
            line = sys.stdin.buffer.readline(_LONGEST)
        except KeyboardInterrupt:
            print(file=sys.stderr)
            raise
        if not line.endswith(b"\n"):
            print(file=sys.stderr)
        if not line:
            return None
        return line.decode(sys.stdin.encoding or "utf-8", "surrogateescape").rstrip("\r\n")


Texts = list[tuple[Path, list[str]]]


def run(request: Request, interactive: bool, save: Path | None) -> tuple[Conversion, Texts]:
    """Convert as asked for, with questions if ``interactive``; the file ``save`` with its text.

    Raises UsageError if there are answers to save and no questions.
    """
    if not interactive:
        if save is not None:
            raise UsageError(
                "--save-answers goes with --interactive",
                hint="gaps --template FILE makes a file to fill in",
            )
        return request.run(), []
    completed = converse(request)
    kept = [] if save is None else [(save, [saved(completed, request.sources, save)])]
    return completed.conversion, kept


def converse(request: Request) -> Completed:
    """Convert as asked for, put questions for what is missing, convert with the answers.

    Raises UsageError if nobody can be asked, or has given up.
    """
    _check(request.sources)
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.interactive import complete
    from imgcif_map.mapping.answers import collected

    dictionary = load_dictionary()
    given = collected(request.answers, common.settings(request.settings), dictionary)
    instruments = None if request.instrument is not None else _instruments(request)
    return complete(request.run, given, dictionary, Terminal(), instruments=instruments)


def _instruments(request: Request) -> Instruments:
    """The instruments that can be named, and the conversion with one of them."""
    from imgcif_map.interactive.instrument import Instruments
    from imgcif_map.mapping.library import Library
    from imgcif_map.resources import mapping_paths

    known = {file.id: file.title for file in Library(mapping_paths()).instruments}
    return Instruments(known, lambda name: replace(request, instrument=name).run)


def saved(completed: Completed, sources: Sequence[Path], path: Path) -> str:
    """The text of an answers file with all answers, those of ``--answers`` and ``--set`` too."""
    from imgcif_map.mapping.answersfile import answers_text

    names = " ".join(shlex.quote(str(source)) for source in sources)
    again = f"imgcif-map convert {names} --answers {shlex.quote(str(path))} -o OUTPUT.cif"
    heading = f"What {names} does not say.\nTo convert with these answers again:\n  {again}"
    return answers_text(completed.answers, completed.conversion.dictionary, heading)


def _check(sources: Sequence[Path]) -> None:
    hint = "answer with --answers FILE or --set; gaps --template makes a file to fill in"
    if any(str(source) == "-" for source in sources):
        raise UsageError("--interactive reads answers from standard input, not data", hint=hint)
    for stream, name in ((sys.stdin, "standard input"), (sys.stderr, "stderr")):
        if stream is None or not stream.isatty():
            raise UsageError(f"--interactive needs a terminal, and {name} is none", hint=hint)
