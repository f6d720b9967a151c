"""Asks for the instrument where a header says settings of axes and no directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcif_map.interactive.console import Abandoned, Console, Stopped

if TYPE_CHECKING:
    from imgcif_map.api import Conversion
    from imgcif_map.mapping.answers import Answers

_SHOWN = 8
PROMPT = "instrument: its id, a word to search for, or Enter if none fits > "


@dataclass(frozen=True)
class Instruments:
    """Known instruments (title by id), and the conversion with one of them."""

    known: Mapping[str, str]
    run_with: Callable[[str], Callable[[Answers], Conversion]]


def ask_instrument(console: Console, known: Mapping[str, str]) -> str | None:
    """The id of one of the known instruments, None if none fits.

    Raises Stopped at the end of input or for ``q``, Abandoned for ``!``.
    """
    console.say("The header does not say how the axes stand. An instrument file may know.")
    while True:
        line = console.ask(PROMPT)
        word = (line or "").strip()
        if line is None or word == "q":
            raise Stopped
        if word == "!":
            raise Abandoned
        if not word:
            return None
        if word in known:
            return word
        found = [i for i, title in known.items() if word.casefold() in f"{i} {title}".casefold()]
        if not found:
            console.say(f"  nothing known fits {word!r}; `imgcif-map instrument list` shows all")
        for name in found[:_SHOWN]:
            console.say(f"  {name}: {known[name]}")
        if len(found) > _SHOWN:
            console.say(f"  and {len(found) - _SHOWN} more: say more of the name")
