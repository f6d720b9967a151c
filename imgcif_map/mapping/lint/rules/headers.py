"""MAP040: keys of headers are spelled as the format's reader knows them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.flows import Spot
from imgcif_map.sources.known import known_keys

ALIKE: Final = 0.85
"""How alike two keys are (difflib) where one is taken for the other misspelt."""


def check(subject: Subject) -> None:
    """No key is nearly, but not quite, one that the reader knows."""
    mapping = subject.mapping
    known = known_keys(mapping.source_format) if not mapping.definition else ()
    if not known:
        return
    names = {name: key for key in known for name in (key, *key.split("/"))}
    start = subject.traced.base.shown
    for spot, place in subject.asked.items():
        key = _key(spot, start)
        if not key or key in names or "*" in key:
            continue
        found = get_close_matches(key, names, 1, ALIKE)
        if found and found[0].casefold() != key.casefold():
            subject.book.say(
                "misspelt-key",
                f"the reader of {mapping.source_format} knows no '{key}'",
                place,
                f"did you mean '{names[found[0]]}'?",
            )


def _key(spot: Spot, start: tuple[str, ...]) -> str:
    """The key below a scan; "" for anything else."""
    shown = spot.shown
    if shown[: len(start)] == start:
        shown = shown[len(start) :]
    return "/".join(step for step in shown if not step.startswith("@"))
