"""The person at the other end: something to say things to and to ask for a line."""

from __future__ import annotations

from typing import Protocol

from imgcif_map.errors import UsageError


class Console(Protocol):
    """A terminal, or what a test puts in its place."""

    width: int
    """Columns to wrap text to."""

    def say(self, text: str) -> None:
        """Show a line, or several."""

    def ask(self, prompt: str) -> str | None:
        """The next line typed, without its end; None if there are no more."""


class Stopped(Exception):
    """No more questions; what was answered so far counts."""


class Abandoned(UsageError):
    """The person wants no conversion at all."""

    def __init__(self) -> None:
        super().__init__("abandoned: nothing was written")


def confirmed(console: Console, question: str, *, otherwise: bool) -> bool:
    """Yes or no; Enter means ``otherwise``. Raises Stopped at the end of input."""
    choice = "[Y/n]" if otherwise else "[y/N]"
    while True:
        line = console.ask(f"{question} {choice} ")
        if line is None or line.strip() == "q":
            raise Stopped
        word = line.strip().casefold()
        if word == "!":
            raise Abandoned
        if not word:
            return otherwise
        if word in ("y", "yes", "n", "no"):
            return word[0] == "y"
        console.say("  y or n")
