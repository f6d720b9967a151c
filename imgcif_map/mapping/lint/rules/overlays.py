"""MAP023: an overlay or instrument changes something."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """No leaf of an overlay says what is said without it."""
    for path, place in subject.mapping.repeated:
        if path.startswith("frame."):
            continue  # beam and up belong together
        subject.book.say(
            "overlay-without-effect",
            f"{path} is the same without this file",
            place,
            "remove it, or say what is different here",
        )
