"""MAP037: parameters, tables and places beyond the definition are used."""

from __future__ import annotations

from imgcif_map.mapping.lint.rules.paths import is_beyond
from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """What a form declares is a vocabulary for its formats; all else is read by something."""
    mapping, used = subject.mapping, subject.book.used
    for kind, section in (("parameter", mapping.params), ("table", mapping.tables)):
        for name, entry in section.items():
            if name not in used and entry.place.file not in mapping.forms:
                subject.book.say(
                    "unused-parameter", f"nothing reads the {kind} '{name}'", entry.place
                )
    asked = (*subject.asked, *(entry.spot for entry in subject.traced.unmapped))
    for place in mapping.beyond if mapping.definition and not mapping.overlaid else ():
        if not any(is_beyond(spot, place) for spot in asked):
            subject.book.say(
                "unused-parameter",
                f"beyond: names {place.name}, which nothing reads",
                place.place,
                "remove it",
            )
