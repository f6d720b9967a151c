"""MAP029: two data names do not get the same place unchanged."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.flows import Spot
from imgcif_map.mapping.tracing.links import Link


def check(subject: Subject) -> None:
    """Of two items that copy one place, one says with match: or because: that this is meant."""
    copies: dict[Spot, dict[str, Link]] = {}
    for link in subject.traced.links:
        if is_copy(link, subject):
            copies.setdefault(link.spot, {}).setdefault(link.item, link)
    for spot, links in copies.items():
        first, *others = sorted(links.values(), key=lambda link: link.place.line)
        for other in others:
            subject.book.say(
                "source-used-twice",
                f"{spot.path} goes unchanged to {first.item} (line {first.place.line}) and to "
                f"{other.item}",
                other.place,
                "say match: close or because: if both are meant",
            )


def is_copy(link: Link, subject: Subject) -> bool:
    """Whether a data name gets the value of its place as it is."""
    flow = link.flow
    if link.place.file in subject.mapping.forms:
        return False  # a form knows what it does with a field
    changed = flow.functions or flow.lookup or flow.part or flow.joined or link.component
    if changed or flow.match or flow.because:
        return False
    definition = subject.dictionary.item(link.item)
    return definition is not None and definition.purpose.casefold() not in ("key", "link")
