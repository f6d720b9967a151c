"""MAP024: places are possible by the declared definition."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from imgcif_map.errors import Place
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import Mapping, NoSource
from imgcif_map.mapping.tracing.flows import Spot, path_of
from imgcif_map.nexus.possible import Flaw, flaw_of

ALIKE: Final = 0.85
"""How alike two names are (difflib) where one is taken for the other misspelt."""
ROOT: Final = "NXroot/"
"""Starts an entry about the top of the file."""


def check(subject: Subject) -> None:
    """Each place that an expression asks for may stand in a file, or is listed as beyond."""
    mapping = subject.mapping
    if not mapping.definition:
        return
    said: set[str] = set()
    for spot, place in (*subject.asked.items(), *_written(mapping)):
        flaw = flaw_of(spot.steps)
        if flaw is None or flaw.message in said or _is_listed(spot, mapping):
            continue
        if mapping.overlaid and place.file != mapping.place.file and not _is_misspelt(flaw):
            continue  # overlays are there for what files have of their own
        said.add(flaw.message)  # what lies below has the same reason
        hint = near(flaw.word.removeprefix("@"), [k.removeprefix("@") for k in flaw.known])
        subject.book.say(
            "impossible-path",
            f"{spot.path}: {flaw.message}",
            place,
            hint or "if files have it all the same, list it under source: beyond:",
        )


def _written(mapping: Mapping) -> Iterator[tuple[Spot, Place]]:
    """The places that the way back writes."""
    reverse = mapping.reverse
    if reverse is None or reverse.definition != mapping.definition:
        return
    for path in dict.fromkeys((*reverse.groups, *reverse.constants, *reverse.fields)):
        plain, at, attribute = path.replace("/@", "@").partition("@")
        steps = [*plain.strip("/").split("/"), *([f"@{attribute}"] if at else [])]
        yield Spot(tuple(steps)), reverse.places.get(path, mapping.place)


def _is_listed(spot: Spot, mapping: Mapping) -> bool:
    return any(is_beyond(spot, entry) for entry in mapping.beyond)


def _is_misspelt(flaw: Flaw) -> bool:
    """Whether the step is nearly, but not quite, one that the definitions know."""
    known = [name.removeprefix("@") for name in flaw.known]
    return bool(get_close_matches(flaw.word.removeprefix("@"), known, 1, ALIKE))


def is_beyond(spot: Spot, entry: NoSource) -> bool:
    """Whether a place ends like an entry of ``beyond:``, or lies below it."""
    shown = path_of(spot.shown) + "/"
    wanted = entry.name.strip("/").replace("/@", "@")
    if wanted.startswith(ROOT):
        return shown.startswith(f"/{wanted.removeprefix(ROOT)}/")
    return f"/{wanted}/" in shown or f"/{wanted}@" in shown
