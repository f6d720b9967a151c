"""MAP024: places are possible by the declared definition."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import NoSource
from imgcif_map.mapping.tracing.flows import Spot, path_of
from imgcif_map.nexus.possible import flaw_of

ROOT = "NXroot/"
"""Starts an entry about the top of the file."""


def check(subject: Subject) -> None:
    """Each place that an expression asks for may stand in a file, or is listed as beyond."""
    mapping = subject.mapping
    if not mapping.definition:
        return
    said: set[str] = set()
    for spot, place in subject.asked.items():
        flaw = flaw_of(spot.steps)
        if (
            flaw is None
            or flaw.message in said
            or any(is_beyond(spot, entry) for entry in mapping.beyond)
        ):
            continue
        said.add(flaw.message)  # what lies below has the same reason
        hint = near(flaw.word.removeprefix("@"), [k.removeprefix("@") for k in flaw.known])
        subject.book.say(
            "impossible-path",
            f"{spot.path}: {flaw.message}",
            place,
            hint or "if files have it all the same, list it under source: beyond:",
        )


def is_beyond(spot: Spot, entry: NoSource) -> bool:
    """Whether a place ends like an entry of ``beyond:``, or lies below it."""
    shown = path_of(spot.shown) + "/"
    wanted = entry.name.strip("/").replace("/@", "@")
    if wanted.startswith(ROOT):
        return shown.startswith(f"/{wanted.removeprefix(ROOT)}/")
    return f"/{wanted}/" in shown or f"/{wanted}@" in shown
