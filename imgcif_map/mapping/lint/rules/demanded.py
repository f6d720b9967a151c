"""MAP020: what every file needs has a derivation, or a reason why not."""

from __future__ import annotations

from imgcif_map.mapping.lint.rules.accounted import filled, reasoned
from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """Of each demand one alternative is filled from somewhere, or has a reason under no_source.

    Where a format lists all that it cannot say, MAP021 says more.
    """
    mapping = subject.mapping
    if not subject.required or mapping.overlaid or mapping.complete or not mapping.place.line:
        return
    known = filled(subject) | reasoned(subject)
    for alternatives in subject.required:
        found = [[subject.dictionary.item(name) for name in names] for names in alternatives]
        if any(all(d is None or d.id in known for d in option) for option in found):
            continue
        missing = [d.id for d in found[0] if d is not None and d.id not in known]
        subject.book.say(
            "no-derivation",
            f"every file needs {' and '.join(missing)}, and nothing fills "
            f"{'it' if len(missing) == 1 else 'them'}",
            mapping.place,
            "map it, or add it to no_source: with the reason",
        )
