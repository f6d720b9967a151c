"""MAP020: what every file needs has a derivation, or a reason why not."""

from __future__ import annotations

from imgcif_map.mapping.lint.rules.accounted import filled, reasoned
from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """Each required data name is filled from somewhere, or has a reason under no_source."""
    mapping = subject.mapping
    if not subject.required or mapping.overlaid:
        return
    known = filled(subject) | reasoned(subject)
    for name in subject.required:
        definition = subject.dictionary.item(name)
        if definition is None or definition.id in known or mapping.complete:
            continue
        subject.book.say(
            "no-derivation",
            f"{definition.id} is needed and gets no value",
            mapping.place,
            "map it, or add it to no_source: with the reason",
        )
